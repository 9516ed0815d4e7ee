import nock from 'nock';
import { createDingtalkClient, type DingtalkClient } from '../../../src/platforms/dingtalk/client.ts';
import { createHttpClient } from '../../../src/platforms/http-client.ts';
import { fakeQuota } from '../../helpers/call-quota.ts';
import { fixedClock } from '../../helpers/fixed-clock.ts';

export const apiUrl = 'https://api.dingtalk.com';
export const oapiUrl = 'https://oapi.dingtalk.com';

export const createClient = (clock = fixedClock()): DingtalkClient =>
  createDingtalkClient({
    apiUrl,
    oapiUrl,
    clientId: 'key',
    clientSecret: 's3cret',
    http: createHttpClient(),
    quota: fakeQuota(),
    clock,
  });

/** The platform gives the app a token, once. */
export const expectToken = (name = 't1') =>
  nock(apiUrl).post('/v1.0/oauth2/accessToken').reply(200, { accessToken: name, expireIn: 7200 });

/** A call of a new interface with that token in its head; `body` as nock matches it. */
export const expectPost = (path: string, body?: nock.RequestBodyMatcher, token = 't1') =>
  nock(apiUrl, { reqheaders: { 'x-acs-dingtalk-access-token': token } }).post(path, body);

/** A call of an old interface with that token in its query. */
export const expectOld = (path: string, body?: nock.RequestBodyMatcher, token = 't1') =>
  nock(oapiUrl)
    .post(path, body)
    .query((query) => query.access_token === token);
