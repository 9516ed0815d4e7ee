import { type ApiAnswer, type ApiHandler, jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import { strayWarnings } from '../stray-keys.ts';
import { refuse } from './errors.ts';

export interface CallbackRoute {
  callbackUrl: string;
  apiSecret?: string | undefined;
}

/** 注册卡片回调地址: one key maps to one address. */
export function createCallbackRoutes({ settings }: Deps): {
  register: ApiHandler;
  get(key: string): CallbackRoute | undefined;
} {
  const routes = new Map<string, CallbackRoute>();
  const answer = (route: CallbackRoute): ApiAnswer => ({ json: { success: true, result: route } });
  return {
    get: (key) => routes.get(key),
    register(call) {
      const body = jsonObject(call.body);
      if (!body) return refuse(400, 'param.empty', '请求参数为空');
      const { callbackRouteKey: key, callbackUrl, apiSecret, forceUpdate } = body;
      const known = { callbackRouteKey: key, callbackUrl, apiSecret, forceUpdate };
      call.warnings.push(...strayWarnings(body, known));
      if (typeof key !== 'string' || key === '')
        return refuse(400, 'param.callbackRouteKeyEmpty', 'callbackRouteKey为空');
      if (typeof callbackUrl !== 'string' || callbackUrl === '') {
        return refuse(400, 'param.callbackUrlEmpty', 'callbackUrl为空');
      }
      if (!URL.canParse(callbackUrl)) return refuse(500, 'system.updateCallbackFailed', 'callbackUrl无效');
      const old = routes.get(key);
      if (old && forceUpdate !== true) {
        return settings.dingtalkCard.routeKeyExists === 'returns-old'
          ? answer(old)
          : refuse(500, 'param.callbackRouteKeyExist', 'callbackRouteKey已存在');
      }
      const route: CallbackRoute = { callbackUrl, ...(typeof apiSecret === 'string' ? { apiSecret } : {}) };
      routes.set(key, route);
      return answer(route);
    },
  };
}
