import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import { PlatformError } from '../../../src/core/errors.ts';
import { type Call, makeCall, messagesTo } from '../../../src/platforms/wecom/calls.ts';
import type { WecomClient } from '../../../src/platforms/wecom/client.ts';
import { failure } from '../../helpers/thrown.ts';

describe('texts of the app', () => {
  const card: Card = { title: '资质', blocks: [], confidential: false };
  const endings = (text: string) =>
    messagesTo({ toUser: 'u', agentId: 1, card: { ...card, blocks: [{ kind: 'text', text }] }, ref: 'REF' }).map(
      ({ body }) => (body.text as { content: string }).content.split('\n').at(-1),
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
  function refusing(retryable: boolean): { client: WecomClient; sent: unknown[] } {
    const sent: unknown[] = [];
    const client: WecomClient = {
      call: async (...given) => {
        sent.push(given);
        return { errcode: 0, errmsg: 'ok' };
      },
      respond: () => Promise.reject(new PlatformError('no', { code: '40001', retryable })),
    };
    return { client, sent };
  }

  it('for good goes out through the app instead, in order', async () => {
    const { client, sent } = refusing(false);
    await makeCall(client, call);
    expect(sent).toEqual([
      ['message/send', { touser: 'a' }],
      ['message/send', { touser: 'b' }],
    ]);
  });

  it.each([
    ['for now is tried again', true, call],
    ['for good in a group has no other way', false, inGroup],
  ])('%s', async (_name, retryable, made) => {
    const { client, sent } = refusing(retryable);
    expect(await failure(makeCall(client, made))).toMatchObject({ retryable });
    expect(sent).toEqual([]);
  });
});
