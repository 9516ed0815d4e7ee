import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { PlatformError } from '../../core/errors.ts';
import type { HttpClient } from '../http-client.ts';
import { createTokenCache } from '../token-cache.ts';

/** Every answer of the API (企业微信 全局错误码 90313). Fields beside these are the call's own. */
const AnswerSchema = z.looseObject({ errcode: z.number(), errmsg: z.string().default('') });
type Answer = z.infer<typeof AnswerSchema>;

const TokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** The token is dead, whichever of the two it is called (获取access_token 91039, 全局错误码 90313). */
const tokenDead = new Set([40014, 42001]);
/**
 * Worth another try later: busy (-1), rate and concurrency (45009, 45033), and what an administrator can put right
 * meanwhile: secret (40001), address not allowed (60020), right withdrawn (48006), app disabled (50003).
 */
const retryable = new Set([-1, 45009, 45033, 40001, 60020, 48006, 50003]);
const wrongSecret = '40001';
const tooManyCalls = '45009';

export interface WecomClient {
  /** Calls an interface of the app. @throws PlatformError unless errcode is 0 */
  call(path: string, body: unknown): Promise<Answer>;
  /** The one active reply of the AI bot to this address: no token, no encryption. @throws PlatformError */
  respond(responseUrl: string, body: unknown): Promise<void>;
}

export function createWecomClient(options: {
  apiUrl: string;
  corpId: string;
  secret: string;
  http: HttpClient;
  clock: Clock;
}): WecomClient {
  const { apiUrl, corpId, secret, http, clock } = options;

  const tokens = createTokenCache({
    clock,
    fetch: async () => {
      const query = { corpid: corpId, corpsecret: secret };
      const { json } = await http({ method: 'GET', url: `${apiUrl}/cgi-bin/gettoken`, query });
      const parsed = TokenSchema.safeParse(assertOk(readAnswer(json, 'gettoken'), 'gettoken'));
      if (!parsed.success) throw new PlatformError('gettoken: unexpected answer', { code: 'shape', retryable: true });
      return { token: parsed.data.access_token, expiresInS: parsed.data.expires_in };
    },
    // A message may wait for a secret that somebody puts right; asking with the wrong one must not go on.
    kindOf: ({ code, retryable }) => {
      if (code === tooManyCalls) return 'rate';
      return code === wrongSecret || !retryable ? 'refused' : 'passing';
    },
  });

  async function post(path: string, token: string, body: unknown): Promise<Answer> {
    const query = { access_token: token };
    const { json } = await http({ method: 'POST', url: `${apiUrl}/cgi-bin/${path}`, query, body });
    return readAnswer(json, path);
  }

  return {
    async call(path, body) {
      const token = await tokens.get();
      const answer = await post(path, token, body);
      if (!tokenDead.has(answer.errcode)) return assertOk(answer, path);
      // Invalidated early. Once: a second refusal of a fresh token is something else.
      tokens.refused(token);
      return assertOk(await post(path, await tokens.get(), body), path);
    },
    async respond(responseUrl, body) {
      const { json } = await http({ method: 'POST', url: responseUrl, body });
      assertOk(readAnswer(json, 'aibot/response'), 'aibot/response');
    },
  };
}

function readAnswer(json: unknown, path: string): Answer {
  const parsed = AnswerSchema.safeParse(json);
  if (!parsed.success) throw new PlatformError(`${path}: unexpected answer`, { code: 'shape', retryable: true });
  return parsed.data;
}

function assertOk(answer: Answer, path: string): Answer {
  const { errcode, errmsg } = answer;
  if (errcode === 0) return answer;
  throw new PlatformError(`${path}: ${errcode} ${errmsg.slice(0, 200)}`, {
    code: String(errcode),
    retryable: retryable.has(errcode) || tokenDead.has(errcode),
  });
}
