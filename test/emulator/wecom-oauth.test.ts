import { describe, expect, test } from 'vitest';
import type { WorldInput } from '../../emulator/server.ts';
import { smallWorld, startBoth } from './harness.ts';

const MINUTE = 60_000;

function loginWorld(trustedDomain?: string): WorldInput {
  const world = smallWorld();
  if (world.wecom?.app && trustedDomain) world.wecom.app.trustedDomain = trustedDomain;
  world.people.push(
    { id: 'wang', name: '王五', wechat: { openid: 'oWang', externalUserId: 'wmWang' } },
    { id: 'zhao', name: '赵六', wechat: { openid: 'oZhao' } },
  );
  return world;
}

async function startLogin(trustedDomain?: string, settings = {}) {
  const both = await startBoth({ world: loginWorld(trustedDomain), settings });
  const home = `${both.bot.url}/h5/back`;
  const link = (change: Record<string, string | undefined> = {}, fragment = '#wechat_redirect') => {
    const all: Record<string, string | undefined> = {
      appid: 'wwcorp',
      redirect_uri: home,
      response_type: 'code',
      scope: 'snsapi_base',
      state: 'Tk12',
      agentid: '1000002',
      ...change,
    };
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(all)) if (value !== undefined) query.set(name, value);
    return `${both.url}/connect/oauth2/authorize?${query}${fragment}`;
  };
  const authorize = async (as: string, url: string, client?: string) =>
    (await both.send('POST', '/emulator/authorize', { as, url, ...(client ? { client } : {}) })).json;
  const codeOf = (location: unknown) => new URL(String(location)).searchParams.get('code') ?? '';
  const whoIs = async (code: string) =>
    (await both.send('GET', `/cgi-bin/auth/getuserinfo?access_token=${await both.wecomToken()}&code=${code}`)).json;
  return { ...both, home, link, authorize, codeOf, whoIs };
}

describe('the authorize link', () => {
  test('leads back with code and state; what stood in the address stays', async () => {
    const { home, link, authorize } = await startLogin();
    const { status, location } = await authorize('zhang', link({ redirect_uri: `${home}?t=1` }));
    expect(status).toBe(302);
    const url = new URL(String(location));
    expect(url.origin + url.pathname).toBe(home);
    expect([url.searchParams.get('t'), url.searchParams.get('state')]).toEqual(['1', 'Tk12']);
    expect(url.searchParams.get('code')?.length).toBeLessThanOrEqual(512);
  });

  const wrong: [name: string, change: Record<string, string | undefined>, page: RegExp][] = [
    ['a foreign appid', { appid: 'wwother' }, /40013/],
    ['no response_type', { response_type: undefined }, /response_type/],
    ['an unknown scope', { scope: 'snsapi_userinfo' }, /scope/],
    ['privateinfo without agentid', { scope: 'snsapi_privateinfo', agentid: undefined }, /agentid/],
    ['a foreign agentid', { agentid: '1' }, /40056/],
    ['a state with other signs', { state: 'a-b' }, /state/],
    ['a state over 128 bytes', { state: 'a'.repeat(129) }, /state/],
    ['no redirect_uri', { redirect_uri: undefined }, /redirect_uri/],
    ['a redirect_uri of no web page', { redirect_uri: 'file:///etc' }, /redirect_uri/],
    ['another port', { redirect_uri: 'http://127.0.0.1:9/h5/back' }, /50001/],
    ['another host', { redirect_uri: 'https://example.com/h5/back' }, /50001/],
  ];
  test.each(wrong)('%s is an error page', async (_name, change, page) => {
    const { link, authorize } = await startLogin();
    const answer = await authorize('zhang', link(change));
    expect(answer).not.toHaveProperty('location');
    expect(answer.page).toMatch(page);
  });

  test('a state of 128 bytes and a missing agentid are fine', async () => {
    const { link, authorize } = await startLogin();
    expect((await authorize('zhang', link({ state: 'a'.repeat(128), agentid: undefined }))).status).toBe(302);
  });

  test('without #wechat_redirect it is an error page where the whole link is seen', async () => {
    const { link, authorize } = await startLogin();
    expect((await authorize('zhang', link({}, ''))).page).toMatch(/#wechat_redirect/);
  });

  test('outside the WeCom client it is an error page', async () => {
    const { link, authorize } = await startLogin();
    for (const client of ['browser', 'dingtalk']) {
      expect((await authorize('zhang', link(), client)).page).toMatch(/请在企业微信客户端打开链接/);
    }
    expect(await (await fetch(link(), { redirect: 'manual' })).text()).toMatch(/请在企业微信客户端打开链接/);
  });

  test('the trusted domain of the world counts, with its port', async () => {
    const { link, authorize } = await startLogin('h5.example.com:8443');
    const to = async (redirect_uri: string) => (await authorize('zhang', link({ redirect_uri }))).status;
    expect(await to('https://h5.example.com:8443/x')).toBe(302);
    expect((await authorize('zhang', link({ redirect_uri: 'https://h5.example.com/x' }))).page).toMatch(/50001/);
    expect((await authorize('zhang', link())).page).toMatch(/50001/);
  });

  test('the vendor address of the link is played here, any other address is none of a vendor', async () => {
    const { url, link, authorize, send } = await startLogin();
    const vendor = link().replace(url, 'https://open.weixin.qq.com');
    expect((await authorize('zhang', vendor)).status).toBe(302);
    const foreign = await send('POST', '/emulator/authorize', { as: 'zhang', url: 'https://example.com/connect' });
    expect([foreign.status, foreign.json.error]).toEqual([400, expect.stringMatching(/no login page/)]);
  });

  test('a browser that opened the link for a person carries on as that person', async () => {
    const { url, link, codeOf, whoIs } = await startLogin();
    const opened = await fetch(`${url}/emulator/open?${new URLSearchParams({ as: 'li', url: link() })}`, {
      redirect: 'manual',
    });
    expect([opened.status, opened.headers.get('location')]).toEqual([302, link()]);
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    const answer = await fetch(link(), { redirect: 'manual', headers: { cookie } });
    expect(await whoIs(codeOf(answer.headers.get('location')))).toMatchObject({ errcode: 0, userid: 'LiSi' });
    for (const query of [
      'as=nobody&url=https%3A%2F%2Fe.com',
      'as=li&url=javascript%3Aalert(1)',
      'as=li&url=x&client=phone',
    ]) {
      expect(
        (await fetch(`${url}/emulator/open?${query}`, { redirect: 'manual' })).status,
        query,
      ).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('auth/getuserinfo', () => {
  test('a code is good once, for 5 minutes', async () => {
    const { emulator, link, authorize, codeOf, whoIs } = await startLogin();
    const fresh = async () => codeOf((await authorize('zhang', link())).location);
    const once = await fresh();
    expect(await whoIs(once)).toEqual({ errcode: 0, errmsg: 'ok', userid: 'ZhangSan' });
    expect((await whoIs(once)).errcode).toBe(40029);
    expect((await whoIs('never')).errcode).toBe(40029);
    expect((await whoIs('')).errcode).toBe(41008);
    const [late, tooLate] = [await fresh(), await fresh()];
    await emulator.clock.advance(5 * MINUTE, { jump: true });
    expect((await whoIs(late)).errcode).toBe(0);
    await emulator.clock.advance(1, { jump: true });
    expect((await whoIs(tooLate)).errcode).toBe(40029);
    emulator.settings.wecomOauth.codeErrors = 'distinct';
    expect([(await whoIs(late)).errcode, (await whoIs(tooLate)).errcode]).toEqual([42022, 42003]);
  });

  test('it needs a token, and privateinfo brings a ticket for members in the visible range', async () => {
    const { emulator, send, link, authorize, codeOf, whoIs } = await startLogin();
    const fresh = async () => codeOf((await authorize('zhang', link({ scope: 'snsapi_privateinfo' }))).location);
    expect((await send('GET', `/cgi-bin/auth/getuserinfo?code=${await fresh()}`)).json.errcode).toBe(41001);
    expect(await whoIs(await fresh())).toMatchObject({ userid: 'ZhangSan', user_ticket: expect.any(String) });
    await emulator.people.leave({ as: 'zhang', platform: 'wecom', from: 'range' }, { wait: true });
    expect(await whoIs(await fresh())).toEqual({ errcode: 0, errmsg: 'ok', userid: 'ZhangSan' });
  });

  test('outsiders have an openid, customers an external_userid too, and so has who left the corp', async () => {
    const { emulator, link, authorize, codeOf, whoIs } = await startLogin();
    const who = async (as: string) => whoIs(codeOf((await authorize(as, link())).location));
    expect(await who('wang')).toEqual({ errcode: 0, errmsg: 'ok', openid: 'oWang', external_userid: 'wmWang' });
    expect(await who('zhao')).toEqual({ errcode: 0, errmsg: 'ok', openid: 'oZhao' });
    await emulator.people.leave({ as: 'zhang', platform: 'wecom' }, { wait: true });
    expect(await who('zhang')).toEqual({ errcode: 0, errmsg: 'ok', openid: expect.stringMatching(/^o/) });
    await emulator.people.join({ as: 'zhang', platform: 'wecom' }, { wait: true });
    expect(await who('zhang')).toMatchObject({ userid: 'ZhangSan' });
  });
});
