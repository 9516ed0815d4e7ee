import { beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import type { InboundEvent } from '../../../src/core/event.ts';
import { createAibotChannel } from '../../../src/platforms/wecom/aibot-channel.ts';
import { createAppChannel } from '../../../src/platforms/wecom/app-channel.ts';
import { type MemoryLog, memoryLog } from '../../helpers/memory-log.ts';

let log: MemoryLog;
beforeEach(() => {
  log = memoryLog();
});

const makeCall = () => Promise.reject(new Error('no call expected'));
const fetchFile = () => Promise.reject(new Error('no call expected'));
const sender = { platform: 'wecom', corpId: 'corp', userId: 'zhangsan' } as const;
const card: Card = { title: '资质', blocks: [{ kind: 'text', text: '有效。' }], confidential: false };
const titled: Card = {
  ...card,
  title: '一'.repeat(27),
  buttons: [{ text: '第1家', tap: { say: '资质', answer: 'here' } }],
};
const responseUrl = 'https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=c';

const event = (channel: InboundEvent['channel'], fields: Partial<InboundEvent>): InboundEvent => ({
  channel,
  key: 'k',
  sender,
  place: 'direct',
  happening: { kind: 'text', text: '资质' },
  handle: {},
  ...fields,
});
const apisOf = (calls: readonly unknown[]) => calls.map((call) => (call as { api: string }).api);

describe('the app', () => {
  const channel = createAppChannel({ makeCall, corpId: 'corp' });
  const tap = (responseCode?: string) =>
    event('wecom-app', {
      happening: { kind: 'tap', code: 'say:资质' },
      handle: { toUser: 'ZhangSan', ...(responseCode ? { responseCode } : {}) },
    });
  const apis = (tapped: InboundEvent, answer: Parameters<typeof channel.plan>[1]) =>
    apisOf(channel.plan(tapped, answer, { sender, late: false, ref: 'REF' }).calls);
  const tapped = { state: '已选择', forAll: true };

  it('answers a tap before it greys the card: a code that is used up must cost nobody the answer', () => {
    expect(apis(tap('c'), { here: card, tapped })).toEqual(['message/send', 'message/update_template_card']);
  });

  it.each([
    ['that only changes the card', tap('c'), { tapped }, ['message/update_template_card']],
    ['that has no code', tap(), { here: card, tapped }, ['message/send']],
  ])('makes the calls of a tap %s', (_name, tapEvent, answer, expected) => {
    expect(apis(tapEvent, answer)).toEqual(expected);
  });

  const planOf = (answer: Card, late: boolean) =>
    channel.plan(
      event('wecom-app', { handle: { toUser: 'ZhangSan' } }),
      { here: answer },
      { sender, late, ref: 'REF' },
    );

  it('answers a text in the callback while that is open, and with a message afterwards', () => {
    expect(channel.decideWithinMs).toBe(2000);
    expect(planOf(card, false)).toEqual({ inline: { content: expect.stringContaining('有效。') }, calls: [] });
    expect(planOf(card, true)).toMatchObject({
      inline: null,
      calls: [{ api: 'message/send', body: { touser: 'ZhangSan' } }],
    });
  });

  it('has a title of 27 characters on the card itself', () => {
    expect(planOf(titled, false).calls).toMatchObject([
      { body: { msgtype: 'template_card', template_card: { main_title: { title: titled.title } } } },
    ]);
  });
});

describe('the AI bot', () => {
  const channelOf = () =>
    createAibotChannel({ makeCall, fetchFile, userIds: { resolve: async (id) => id.toLowerCase() }, log });
  const plan = (fields: Partial<InboundEvent>, late: boolean, answer: Card = card) =>
    channelOf().plan(event('wecom-aibot', fields), { here: answer }, { sender, late, ref: 'REF' });

  it('says in the log that an answer reaches nobody', () => {
    expect(plan({ place: 'group' }, true)).toEqual({ inline: null, calls: [] });
    expect(log.lines).toEqual([
      { level: 'error', fields: { ref: 'REF' }, message: 'no response_url for a late answer in a group: not sent' },
    ]);
  });

  it('says so of what did not fit into the answer to a callback, too', () => {
    const half = { kind: 'text', text: '一'.repeat(5_000) } as const;
    const long: Card = { ...card, blocks: [half, half] };
    const { inline, calls } = plan({ place: 'group' }, false, long);
    expect(inline).toMatchObject({ msgtype: 'stream' });
    expect(calls).toEqual([]);
    expect(log.lines).toHaveLength(1);
  });

  it.each([
    ['in time', { place: 'group' }, false, []],
    ['late with an address', { place: 'group', handle: { responseUrl } }, true, ['aibot/response']],
    ['late and one-to-one', { place: 'direct' }, true, ['message/send']],
  ] as const)('is silent about an answer %s', (_name, fields, late, apis) => {
    expect(apisOf(plan(fields, late).calls)).toEqual(apis);
    expect(log.lines).toEqual([]);
  });

  it('says a title of 27 characters before the card', () => {
    expect(plan({}, false, titled).inline).toMatchObject({
      msgtype: 'stream_with_template_card',
      stream: { content: expect.stringContaining(titled.title) },
      template_card: { main_title: { title: '请在下方选择' } },
    });
  });

  const tap = (place: InboundEvent['place'], forAll: boolean) =>
    channelOf().plan(
      event('wecom-aibot', {
        place,
        sender: { ...sender, userId: 'woAbC' },
        happening: { kind: 'tap', code: 'say:资质' },
        handle: { responseUrl, taskId: 't' },
      }),
      { here: card, tapped: { state: '已选择', forAll } },
      { sender, late: false, ref: 'REF' },
    );

  it('changes a card for the tapper alone by the id of the callback, or for all', () => {
    expect(tap('group', false).inline).toMatchObject({ userids: ['woAbC'] });
    expect(tap('group', true).inline).not.toHaveProperty('userids');
  });

  it.each([
    ['a late answer', (place: InboundEvent['place']) => plan({ place, handle: { responseUrl } }, true)],
    ['the answer to a tap', (place: InboundEvent['place']) => tap(place, true)],
  ])('sends %s through the app if need be, but never one for a group', (_name, planIn) => {
    const reply = { api: 'aibot/response', url: responseUrl, body: expect.anything() };
    const message = { api: 'message/send', body: expect.objectContaining({ touser: 'zhangsan', msgtype: 'text' }) };
    expect(planIn('direct').calls).toEqual([{ ...reply, otherwise: [message] }]);
    expect(planIn('group').calls).toEqual([reply]);
  });
});
