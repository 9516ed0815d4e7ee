import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import type { Mailed, Reader } from '../../../src/core/mailing.ts';
import { MailCallSchema as StoredSchema } from '../../../src/core/mailing.ts';
import { createHttpClient } from '../../../src/platforms/http-client.ts';
import { createAppChannel } from '../../../src/platforms/wecom/app-channel.ts';
import { createMakeCall } from '../../../src/platforms/wecom/calls.ts';
import { createWecomClient } from '../../../src/platforms/wecom/client.ts';
import { createCosts } from '../../../src/platforms/wecom/costs.ts';
import { createAppTokens } from '../../../src/platforms/wecom/tokens.ts';
import { fixedClock } from '../../helpers/fixed-clock.ts';
import { failure } from '../../helpers/thrown.ts';
import { expectCalls } from '../nocked.ts';
import { noCorps } from './no-corps.ts';
import { apiUrl, expectPost, expectToken } from './wecom-api.ts';

expectCalls();

const refuse = () => Promise.reject(new Error('not expected'));
function channelOf() {
  const http = createHttpClient();
  const tokens = createAppTokens({ apiUrl, corpId: 'corp', secret: 's', http, clock: fixedClock() });
  const client = createWecomClient({ apiUrl, tokens, http });
  const corps = { ...noCorps, lineTo: async (corpId?: string) => ({ client, agentId: corpId === undefined ? 7 : 9 }) };
  const makeCall = createMakeCall({ corps, sendFile: refuse, postTo: refuse });
  return createAppChannel({ makeCall, costs: createCosts({ corpId: 'corp', accountCap: 200 }), corpId: 'corp' });
}

const reader = (userId: string, corpId = 'corp', reminderId = `R-${userId}`): Reader => ({
  reminderId,
  to: { platform: 'wecom', corpId, userId },
});
const card: Card = {
  title: '高新技术企业认定',
  blocks: [{ kind: 'fields', fields: [{ label: '截止', value: '2024年1月5日' }] }],
  buttons: [{ text: '已报送', tap: { say: '截止 J-12 已报送', answer: 'here' } }],
  subject: 'deadline:J12',
  confidential: true,
};
const draw = (readers: readonly Reader[], drawn = card) => channelOf().mail?.(readers, drawn, 'JOB') ?? [];
interface Drawn {
  corpId?: string;
  body: { touser: string; msgtype: string; template_card?: { task_id: string; card_type: string } };
  live?: unknown;
}
const messagesOf = (call: unknown) => (call as { messages: Drawn[] }).messages;

describe('a mail to many members', () => {
  it('is one call, a card with its buttons, with the duplicate check', () => {
    const [call, ...more] = draw([reader('a'), reader('B'), reader('c')]);
    expect(more).toEqual([]);
    expect(messagesOf(call)).toMatchObject([
      {
        api: 'message/send',
        body: {
          touser: 'a|B|c',
          msgtype: 'template_card',
          template_card: { card_type: 'button_interaction' },
          enable_duplicate_check: 1,
        },
      },
    ]);
    expect(messagesOf(call)[0]).not.toHaveProperty('live');
  });

  it('is one call for each thousand, and for each organisation', () => {
    const many = Array.from({ length: 1001 }, (_, n) => reader(`u${n}`));
    const calls = draw([reader('woX', 'down'), ...many, reader('woY', 'down')]);
    expect(calls.map(({ readers }) => readers.length)).toEqual([2, 1000, 1]);
    expect(calls.map((call) => messagesOf(call)[0]?.corpId)).toEqual(['down', undefined, undefined]);
    for (const call of calls) expect(StoredSchema.safeParse(JSON.parse(JSON.stringify(call))).success).toBe(true);
  });

  it('drawn again for the same is the very same request, and for others another card', () => {
    const [first, again, other] = [
      draw([reader('a'), reader('b')]),
      draw([reader('a'), reader('b')]),
      draw([reader('a')]),
    ];
    expect(again).toEqual(first);
    const taskIdOf = (calls: unknown[]) => messagesOf(calls[0])[0]?.body.template_card?.task_id ?? '';
    expect(taskIdOf(other)).not.toBe(taskIdOf(first));
    expect(taskIdOf(first)).toMatch(/^[0-9A-Za-z_@-]{1,128}$/u);
  });

  it('to somebody alone can be changed later', () => {
    expect(messagesOf(draw([reader('a')])[0])[0]).toMatchObject({ live: { subject: 'deadline:J12' } });
  });

  it('somebody who is promised it twice gets it once', () => {
    const [call] = draw([reader('a', 'corp', 'R1'), reader('a', 'corp', 'R2')]);
    expect([messagesOf(call)[0]?.body.touser, call?.readers.length]).toEqual(['a', 2]);
  });

  it('what does not fit on a card goes as text before it', () => {
    const long = { ...card, blocks: [{ kind: 'text' as const, text: '一'.repeat(300) }] };
    const messages = messagesOf(draw([reader('a'), reader('b')], long)[0]);
    expect(messages.map(({ body }) => [body.msgtype, body.touser])).toEqual([
      ['text', 'a|b'],
      ['template_card', 'a|b'],
    ]);
  });
});

describe('what became of it', () => {
  const readers = ['ZhangSan', 'lisi', 'wangwu'].map((userId) => reader(userId));
  async function mailed(answer: object): Promise<Mailed | undefined> {
    expectToken();
    expectPost('message/send', (body) => body.touser === 'ZhangSan|lisi|wangwu' && body.agentid === 7).reply(
      200,
      answer,
    );
    const channel = channelOf();
    return (await channel.send(channel.mail?.(readers, card, 'JOB')[0])).mailed;
  }
  const said = (result: Mailed | undefined) => ({
    accepted: result?.accepted.map(({ to }) => to.userId),
    refused: result?.refused.map(({ reader: { to }, why }) => `${to.userId} ${why}`),
  });

  it.each([
    ['all got it', {}, ['ZhangSan', 'lisi', 'wangwu'], []],
    [
      'the platform says ids in lower case',
      { invaliduser: 'zhangsan|wangwu' },
      ['lisi'],
      ['ZhangSan invalid', 'wangwu invalid'],
    ],
    ['some have no licence', { unlicenseduser: 'LISI' }, ['ZhangSan', 'wangwu'], ['lisi unlicensed']],
    ['an empty list is nobody', { invaliduser: '', unlicenseduser: '' }, ['ZhangSan', 'lisi', 'wangwu'], []],
    ['a list of a kind that nobody knows refuses nobody', { invaliduser: ['x'] }, ['ZhangSan', 'lisi', 'wangwu'], []],
  ])('%s', async (_name, answer, accepted, refused) => {
    expect(said(await mailed({ errcode: 0, msgid: 'm', ...answer }))).toEqual({ accepted, refused });
  });

  it('all are refused, which the platform says as an error', async () => {
    const result = await mailed({ errcode: 81013, errmsg: 'user & party & tag all invalid' });
    expect(said(result)).toEqual({ accepted: [], refused: ['ZhangSan invalid', 'lisi invalid', 'wangwu invalid'] });
  });

  it.each([
    [45009, 60_000, null, true],
    [45033, 60_000, null, true],
    [-1, 0, null, true],
    [60020, 0, 'address', true],
    [40001, 0, 'secret', true],
    [48002, 0, 'right', false],
    [50003, 0, 'disabled', true],
    [40058, 0, null, false],
  ])(
    'code %d pauses for %d ms, is trouble %s, may be tried again: %s',
    async (errcode, pauseMs, trouble, retryable) => {
      expect(await failure(mailed({ errcode, errmsg: 'no' }))).toMatchObject({ pauseMs, trouble, retryable });
    },
  );
});

describe('what it costs', () => {
  const channel = channelOf();
  const day = (count: number) => ({ kind: 'quota', window: 'day', atMost: 40_000, count });

  it('is a message for each reader of the day’s, and a turn of each reader', () => {
    const [call] = draw([reader('A'), reader('b')]);
    expect(channel.costs?.(call)).toMatchObject([day(2)]);
    expect(channel.costOf?.(reader('A'))).toMatchObject({ key: 'wecom member corp a', count: 1 });
    expect(channel.costOf?.(reader('woX', 'down'))).toMatchObject({ key: 'wecom member down wox' });
  });

  it('of an answer is the same of one; a card that is changed, and an answer in the response, cost nothing', () => {
    const send = { api: 'message/send', body: { touser: 'A' } };
    expect(channel.costs?.(send)).toMatchObject([{ key: 'wecom member corp a', count: 1 }, day(1)]);
    expect(channel.costs?.({ api: 'message/update_template_card', body: {} })).toEqual([]);
    expect(channel.costs?.({ api: 'aibot/response', url: 'https://platform/', body: {} })).toEqual([]);
  });
});
