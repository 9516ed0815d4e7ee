import { chooseEnterpriseCard } from '../cards/choose-enterprise.ts';
import { inChinese } from '../cards/parts.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { AuditFact } from '../src/core/audit.ts';
import type { Card } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { type Deadline, deadlineNo, deadlineSubject } from '../src/domain/deadlines/deadline.ts';
import { type DeadlineStanding, standingsOf } from '../src/domain/deadlines/standing.ts';

/** @throws UserError where nobody has entered a deadline of this number */
export async function deadlineNumbered({ deadlines }: Pick<Context, 'deadlines'>, number: number): Promise<Deadline> {
  const deadline = await deadlines.find(number);
  if (!deadline) throw new UserError(`没有编号为${deadlineNo(number)}的截止事项，请发送“/截止”查看。`);
  return deadline;
}

/** How one enterprise stands to a deadline; null: it does not concern it. */
export async function standingOf(
  { deadlines, now }: Pick<Context, 'deadlines' | 'now'>,
  deadline: Deadline,
  enterpriseId: string,
): Promise<DeadlineStanding | null> {
  const [facts, answers] = await Promise.all([
    deadlines.facts(enterpriseId),
    deadlines.answers([deadlineSubject(deadline.id)], enterpriseId),
  ]);
  return standingsOf(deadline, { facts, answers, on: dateOf(now) })[0] ?? null;
}

/** Whom somebody answers or asks for, and how that one stands; or the card that asks which is meant. */
export type Whose = { enterprise: EnterpriseRef; standing: DeadlineStanding } | { ask: Card } | { nobody: true };

/**
 * For which of their enterprises somebody speaks about a deadline: the one the button names; else of those that it concerns
 * the one chosen today, or the only one. Of several it is asked.
 * @throws UserError where the button's enterprise is not theirs any more
 */
export async function whoseDeadline(
  ctx: Context,
  deadline: Deadline,
  { enterpriseId, say }: { enterpriseId: string | null; say(enterprise: EnterpriseRef): string },
): Promise<Whose> {
  const asked = enterpriseId === null ? ctx.actor.enterprises : [ownNamed(ctx, enterpriseId)];
  const found = await Promise.all(
    asked.map(async (enterprise) => ({ enterprise, standing: await standingOf(ctx, deadline, enterprise.id) })),
  );
  const concerned = found.flatMap(({ enterprise, standing }) => (standing ? [{ enterprise, standing }] : []));
  const one = oneConcerned(ctx, concerned, { why: `${deadlineNo(deadline.number)}涉及您绑定的企业`, say });
  if (one === null) return { nobody: true };
  return 'ask' in one ? one : one.meant;
}

/** Of own enterprises that a matter concerns the one chosen today, or the only one; of several it is asked. Null: none. */
export function oneConcerned<Concerned extends { enterprise: EnterpriseRef }>(
  { actor }: Context,
  concerned: readonly Concerned[],
  { why, say }: { why: string; say(enterprise: EnterpriseRef): string },
): { meant: Concerned } | { ask: Card } | null {
  const [first, ...others] = concerned;
  if (!first) return null;
  const chosen = concerned.find(({ enterprise }) => enterprise.id === actor.chosen?.id);
  if (chosen || others.length === 0) return { meant: chosen ?? first };
  const ask = chooseEnterpriseCard({
    ...{ title: '请选择企业', why },
    enterprises: concerned.map(({ enterprise }) => ({ ...enterprise, creditCode: null })).slice(0, 10),
    total: concerned.length,
    say: (name) => say(concerned.find(({ enterprise }) => enterprise.name === name)?.enterprise ?? first.enterprise),
  });
  return { ask: { ...ask, confidential: true } };
}

/** @throws UserError the same sentence whether there is such an enterprise or not */
export function ownNamed({ actor }: Context, enterpriseId: string): EnterpriseRef {
  const own = actor.enterprises.find(({ id }) => id === enterpriseId);
  if (own) return own;
  const denied: AuditFact = {
    ...{ action: 'deadline.answer', result: 'denied', objectType: 'enterprise', objectId: enterpriseId, enterpriseId },
  };
  throw new UserError('您目前不能代表该企业答复，本次未办理。请发送“/截止”查看您的企业的事项。', { audit: [denied] });
}

/** Why a deadline was withdrawn, as it stands behind 已撤销: `（上级通知取消）`, or nothing. */
export async function whyWithdrawn({ deadlines }: Pick<Context, 'deadlines'>, { id }: Deadline): Promise<string> {
  const last = (await deadlines.changes(id)).at(-1);
  return last?.kind === 'WITHDRAW' && last.reason !== null ? `（${inChinese(last.reason)}）` : '';
}

/** What was read of deadlines: of one enterprise, or of all. */
export function deadlineRead(enterprise: EnterpriseRef, result: AuditFact['result'] = 'allowed'): AuditFact {
  const { id } = enterprise;
  return { action: 'deadline.read', result, objectType: 'enterprise', objectId: id, enterpriseId: id };
}
