import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import { PlatformError } from '../../../src/core/errors.ts';
import { type Call, createMakeCall, type MakeCall } from '../../../src/platforms/wecom/calls.ts';
import { messagesTo } from '../../../src/platforms/wecom/messages.ts';
import { failure } from '../../helpers/thrown.ts';
import { noCorps } from './no-corps.ts';

describe('texts of the app', () => {
  const card: Card = { title: '资质', blocks: [], confidential: false };
  const endings = (text: string) =>
    messagesTo({ toUser: 'u' }, { ...card, blocks: [{ kind: 'text', text }] }, 'REF').map(({ body }) =>
      (body.text as { content: string }).content.split('\n').at(-1),
    );

  it('say which of several they are', () => {
    expect(endings('一'.repeat(1000))).toEqual([
      '（第1条，共3条，流水号 REF）',
      '（第2条，共3条，流水号 REF）',
      '（第3条，共3条，流水号 REF）',
    ]);
  });

  it('do not count to one', () => {
    expect(endings('一')).toEqual(['（流水号 REF）']);
  });
});

describe('an active reply that is refused', () => {
  const otherwise = ['a', 'b'].map((touser) => ({ api: 'message/send' as const, body: { touser } }));
  const call: Call = { api: 'aibot/response', url: 'https://platform/', body: {}, otherwise };
  const { otherwise: _, ...inGroup } = call;

  /** A platform that refuses active replies. @returns what was sent instead */
  function refusing(retryable: boolean): { makeCall: MakeCall; sent: unknown[] } {
    const sent: unknown[] = [];
    const refuse = () => Promise.reject(new PlatformError('no', { code: '40001', retryable }));
    const client = {
      call: async (...given: unknown[]) => {
        sent.push(given);
        return { errcode: 0, errmsg: 'ok' };
      },
      ask: refuse,
      upload: refuse,
    };
    const corps = { ...noCorps, lineTo: async () => ({ client, agentId: 7 }) };
    return { makeCall: createMakeCall({ corps, sendFile: refuse, postTo: refuse }), sent };
  }

  it('for good goes out through the app instead, in order', async () => {
    const { makeCall, sent } = refusing(false);
    await makeCall(call);
    expect(sent).toEqual([
      ['message/send', { touser: 'a', agentid: 7 }],
      ['message/send', { touser: 'b', agentid: 7 }],
    ]);
  });

  it.each([
    ['for now is tried again', true, call],
    ['for good in a group has no other way', false, inGroup],
  ])('%s', async (_name, retryable, made) => {
    const { makeCall, sent } = refusing(retryable);
    expect(await failure(makeCall(made))).toMatchObject({ retryable });
    expect(sent).toEqual([]);
  });
});

describe('a card that is to be changed later', () => {
  const card: Card = {
    title: '填报',
    blocks: [],
    buttons: [{ text: '确认', tap: { say: '/填报 确认', answer: 'here' } }],
    subject: 'report:R1',
    confidential: true,
  };
  const refuse = () => Promise.reject(new Error('not expected'));
  const make = async (answer: object, to: Parameters<typeof messagesTo>[0] = { toUser: 'zhangsan' }, drawn = card) => {
    const client = { call: async () => ({ errcode: 0, errmsg: 'ok', ...answer }), ask: refuse, upload: refuse };
    const corps = { ...noCorps, lineTo: async () => ({ client, agentId: 7 }) };
    const [call] = messagesTo(to, drawn, 'REF');
    if (!call) throw new Error('no call');
    return (await createMakeCall({ corps, sendFile: refuse, postTo: refuse })(call)).card;
  };

  it('is known by its task id and the one-use code of the platform’s answer, for three days', async () => {
    expect(await make({ response_code: 'code' })).toEqual({
      card: 'REF@app',
      subject: 'report:R1',
      channel: 'wecom-app',
      handle: { toUser: 'zhangsan', responseCode: 'code' },
      changeableMs: 72 * 60 * 60_000,
    });
    expect(await make({ response_code: 'code' }, { toUser: 'woAbC', corpId: 'wwDown' })).toMatchObject({
      handle: { toUser: 'woAbC', corpId: 'wwDown', responseCode: 'code' },
    });
  });

  it('is left as it is where there is no code: a repeat that was dropped', async () => {
    expect(await make({})).toBeUndefined();
  });

  it('is none without a subject', async () => {
    const { subject: _, ...plain } = card;
    expect(await make({ response_code: 'code' }, undefined, plain)).toBeUndefined();
  });
});
