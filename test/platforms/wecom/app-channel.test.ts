import { describe, expect, it } from 'vitest';
import type { Answer, Card } from '../../../src/core/card.ts';
import type { InboundEvent } from '../../../src/core/event.ts';
import { createAppChannel } from '../../../src/platforms/wecom/app-channel.ts';
import { createCosts } from '../../../src/platforms/wecom/costs.ts';
import { apisOf, card, event, sender, titled } from './channel-fixtures.ts';

const makeCall = () => Promise.reject(new Error('no call expected'));

const costs = createCosts({ corpId: 'corp', accountCap: 200 });
const channel = createAppChannel({ makeCall, costs, corpId: 'corp' });

describe('the app', () => {
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

  it('is done with a card that it greys, and keeps one that it does not', () => {
    const of = (answer: Answer) =>
      channel.plan({ ...tap('c'), happening: { kind: 'tap', code: 'say:资质', card: 'T1@app' } }, answer, {
        sender,
        late: false,
        ref: 'REF',
      }).tapped;
    expect(of({ here: card, tapped })).toEqual({ card: 'T1@app', subject: null, channel: 'wecom-app', handle: {} });
    expect(of({ here: card })).toBeUndefined();
  });

  it('says on a card whose matter is settled what has become of it, with the code of its sending', () => {
    const closing = event('wecom-app', {
      happening: { kind: 'close-card', liveCardId: 'L1' },
      handle: { toUser: 'zhangsan', responseCode: 'sent' },
    });
    const close = (answer: Answer) => channel.plan(closing, answer, { sender, late: true, ref: 'REF' });
    expect(close({ tapped: { state: '已提交', forAll: true } })).toEqual({
      inline: null,
      calls: [
        {
          api: 'message/update_template_card',
          body: { userids: ['zhangsan'], response_code: 'sent', button: { replace_name: '已提交' } },
        },
      ],
    });
    expect(close({}).calls).toEqual([]);
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
