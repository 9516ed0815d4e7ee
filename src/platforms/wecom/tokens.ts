import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { PlatformError } from '../../core/errors.ts';
import type { HttpClient } from '../http-client.ts';
import { createTokenCache, type TokenCache } from '../token-cache.ts';
import { type Answer, assertOk, readAnswer, readAs } from './answer.ts';

const TokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

const wrongSecret = '40001';
const tooManyCalls = '45009';

/** A message may wait for a secret that somebody puts right; asking with the wrong one must not go on. */
function kindOf({ code, retryable }: PlatformError) {
  if (code === tooManyCalls) return 'rate' as const;
  return code === wrongSecret || !retryable ? ('refused' as const) : ('passing' as const);
}

function readToken(answer: Answer, path: string): { token: string; expiresInS: number } {
  const { access_token: token, expires_in: expiresInS } = readAs(TokenSchema, answer, path);
  return { token, expiresInS };
}

/** The app's own token, for the members of our organisation (企业微信 获取access_token 91039). */
export function createAppTokens(options: {
  apiUrl: string;
  corpId: string;
  secret: string;
  http: HttpClient;
  clock: Clock;
}): TokenCache {
  const { apiUrl, corpId, secret, http, clock } = options;
  return createTokenCache({
    clock,
    kindOf,
    fetch: async () => {
      const query = { corpid: corpId, corpsecret: secret };
      const { json } = await http({ method: 'GET', url: `${apiUrl}/cgi-bin/gettoken`, query });
      return readToken(assertOk(readAnswer(json, 'gettoken'), 'gettoken'), 'gettoken');
    },
  });
}

/**
 * The token for the members of another organisation that our app is shared with, got with our own (企业微信
 * 获取下级/下游企业的access_token 95816).
 * @param agentId the app's id over there
 */
export function createSharedTokens(options: {
  call(path: string, body: unknown): Promise<Answer>;
  corpId: string;
  agentId: number;
  businessType: number;
  clock: Clock;
}): TokenCache {
  const { call, corpId, agentId, businessType, clock } = options;
  const path = 'corpgroup/corp/gettoken';
  const body = { corpid: corpId, agentid: agentId, business_type: businessType };
  return createTokenCache({ clock, kindOf, fetch: async () => readToken(await call(path, body), path) });
}
