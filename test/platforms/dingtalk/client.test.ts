import nock from 'nock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Call } from '../../../src/platforms/dingtalk/call.ts';
import { createCallMaker } from '../../../src/platforms/dingtalk/calls.ts';
import { createDingtalkClient } from '../../../src/platforms/dingtalk/client.ts';
import { createCallCost } from '../../../src/platforms/dingtalk/costs.ts';
import { createSendMessage, createSendToMany } from '../../../src/platforms/dingtalk/send-message.ts';
import { createHttpClient } from '../../../src/platforms/http-client.ts';
import { fakeQuota } from '../../helpers/call-quota.ts';
import { fixedClock } from '../../helpers/fixed-clock.ts';
import { memoryLog } from '../../helpers/memory-log.ts';
import { failure } from '../../helpers/thrown.ts';
import { expectCalls } from '../nocked.ts';

const apiUrl = 'https://api.dingtalk.com';
const oapiUrl = 'https://oapi.dingtalk.com';
const webhook = 'https://oapi.dingtalk.com/robot/sendBySession?session=s3cret';
let clock: ReturnType<typeof fixedClock>;
let client: ReturnType<typeof createDingtalkClient>;
let quota: ReturnType<typeof fakeQuota>;
let log: ReturnType<typeof memoryLog>;

expectCalls();
beforeEach(() => {
  log = memoryLog();
  clock = fixedClock();
  quota = fakeQuota();
  const http = createHttpClient();
  client = createDingtalkClient({ apiUrl, oapiUrl, clientId: 'key', clientSecret: 's3cret', http, quota, clock });
});
const token = (name: string) =>
  nock(apiUrl)
    .post('/v1.0/oauth2/accessToken', { appKey: 'key', appSecret: 's3cret' })
    .reply(200, { accessToken: name, expireIn: 7200 });
const post = (path: string, name = 't1') =>
  nock(apiUrl, { reqheaders: { 'x-acs-dingtalk-access-token': name } }).post(path);

describe('a call', () => {
  it('carries the token in its header', async () => {
    token('t1');
    post('/v1.0/x').reply(200, { success: true });
    expect(await client.call('POST', '/v1.0/x', {})).toEqual({ success: true });
  });

  it.each([
    ['HTTP 400 with its code', 400, { code: 'InvalidAuthentication', message: 'no' }],
    ['HTTP 401 with that code', 401, { code: 'InvalidAuthentication', message: 'no' }],
    ['HTTP 401 with any other', 401, { code: 'authFailed', message: 'no' }],
    ['HTTP 401 with nothing', 401, ''],
  ])('renews a dead token once on %s', async (_name, status, refusal) => {
    token('t1');
    post('/v1.0/x').reply(status, refusal);
    token('t2');
    post('/v1.0/x', 't2').reply(200, {});
    await client.call('POST', '/v1.0/x', {});
  });

  it('does not renew it twice, and tries again later', async () => {
    token('t1');
    post('/v1.0/x').reply(401, { code: 'authFailed' });
    token('t2');
    post('/v1.0/x', 't2').reply(401, { code: 'authFailed' });
    expect(await failure(client.call('POST', '/v1.0/x', {}))).toMatchObject({ code: 'authFailed', retryable: true });
  });

  it.each([
    ['a wrong secret', 400, { code: 'invalidClientIdOrSecret' }, 5 * 60_000],
    ['a client without rights', 401, { code: 'unauthorized.client' }, 5 * 60_000],
    ['a busy platform', 500, { code: 'server.error' }, 5_000],
    ['a page', 502, '<html>', 5_000],
    ['another shape', 200, { access_token: 't1' }, 5_000],
  ])('does not hammer the token interface because of %s', async (_name, status, body, holdMs) => {
    nock(apiUrl).post('/v1.0/oauth2/accessToken').reply(status, body);
    const call = () => client.call('POST', '/v1.0/x', {});
    const error = await failure(call());
    clock.advance(holdMs - 1);
    expect(await failure(call())).toBe(error);
    clock.advance(1);
    token('t1');
    post('/v1.0/x').reply(200, {});
    await call();
  });

  it.each([
    [403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', true],
    [403, 'Forbidden.AccessDenied.IpNotInWhiteList', true],
    [403, 'Forbidden.AccessDenied.AccessTokenPermissionDenied', true],
    [403, 'Forbidden.AccessDenied.ApiCountLimitForOrg', false],
    [400, 'unknown.send.result', true],
    [400, 'send.too.fast', true],
    [400, 'staffId.notExisted', false],
    [400, 'param.templateNotExist', false],
    [500, 'system.busy', true],
    [503, 'whatever', true],
  ])('says of %i %s whether to try again', async (status, code, retryable) => {
    token('t1');
    post('/v1.0/x').reply(status, { code, message: 'no', requestid: 'r' });
    expect(await failure(client.call('POST', '/v1.0/x', {}))).toMatchObject({ code, retryable });
  });

  it('is counted, unless it was one too many or a login', async () => {
    token('t1');
    post('/v1.0/x').reply(200, {});
    await client.call('POST', '/v1.0/x', {});
    expect(quota.made).toBe(1);
    for (const code of ['QpsLimitForAppkeyAndApi', 'ApiCountLimitForOrg']) {
      post('/v1.0/x').reply(403, { code: `Forbidden.AccessDenied.${code}` });
      await failure(client.call('POST', '/v1.0/x', {}));
    }
    nock(oapiUrl).post('/media/upload').query(true).reply(200, { errcode: 90018 });
    await failure(client.callOld('/media/upload', {}));
    nock(oapiUrl).post('/topapi/v2/user/getuserinfo').query(true).reply(200, { errcode: 0 });
    await client.callOld('/topapi/v2/user/getuserinfo', {});
    expect(quota.made).toBe(1);
    nock(oapiUrl).post('/media/upload').query(true).reply(200, { errcode: 0 });
    await client.callOld('/media/upload', {});
    post('/v1.0/x').reply(400, { code: 'param.invalid' });
    await failure(client.call('POST', '/v1.0/x', {}));
    post('/v1.0/x').replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    await failure(client.call('POST', '/v1.0/x', {}));
    expect(quota.made).toBe(4);
  });

  it('survives a ban page, without a secret in what it says', async () => {
    token('t1');
    post('/v1.0/x').reply(403, '<html>punish</html>');
    const error = await failure(client.call('POST', '/v1.0/x', {}));
    expect(error.retryable).toBe(true);
    expect(`${error.message} ${error.stack}`).not.toContain('s3cret');
  });
});

describe('saying something', () => {
  const maker = () => {
    const sendToMany = createSendToMany({ client, robotCode: 'robot' });
    const sendMessage = createSendMessage({ client, robotCode: 'robot', sendToMany });
    const costOf = createCallCost('key');
    const drawFile = () => Promise.reject(new Error('no file expected'));
    return createCallMaker({ client, sendMessage, sendToMany, costOf, drawFile, quota, clock, log });
  };
  const until = fixedClock().now().getTime() + 5_400_000;
  const say = (fields: Partial<Extract<Call, { api: 'say' }>> = {}): Call => ({
    api: 'say',
    title: '标题',
    text: '正文',
    ...fields,
  });
  const session = () =>
    nock('https://oapi.dingtalk.com')
      .post('/robot/sendBySession', { msgtype: 'markdown', markdown: { title: '标题', text: '正文' } })
      .query({ session: 's3cret' });
  const msgParam = JSON.stringify({ title: '标题', text: '正文' });
  const batch = () => post('/v1.0/robot/oToMessages/batchSend');

  it('goes through the conversation’s webhook', async () => {
    session().reply(200, { errcode: 0, errmsg: 'ok' });
    await maker().make(say({ webhook: { url: webhook, until }, to: { staffId: 'a' } }));
  });

  it.each([
    ['is gone', () => session().reply(200, { errcode: 300001, errmsg: 'session not exist' })],
    ['answers with a page', () => session().reply(500, 'oops')],
    ['breaks off', () => session().replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))],
  ])('uses the send interface when the webhook %s', async (_name, answer) => {
    answer();
    token('t1');
    nock(apiUrl)
      .post('/v1.0/robot/oToMessages/batchSend', {
        robotCode: 'robot',
        userIds: ['a'],
        msgKey: 'sampleMarkdown',
        msgParam,
      })
      .reply(200, { processQueryKey: 'p' });
    await maker().make(say({ webhook: { url: webhook, until }, to: { staffId: 'a' } }));
    expect(log.text()).not.toContain('s3cret');
  });

  it.each([
    [300001, false],
    [40014, false],
    [-1, true],
    [90018, true],
  ])('says of a webhook’s %i whether to try again', async (errcode, retryable) => {
    session().reply(200, { errcode, errmsg: 'no' });
    const error = await failure(maker().make(say({ webhook: { url: webhook, until } })));
    expect(error).toMatchObject({ code: String(errcode), retryable });
  });

  it('does not try a webhook in its last minute', async () => {
    token('t1');
    nock(apiUrl)
      .post('/v1.0/robot/groupMessages/send', {
        robotCode: 'robot',
        openConversationId: 'cid',
        msgKey: 'sampleMarkdown',
        msgParam,
      })
      .reply(200, {});
    await maker().make(
      say({ webhook: { url: webhook, until: clock.now().getTime() + 60_000 }, to: { conversationId: 'cid' } }),
    );
    expect(log.lines).toEqual([]);
  });

  it('reads who did not get it in an answer of HTTP 200', async () => {
    token('t1');
    batch().reply(200, { invalidStaffIdList: ['a'], flowControlledStaffIdList: [] });
    expect(await failure(maker().make(say({ to: { staffId: 'a' } })))).toMatchObject({ retryable: false });
    batch().reply(200, { invalidStaffIdList: [], flowControlledStaffIdList: ['a'] });
    expect(await failure(maker().make(say({ to: { staffId: 'a' } })))).toMatchObject({ retryable: true });
  });

  it.each([
    ['a list of another shape', { invalidStaffIdList: 'a' }],
    ['a list instead of an answer', []],
    ['null', null],
  ])('sends no second time after an answer nobody can read: %s', async (_name, answer) => {
    token('t1');
    batch().reply(200, JSON.stringify(answer));
    expect(await failure(maker().make(say({ to: { staffId: 'a' } })))).toMatchObject({
      code: 'shape',
      retryable: false,
    });
  });

  it('gives up on somebody whom no interface reaches', async () => {
    expect(await failure(maker().make(say()))).toMatchObject({ code: 'unreachable', retryable: false });
  });

  const card: Extract<Call, { api: 'card' }> = {
    api: 'card',
    body: { outTrackId: 'd-1' },
    otherwise: [{ api: 'say', title: '标题', text: '正文', to: { staffId: 'a' } }],
  };
  const deliver = () => post('/v1.0/card/instances/createAndDeliver');

  it.each([
    ['with success', { success: true, result: { outTrackId: 'd-1', deliverResults: [{ success: true }] } }],
    ['without success on top', { result: { deliverResults: [{ success: true, errorMsg: null }] } }],
  ])('leaves it at a card that was delivered (%s)', async (_name, answer) => {
    token('t1');
    deliver().reply(200, answer);
    await maker().make(card);
  });

  it('says which card can be changed later, once it was delivered', async () => {
    const live = { card: 'd-1', subject: 's', channel: 'dingtalk-card' as const, handle: {} };
    token('t1');
    deliver().reply(200, { result: { deliverResults: [{ success: true }] } });
    expect(await maker().make({ ...card, live })).toEqual({ card: live });
    deliver().reply(400, { code: 'param.templateNotExist' });
    batch().reply(200, {});
    expect(await maker().make({ ...card, live })).toEqual({ card: undefined });
  });

  it.each([
    [0.94, 'a card'],
    [0.95, 'words'],
  ])('brings, when %d of the month’s calls are made, %s where words are no call', async (part, brings) => {
    quota.part = part;
    if (brings === 'words') {
      session().reply(200, { errcode: 0 });
    } else {
      token('t1');
      deliver().reply(200, { result: { deliverResults: [{ success: true }] } });
    }
    const otherwise = [{ ...card.otherwise[0], webhook: { url: webhook, until } }] as typeof card.otherwise;
    await maker().make({ ...card, otherwise });
  });

  it('brings a card all the same where words would be a call too', async () => {
    quota.part = 1;
    token('t1');
    deliver().reply(200, { result: { deliverResults: [{ success: true }] } });
    await maker().make(card);
  });

  it('takes a card that exists already for delivered: it was our own try', async () => {
    token('t1');
    deliver().reply(400, { code: 'param.cardAlreadyExist' });
    await maker().make(card);
  });

  it.each([
    [
      'was not delivered',
      () => deliver().reply(200, { success: true, result: { deliverResults: [{ success: false, errorMsg: 'no' }] } }),
    ],
    ['is refused', () => deliver().reply(400, { code: 'param.templateUnpublished' })],
    ['is refused in an HTTP 200', () => deliver().reply(200, { success: false })],
    [
      'is refused in an HTTP 200 with a result',
      () => deliver().reply(200, { success: false, result: { deliverResults: [{ success: true }] } }),
    ],
    ['has no result', () => deliver().reply(200, { success: true, result: null })],
    ['was delivered nowhere', () => deliver().reply(200, { success: true, result: { deliverResults: [] } })],
    ['has no places', () => deliver().reply(200, { success: true, result: { outTrackId: 'd-1' } })],
    ['has null places', () => deliver().reply(200, { success: true, result: { deliverResults: null } })],
    ['leaves open whether it arrived', () => deliver().reply(200, { result: { deliverResults: [{}] } })],
    ['has an answer of another shape', () => deliver().reply(200, '[]')],
  ])('says it in words if a card %s', async (_name, answer) => {
    token('t1');
    answer();
    batch().reply(200, {});
    await maker().make(card);
  });

  it('goes on in words after a failure there: the undelivered card exists by now', async () => {
    token('t1');
    deliver().reply(200, { success: true, result: { deliverResults: [{ success: false }] } });
    batch().reply(200, { flowControlledStaffIdList: ['a'] });
    const one = maker();
    expect(await failure(one.make(card))).toMatchObject({ code: 'flowControl', retryable: true });
    batch().reply(200, {});
    await one.make(card);
  });

  it('tries a card again if the platform was busy', async () => {
    token('t1');
    deliver().reply(500, { code: 'system.busy' });
    expect(await failure(maker().make(card))).toMatchObject({ retryable: true });
  });
});
