import { nanoid } from 'nanoid';
import { type ApiHandler, type ApiRoute, jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import { refuse, refuseOld } from './errors.ts';
import type { Quota } from './quota.ts';

const LIFETIME_MS = 7200_000;

export interface DingtalkTokens {
  routes: ApiRoute[];
  /** Wraps a handler of the new API: token, rate, quota; in that order. */
  authorised(handler: ApiHandler): ApiHandler;
  /** The same for the old API, where the token stands in the query; login and contact reads are free of the quota. */
  authorisedOld(handler: ApiHandler, options?: { isFree: boolean }): ApiHandler;
}

/** 获取企业内部应用的accessToken: a repeated call within the lifetime returns the same token and extends it. */
export function createDingtalkTokens(deps: Deps, quota: Quota): DingtalkTokens {
  const { clock, faults } = deps;
  const app = deps.directory.world.dingtalk;
  let current: { token: string; expires: number } | undefined;
  const issue = () => {
    const token = current && clock.now() < current.expires ? current.token : `dta_${nanoid(32)}`;
    current = { token, expires: clock.now() + LIFETIME_MS };
    return token;
  };
  const isApp = (key: unknown, secret: unknown) =>
    app !== undefined && key === app.clientId && secret === app.clientSecret;

  /** True when the token may be used; a fault kills it for good. */
  const accepts = (token: string | null, channel: 'dingtalk-api' | 'dingtalk-oapi', path: string) => {
    if (faults.take('expired-token', { channel, path })) current = undefined;
    return token !== null && token === current?.token && clock.now() < current.expires;
  };

  const accessToken: ApiHandler = (call) => {
    const { appKey, appSecret } = jsonObject(call.body) ?? {};
    if (!isApp(appKey, appSecret)) return refuse(400, 'invalidClientIdOrSecret', '无效的clientId或者clientSecret');
    return { json: { accessToken: issue(), expireIn: LIFETIME_MS / 1000 } };
  };
  const corpToken: ApiHandler = (call, [corpId]) => {
    const body = jsonObject(call.body) ?? {};
    if (body.grant_type !== 'client_credentials') {
      return refuse(400, 'unsupported.grant.type', 'grant_type must be client_credentials');
    }
    if (!isApp(body.client_id, body.client_secret)) return refuse(400, 'invalid.client', 'invalid client');
    if (corpId !== app?.corpId)
      return refuse(401, 'unauthorized.client', 'the app is not installed in this organisation');
    return { json: { access_token: issue(), expires_in: LIFETIME_MS / 1000 } };
  };
  const getToken: ApiHandler = (call) => {
    if (!isApp(call.query.get('appkey'), call.query.get('appsecret'))) {
      return refuseOld(40089, '不合法的corpid或corpsecret');
    }
    return { json: { errcode: 0, errmsg: 'ok', access_token: issue(), expires_in: LIFETIME_MS / 1000 } };
  };

  return {
    routes: [
      {
        channel: 'dingtalk-api',
        method: 'POST',
        path: '/v1.0/oauth2/accessToken',
        isTokenCall: true,
        handle: accessToken,
      },
      {
        channel: 'dingtalk-api',
        method: 'POST',
        path: /^\/v1\.0\/oauth2\/([^/]+)\/token$/,
        isTokenCall: true,
        handle: corpToken,
      },
      { channel: 'dingtalk-oapi', method: 'GET', path: '/gettoken', isTokenCall: true, handle: getToken },
    ],
    authorised: (handler) => (call, match) => {
      const token = call.headers['x-acs-dingtalk-access-token'] ?? null;
      if (!accepts(token, 'dingtalk-api', call.path))
        return refuse(400, 'InvalidAuthentication', '不合法的access_token');
      const over = quota.count(call.path);
      if (over === 'rate') {
        return refuse(403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', '应用调用该接口过于频繁，1秒后重试');
      }
      if (over === 'month') {
        return refuse(403, 'Forbidden.AccessDenied.ApiCountLimitForOrg', '本月接口调用量已用完');
      }
      return handler(call, match);
    },
    authorisedOld: (handler, options) => (call, match) => {
      const token = call.query.get('access_token');
      if (!accepts(token, 'dingtalk-oapi', call.path)) return refuseOld(40014, '不合法的access_token');
      const over = quota.count(call.path, options?.isFree);
      if (over === 'rate') return refuseOld(90018, '您的服务器调用钉钉开放平台接口过于频繁');
      if (over === 'month') return refuseOld(90020, '本月接口调用量已用完');
      return handler(call, match);
    },
  };
}
