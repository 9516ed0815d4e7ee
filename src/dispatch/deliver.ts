import type { Answer } from '../core/card.ts';
import type { InboundEvent } from '../core/event.ts';
import { isPermission, may } from '../domain/permissions.ts';
import type { Context } from './intent.ts';

type Delivery = Extract<InboundEvent['happening'], { kind: 'deliver' }>;

/** What was decided for somebody is told to them, if it is still them and they may still know it. */
export function deliver(delivery: Delivery, { actor }: Pick<Context, 'actor'>): Answer {
  const { card, attachmentId, purpose, personId, needs, enterpriseId } = delivery;
  const isTheirs = personId === null || actor.personId === personId;
  const speaksForIt = enterpriseId === null || actor.enterprises.some(({ id }) => id === enterpriseId);
  // Of another release, and not known here: then nobody may.
  const mayKnow = speaksForIt && (needs === null || (isPermission(needs) && may(actor.role, needs)));
  if (!isTheirs || !mayKnow) {
    const detail = { purpose, why: isTheirs ? 'not allowed any more' : 'account of somebody else' };
    return { audit: [{ action: 'message.send', result: 'denied', detail }] };
  }
  return { here: card, ...(attachmentId === null ? {} : { attachmentId }) };
}
