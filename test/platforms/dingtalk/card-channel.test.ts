import { describe, expect, it } from 'vitest';
import type { Answer, Card } from '../../../src/core/card.ts';
import type { InboundEvent } from '../../../src/core/event.ts';
import { createCardChannel } from '../../../src/platforms/dingtalk/card-channel.ts';
import { fixedClock } from '../../helpers/fixed-clock.ts';

const clock = fixedClock();
const maker = { make: () => Promise.reject(new Error('no call expected')), costs: () => [] };
const channel = createCardChannel({ maker, clock });
const at = clock.now().getTime();
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
  const update = (body: object) => ({ api: 'update-card', body: { outTrackId: 'x-1', ...body }, at });

  it.each([
    ['to all of a group', 'group', tapped, forAll, [update(forAll)]],
    ['to the tapper alone in a group', 'group', tappedAlone, { userPrivateData: changed, cardUpdateOptions }, []],
    ['to the tapper alone, if not said', 'group', undefined, { userPrivateData: changed, cardUpdateOptions }, []],
    ['to the one there is', 'direct', tappedAlone, forAll, []],
  ] as const)('in the reply is shown %s', (_name, place, state, inline, calls) => {
    const answer = { here: card, ...(state ? { tapped: state } : {}) };
    expect(plan(place, answer, false)).toMatchObject({ inline, calls });
  });

  const forTapper = { privateData: { staff1: changed }, cardUpdateOptions };
  it.each([
    ['to all of a group', 'group', tapped, forAll],
    ['to the tapper alone in a group', 'group', tappedAlone, forTapper],
    ['to the tapper alone, if not said', 'group', undefined, forTapper],
    ['to the one there is', 'direct', tappedAlone, forAll],
  ] as const)('in a late update is shown %s', (_name, place, state, body) => {
    const answer = { here: card, ...(state ? { tapped: state } : {}) };
    expect(plan(place, answer, true)).toMatchObject({ inline: null, calls: [update(body)] });
  });
});

describe('a form', () => {
  const fill: Card = {
    ...card,
    form: {
      tap: { say: '/填报', answer: 'here' },
      submit: '提交',
      fields: [{ name: 'revenue', label: '营收', kind: 'number' }],
    },
    insteadOfForm: '也可以发送：营收320万。',
    subject: 'report:R1',
  };
  const paramsOf = ({ inline }: { inline?: unknown }) =>
    (inline as { cardData: { cardParamMap: Record<string, string> } }).cardData.cardParamMap;

  it('is what the card becomes, under new names, and what it is about from then on', () => {
    const planned = plan('direct', { here: fill, tapped }, false);
    expect(paramsOf(planned)).toMatchObject({ form_btn_text: '提交', status: '', buttons: '[]' });
    expect(paramsOf(planned).content1).not.toContain('也可以发送');
    expect(planned).toMatchObject({
      calls: [],
      tapped: {
        card: 'x-1',
        subject: 'report:R1',
        channel: 'dingtalk-card',
        handle: { outTrackId: 'x-1', staffId: 'staff1' },
      },
    });
    const again = channel.plan(tap('direct'), { here: fill, tapped }, { sender, late: false, ref: 'REF2' });
    expect(paramsOf(again).form).not.toBe(paramsOf(planned).form);
  });

  it('that was used is gone, and the card is about nothing any more', () => {
    const planned = plan('direct', { here: { ...card, subject: 'report:R1' }, tapped }, false);
    expect(paramsOf(planned)).toMatchObject({ form: '{"fields":[]}', form_btn_text: '', status: '已选择' });
    expect(planned.tapped).toMatchObject({ card: 'x-1', subject: null });
  });

  it('that cannot be taken stays with what was typed, and what is wrong stands below it', () => {
    const refused = { here: { ...card, title: '请核对' }, tapped: { ...tappedAlone, formStays: true } };
    const planned = plan('direct', refused, false);
    expect(paramsOf(planned)).toEqual({ status: '请核对\n\n有效。' });
    expect(planned.tapped).toBeUndefined();
    const tooLong = plan('direct', { ...refused, here: { ...long, title: '请核对' } }, false);
    expect(paramsOf(tooLong)).toEqual({ status: '请核对' });
    expect(tooLong.calls).toMatchObject([{ api: 'say', text: expect.stringContaining(longText) }]);
  });

  it('is words in a group, where others would see it', () => {
    const { inline } = plan('group', { here: fill, tapped }, false);
    expect(JSON.stringify(inline)).toContain('也可以发送');
    expect(paramsOf({ inline })).toMatchObject({ form_btn_text: '' });
  });
});

describe('a card whose matter is settled', () => {
  const closing: InboundEvent = { ...tap('direct'), happening: { kind: 'close-card', liveCardId: 'L1' } };
  const close = (answer: Answer) => channel.plan(closing, answer, { sender, late: true, ref: 'REF' });

  it('says so to all, without buttons and form, if calls can be spared', () => {
    expect(close({ tapped: { state: '已提交', forAll: true } })).toEqual({
      inline: null,
      calls: [
        {
          api: 'update-card',
          body: {
            outTrackId: 'x-1',
            cardData: { cardParamMap: expect.objectContaining({ status: '已提交', buttons: '[]', form_btn_text: '' }) },
            cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
          },
          at,
          spare: true,
        },
      ],
    });
  });

  it('is left alone if it was changed meanwhile', () => {
    expect(close({})).toEqual({ inline: null, calls: [] });
  });
});
