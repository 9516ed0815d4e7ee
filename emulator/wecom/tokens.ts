import { nanoid } from 'nanoid';
import type { ApiAnswer, ApiCall, ApiHandler, ApiRoute } from '../api.ts';
import { jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import { createBlockingLimit } from './blocking-limit.ts';
import { accept, refuse } from './errors.ts';

const LIFETIME_MS = 7200_000;
const LOCKOUT_MS = 3600_000;
// 访问频率限制 (90312): messages have limits of their own, and a login with a valid code is exempt.
const UNCOUNTED = ['/cgi-bin/message/send', '/cgi-bin/appchat/send', '/cgi-bin/auth/getuserinfo'];

/** For which corp a token speaks, and the app's number there. */
export interface TokenOwner {
  corpId: string;
  agentId: number;
  /** Set when it is a downstream corp rather than the own one: what `directory.byWecomId` takes. */
  downstream?: string;
}

export type WecomHandler = (
  call: ApiCall,
  match: readonly string[],
  owner: TokenOwner,
) => ApiAnswer | Promise<ApiAnswer>;

export interface WecomTokens {
  routes: ApiRoute[];
  /** One token for the app and corp, the same one until it expires. */
  issue(owner: TokenOwner): { access_token: string; expires_in: number };
  /** Ends the token of a corp early. */
  revoke(corpId: string): void;
  /** 50003 for every call while the app is suspended. */
  suspend(isSuspended: boolean): void;
  /** Wraps a handler: 41001, 40014, 42001 before it is reached; 48002 for a downstream token where none is offered. */
  authorised(handler: WecomHandler, options?: { downstream: boolean }): ApiHandler;
}

/** 获取access_token (91039). */
export function createWecomTokens(deps: Deps): WecomTokens {
  const { clock, faults, settings, directory } = deps;
  const wecom = directory.world.wecom;
  const issued = new Map<string, { owner: TokenOwner; expires: number }>();
  const current = new Map<string, string>();
  let wrongSecrets = 0;
  let lockedUntil = 0;
  let isSuspended = false;
  let lastExpiredCode = 40014;

  const issue = (owner: TokenOwner) => {
    const now = clock.now();
    let token = current.get(owner.corpId) ?? '';
    if (now >= (issued.get(token)?.expires ?? 0)) {
      token = `wct_${nanoid(48)}`;
      issued.set(token, { owner, expires: now + LIFETIME_MS });
      current.set(owner.corpId, token);
    }
    const expires = issued.get(token)?.expires ?? now;
    return { access_token: token, expires_in: Math.ceil((expires - now) / 1000) };
  };

  const corpCalls = createBlockingLimit(deps, () => [
    { ms: 60_000, limit: settings.wecomApi.perMinute },
    { ms: 3600_000, limit: settings.wecomApi.perHour },
  ]);
  const addressCalls = createBlockingLimit(deps, () => [
    { ms: 60_000, limit: settings.wecomApi.addressPerMinute },
    { ms: 3600_000, limit: settings.wecomApi.addressPerHour },
  ]);
  const isTooFast = ({ path, address }: ApiCall, corpId: string) =>
    !UNCOUNTED.includes(path) && !(corpCalls.admit(`${corpId} ${path}`) && addressCalls.admit(`${address} ${path}`));

  const getToken: ApiHandler = (call) => {
    const corpId = call.query.get('corpid');
    const secret = call.query.get('corpsecret');
    if (clock.now() < lockedUntil) {
      return refuse(45009, 'api freq out of limit: wrong secrets locked this address for an hour');
    }
    if (!corpId) return refuse(41002, 'corpid missing');
    if (!secret) return refuse(41004, 'corpsecret missing');
    if (corpId !== wecom?.corpId) return refuse(40013, 'invalid corpid');
    if (!wecom.app || secret !== wecom.app.secret) {
      wrongSecrets += 1;
      if (wrongSecrets >= settings.wecomApp.wrongSecretLimit) {
        wrongSecrets = 0;
        lockedUntil = clock.now() + LOCKOUT_MS;
      }
      return refuse(40001, 'invalid credential');
    }
    wrongSecrets = 0;
    return accept(issue({ corpId, agentId: wecom.app.agentId }));
  };

  const check = (token: string | null, path: string, body: string): ApiAnswer | TokenOwner => {
    if (!token) {
      const inBody = jsonObject(body)?.access_token !== undefined;
      return refuse(41001, inBody ? 'access_token belongs in the URL, not in the body' : 'access_token missing');
    }
    const found = issued.get(token);
    const fault = faults.take('expired-token', { channel: 'wecom-api', path });
    if (fault) {
      if (found) found.expires = 0;
      lastExpiredCode = fault.code ?? (lastExpiredCode === 40014 ? 42001 : 40014);
      return refuse(lastExpiredCode, lastExpiredCode === 42001 ? 'access_token expired' : 'invalid access_token');
    }
    if (!found) return refuse(40014, 'invalid access_token');
    return clock.now() >= found.expires ? refuse(42001, 'access_token expired') : found.owner;
  };

  return {
    routes: [{ channel: 'wecom-api', method: 'GET', path: '/cgi-bin/gettoken', isTokenCall: true, handle: getToken }],
    issue,
    revoke(corpId) {
      const found = issued.get(current.get(corpId) ?? '');
      if (found) found.expires = 0;
    },
    suspend(next) {
      isSuspended = next;
    },
    authorised:
      (handler, { downstream } = { downstream: false }) =>
      (call, match) => {
        const owner = check(call.query.get('access_token'), call.path, call.body);
        if (!('corpId' in owner)) return owner;
        if (owner.downstream !== undefined && !downstream) {
          return refuse(48002, 'api forbidden: not offered for the token of a downstream corp');
        }
        if (isTooFast(call, owner.corpId)) return refuse(45009, 'api freq out of limit');
        if (isSuspended) return refuse(50003, 'agent is disabled');
        return handler(call, match, owner);
      },
  };
}
