import { elsewhereCard, noticeCard } from '../cards/notice.ts';
import { askRevocationCard, confirmRevocationCard, revokedCard, revokedNewsCard } from '../cards/revocation.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf, formatDate } from '../src/domain/calendar.ts';
import type { QualificationFact } from '../src/domain/ledger.ts';
import { may } from '../src/domain/permissions.ts';
import type { RevokeRequest } from '../src/domain/progress-request.ts';
import { reachableContacts } from '../src/domain/reachable-contacts.ts';
import { type Revocation, readRevocation } from '../src/domain/revocation.ts';
import { qualificationAt } from '../src/domain/standing.ts';
import { findEnterprise } from './find-enterprise.ts';

/** 取消资质: read back with everything it does, then entered. */
export async function revokeQualification(ctx: Context, { text, seen, isConfirmed }: RevokeRequest): Promise<Answer> {
  if (ctx.groupId !== null) return { here: elsewhereCard('进度 取消资质') };
  if (!may(ctx.actor.role, 'application.decide')) {
    const line = `取消资质由${ctx.bureau.name}的经办人员办理，您的角色不能办理。`;
    return { here: noticeCard('没有权限', line), audit: [{ action: 'qualification.revoke', result: 'denied' }] };
  }
  const today = dateOf(ctx.now);
  const read = readRevocation(text, today);
  if (!read.ok) return { here: askRevocationCard(text === '' ? [] : read.problems) };
  const { revocation } = read;
  const found = await findEnterprise(ctx, revocation.enterprise, (full) =>
    sentence({ ...revocation, enterprise: full }),
  );
  if ('answer' in found) return found.answer;
  const { enterprise } = found;
  const named = { ...revocation, enterprise: enterprise.name };
  const held = (await ctx.ledger.historyOf(enterprise)).qualifications.filter(
    (fact) =>
      fact.type === revocation.kind.type && (revocation.kind.level === null || fact.level === revocation.kind.level),
  );
  const audit = [
    {
      action: 'qualification.read' as const,
      result: 'allowed' as const,
      objectType: 'enterprise',
      objectId: enterprise.id,
      enterpriseId: enterprise.id,
    },
  ];
  const inForce = held.filter((fact) => isInForceOn(fact, revocation.evidence.on));
  const one = seen === null ? inForce[0] : inForce.find(({ id }) => id === seen);
  if (!one || (seen === null && inForce.length > 1)) {
    const problem = one
      ? `${enterprise.name}有 ${inForce.length} 项该类资质有效，请写明级别，例如“市级科技领军企业”。`
      : notInForce(held, named);
    return { here: askRevocationCard([problem]), tapped: { state: '未办理', forAll: false }, audit };
  }
  if (!isConfirmed || seen === null) {
    const say = `${sentence(named)} #${one.id} 确认`;
    return { here: confirmRevocationCard(one, named, say), audit };
  }
  const contacts = await reachableContacts(ctx.bindings, enterprise.id);
  const done = await ctx.applications.revoke(ctx.doer, {
    qualificationId: one.id,
    evidence: named.evidence,
    tell: [
      {
        to: contacts,
        card: revokedNewsCard(one, named, ctx.bureau),
        purpose: 'qualification.revoke',
        enterpriseId: enterprise.id,
      },
    ],
  });
  if (!done)
    return { here: askRevocationCard([notInForce(held, named)]), tapped: { state: '未办理', forAll: false }, audit };
  return { here: revokedCard(one, named), tapped: { state: '已取消', forAll: true } };
}

function isInForceOn(fact: QualificationFact, on: string): boolean {
  // A cancellation that is entered already counts, from whatever day it holds.
  if (fact.transitions.some(({ status }) => status === 'REVOKED')) return false;
  const standing = qualificationAt(fact, on);
  return standing?.validity === 'VALID' || standing?.validity === 'EXPIRING';
}

function notInForce(held: readonly QualificationFact[], { enterprise, word, evidence }: Revocation): string {
  const revoked = held.flatMap(({ transitions }) => transitions.filter(({ status }) => status === 'REVOKED'));
  const [first] = revoked;
  return first
    ? `${enterprise}的${word}已自${formatDate(first.effectiveOn)}起取消，本次未作变更。`
    : `${enterprise}在${formatDate(evidence.on)}没有有效的${word}，请发送“/资质 ${enterprise}”核对。`;
}

function sentence({ enterprise, word, evidence }: Revocation): string {
  return `进度 取消资质 ${enterprise} ${word} ${evidence.docNo} ${evidence.on} ${evidence.reason}`;
}
