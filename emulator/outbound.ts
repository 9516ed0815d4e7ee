import http from 'node:http';
import https from 'node:https';

export interface OutboundRequest {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** Real milliseconds for the whole answer; then the connection is closed, as both vendors do. */
  timeoutMs: number;
  signal?: AbortSignal;
}

export type OutboundAnswer =
  | { ok: true; status: number; headers: Record<string, string>; body: string; ms: number }
  | { ok: false; error: string; ms: number };

/**
 * One HTTP request as a platform makes it: no redirects, no connection kept, header names sent as written.
 * node:http rather than axios or fetch, because both change the case of header names.
 */
export function sendOutbound(request: OutboundRequest): Promise<OutboundAnswer> {
  const started = performance.now();
  const ms = () => Math.round(performance.now() - started);
  return new Promise((resolve) => {
    const fail = (error: string) => {
      clearTimeout(timer);
      resolve({ ok: false, error, ms: ms() });
    };
    const url = new URL(request.url);
    const body = request.body === undefined ? undefined : Buffer.from(request.body);
    const outgoing = (url.protocol === 'https:' ? https : http).request(
      url,
      {
        method: request.method,
        agent: false,
        headers: { ...request.headers, ...(body ? { 'Content-Length': String(body.length) } : {}) },
        ...(request.signal ? { signal: request.signal } : {}),
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', (error) => fail(error.message));
        incoming.on('end', () => {
          clearTimeout(timer);
          const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
          resolve({
            ok: true,
            status: incoming.statusCode ?? 0,
            headers: Object.fromEntries(headers),
            body: Buffer.concat(chunks).toString(),
            ms: ms(),
          });
        });
      },
    );
    const timer = setTimeout(() => {
      fail(`no complete answer within ${request.timeoutMs} ms`);
      outgoing.destroy();
    }, request.timeoutMs);
    // A refused connection to a name with two addresses has an empty message and only a code.
    outgoing.on('error', (error) => fail(error.message || String(Reflect.get(error, 'code') ?? error)));
    outgoing.end(body);
  });
}
