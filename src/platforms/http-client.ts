import axios, { AxiosError } from 'axios';
import { PlatformError } from '../core/errors.ts';
import { keptConnections } from './connections.ts';
import { multipartBody, type UploadFile } from './multipart.ts';

/** The answer of a platform: `json` is still unknown and read with zod by who asked. */
export interface HttpAnswer {
  status: number;
  json: unknown;
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent instead of a body. */
  file?: UploadFile & { lengthInHead: boolean };
}

/** Makes one call. @throws PlatformError (retryable) if no JSON comes back; the message names the path, never the query */
export type HttpClient = (request: HttpRequest) => Promise<HttpAnswer>;

const answerBytesAtMost = 1024 * 1024;
/** A file takes its time: 20 MB at 3 Mbit/s. */
const uploadTimes = 6;

/**
 * @param onCall told the path and the HTTP status, or `error`
 * @param timeoutMs for a whole call, from the first byte to the last; six times as long if it carries a file
 */
export function createHttpClient(
  options: { onCall?: (path: string, result: string) => void; timeoutMs?: number } = {},
): HttpClient {
  const { onCall, timeoutMs = 10_000 } = options;
  const { agents, closeIdle } = keptConnections();
  const client = axios.create({
    // A redirect could lead anywhere, with the token in its address.
    maxRedirects: 0,
    maxContentLength: answerBytesAtMost,
    ...agents,
    validateStatus: () => true,
    responseType: 'text',
    transformResponse: (text: unknown) => text,
  });
  return async ({ method, url, query = {}, headers = {}, body, file }) => {
    const path = new URL(url).pathname;
    // Not axios' own timeout: that one starts anew with every byte.
    const signal = AbortSignal.timeout(file ? timeoutMs * uploadTimes : timeoutMs);
    const upload = file && multipartBody(file, file);
    const ask = () =>
      client.request<string>({
        method,
        url,
        params: query,
        headers: upload ? { ...headers, 'content-type': upload.contentType } : headers,
        data: upload ? upload.body : body,
        signal,
      });
    closeIdle();
    try {
      // What only asks may be asked again: a connection that was kept open may have been closed just now.
      const { status, data } = await ask().catch((error: unknown) => {
        if (method === 'GET' && error instanceof AxiosError && error.code === 'ECONNRESET') return ask();
        throw error;
      });
      onCall?.(path, String(status));
      return { status, json: parse(data, status, path) };
    } catch (error) {
      if (error instanceof PlatformError) throw error;
      onCall?.(path, 'error');
      const code = signal.aborted ? 'timeout' : error instanceof AxiosError ? (error.code ?? 'network') : 'network';
      throw new PlatformError(`${path}: ${code}`, { code, retryable: true });
    }
  };
}

function parse(text: string, status: number, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A ban page, a proxy's error page, an empty body.
    throw new PlatformError(`${path}: HTTP ${status} without JSON`, { code: `http ${status}`, retryable: true });
  }
}
