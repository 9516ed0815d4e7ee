import nock from 'nock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Login } from '../../../src/core/login.ts';
import { createHttpClient } from '../../../src/platforms/http-client.ts';
import { createWecomClient } from '../../../src/platforms/wecom/client.ts';
import { createWecomLogin } from '../../../src/platforms/wecom/login.ts';
import { createAppTokens } from '../../../src/platforms/wecom/tokens.ts';
import { fixedClock } from '../../helpers/fixed-clock.ts';
import { failure } from '../../helpers/thrown.ts';
import { expectCalls } from '../nocked.ts';
import { apiUrl, expectToken } from './wecom-api.ts';

expectCalls();
let login: Login;
beforeEach(() => {
  const http = createHttpClient();
  const tokens = createAppTokens({ apiUrl, corpId: 'corp', secret: 's', http, clock: fixedClock() });
  const client = createWecomClient({ apiUrl, tokens, http });
  login = createWecomLogin({ oauthUrl: 'https://open.weixin.qq.com', corpId: 'corp', agentId: 7, client });
});
const answer = (body: object, access_token = 't1') =>
  nock(apiUrl).get('/cgi-bin/auth/getuserinfo').query({ access_token, code: 'C' }).reply(200, body);

describe('the way into a page', () => {
  it('leads through the silent login and says so to the letter', () => {
    const redirectUri = 'https://bot.example/k7/h5/login/wecom?next=/a&b=1';
    expect(login.authorizeUrl({ redirectUri, state: 'S1' })).toBe(
      'https://open.weixin.qq.com/connect/oauth2/authorize?appid=corp&redirect_uri=https%3A%2F%2Fbot.example%2Fk7%2Fh5%2Flogin%2Fwecom%3Fnext%3D%2Fa%26b%3D1&response_type=code&scope=snsapi_base&state=S1&agentid=7#wechat_redirect',
    );
  });

  it.each([
    ['one of ours', 'ZhangSan', { corpId: 'corp', userId: 'zhangsan' }],
    ['one of ours, with the organisation', 'corp/ZhangSan', { corpId: 'corp', userId: 'zhangsan' }],
    ['one of another organisation', 'wwDown/woAbC', { corpId: 'wwDown', userId: 'woAbC' }],
    ['an id with a slash in it', 'wwDown/a/b', { corpId: 'wwDown', userId: 'a/b' }],
  ])('knows %s', async (_name, userid, who) => {
    expectToken();
    answer({ errcode: 0, errmsg: 'ok', userid });
    expect(await login.identify('C')).toEqual({ platform: 'wecom', ...who });
  });

  it.each([
    ['an outsider', { errcode: 0, openid: 'o' }],
    ['a customer', { errcode: 0, openid: 'o', external_userid: 'wm1' }],
    ['nobody', { errcode: 0, userid: '' }],
    ['an organisation without a person', { errcode: 0, userid: 'wwDown/' }],
    ['a person without an organisation', { errcode: 0, userid: '/a' }],
    ['a code that is invalid', { errcode: 40029 }],
    ['a code that has expired', { errcode: 42003 }],
    ['a code that was used', { errcode: 42022 }],
  ])('lets nobody in for %s', async (_name, body) => {
    expectToken();
    answer(body);
    expect(await login.identify('C')).toBeNull();
  });

  it.each([
    ['-1', true, { errcode: -1 }],
    ['60020', true, { errcode: 60020 }],
    ['50001', false, { errcode: 50001 }],
    ['shape', true, { errcode: 0, userid: 7 }],
  ])('does not take the failure %s for nobody', async (code, retryable, body) => {
    expectToken();
    answer(body);
    expect(await failure(login.identify('C'))).toMatchObject({ code, retryable });
  });

  it('renews a dead token once: the code is not used up by that', async () => {
    expectToken('t1');
    answer({ errcode: 40014 }, 't1');
    expectToken('t2');
    answer({ errcode: 0, userid: 'a' }, 't2');
    expect(await login.identify('C')).toMatchObject({ userId: 'a' });
  });
});
