import { beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import type { InboundEvent } from '../../../src/core/event.ts';
import { createAibotChannel } from '../../../src/platforms/wecom/aibot-channel.ts';
import { createCosts } from '../../../src/platforms/wecom/costs.ts';
import { type MemoryLog, memoryLog } from '../../helpers/memory-log.ts';
import { apisOf, card, event, sender, titled } from './channel-fixtures.ts';

let log: MemoryLog;
beforeEach(() => {
  log = memoryLog();
});

const makeCall = () => Promise.reject(new Error('no call expected'));
const costs = createCosts({ corpId: 'corp', accountCap: 200 });
const fetchFile = makeCall;
const responseUrl = 'https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=c';

describe('the AI bot', () => {
  const channelOf = () =>
    createAibotChannel({ makeCall, costs, fetchFile, userIds: { resolve: async (id) => id.toLowerCase() }, log });
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

  const choice: Card = { ...titled, title: '请选择', insteadOfButtons: '请发送全称。' };
  const body = (place: InboundEvent['place'], here: Card) =>
    plan({ place, handle: { responseUrl } }, true, here).calls.map((call) => (call as { body: object }).body);

  it('sends a late choice as a card one-to-one', () => {
    expect(body('direct', choice)).toMatchObject([
      { msgtype: 'template_card', template_card: { task_id: 'REF@bot', main_title: { title: '请选择' } } },
    ]);
  });

  it.each([
    ['in a group', 'group', choice],
    ['that no card holds', 'direct', { ...choice, title: titled.title }],
  ] as const)('says a late choice in words %s', (_name, place, here) => {
    expect(body(place, here)).toMatchObject([{ markdown: { content: expect.stringContaining('请发送全称。') } }]);
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
      costs,
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
