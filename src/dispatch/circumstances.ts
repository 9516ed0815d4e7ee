import type { Actor } from '../core/actor.ts';
import type { Doer } from '../core/audit.ts';
import type { InboundEvent, Sender } from '../core/event.ts';

/** Of our own accord, or gone on with after its answer. */
export function isOurs({ happening }: InboundEvent): boolean {
  return ['deliver', 'mail', 'work', 'close-card'].includes(happening.kind);
}

/** Nobody's: what an event without a sender does has no answer and no rights. */
export const nobody: Sender = { platform: 'wecom', corpId: '', userId: '' };

/** One conversation of a person: a card is part of the chat it stands in. */
export function conversationOf({ channel, groupId }: InboundEvent): string {
  const chat = channel === 'dingtalk-card' ? 'dingtalk-robot' : channel;
  return groupId === undefined ? chat : `${chat} ${groupId}`;
}

export function doerOf(event: InboundEvent, known: { sender: Sender; actor: Actor; ref: string; now: Date }): Doer {
  const { channel, place, groupId = null } = event;
  const { sender, actor, ref, now } = known;
  const { happening } = event;
  const isDelivery = happening.kind === 'deliver' || happening.kind === 'close-card';
  return {
    personId: isDelivery ? null : actor.personId,
    role: isDelivery || sender === nobody ? 'system' : actor.role,
    account: isDelivery || sender === nobody ? null : sender,
    channel,
    place,
    groupId,
    requestId: ref,
    at: now,
    ...(happening.kind === 'tap' && happening.card !== undefined ? { card: happening.card } : {}),
  };
}

/** The one-to-one chat in which what was asked in a group is answered. */
export function besides(channel: Doer['channel']): string {
  return channel.startsWith('wecom') ? 'wecom-app' : 'dingtalk-robot';
}
