import nock from 'nock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../../../src/platforms/http-client.ts';
import { createPostTo, createWecomClient } from '../../../src/platforms/wecom/client.ts';
import { createAppTokens } from '../../../src/platforms/wecom/tokens.ts';
import { createUserIds } from '../../../src/platforms/wecom/user-ids.ts';
import { fixedClock } from '../../helpers/fixed-clock.ts';
import { memoryLog } from '../../helpers/memory-log.ts';
import { failure } from '../../helpers/thrown.ts';
import { expectCalls } from '../nocked.ts';

const apiUrl = 'https://qyapi.weixin.qq.com';
const hour = 60 * 60_000;
let client: ReturnType<typeof createWecomClient>;
let clock: ReturnType<typeof fixedClock>;

expectCalls();
beforeEach(() => {
  clock = fixedClock();
  const http = createHttpClient();
  const tokens = createAppTokens({ apiUrl, corpId: 'corp', secret: 's3cret', http, clock });
  client = createWecomClient({ apiUrl, tokens, http });
});
const api = () => nock(apiUrl);
const token = (name: string) =>
  api()
    .get('/cgi-bin/gettoken')
    .query({ corpid: 'corp', corpsecret: 's3cret' })
    .reply(200, { errcode: 0, access_token: name, expires_in: 7200 });
const send = (name: string) => api().post('/cgi-bin/message/send', { touser: 'a' }).query({ access_token: name });

describe('a call', () => {
  it('carries the token in the query and gives the answer', async () => {
    token('t1');
    send('t1').reply(200, { errcode: 0, errmsg: 'ok', msgid: 'm' });
    expect(await client.call('message/send', { touser: 'a' })).toMatchObject({ msgid: 'm' });
  });

  it.each([40014, 42001])('renews the token once on %i', async (errcode) => {
    token('t1');
    send('t1').reply(200, { errcode });
    token('t2');
    send('t2').reply(200, { errcode: 0 });
    await client.call('message/send', { touser: 'a' });
  });

  it('does not renew it twice', async () => {
    token('t1');
    send('t1').reply(200, { errcode: 42001 });
    token('t2');
    send('t2').reply(200, { errcode: 42001 });
    expect(await failure(client.call('message/send', { touser: 'a' }))).toMatchObject({
      code: '42001',
      retryable: true,
    });
  });

  it.each([
    [-1, true],
    [45009, true],
    [45033, true],
    [60020, true],
    [40001, true],
    [48006, true],
    [81013, false],
    [42031, false],
    [60140, false],
  ])('says of %i whether to try again', async (errcode, retryable) => {
    token('t1');
    send('t1').reply(200, { errcode, errmsg: 'no' });
    expect(await failure(client.call('message/send', { touser: 'a' }))).toMatchObject({
      code: String(errcode),
      retryable,
    });
  });

  const refusedToken = (errcode: number) =>
    api().get('/cgi-bin/gettoken').query(true).reply(200, { errcode, errmsg: 'no' });

  it.each([
    ['a wrong secret', 40001, 5 * 60_000],
    ['a wrong corp id', 40013, 5 * 60_000],
    ['too many calls', 45009, 60_000],
    ['a busy platform', -1, 5_000],
    ['an address that is not allowed yet', 60020, 5_000],
  ])('does not hammer gettoken because of %s', async (_name, errcode, holdMs) => {
    refusedToken(errcode);
    for (const waited of [0, 1, holdMs - 2]) {
      clock.advance(waited);
      expect(await failure(client.call('message/send', {}))).toMatchObject({ code: String(errcode) });
    }
    clock.advance(1);
    token('t1');
    send('t1').reply(200, { errcode: 0 });
    await client.call('message/send', { touser: 'a' });
  });

  it('still tries again later what a wrong secret kept from going out', async () => {
    refusedToken(40001);
    expect(await failure(client.call('message/send', {}))).toMatchObject({ retryable: true });
  });

  it('takes a token of an unknown shape for a passing failure', async () => {
    api().get('/cgi-bin/gettoken').query(true).reply(200, { errcode: 0, token: 't1' });
    expect(await failure(client.call('message/send', {}))).toMatchObject({ code: 'shape', retryable: true });
  });

  it.each([
    ['a page instead of JSON', () => send('t1').reply(200, '<html>forbidden</html>')],
    ['a broken connection', () => send('t1').replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))],
    ['a redirect', () => send('t1').reply(302, '', { location: 'https://evil.example/' })],
    ['JSON of another shape', () => send('t1').reply(200, '[]')],
    [
      'an answer of two megabytes',
      () => send('t1').reply(200, JSON.stringify({ errcode: 0, filler: 'x'.repeat(2_000_000) })),
    ],
  ])('survives %s, without a secret in what it says', async (_name, answer) => {
    token('t1secret'.slice(0, 2));
    answer();
    const error = await failure(client.call('message/send', { touser: 'a' }));
    expect(error.retryable).toBe(true);
    expect(`${error.message} ${String(error.cause)} ${error.stack}`).not.toMatch(/access_token|s3cret/);
  });
});

describe('the active reply', () => {
  it('goes to its address as it is, without a token', async () => {
    api()
      .post('/cgi-bin/aibot/response', { msgtype: 'markdown' })
      .query({ response_code: 'c' })
      .reply(200, { errcode: 0 });
    const url = `${apiUrl}/cgi-bin/aibot/response?response_code=c`;
    await createPostTo(createHttpClient())(url, 'aibot/response', { msgtype: 'markdown' });
  });
});

describe('user ids of the AI bot', () => {
  const remembered = new Map<string, string>();
  const log = memoryLog();
  const userIds = () =>
    createUserIds({
      client,
      clock,
      log,
      memory: {
        find: async (id) => remembered.get(id) ?? null,
        remember: async (id, userId) => void remembered.set(id, userId),
      },
    });
  const convert = (id: string, answer: object) =>
    api()
      .post('/cgi-bin/batch/openuserid_to_userid', { open_userid_list: [id] })
      .query(true)
      .reply(200, { errcode: 0, ...answer });

  beforeEach(() => remembered.clear());

  it('are converted once and remembered', async () => {
    token('t1');
    convert('woAbC', { userid_list: [{ open_userid: 'woAbC', userid: 'ZhangSan' }], invalid_open_userid_list: [] });
    const ids = userIds();
    expect(await ids.resolve('woAbC')).toBe('zhangsan');
    expect(await ids.resolve('woAbC')).toBe('zhangsan');
    expect(await userIds().resolve('woAbC')).toBe('zhangsan');
  });

  const invalid = (id: string) => convert(id, { userid_list: null, invalid_open_userid_list: [id] });

  it('that are plain already come back as invalid, which is asked once an hour', async () => {
    token('t1');
    invalid('LiSi');
    const ids = userIds();
    expect(await ids.resolve('LiSi')).toBe('lisi');
    clock.advance(hour - 1);
    expect(await ids.resolve('LiSi')).toBe('lisi');
    invalid('LiSi');
    clock.advance(1);
    expect(await ids.resolve('LiSi')).toBe('lisi');
    expect(remembered.size).toBe(0);
  });

  it('of somebody who becomes visible to the app are known within the hour', async () => {
    token('t1');
    invalid('woAbC');
    const ids = userIds();
    expect(await ids.resolve('woAbC')).toBe('woabc');
    convert('woAbC', { userid_list: [{ open_userid: 'woAbC', userid: 'ZhangSan' }] });
    clock.advance(hour);
    expect(await ids.resolve('woAbC')).toBe('zhangsan');
    clock.advance(100 * hour);
    expect(await ids.resolve('woAbC')).toBe('zhangsan');
  });

  it('are not taken for invalid after the clock has stepped back', async () => {
    token('t1');
    invalid('LiSi');
    const ids = userIds();
    await ids.resolve('LiSi');
    clock.advance(-1);
    token('t2');
    invalid('LiSi');
    expect(await ids.resolve('LiSi')).toBe('lisi');
  });

  it.each([
    ['a busy platform', { errcode: -1 }, '-1'],
    ['an answer of another shape', { errcode: 0, userid_list: 'none' }, 'shape'],
  ])('that cannot be converted now because of %s are nobody’s yet', async (_name, answer, code) => {
    token('t1');
    const ids = userIds();
    convert('woXyZ', answer);
    expect(await failure(ids.resolve('woXyZ'))).toMatchObject({ code, retryable: true });
    convert('woXyZ', { userid_list: [{ open_userid: 'woXyZ', userid: 'ZhangSan' }] });
    expect(await ids.resolve('woXyZ')).toBe('zhangsan');
  });

  it('that the app has no right to convert are taken as they are, this once', async () => {
    token('t1');
    const ids = userIds();
    convert('woXyZ', { errcode: 48002 });
    expect(await ids.resolve('woXyZ')).toBe('woxyz');
    convert('woXyZ', { userid_list: [{ open_userid: 'woXyZ', userid: 'ZhangSan' }] });
    expect(await ids.resolve('woXyZ')).toBe('zhangsan');
    expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
  });
});
