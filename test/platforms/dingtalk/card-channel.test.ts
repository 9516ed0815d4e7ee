import { describe, expect, it } from 'vitest';
import type { Answer, Card } from '../../../src/core/card.ts';
import type { InboundEvent } from '../../../src/core/event.ts';
import { createCardChannel } from '../../../src/platforms/dingtalk/card-channel.ts';

const channel = createCardChannel({ maker: { make: () => Promise.reject(new Error('no call expected')) } });
const sender = { platform: 'dingtalk', corpId: 'ding1', userId: 'staff1' } as const;
const card: Card = { title: '资质', blocks: [{ kind: 'text', text: '有效。' }], confidential: false };
const long: Card = { ...card, blocks: [{ kind: 'text', text: '一'.repeat(3000) }] };
const tapped = { state: '已选择', forAll: true };

const tap = (place: InboundEvent['place']): InboundEvent => ({
  channel: 'dingtalk-card',
  key: 'k',
  sender,
  place,
  happening: { kind: 'tap', code: 'say:资质' },
  handle: { outTrackId: 'x-1', staffId: 'staff1' },
});
const apis = (place: InboundEvent['place'], answer: Answer, late: boolean) =>
  channel.plan(tap(place), answer, { sender, late, ref: 'REF' }).calls.map((call) => (call as { api: string }).api);

describe('a tapped card', () => {
  it.each([
    ['late, the answer in it', 'direct', { here: card, tapped }, true, ['update-card']],
    ['late, the answer too long for it', 'direct', { here: long, tapped }, true, ['say', 'update-card']],
    ['late, the answer one-to-one', 'group', { direct: card, tapped }, true, ['say', 'update-card']],
    ['in a group, the answer one-to-one', 'group', { direct: card, tapped }, false, ['say', 'update-card']],
    ['in a group, for the tapper alone', 'group', { here: card }, false, []],
    ['in time and one-to-one', 'direct', { here: card, tapped }, false, []],
  ] as const)('is changed after everything that is said (%s)', (_name, place, answer, late, expected) => {
    expect(apis(place, answer, late)).toEqual(expected);
  });
});
