import { nanoid } from 'nanoid';
import type { ApiAnswer, ApiHandler, ApiRoute } from '../api.ts';
import { jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import { accept, refuse } from './errors.ts';

const LIFETIME_MS = 7200_000;
const LOCKOUT_MS = 3600_000;

export interface WecomTokens {
  routes: ApiRoute[];
  /** Wraps a handler: 41001, 40014, 42001 before it is reached. */
  authorised(handler: ApiHandler): ApiHandler;
}

/** 获取access_token (91039): one token for the app, the same one until it expires. */
export function createWecomTokens(deps: Deps): WecomTokens {
  const { clock, faults, settings, directory } = deps;
  const wecom = directory.world.wecom;
  let current: { token: string; expires: number } | undefined;
  const dead = new Set<string>();
  let wrongSecrets = 0;
  let lockedUntil = 0;
  let lastExpiredCode = 40014;

  const getToken: ApiHandler = (call) => {
    const corpId = call.query.get('corpid');
    const secret = call.query.get('corpsecret');
    if (clock.now() < lockedUntil) {
      return refuse(45009, 'api freq out of limit: wrong secrets locked this address for an hour');
    }
    // A guess: no document at hand names the codes of the two missing parameters.
    if (!corpId) return refuse(41002, 'corpid missing');
    if (!secret) return refuse(41004, 'corpsecret missing');
    if (corpId !== wecom?.corpId) return refuse(40013, 'invalid corpid');
    if (secret !== wecom.app?.secret) {
      wrongSecrets += 1;
      if (wrongSecrets >= settings.wecomApp.wrongSecretLimit) {
        wrongSecrets = 0;
        lockedUntil = clock.now() + LOCKOUT_MS;
      }
      return refuse(40001, 'invalid credential');
    }
    wrongSecrets = 0;
    if (!current || clock.now() >= current.expires) {
      if (current) dead.add(current.token);
      current = { token: `wct_${nanoid(48)}`, expires: clock.now() + LIFETIME_MS };
    }
    const left = Math.ceil((current.expires - clock.now()) / 1000);
    return accept({ access_token: current.token, expires_in: left });
  };

  const check = (token: string | null, path: string, body: string): ApiAnswer | undefined => {
    if (!token) {
      const inBody = jsonObject(body)?.access_token !== undefined;
      return refuse(41001, inBody ? 'access_token belongs in the URL, not in the body' : 'access_token missing');
    }
    const fault = faults.take('expired-token', { channel: 'wecom-api', path });
    if (fault) {
      if (current?.token === token) {
        dead.add(token);
        current = undefined;
      }
      lastExpiredCode = fault.code ?? (lastExpiredCode === 40014 ? 42001 : 40014);
      return refuse(lastExpiredCode, lastExpiredCode === 42001 ? 'access_token expired' : 'invalid access_token');
    }
    if (dead.has(token)) return refuse(42001, 'access_token expired');
    if (token !== current?.token) return refuse(40014, 'invalid access_token');
    if (clock.now() >= current.expires) return refuse(42001, 'access_token expired');
    return undefined;
  };

  return {
    routes: [{ channel: 'wecom-api', method: 'GET', path: '/cgi-bin/gettoken', isTokenCall: true, handle: getToken }],
    authorised: (handler) => (call, match) =>
      check(call.query.get('access_token'), call.path, call.body) ?? handler(call, match),
  };
}
