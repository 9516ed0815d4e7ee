import nock from 'nock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import type { GroupPusher } from '../../../src/core/group-push.ts';
import { createAddressGuard } from '../../../src/platforms/address-guard.ts';
import { createHttpClient } from '../../../src/platforms/http-client.ts';
import { createPostTo, createWecomClient } from '../../../src/platforms/wecom/client.ts';
import { createGroupPusher } from '../../../src/platforms/wecom/group-pusher.ts';
import { createAppTokens } from '../../../src/platforms/wecom/tokens.ts';
import { fixedClock } from '../../helpers/fixed-clock.ts';
import { failure } from '../../helpers/thrown.ts';
import { expectCalls } from '../nocked.ts';
import { apiUrl, expectPost, expectToken } from './wecom-api.ts';

expectCalls();
let pusher: GroupPusher;
beforeEach(() => {
  const http = createHttpClient();
  const tokens = createAppTokens({ apiUrl, corpId: 'corp', secret: 's', http, clock: fixedClock() });
  const client = createWecomClient({ apiUrl, tokens, http });
  const mayCall = createAddressGuard({ apiUrls: [apiUrl], hosts: ['qyapi.weixin.qq.com'] });
  pusher = createGroupPusher({ client, postTo: createPostTo(http), mayCall });
});

const card: Card = {
  title: '测试',
  blocks: [{ kind: 'text', text: '群已登记。' }],
  link: { text: '查看', url: 'https://bot.example/h5/a' },
  confidential: false,
};
const content = '**测试**\n\n群已登记。\n\n[查看](https://bot.example/h5/a)';
const long: Card = {
  ...card,
  blocks: [{ kind: 'list', items: Array.from({ length: 200 }, (_, i) => `示例企业${i}`) }],
};
const webhook = { kind: 'wecom-webhook', url: `${apiUrl}/cgi-bin/webhook/send?key=s3cret` } as const;
const appchat = { kind: 'wecom-appchat', chatId: 'chat1' } as const;
const robot = (body: nock.RequestBodyMatcher) =>
  nock(apiUrl).post('/cgi-bin/webhook/send', body).query({ key: 's3cret' });

/** The parts as they arrive, joined. */
function collecting(parts: string[]) {
  return (body: { markdown: { content: string } }) => {
    parts.push(body.markdown.content);
    return true;
  };
}

describe('a group that our app made', () => {
  it('is told with the app’s token', async () => {
    expectToken();
    expectPost('appchat/send', { chatid: 'chat1', msgtype: 'markdown', markdown: { content } }).reply(200, {
      errcode: 0,
    });
    await pusher.push(appchat, card);
  });

  it('gets what is long in parts of 2048 bytes', async () => {
    const parts: string[] = [];
    expectToken();
    expectPost('appchat/send', collecting(parts)).twice().reply(200, { errcode: 0 });
    await pusher.push(appchat, long);
    for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(2048);
    expect(parts.join('\n')).toContain('200. 示例企业199\n\n[查看](https://bot.example/h5/a)');
  });

  it.each([
    [86003, false],
    [86008, false],
    [45009, true],
    [-1, true],
  ])('says with %i whether to try again', async (errcode, retryable) => {
    expectToken();
    expectPost('appchat/send').reply(200, { errcode, errmsg: 'no' });
    expect(await failure(pusher.push(appchat, card))).toMatchObject({ code: String(errcode), retryable });
  });
});

describe('a group with a robot', () => {
  it('is told by its address, without a token', async () => {
    robot({ msgtype: 'markdown', markdown: { content } }).reply(200, { errcode: 0 });
    await pusher.push(webhook, card);
  });

  it('gets what is long in parts of 4096 bytes', async () => {
    const parts: string[] = [];
    robot(collecting(parts)).reply(200, { errcode: 0 });
    await pusher.push(webhook, long);
    expect(Buffer.byteLength(parts[0] ?? '')).toBeGreaterThan(2048);
  });

  it.each([
    [93000, false],
    [45009, true],
  ])('says with %i whether to try again, and never its key', async (errcode, retryable) => {
    robot(() => true).reply(200, { errcode, errmsg: 'no' });
    const error = await failure(pusher.push(webhook, card));
    expect(error).toMatchObject({ code: String(errcode), retryable });
    expect(`${error.message} ${error.stack}`).not.toContain('s3cret');
  });

  it.each([
    'https://evil.example/cgi-bin/webhook/send?key=k',
    'http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k',
    `${apiUrl}/cgi-bin/message/send?access_token=k`,
    'nonsense',
  ])('is not told at %s', async (url) => {
    expect(await failure(pusher.push({ kind: 'wecom-webhook', url }, card))).toMatchObject({
      code: 'host',
      retryable: false,
    });
  });
});

it.each([appchat, webhook])('nothing confidential is said in a group (%j)', async (target) => {
  await expect(pusher.push(target, { ...card, confidential: true })).rejects.toThrow('confidential card for a group');
});

it('a group of another platform is a bug of ours', async () => {
  const target = { kind: 'dingtalk-group', conversationId: 'cid' } as const;
  await expect(pusher.push(target, card)).rejects.toThrow('not a group of WeCom');
});

describe('what it costs', () => {
  it('is a turn of the group for each part, and tells nobody the address', () => {
    expect(pusher.costs(appchat, card)).toMatchObject([{ key: 'wecom appchat chat1', count: 1 }]);
    const [cost] = pusher.costs(webhook, card);
    expect(cost).toMatchObject({ kind: 'pace', pace: { burst: 5, intervalMs: 4_000 }, count: 1 });
    expect(cost?.key).not.toContain('s3cret');
    expect(pusher.costs({ ...webhook, url: `${webhook.url}2` }, card)[0]?.key).not.toBe(cost?.key);
    expect(pusher.costs(appchat, long)[0]?.count).toBeGreaterThan(1);
  });
});
