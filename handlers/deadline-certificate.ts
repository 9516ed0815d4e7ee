import { noCertificateCard, whichCertificateCard } from '../cards/deadline-certificate.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { AuditFact } from '../src/core/audit.ts';
import type { Answer } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import {
  certificateStage,
  isOfKind,
  type OwnCertificate,
  ownCertificates,
} from '../src/domain/deadlines/certificates.ts';
import { certificateSubject } from '../src/domain/deadlines/deadline.ts';
import type { Kind } from '../src/domain/kind-spoken.ts';
import { levelLabels, typeFacts } from '../src/domain/qualification.ts';
import { enterpriseWord } from '../src/domain/reports/own-request.ts';
import { deadlineRead, oneConcerned, ownNamed } from './deadline-matter.ts';

/** A certificate of one of the own enterprises. */
export interface CertificateMeant {
  enterprise: EnterpriseRef;
  certificate: OwnCertificate;
}

/**
 * By its id, as buttons say it.
 * @throws UserError the same whether there is such a certificate or not: who may not see it does not learn of it
 */
export async function certificateMeant(
  ctx: Context,
  qualificationId: string,
  enterpriseId: string | null,
): Promise<CertificateMeant> {
  const on = dateOf(ctx.now);
  for (const enterprise of ownOf(ctx, enterpriseId)) {
    const [facts] = await ctx.deadlines.facts(enterprise.id);
    const fact = facts?.history.qualifications.find(({ id }) => id === qualificationId);
    if (!facts || !fact || fact.validTo === null) continue;
    const certificate = { ...fact, validTo: fact.validTo };
    const [answers, policy] = await Promise.all([
      ctx.deadlines.answers([certificateSubject(qualificationId)], enterprise.id),
      ctx.deadlines.policy(),
    ]);
    // Whose last day is over is shown so, and asked nothing any more.
    const stage = certificate.validTo < on ? 'NEVER' : certificateStage(certificate, facts, { policy, on });
    return { enterprise, certificate: { certificate, stage, answer: answers[0] ?? null } };
  }
  const denied: AuditFact = {
    ...{ action: 'deadline.answer', result: 'denied', objectType: 'qualification', objectId: qualificationId },
  };
  throw new UserError('没有找到贵公司的这份证书，请发送“/截止”查看。', { audit: [denied] });
}

/**
 * By what people call it, 证书 or 高企证书: of those whose end is reminded of the only one. Of several, or of several
 * enterprises, it is asked.
 * @param answer what was said of it; null: it was asked for
 */
export async function certificateCalled(
  ctx: Context,
  kind: Kind | null,
  { enterpriseId, answer }: { enterpriseId: string | null; answer: string | null },
): Promise<CertificateMeant | { ask: Answer }> {
  const { now, pages } = ctx;
  const what = `${kind?.level ? levelLabels[kind.level] : ''}${kind ? typeFacts[kind.type].label : ''}证书`;
  const asked = ownOf(ctx, enterpriseId);
  const found = await Promise.all(
    asked.map(async (enterprise) => {
      const [facts] = await ctx.deadlines.facts(enterprise.id);
      const all = facts ? await ownCertificates(ctx.deadlines, facts, dateOf(now)) : [];
      const certificates = all.filter(({ certificate }) => isOfKind(certificate, kind));
      return { enterprise, certificates, due: certificates.filter(({ stage }) => stage === 'DUE') };
    }),
  );
  const concerned = found.filter(({ due }) => due.length > 0);
  const one = oneConcerned(ctx, concerned, {
    why: `有${what}将到期的企业`,
    say: ({ id }) => ['截止', enterpriseWord(id), what, ...(answer === null ? [] : [answer])].join(' '),
  });
  if (one === null) {
    const [only, ...others] = found;
    const own = only && others.length === 0 ? only : null;
    const of = { whose: own?.enterprise.name ?? '您绑定的企业', what, certificates: own?.certificates ?? [] };
    const here = noCertificateCard(of, { now, isAnswer: answer !== null });
    return { ask: { here, audit: found.map(({ enterprise }) => deadlineRead(enterprise)) } };
  }
  if ('ask' in one) return { ask: { here: one.ask } };
  const { enterprise, due } = one.meant;
  const [certificate, ...more] = due;
  if (certificate && more.length === 0) return { enterprise, certificate };
  const shown = { now, page: pages.ownDeadlines(enterprise.id), answer };
  const here = whichCertificateCard({ enterprise, certificates: due }, shown);
  return { ask: { here, audit: [deadlineRead(enterprise)] } };
}

function ownOf(ctx: Context, enterpriseId: string | null): readonly EnterpriseRef[] {
  return enterpriseId === null ? ctx.actor.enterprises : [ownNamed(ctx, enterpriseId)];
}
