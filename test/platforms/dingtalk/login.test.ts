import nock from 'nock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Login } from '../../../src/core/login.ts';
import { createDingtalkLogin } from '../../../src/platforms/dingtalk/login.ts';
import { failure } from '../../helpers/thrown.ts';
import { expectCalls } from '../nocked.ts';
import { apiUrl, createClient, expectOld, expectToken } from './dingtalk-api.ts';

expectCalls();
let login: Login;
beforeEach(() => {
  login = createDingtalkLogin({
    loginUrl: 'https://login.dingtalk.com',
    corpId: 'ding1',
    clientId: 'key',
    clientSecret: 's3cret',
    client: createClient(),
  });
});
const who = { platform: 'dingtalk', corpId: 'ding1', userId: 'Staff1' };

describe('in the client', () => {
  const identify = () => login.identifyInClient?.('C') ?? Promise.reject(new Error('no way in'));
  const answer = (body: object, token = 't1') =>
    expectOld('/topapi/v2/user/getuserinfo', { code: 'C' }, token).reply(200, body);

  it('says what the page needs to get a code', () => {
    expect(login.inClient).toEqual({ corpId: 'ding1', clientId: 'key' });
  });

  it('knows a member by the code', async () => {
    expectToken();
    answer({ errcode: 0, errmsg: 'ok', result: { userid: 'Staff1', unionid: 'u', sys: false, sys_level: 0 } });
    expect(await identify()).toEqual(who);
  });

  it.each([{ errcode: 40078 }, { errcode: 40079 }, { errcode: 88, sub_code: '40078' }])(
    'lets nobody in by a code that is answered %j',
    async (body) => {
      expectToken();
      answer(body);
      expect(await identify()).toBeNull();
    },
  );

  it.each([
    ['-1', true, { errcode: -1 }],
    ['90018', true, { errcode: 90018 }],
    ['60011', false, { errcode: 60011 }],
    ['shape', true, { errcode: 0, result: {} }],
    ['shape', true, { errcode: 0, result: { userid: '' } }],
  ])('does not take the failure %s for nobody', async (code, retryable, body) => {
    expectToken();
    answer(body);
    expect(await failure(identify())).toMatchObject({ code, retryable });
  });

  it('renews a dead token once', async () => {
    expectToken('t1');
    answer({ errcode: 40014 }, 't1');
    expectToken('t2');
    answer({ errcode: 0, result: { userid: 'Staff1' } }, 't2');
    expect(await identify()).toEqual(who);
  });
});

describe('in any browser', () => {
  const exchange = () =>
    nock(apiUrl, { badheaders: ['x-acs-dingtalk-access-token'] }).post('/v1.0/oauth2/userAccessToken', {
      clientId: 'key',
      clientSecret: 's3cret',
      code: 'C',
      grantType: 'authorization_code',
    });
  const me = () =>
    nock(apiUrl, { reqheaders: { 'x-acs-dingtalk-access-token': 'user' } }).get('/v1.0/contact/users/me');
  const member = () => expectOld('/topapi/user/getbyunionid', { unionid: 'union1' });
  const upToMember = () => {
    exchange().reply(200, { accessToken: 'user', refreshToken: 'r', expireIn: 7200, corpId: 'ding1' });
    me().reply(200, { nick: '王晨', unionId: 'union1', openId: 'o' });
    expectToken();
  };

  it('leads to the login page and says so to the letter', () => {
    const redirectUri = 'https://bot.example/k7/h5/login/dingtalk?a=1';
    expect(login.authorizeUrl({ redirectUri, state: 'S1' })).toBe(
      'https://login.dingtalk.com/oauth2/auth?redirect_uri=https%3A%2F%2Fbot.example%2Fk7%2Fh5%2Flogin%2Fdingtalk%3Fa%3D1&response_type=code&client_id=key&scope=openid&state=S1&prompt=consent',
    );
  });

  it.each([
    ['internal', { contact_type: 0, userid: 'Staff1' }],
    ['internal, in words', { contact_type: '0', userid: 'Staff1' }],
    ['of no said kind', { userid: 'Staff1' }],
  ])('knows a member (%s)', async (_name, result) => {
    upToMember();
    member().reply(200, { errcode: 0, result });
    expect(await login.identify('C')).toEqual(who);
  });

  it.each([
    ['an external contact', { errcode: 0, result: { contact_type: 1, userid: 'x' } }],
    ['an external contact, in words', { errcode: 0, result: { contact_type: '1', userid: 'x' } }],
    ['somebody without an id here', { errcode: 0, result: { contact_type: 0 } }],
    ['somebody unknown here', { errcode: 60121, errmsg: '找不到该用户' }],
    ['somebody unknown here, wrapped', { errcode: 88, sub_code: '60121' }],
  ])('lets %s in as nobody', async (_name, body) => {
    upToMember();
    member().reply(200, body);
    expect(await login.identify('C')).toBeNull();
  });

  it.each([
    ['invalidParameter.authCode.notFound', 400],
    ['invalid.grant', 400],
  ])('lets nobody in by a code that is answered %s', async (code, status) => {
    exchange().reply(status, { code, message: '不存在的authCode' });
    expect(await login.identify('C')).toBeNull();
  });

  it.each([
    ['system.busy', 500, true],
    ['invalidClientIdOrSecret', 400, false],
    ['Forbidden.AccessDenied.AccessTokenPermissionDenied', 403, true],
  ])('does not take the failure %s for nobody', async (code, status, retryable) => {
    exchange().reply(status, { code, message: 'no' });
    expect(await failure(login.identify('C'))).toMatchObject({ code, retryable });
  });

  it('does not take a missing permission for nobody', async () => {
    exchange().reply(200, { accessToken: 'user' });
    me().reply(403, { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied', message: 'Contact.User.Read' });
    const error = await failure(login.identify('C'));
    expect(error.message).toContain('Contact.User.Read');
    expect(`${error.message} ${error.stack}`).not.toContain('s3cret');
  });

  it.each([
    ['no token', () => void exchange().reply(200, { access_token: 'user' })],
    [
      'no union id',
      () => {
        exchange().reply(200, { accessToken: 'user' });
        me().reply(200, { nick: '王晨' });
      },
    ],
    [
      'no result',
      () => {
        upToMember();
        member().reply(200, { errcode: 0 });
      },
    ],
  ])('does not take an answer with %s for nobody', async (_name, answer) => {
    answer();
    expect(await failure(login.identify('C'))).toMatchObject({ code: 'shape', retryable: true });
  });
});
