import { chooseEnterpriseCard } from '../cards/choose-enterprise.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Card } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';

/**
 * For which of their enterprises somebody asks: the only one, the one chosen in this conversation today, or the card that
 * asks. Two are never mixed in one answer. Only one-to-one: which enterprises somebody serves is not the group's business.
 * @param say the sentence that asks again about one of them
 */
export function ownEnterprise(
  { actor }: Context,
  say: (enterprise: EnterpriseRef) => string,
): { enterprise: EnterpriseRef } | { ask: Card } {
  const { enterprises, chosen } = actor;
  const [own, ...others] = enterprises;
  const enterprise = chosen ?? (others.length === 0 ? own : undefined);
  if (enterprise) return { enterprise };
  const ask = chooseEnterpriseCard({
    title: '请选择企业',
    why: '您绑定的企业',
    enterprises: enterprises.map((one) => ({ ...one, creditCode: null })).slice(0, 10),
    total: enterprises.length,
    say: (written) => say(enterprises.find(({ name }) => name === written) ?? { id: '', name: written }),
  });
  return { ask: { ...ask, confidential: true } };
}

/** One of several own enterprises was named one-to-one: it is meant from here on, today. */
export async function rememberChoice({ actor, bindings, conversation, now, place }: Context, named: EnterpriseRef) {
  const { enterprises, personId, chosen } = actor;
  if (place !== 'direct' || personId === null || enterprises.length < 2 || chosen?.id === named.id) return;
  if (!enterprises.some(({ id }) => id === named.id)) return;
  await bindings.choose(personId, { conversation, enterpriseId: named.id, on: dateOf(now) });
}
