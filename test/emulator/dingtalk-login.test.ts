import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { phoneCookie } from '../../emulator/phone.ts';
import { at, smallWorld, startBoth } from './harness.ts';

const CODE = '/emulator/dingtalk/auth-code';
const ask = { corpId: 'dingcorp', clientId: 'dingkey' };

/** The cookie of a page that is opened on somebody's phone. */
const holding = (id: string, client: 'dingtalk' | 'browser' = 'dingtalk') => ({
  cookie: phoneCookie({ person: { id, name: id }, client }),
});

/** Both, with the calls of a login inside the client. */
async function start(options: Parameters<typeof startBoth>[0] = {}) {
  const both = await startBoth(options);
  const old = async (path: string, body: unknown) =>
    (await both.send('POST', `${path}?access_token=${await both.dingToken()}`, body)).json;
  return {
    ...both,
    old,
    code: async (body: object = { as: 'zhang', ...ask }, headers: Record<string, string> = {}) =>
      both.send('POST', CODE, body, headers),
    info: (code: unknown) => old('/topapi/v2/user/getuserinfo', { code }),
  };
}

describe('inside the client (免登)', () => {
  test('a code tells who it is, once', async () => {
    const { code, info } = await start();
    const { status, json } = await code();
    expect(status).toBe(200);
    expect(Object.keys(json)).toEqual(['code']);
    expect(await info(json.code)).toEqual({
      errcode: 0,
      errmsg: 'ok',
      request_id: expect.any(String),
      result: {
        userid: 's1',
        unionid: 'u1',
        associated_unionid: '',
        name: '张三',
        device_id: expect.any(String),
        sys: false,
        sys_level: 0,
      },
    });
    expect(await info(json.code)).toMatchObject({ errcode: 40078, errmsg: '不存在的临时授权码' });
  });

  test('it lives five minutes', async () => {
    const { emulator, code, info } = await start();
    const [early, late] = [(await code()).json.code, (await code()).json.code];
    await emulator.clock.advance(300_000, { jump: true });
    expect((await info(early)).errcode).toBe(0);
    await emulator.clock.advance(1, { jump: true });
    expect((await info(late)).errcode).toBe(40078);
  });

  test('a missing, an unknown and a code of the login page are 40078; without a token 40014', async () => {
    const { emulator, url, send, info, old } = await start();
    emulator.connect({ dingtalkRobot: 'http://bot.test/dingtalk/robot' });
    expect((await info('x')).errcode).toBe(40078);
    expect((await old('/topapi/v2/user/getuserinfo', {})).errcode).toBe(40078);
    const { json } = await send('POST', '/emulator/authorize', {
      as: 'zhang',
      client: 'browser',
      url: `${url}/oauth2/auth?client_id=dingkey&redirect_uri=${encodeURIComponent('http://bot.test/back')}&response_type=code&scope=openid&prompt=consent`,
    });
    const browserCode = new URL(String(json.location)).searchParams.get('code');
    expect(browserCode).toBeTruthy();
    expect((await info(browserCode)).errcode).toBe(40078);
    expect((await send('POST', '/topapi/v2/user/getuserinfo', { code: 'x' })).json.errcode).toBe(40014);
  });

  test('login and contact reads do not use up the quota', async () => {
    const { emulator, code, info, old, send } = await start();
    emulator.settings.dingtalkApi.monthlyCalls = 0;
    expect((await info((await code()).json.code)).errcode).toBe(0);
    expect((await old('/topapi/user/getbyunionid', { unionid: 'u1' })).errcode).toBe(0);
    expect((await old('/topapi/v2/user/get', { userid: 's1' })).errcode).toBe(0);
    expect(at((await send('GET', '/emulator/state')).json, 'dingtalkCalls', 'calls')).toBe(0);
  });

  test('who asks is told by the phone; only the DingTalk client knows anybody', async () => {
    const { code, info } = await start();
    const { json } = await code(ask, holding('li'));
    expect(at(await info(json.code), 'result', 'userid')).toBe('s2');
    expect(await code(ask)).toMatchObject({ status: 400, json: { errorCode: -1 } });
    expect(await code(ask, holding('li', 'browser'))).toMatchObject({ status: 400, json: { errorCode: -1 } });
  });

  test('a page of another domain, another organisation, another app and an outsider get none', async () => {
    const { bot, code } = await start();
    const page = (origin: string, body: object = ask) => code(body, { ...holding('li'), origin });
    expect(await page('http://elsewhere.test')).toMatchObject({ status: 400, json: { errorCode: 3 } });
    expect(await page(new URL(bot.url).origin, { ...ask, corpId: 'other' })).toMatchObject({ json: { errorCode: 2 } });
    expect(await page(new URL(bot.url).origin, { ...ask, clientId: 'other' })).toMatchObject({
      json: { errorCode: 2 },
    });
    // The old form has no clientId.
    expect((await page(new URL(bot.url).origin, { corpId: 'dingcorp' })).status).toBe(200);
    expect((await code({ as: 'guest', ...ask })).status).toBe(400);
  });

  test('the registered origins of the world go before the address of the robot', async () => {
    const world = smallWorld();
    Object.assign(world.dingtalk ?? {}, { webOrigins: ['https://desk.test/'] });
    const { bot, code } = await start({ world });
    expect((await code(ask, { ...holding('li'), origin: 'https://desk.test' })).status).toBe(200);
    expect((await code(ask, { ...holding('li'), origin: new URL(bot.url).origin })).status).toBe(400);
  });

  test('the answer may be read across origins, with cookies', async () => {
    const { bot, url } = await start();
    const { origin } = new URL(bot.url);
    const answer = await fetch(url + CODE, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain', origin, ...holding('zhang') },
      body: JSON.stringify(ask),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    expect(answer.headers.get('vary')).toBe('Origin');
  });
});

describe('dd.js', () => {
  interface Dd {
    env: { platform: string };
    ready(callback: () => void): void;
    requestAuthCode(options: object): Promise<{ code: string }>;
    runtime: { permission: Pick<Dd, 'requestAuthCode'> };
  }

  /** Runs the script as a page of the bot would, on that person's phone. */
  const load = async (headers: Record<string, string>) => {
    const both = await start();
    const loaded = await fetch(`${both.url}/emulator/dingtalk/dd.js`, { headers });
    expect(loaded.headers.get('content-type')).toContain('javascript');
    const asked: RequestInit[] = [];
    const page = {
      window: {} as { dd: Dd },
      document: { currentScript: { src: `${both.url}/emulator/dingtalk/dd.js` } },
      URL,
      setTimeout,
      fetch: (target: string, init: RequestInit) => {
        asked.push(init);
        const origin = new URL(both.bot.url).origin;
        return fetch(target, { ...init, headers: { ...(init.headers as object), ...headers, origin } });
      },
    };
    runInNewContext(await loaded.text(), page);
    return { ...both, dd: page.window.dd, asked };
  };
  const inClient = () => load(holding('zhang'));

  test('requestAuthCode answers through its callbacks and as a promise', async () => {
    const { dd, asked, info } = await inClient();
    expect(dd.env.platform).toBe('pc');
    await new Promise<void>((resolve) => dd.ready(resolve));
    const result = await new Promise<{ code: string }>((onSuccess, onFail) => {
      void dd.requestAuthCode({ ...ask, onSuccess, onFail });
    });
    expect(at(await info(result.code), 'result', 'userid')).toBe('s1');
    expect(asked[0]).toMatchObject({ credentials: 'include', headers: { 'Content-Type': 'text/plain' } });
    expect((await dd.requestAuthCode(ask)).code).not.toBe(result.code);
    await expect(dd.requestAuthCode({ ...ask, corpId: 'other' })).rejects.toMatchObject({ errorCode: 2 });
  });

  test('the old form, and a failure through onFail', async () => {
    const { dd } = await inClient();
    const old = dd.runtime.permission;
    const result = await new Promise<{ code: string }>((onSuccess) => {
      void old.requestAuthCode({ corpId: 'dingcorp', onSuccess });
    });
    expect(result.code).toBeTypeOf('string');
    const error = await new Promise((onFail) => {
      void old.requestAuthCode({ corpId: 'x', onFail }).catch(() => undefined);
    });
    expect(error).toEqual({ errorCode: 2, errorMessage: expect.any(String) });
  });

  test('outside the client it says so and gives no code', async () => {
    const { dd } = await load({});
    expect(dd.env.platform).toBe('notInDingTalk');
    await expect(dd.requestAuthCode(ask)).rejects.toMatchObject({ errorCode: -1 });
  });
});

describe('contacts', () => {
  test('a unionid leads to a userid, a userid to name and unionid', async () => {
    const { old } = await start();
    expect(await old('/topapi/user/getbyunionid', { unionid: 'u2' })).toMatchObject({
      errcode: 0,
      result: { contact_type: 0, userid: 's2' },
    });
    expect(await old('/topapi/v2/user/get', { userid: 's2' })).toMatchObject({
      errcode: 0,
      result: { userid: 's2', unionid: 'u2', name: '李四' },
    });
    // The old API takes a form as well.
    expect(await old('/topapi/v2/user/get', 'userid=s1&language=zh_CN')).toMatchObject({ result: { unionid: 'u1' } });
  });

  test('who is no member is not found; an absent id is an error of its own', async () => {
    const { old } = await start();
    expect(await old('/topapi/user/getbyunionid', { unionid: 'u3' })).toMatchObject({ errcode: 60121 });
    expect(await old('/topapi/user/getbyunionid', { unionid: 'x' })).toMatchObject({ errcode: 60121 });
    expect(await old('/topapi/v2/user/get', { userid: 'u1' })).toMatchObject({ errcode: 60121 });
    expect(await old('/topapi/v2/user/get', {})).toMatchObject({ errcode: 40035 });
    expect(await old('/topapi/user/getbyunionid', {})).toMatchObject({ errcode: 40035 });
  });
});
