import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { PlatformError } from '../../core/errors.ts';
import type { HttpAnswer, HttpClient } from '../http-client.ts';
import { createTokenCache } from '../token-cache.ts';

/** How the new interfaces refuse: HTTP 4xx or 5xx with a code (钉钉 全局错误码). */
const RefusalSchema = z.looseObject({ code: z.string(), message: z.string().default('') });
const TokenSchema = z.object({ accessToken: z.string().min(1), expireIn: z.number().positive() });
/** How the old ones answer: always HTTP 200. */
const OldAnswerSchema = z.looseObject({ errcode: z.number(), errmsg: z.string().default('') });

/** The token is unknown or expired: fetch anew, try once more. HTTP 401 says the same under whatever code. */
const tokenDead = 'InvalidAuthentication';

/**
 * Worth another try later: rate limits, a busy platform, and what an administrator can put right meanwhile. Not
 * ApiCountLimitForOrg: the month's quota is gone (钉钉 调用频率限制).
 */
const retryable =
  /QpsLimit|QpmLimit|system\.(?:busy|error)|send\.too\.fast|send\.byToken\.tooFast|unknown\.send\.result|server\.error|IpNotInWhiteList|AccessTokenPermissionDenied|ServiceUnavailable/iu;

export interface DingtalkClient {
  /** Calls a new interface with the app's token. @throws PlatformError */
  call(method: 'POST' | 'PUT', path: string, body: unknown): Promise<unknown>;
  /** Posts a message to a conversation's sessionWebhook: no token, no quota. @throws PlatformError */
  reply(sessionWebhook: string, message: unknown): Promise<void>;
}

export function createDingtalkClient(options: {
  apiUrl: string;
  clientId: string;
  clientSecret: string;
  http: HttpClient;
  clock: Clock;
}): DingtalkClient {
  const { apiUrl, clientId, clientSecret, http, clock } = options;

  const tokens = createTokenCache({
    clock,
    fetch: async () => {
      const path = '/v1.0/oauth2/accessToken';
      const body = { appKey: clientId, appSecret: clientSecret };
      const answer = await http({ method: 'POST', url: apiUrl + path, body });
      const parsed = TokenSchema.safeParse(assertOk(answer, path));
      if (!parsed.success) throw new PlatformError(`${path}: unexpected answer`, { code: 'shape', retryable: true });
      return { token: parsed.data.accessToken, expiresInS: parsed.data.expireIn };
    },
  });

  async function send(method: 'POST' | 'PUT', path: string, token: string, body: unknown): Promise<HttpAnswer> {
    try {
      return await http({ method, url: apiUrl + path, headers: { 'x-acs-dingtalk-access-token': token }, body });
    } catch (error) {
      // A gateway in front that says no without a word is a no all the same.
      if (error instanceof PlatformError && error.code === 'http 401') return { status: 401, json: null };
      throw error;
    }
  }

  return {
    async call(method, path, body) {
      const token = await tokens.get();
      const answer = await send(method, path, token, body);
      if (!isTokenDead(answer)) return assertOk(answer, path);
      tokens.refused(token);
      const second = await send(method, path, await tokens.get(), body);
      return assertOk(second, path, { retryable: isTokenDead(second) });
    },
    async reply(sessionWebhook, message) {
      const { json } = await http({ method: 'POST', url: sessionWebhook, body: message });
      const { errcode, errmsg } = OldAnswerSchema.catch({ errcode: -1, errmsg: 'unexpected answer' }).parse(json);
      if (errcode === 0) return;
      const text = `sessionWebhook: ${errcode} ${errmsg.slice(0, 200)}`;
      throw new PlatformError(text, { code: String(errcode), retryable: errcode === -1 });
    },
  };
}

function codeOf({ status, json }: HttpAnswer): string | null {
  if (status < 400) return null;
  const parsed = RefusalSchema.safeParse(json);
  return parsed.success ? parsed.data.code : `http ${status}`;
}

function isTokenDead(answer: HttpAnswer): boolean {
  return answer.status === 401 || codeOf(answer) === tokenDead;
}

/** @param otherwise what holds of a code that does not say itself whether to try again */
function assertOk(answer: HttpAnswer, path: string, otherwise = { retryable: false }): unknown {
  const code = codeOf(answer);
  if (code === null) return answer.json;
  const parsed = RefusalSchema.safeParse(answer.json);
  const message = parsed.success ? parsed.data.message.slice(0, 200) : '';
  throw new PlatformError(`${path}: ${code} ${message}`, {
    code,
    retryable: retryable.test(code) || answer.status >= 500 || otherwise.retryable,
  });
}
