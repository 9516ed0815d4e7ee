import type { Card } from '../../../src/core/card.ts';
import type { InboundEvent } from '../../../src/core/event.ts';

export const sender = { platform: 'wecom', corpId: 'corp', userId: 'zhangsan' } as const;

export const card: Card = { title: '资质', blocks: [{ kind: 'text', text: '有效。' }], confidential: false };
export const titled: Card = {
  ...card,
  title: '一'.repeat(27),
  buttons: [{ text: '第1家', tap: { say: '资质', answer: 'here' } }],
};

export const event = (channel: InboundEvent['channel'], fields: Partial<InboundEvent>): InboundEvent => ({
  channel,
  key: 'k',
  sender,
  place: 'direct',
  happening: { kind: 'text', text: '资质' },
  handle: {},
  ...fields,
});
export const apisOf = (calls: readonly unknown[]) => calls.map((call) => (call as { api: string }).api);
