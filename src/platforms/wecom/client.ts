import type { HttpClient, HttpRequest } from '../http-client.ts';
import type { UploadFile } from '../multipart.ts';
import type { TokenCache } from '../token-cache.ts';
import { type Answer, assertOk, isTokenDead, readAnswer } from './answer.ts';

/** Calls the interfaces of the app with one token. */
export interface WecomClient {
  /** @throws PlatformError unless errcode is 0 */
  call(path: string, body: unknown): Promise<Answer>;
  /** An interface that is asked with a query alone. @throws PlatformError unless errcode is 0 */
  ask(path: string, query: Record<string, string>): Promise<Answer>;
  /** @throws PlatformError unless errcode is 0 */
  upload(path: string, query: Record<string, string>, file: UploadFile): Promise<Answer>;
}

export function createWecomClient(options: { apiUrl: string; tokens: TokenCache; http: HttpClient }): WecomClient {
  const { apiUrl, tokens, http } = options;

  async function attempt(path: string, token: string, { query, ...rest }: Request): Promise<Answer> {
    const url = `${apiUrl}/cgi-bin/${path}`;
    const { json } = await http({ ...rest, url, query: { access_token: token, ...query } });
    return readAnswer(json, path);
  }

  async function make(path: string, request: Request): Promise<Answer> {
    const token = await tokens.get();
    const answer = await attempt(path, token, request);
    if (!isTokenDead(answer)) return assertOk(answer, path);
    // Invalidated early. Once: a second refusal of a fresh token is something else.
    tokens.refused(token);
    return assertOk(await attempt(path, await tokens.get(), request), path);
  }

  return {
    call: (path, body) => make(path, { method: 'POST', body }),
    ask: (path, query) => make(path, { method: 'GET', query }),
    upload: (path, query, file) => make(path, { method: 'POST', query, file: { ...file, lengthInHead: true } }),
  };
}

type Request = Pick<HttpRequest, 'method' | 'query' | 'body' | 'file'>;

/**
 * Posts to an address that is its own key, without a token or encryption: the AI bot's active reply (企业微信
 * 智能机器人主动回复消息 101138), a group robot.
 * @throws PlatformError; what it says names `path`, never the address
 */
export type PostTo = (address: string, path: string, body: unknown) => Promise<void>;

export function createPostTo(http: HttpClient): PostTo {
  return async (address, path, body) => {
    const { json } = await http({ method: 'POST', url: address, body });
    assertOk(readAnswer(json, path), path);
  };
}
