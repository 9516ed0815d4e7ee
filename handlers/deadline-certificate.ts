import type { OwnCertificate } from '../cards/deadline-own.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { AuditFact } from '../src/core/audit.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { certificateSubject } from '../src/domain/deadlines/deadline.ts';
import { typeFacts } from '../src/domain/qualification.ts';
import { ownNamed } from './deadline-matter.ts';

/**
 * A certificate of one of the own enterprises, by its id.
 * @throws UserError the same whether there is such a certificate or not: who may not see it does not learn of it
 */
export async function certificateMeant(
  ctx: Context,
  qualificationId: string,
  enterpriseId: string | null,
): Promise<{ enterprise: EnterpriseRef; certificate: OwnCertificate }> {
  const own = enterpriseId === null ? ctx.actor.enterprises : [ownNamed(ctx, enterpriseId)];
  for (const enterprise of own) {
    const history = await ctx.ledger.historyOf(enterprise);
    const fact = history.qualifications.find(({ id }) => id === qualificationId);
    if (!fact || fact.validTo === null) continue;
    const subject = certificateSubject(qualificationId);
    const [answer = null] = await ctx.deadlines.answers([subject], enterprise.id);
    const { type, certNo, validTo } = fact;
    return { enterprise, certificate: { qualificationId, type: typeFacts[type].label, certNo, validTo, answer } };
  }
  const denied: AuditFact = {
    ...{ action: 'deadline.answer', result: 'denied', objectType: 'qualification', objectId: qualificationId },
  };
  throw new UserError('没有找到贵公司的这份证书，请发送“/截止”查看。', { audit: [denied] });
}
