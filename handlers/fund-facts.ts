import { noticeCard } from '../cards/notice.ts';
import type { AuditFact } from '../src/core/audit.ts';
import type { Answer } from '../src/core/card.ts';
import type { CalendarDate } from '../src/domain/calendar.ts';
import type { Look } from '../src/domain/funds/look.ts';
import type { Proposal } from '../src/domain/funds/proposal.ts';
import { whyNotEntry } from '../src/domain/funds/rules.ts';

/** What was looked at, for the audit: a project of an enterprise, or a batch. */
export function lookedAt({ batch, project }: Pick<Look, 'batch' | 'project'>): AuditFact {
  if (!project) return { action: 'fund.list', result: 'allowed', objectType: 'fund-batch', objectId: batch.id };
  return {
    action: 'fund.read',
    result: 'allowed',
    objectType: 'fund-project',
    objectId: project.id,
    enterpriseId: project.enterprise.id,
  };
}

/** What the rules say of an entry before it is confirmed. `advance`: only as a 垫支. */
export type Verdict = { is: 'fine' } | { is: 'advance' | 'refused'; why: string };

export function judge(look: Look, proposal: Proposal, today: CalendarDate): Verdict {
  const why = whyNotEntry(look, proposal, today);
  if (why === null) return { is: 'fine' };
  const canBeAdvance = proposal.type === 'SPEND' && !proposal.isAdvance;
  const asAdvance = { ...proposal, isAdvance: true, note: proposal.note ?? '垫支' };
  return canBeAdvance && whyNotEntry(look, asAdvance, today) === null ? { is: 'advance', why } : { is: 'refused', why };
}

/** Nothing was done, and why. */
export function refusal(title: string, why: string, audit: readonly AuditFact[] = []): Answer {
  return {
    here: { ...noticeCard(title, why), confidential: true },
    tapped: { state: '未办理', forAll: false },
    ...(audit.length > 0 ? { audit } : {}),
  };
}
