import { z } from 'zod';
import type { CallQuota } from '../../core/call-quota.ts';
import type { Clock } from '../../core/clock.ts';
import { PlatformError } from '../../core/errors.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from '../http-client.ts';
import type { UploadFile } from '../multipart.ts';
import { createTokenCache } from '../token-cache.ts';
import {
  assertOk,
  assertOldOk,
  isLimit,
  isOldLimit,
  isOldTokenDead,
  isTokenDead,
  type OldAnswer,
  readOldAnswer,
} from './answer.ts';

const TokenSchema = z.object({ accessToken: z.string().min(1), expireIn: z.number().positive() });

export interface DingtalkClient {
  /** Calls a new interface with the app's token. @throws PlatformError */
  call(method: 'POST' | 'PUT', path: string, body: unknown): Promise<unknown>;
  /** The same for what is asked with a query alone. @throws PlatformError */
  ask(path: string, query: Record<string, string>): Promise<unknown>;
  /** Calls an old interface with the app's token; what it answers with beside errcode. @throws PlatformError */
  callOld(path: string, request: OldRequest): Promise<unknown>;
  /** Calls a new interface without the app's token: with a person's, or none. @throws PlatformError */
  callAs(userToken: string | null, method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown>;
  /** Posts a message to a conversation's sessionWebhook: no token, no quota. @throws PlatformError */
  reply(sessionWebhook: string, message: unknown): Promise<void>;
}

/** Logins and reading contacts are free, as are tokens (钉钉 不纳入调用量限制的接口清单). */
const uncounted: ReadonlySet<string> = new Set(['/topapi/v2/user/getuserinfo', '/topapi/user/getbyunionid']);

interface OldRequest {
  query?: Record<string, string>;
  body?: unknown;
  file?: UploadFile;
}

export function createDingtalkClient(options: {
  apiUrl: string;
  oapiUrl: string;
  clientId: string;
  clientSecret: string;
  http: HttpClient;
  quota: Pick<CallQuota, 'count'>;
  clock: Clock;
}): DingtalkClient {
  const { apiUrl, oapiUrl, clientId, clientSecret, http, quota, clock } = options;

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

  async function send(
    method: HttpRequest['method'],
    path: string,
    token: string | null,
    content: Pick<HttpRequest, 'body' | 'query'>,
  ): Promise<HttpAnswer> {
    try {
      const headers = token === null ? {} : { 'x-acs-dingtalk-access-token': token };
      return await http({ method, url: apiUrl + path, headers, ...content });
    } catch (error) {
      // A gateway in front that says no without a word is a no all the same.
      if (error instanceof PlatformError && error.code === 'http 401') return { status: 401, json: null };
      throw error;
    }
  }

  async function sendOld(path: string, token: string, { query, body, file }: OldRequest) {
    const content = file ? { file: { ...file, lengthInHead: false } } : { body };
    const request = { method: 'POST', url: oapiUrl + path, query: { access_token: token, ...query } } as const;
    return readOldAnswer(await http({ ...request, ...content }), path);
  }

  /** A call without an answer counts too: it may have arrived. One that was refused as one too many does not. */
  async function counted<T>(ask: Promise<T>, isRefused: (answer: T) => boolean): Promise<T> {
    const answer = await ask.catch(async (error: unknown) => {
      await quota.count();
      throw error;
    });
    if (!isRefused(answer)) await quota.count();
    return answer;
  }
  const sendCounted = (...request: Parameters<typeof send>) => counted(send(...request), isLimit);
  const sendOldCounted = (...request: Parameters<typeof sendOld>): Promise<OldAnswer> =>
    uncounted.has(request[0]) ? sendOld(...request) : counted(sendOld(...request), isOldLimit);

  async function ask(method: HttpRequest['method'], path: string, content: Pick<HttpRequest, 'body' | 'query'>) {
    const token = await tokens.get();
    const answer = await sendCounted(method, path, token, content);
    if (!isTokenDead(answer)) return assertOk(answer, path);
    tokens.refused(token);
    const second = await sendCounted(method, path, await tokens.get(), content);
    return assertOk(second, path, { retryable: isTokenDead(second) });
  }

  return {
    call: (method, path, body) => ask(method, path, { body }),
    ask: (path, query) => ask('GET', path, { query }),
    async callOld(path, request) {
      const token = await tokens.get();
      const answer = await sendOldCounted(path, token, request);
      if (!isOldTokenDead(answer)) return assertOldOk(answer, path);
      tokens.refused(token);
      return assertOldOk(await sendOldCounted(path, await tokens.get(), request), path);
    },
    async callAs(userToken, method, path, body) {
      return assertOk(await send(method, path, userToken, { body }), path);
    },
    async reply(sessionWebhook, message) {
      const path = 'sessionWebhook';
      const answer = await http({ method: 'POST', url: sessionWebhook, body: message });
      assertOldOk(readOldAnswer(answer, path), path, { retryable: false });
    },
  };
}
