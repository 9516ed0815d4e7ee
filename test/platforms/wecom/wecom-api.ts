import nock from 'nock';

export const apiUrl = 'https://qyapi.weixin.qq.com';

/** The platform gives the app a token, once. */
export const expectToken = (name = 't1') =>
  nock(apiUrl).get('/cgi-bin/gettoken').query(true).reply(200, { errcode: 0, access_token: name, expires_in: 7200 });

/** A call with that token in its query; `body` as nock matches it. */
export const expectPost = (path: string, body?: nock.RequestBodyMatcher, token = 't1') =>
  nock(apiUrl)
    .post(`/cgi-bin/${path}`, body)
    .query((query) => query.access_token === token);
