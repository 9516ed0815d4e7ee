import { describe, expect, test } from 'vitest';
import { startBoth } from './harness.ts';

const BACK = 'http://bot.test/h5/back?keep=1';
const TOKEN = '/v1.0/oauth2/userAccessToken';
const app = { clientId: 'dingkey', clientSecret: 'ding-secret-1' };

/** An emulator whose robot stands on bot.test, and the steps of a login in a browser. */
async function start() {
  const both = await startBoth();
  both.emulator.connect({ dingtalkRobot: 'http://bot.test/dingtalk/robot' });
  const link = (change: Record<string, string | undefined> = {}) => {
    const target = new URL('/oauth2/auth', both.url);
    const query = {
      client_id: 'dingkey',
      redirect_uri: BACK,
      response_type: 'code',
      scope: 'openid',
      prompt: 'consent',
    };
    for (const [name, value] of Object.entries({ ...query, state: 'a b&c', ...change })) {
      if (value !== undefined) target.searchParams.set(name, value);
    }
    return target.href;
  };
  const authorize = async (as: string, change?: Record<string, string | undefined>) =>
    (await both.send('POST', '/emulator/authorize', { as, client: 'browser', url: link(change) })).json;
  const codeOf = async (as: string, change?: Record<string, string | undefined>) =>
    new URL(String((await authorize(as, change)).location)).searchParams.get('authCode') ?? '';
  const exchange = (body: object) => both.send('POST', TOKEN, { ...app, ...body });
  return {
    ...both,
    link,
    authorize,
    codeOf,
    exchange,
    login: async (as: string, change?: Record<string, string | undefined>) =>
      (await exchange({ code: await codeOf(as, change), grantType: 'authorization_code' })).json,
    me: (token: unknown) =>
      both.send('GET', '/v1.0/contact/users/me', undefined, { 'x-acs-dingtalk-access-token': String(token) }),
  };
}

describe('the login page', () => {
  test('sends who holds the phone back with authCode, code and state', async () => {
    const { authorize } = await start();
    const target = new URL(String((await authorize('zhang')).location));
    expect(target.origin + target.pathname).toBe('http://bot.test/h5/back');
    const query = Object.fromEntries(target.searchParams);
    expect(query).toEqual({ keep: '1', authCode: expect.any(String), code: query.authCode, state: 'a b&c' });
  });

  test('a browser without a phone is asked to scan; with the cookie of one it goes on', async () => {
    const { url, link } = await start();
    const stranger = await fetch(link(), { redirect: 'manual' });
    expect(stranger.status).toBe(200);
    expect(await stranger.text()).toContain('扫码');
    const opened = await fetch(`${url}/emulator/open?as=li&client=browser&url=${encodeURIComponent(link())}`, {
      redirect: 'manual',
    });
    expect(opened.headers.get('location')).toBe(link());
    const cookie = opened.headers.get('set-cookie') ?? '';
    const sent = await fetch(link(), { redirect: 'manual', headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(sent.status).toBe(302);
    expect(sent.headers.get('location')).toContain('http://bot.test/h5/back');
  });

  const wrong: [change: Record<string, string | undefined>, text: string][] = [
    [{ client_id: 'other' }, 'client_id'],
    [{ redirect_uri: 'http://elsewhere.test/h5/back' }, 'redirect_uri'],
    [{ redirect_uri: undefined }, 'redirect_uri'],
    [{ redirect_uri: '/h5/back' }, 'redirect_uri'],
    [{ response_type: 'token' }, 'response_type'],
    [{ response_type: undefined }, 'response_type'],
    [{ scope: 'snsapi_login' }, 'scope'],
    [{ scope: undefined }, 'scope'],
    [{ prompt: undefined }, 'prompt'],
  ];
  test.each(wrong)('with %j shows an error and sends nobody anywhere', async (change, text) => {
    const { authorize } = await start();
    const visit = await authorize('zhang', change);
    expect(visit).toMatchObject({ status: 400, page: expect.stringContaining(text) });
    expect(visit).not.toHaveProperty('location');
  });
});

describe('userAccessToken', () => {
  test('a code gives a token of two hours, a refresh of thirty days and, on request, the organisation', async () => {
    const { login } = await start();
    const token = { accessToken: expect.any(String), refreshToken: expect.any(String), expireIn: 7200 };
    expect(await login('zhang')).toEqual(token);
    expect(await login('zhang', { scope: 'openid corpid' })).toEqual({ ...token, corpId: 'dingcorp' });
    expect(await login('guest', { scope: 'openid corpid' })).toEqual(token);
  });

  test('a code works once and for five minutes', async () => {
    const { emulator, codeOf, exchange } = await start();
    const grantType = 'authorization_code';
    const [one, two] = [await codeOf('zhang'), await codeOf('zhang')];
    await emulator.clock.advance(300_000, { jump: true });
    expect((await exchange({ code: one, grantType })).status).toBe(200);
    const spent = { status: 400, json: { code: 'invalidParameter.authCode.notFound', requestid: expect.any(String) } };
    expect(await exchange({ code: one, grantType })).toMatchObject(spent);
    await emulator.clock.advance(1, { jump: true });
    expect(await exchange({ code: two, grantType })).toMatchObject(spent);
  });

  test('a code of the client, a wrong secret and another grant are refused', async () => {
    const { send, exchange, codeOf } = await start();
    const inClient = await send('POST', '/emulator/dingtalk/auth-code', { as: 'zhang', corpId: 'dingcorp' });
    const grantType = 'authorization_code';
    expect(await exchange({ code: inClient.json.code, grantType })).toMatchObject({
      json: { code: 'invalidParameter.authCode.notFound' },
    });
    const code = await codeOf('zhang');
    expect(await exchange({ code, grantType, clientSecret: 'x' })).toMatchObject({
      status: 400,
      json: { code: 'invalidClientIdOrSecret' },
    });
    expect(await exchange({ code, grantType: 'password' })).toMatchObject({ json: { code: 'unsupported.grant.type' } });
    // None of them has used it up.
    expect((await exchange({ code, grantType })).status).toBe(200);
  });

  test('a refresh token gives another pair until thirty days are over', async () => {
    const { emulator, login, exchange, me } = await start();
    const { accessToken, refreshToken } = await login('zhang');
    const refresh = () => exchange({ grantType: 'refresh_token', refreshToken });
    await emulator.clock.advance(7_199_999, { jump: true });
    expect((await me(accessToken)).status).toBe(200);
    await emulator.clock.advance(1, { jump: true });
    expect(await me(accessToken)).toMatchObject({ status: 400, json: { code: 'InvalidAuthentication' } });
    const next = await refresh();
    expect(next).toMatchObject({ status: 200, json: { expireIn: 7200 } });
    expect((await me(next.json.accessToken)).status).toBe(200);
    await emulator.clock.advance(30 * 86_400_000, { jump: true });
    expect(await refresh()).toMatchObject({ status: 400, json: { code: 'invalidParameter.refreshToken.notFound' } });
  });
});

test('the wire log keeps codes and tokens out', async () => {
  const { emulator, login, exchange, me } = await start();
  const { accessToken, refreshToken } = await login('zhang');
  await exchange({ grantType: 'refresh_token', refreshToken });
  await me(accessToken);
  const text = JSON.stringify(emulator.wire());
  expect(text).toContain('authCode=');
  for (const secret of [accessToken, refreshToken]) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/(?:authCode|code)=[^*"&]{6}/);
});

test('users/me tells who it is, outsiders too; the token of the app is no person', async () => {
  const { login, me, dingToken } = await start();
  expect((await me((await login('li')).accessToken)).json).toEqual({
    nick: '李四',
    unionId: 'u2',
    openId: expect.any(String),
    avatarUrl: '',
  });
  expect((await me((await login('guest')).accessToken)).json).toMatchObject({ nick: '陌生人', unionId: 'u3' });
  expect(await me(await dingToken())).toMatchObject({ status: 400, json: { code: 'InvalidAuthentication' } });
});
