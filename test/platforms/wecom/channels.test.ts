import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Card } from '../../../src/core/card.ts';
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

describe('the app, to somebody', () => {
  const channel = createAppChannel({ makeCall, corpId: 'corp' });
  const linked: Card = { ...card, link: { text: '查看', url: 'https://bot.example/h5/a?b=1&c=2' } };
  const anchor = '<a href="https://bot.example/h5/a?b=1&c=2">查看</a>';
  const buttons = [{ text: '同意', tap: { say: '/绑定申请 1 同意', answer: 'here' as const } }];
  const plan = (answer: Answer, handle: object = { toUser: 'ZhangSan' }, late = true) =>
    channel.plan(event('wecom-app', { handle: { ...handle } }), answer, { sender, late, ref: 'REF' });
  const file = { api: 'file', to: { toUser: 'ZhangSan' }, attachmentId: 'A1', ref: 'REF' };

  it.each([
    ['ours', { corpId: 'corp', userId: 'zhangsan' }, { toUser: 'zhangsan' }],
    ['another organisation’s', { corpId: 'wwDown', userId: 'woAbC' }, { toUser: 'woAbC', corpId: 'wwDown' }],
  ])('speaks first: %s', (_name, who, handle) => {
    expect(channel.reach?.({ platform: 'wecom', ...who })).toEqual({ channel: 'wecom-app', handle });
  });

  it('does not reach people of the other platform, or nobody', () => {
    expect(channel.reach?.({ platform: 'dingtalk', corpId: 'corp', userId: 'a' })).toBeNull();
    expect(channel.reach?.({ platform: 'wecom', corpId: 'corp', userId: '' })).toBeNull();
  });

  it('sends what it begins, with buttons', () => {
    const reached = channel.reach?.({ platform: 'wecom', corpId: 'wwDown', userId: 'woAbC' });
    expect(plan({ here: { ...card, buttons } }, reached?.handle)).toMatchObject({
      inline: null,
      calls: [{ api: 'message/send', corpId: 'wwDown', body: { touser: 'woAbC', msgtype: 'template_card' } }],
    });
  });

  it('keeps the agent id out of a plan: another organisation knows the app by another', () => {
    expect(JSON.stringify(plan({ here: { ...card, buttons } }))).not.toContain('agentid');
  });

  it('sends a file after the words, in the callback’s answer or not', () => {
    expect(plan({ here: card, attachmentId: 'A1' }).calls).toEqual([expect.objectContaining({}), file]);
    expect(plan({ here: card, attachmentId: 'A1' }, undefined, false)).toMatchObject({
      inline: { content: expect.anything() },
      calls: [file],
    });
    expect(plan({ attachmentId: 'A1' }).calls).toEqual([file]);
  });

  it('sends a file to another organisation, and greys the card there', () => {
    const handle = { toUser: 'woAbC', corpId: 'wwDown', responseCode: 'c' };
    const to = { toUser: 'woAbC', corpId: 'wwDown' };
    const tapped = { state: '已选择', forAll: true };
    expect(plan({ here: card, attachmentId: 'A1', tapped }, handle).calls).toMatchObject([
      { api: 'message/send', corpId: 'wwDown' },
      { ...file, to },
      { api: 'message/update_template_card', corpId: 'wwDown', body: { userids: ['woAbC'], response_code: 'c' } },
    ]);
  });

  it('draws a link where it is documented: in a message', () => {
    const { inline, calls } = plan({ here: linked }, undefined, false);
    expect(inline).toBeNull();
    expect(calls).toMatchObject([{ body: { text: { content: expect.stringContaining(anchor) } } }]);
  });

  it('draws a link beside buttons as a row that opens it', () => {
    expect(plan({ here: { ...linked, buttons } }).calls).toMatchObject([
      {
        body: {
          template_card: {
            horizontal_content_list: [{ type: 1, keyname: '打开', value: '查看', url: linked.link?.url }],
          },
        },
      },
    ]);
  });

  it('draws it in the text before a card that is too small for all', () => {
    const { calls } = plan({ here: { ...linked, title: '一'.repeat(40), buttons } });
    expect(calls).toMatchObject([
      { body: { text: { content: expect.stringContaining(anchor) } } },
      { body: { msgtype: 'template_card' } },
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

  it.each([
    ['text', { kind: 'text', text: '导出' }, false],
    ['text, late', { kind: 'text', text: '导出' }, true],
    ['tap', { kind: 'tap', code: 'say:导出' }, false],
    ['first visit', { kind: 'entered' }, false],
  ] as const)('has a file come through the app, after the words (%s)', (_name, happening, late) => {
    const answered = event('wecom-aibot', { place: 'group', happening, handle: { responseUrl, taskId: 't' } });
    const { calls } = channelOf().plan(answered, { here: card, attachmentId: 'A1' }, { sender, late, ref: 'REF' });
    expect(calls.at(-1)).toEqual({ api: 'file', to: { toUser: 'zhangsan' }, attachmentId: 'A1', ref: 'REF' });
  });

  it('draws a link in markdown, and bare in its plain welcome', () => {
    const linked: Card = { ...card, link: { text: '查看', url: 'https://bot.example/h5/a' } };
    expect(plan({}, false, linked).inline).toMatchObject({
      stream: { content: expect.stringContaining('[查看](https://bot.example/h5/a)') },
    });
    expect(plan({ happening: { kind: 'entered' } }, false, linked).inline).toMatchObject({
      text: { content: expect.stringContaining('查看：https://bot.example/h5/a') },
    });
  });

  it('fetches the file of an event by its address', async () => {
    const asked: unknown[] = [];
    const channel = createAibotChannel({
      makeCall,
      fetchFile: async (...given) => {
        asked.push(given);
        return Buffer.from('x');
      },
      userIds: { resolve: async (id) => id },
      log,
    });
    await channel.fetchFile?.(event('wecom-aibot', { handle: { fileUrl: 'https://u' } }), 5);
    await channel.fetchFile?.(event('wecom-aibot', {}), 5);
    expect(asked).toEqual([
      ['https://u', 5],
      [undefined, 5],
    ]);
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
