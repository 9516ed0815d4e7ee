import type { AuditAction, AuditFact } from '../../core/audit.ts';

/** What is recorded of a report: which, never its figures (domain.md G1). */
export function reportFact(
  action: AuditAction,
  of: { id: string; enterpriseId: string; period: string },
  detail: Record<string, unknown> = {},
): AuditFact {
  return {
    action,
    result: 'allowed',
    objectType: 'report',
    objectId: of.id,
    enterpriseId: of.enterpriseId,
    detail: { period: of.period, ...detail },
  };
}
