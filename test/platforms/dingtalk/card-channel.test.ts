import { describe, expect, it } from 'vitest';
import type { Answer, Card } from '../../../src/core/card.ts';
import type { InboundEvent } from '../../../src/core/event.ts';
import { createCardChannel } from '../../../src/platforms/dingtalk/card-channel.ts';

const channel = createCardChannel({ maker: { make: () => Promise.reject(new Error('no call expected')) } });
const sender = { platform: 'dingtalk', corpId: 'ding1', userId: 'staff1' } as const;
const card: Card = { title: '资质', blocks: [{ kind: 'text', text: '有效。' }], confidential: false };
const longText = '一'.repeat(3000);
const long: Card = { ...card, blocks: [{ kind: 'text', text: longText }] };
const tapped = { state: '已选择', forAll: true };
const tappedAlone = { state: '已选择', forAll: false };

const tap = (place: InboundEvent['place']): InboundEvent => ({
  channel: 'dingtalk-card',
  key: 'k',
  sender,
  place,
  happening: { kind: 'tap', code: 'say:资质' },
  handle: { outTrackId: 'x-1', staffId: 'staff1' },
});
const plan = (place: InboundEvent['place'], answer: Answer, late: boolean) =>
  channel.plan(tap(place), answer, { sender, late, ref: 'REF' });
const apis = (place: InboundEvent['place'], answer: Answer, late: boolean) =>
  plan(place, answer, late).calls.map((call) => (call as { api: string }).api);

it('leaves half of the two seconds after which the client shows a failure', () => {
  expect(channel.decideWithinMs).toBe(1000);
});

describe('a tapped card', () => {
  it.each([
    ['late, the answer in it', 'direct', { here: card, tapped }, true, ['update-card']],
    ['late, the answer too long for it', 'direct', { here: long, tapped }, true, ['say', 'update-card']],
    ['late, the answer one-to-one', 'group', { direct: card, tapped }, true, ['say', 'update-card']],
    ['in a group, the answer one-to-one', 'group', { direct: card, tapped }, false, ['say', 'update-card']],
    ['in a group, the answer too long for it', 'group', { here: long, tapped }, false, ['say', 'update-card']],
    ['in a group, for the tapper alone', 'group', { here: card }, false, []],
    ['with a file', 'direct', { here: card, attachmentId: 'A1', tapped }, false, ['file']],
    ['late, with a file', 'group', { direct: card, attachmentId: 'A1', tapped }, true, ['say', 'file', 'update-card']],
    ['in time and one-to-one', 'direct', { here: card, tapped }, false, []],
    ['in time and one-to-one, the answer too long for it', 'direct', { here: long, tapped }, false, ['say']],
  ] as const)('is changed after everything that is said (%s)', (_name, place, answer, late, expected) => {
    expect(apis(place, answer, late)).toEqual(expected);
  });

  it('loses nothing of an answer that is too long for it', () => {
    const { inline, calls } = plan('direct', { here: long, tapped }, false);
    expect(JSON.stringify(inline)).not.toContain('一');
    expect(calls).toEqual([
      { api: 'say', title: '资质', text: expect.stringContaining(longText), to: { staffId: 'staff1' } },
    ]);
  });
});

describe('what changes on it', () => {
  // Both, or the update wipes what it does not name.
  const cardUpdateOptions = { updateCardDataByKey: true, updatePrivateDataByKey: true };
  const changed = { cardParamMap: expect.objectContaining({ title: '资质', buttons: '[]' }) };
  const forAll = { cardData: changed, cardUpdateOptions };
  const update = (body: object) => ({ api: 'update-card', body: { outTrackId: 'x-1', ...body } });

  it.each([
    ['to all of a group', 'group', tapped, forAll, [update(forAll)]],
    ['to the tapper alone in a group', 'group', tappedAlone, { userPrivateData: changed, cardUpdateOptions }, []],
    ['to the tapper alone, if not said', 'group', undefined, { userPrivateData: changed, cardUpdateOptions }, []],
    ['to the one there is', 'direct', tappedAlone, forAll, []],
  ] as const)('in the reply is shown %s', (_name, place, state, inline, calls) => {
    const answer = { here: card, ...(state ? { tapped: state } : {}) };
    expect(plan(place, answer, false)).toEqual({ inline, calls });
  });

  const forTapper = { privateData: { staff1: changed }, cardUpdateOptions };
  it.each([
    ['to all of a group', 'group', tapped, forAll],
    ['to the tapper alone in a group', 'group', tappedAlone, forTapper],
    ['to the tapper alone, if not said', 'group', undefined, forTapper],
    ['to the one there is', 'direct', tappedAlone, forAll],
  ] as const)('in a late update is shown %s', (_name, place, state, body) => {
    const answer = { here: card, ...(state ? { tapped: state } : {}) };
    expect(plan(place, answer, true)).toEqual({ inline: null, calls: [update(body)] });
  });
});
