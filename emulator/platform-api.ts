import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { type ApiAnswer, type ApiCall, type ApiChannel, type ApiRoute, isRecord } from './api.ts';
import type { Deps } from './deps.ts';
import type { Fault } from './faults.ts';
import { misbehave } from './misbehaviour.ts';

type Down = Extract<Fault, { kind: 'down' }>;

// An image of 2 MB in the base64 of a group webhook, and what stands around it.
const BODY_LIMIT = '4mb';
// Above the largest file either vendor takes, so that the platform's own refusal is what an over-large one meets.
const UPLOAD_LIMIT = '64mb';
const BAN_PAGE =
  '<!doctype html><html><head><title>405</title></head><body>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</body></html>';

/** Serves the APIs of both vendors: finds the route, misbehaves on request, logs; an unknown path fails loudly. */
export function createPlatformApi(deps: Deps, routes: readonly ApiRoute[]): (context: Context) => Promise<void> {
  return async (context) => {
    const at = deps.clock.now();
    const started = performance.now();
    const call: ApiCall = {
      method: context.method,
      path: context.path,
      query: context.URL.searchParams,
      headers: Object.fromEntries(Object.entries(context.headers).map(([name, value]) => [name, String(value)])),
      address: context.ip.replace(/^::ffff:/, ''),
      body: '',
      bytes: Buffer.alloc(0),
      warnings: [],
    };
    const body = await readBody(context);
    if (body === undefined) {
      refuseBody(deps, context, call, at, Math.round(performance.now() - started));
      return;
    }
    call.bytes = body;
    call.body = isMultipart(call) ? `[multipart, ${body.length} bytes]` : body.toString();
    const found = findRoute(routes, call);
    const channel = found?.route.channel ?? channelOfPath(call.path);
    const spot = { channel, path: call.path, isTokenCall: found?.route.isTokenCall ?? false };

    const down = found && deps.faults.take('down', { channel, path: call.path });
    if (down) {
      beDown(deps, context, call, { at, started, channel, down });
      return;
    }
    const isBanned = found && deps.faults.take('html', spot) !== undefined;
    const answer: ApiAnswer = !found
      ? unknownPath(call)
      : isBanned
        ? { status: 403, headers: { 'Content-Type': 'text/html; charset=utf-8' }, bytes: Buffer.from(BAN_PAGE) }
        : (misbehave(deps, spot) ?? (await found.route.handle(call, found.match)));
    const hold = found && deps.faults.take('slow-network', spot);
    if (hold) await sleep(hold.ms, undefined, { signal: deps.stopping }).catch(() => undefined);
    const isCut = found && deps.faults.take('cut-answer', spot) !== undefined;

    const status = answer.status ?? 200;
    const headers = { 'Content-Type': 'application/json; charset=utf-8', ...answer.headers };
    const said = answer.bytes ?? Buffer.from(JSON.stringify(answer.json));
    const logged = /json|text/.test(headers['Content-Type']) ? said.toString() : `[file, ${said.length} bytes]`;
    const error = isCut
      ? 'the connection was cut on request, after the call was carried out'
      : errorOf(status, answer.json);
    deps.wire.add({
      at,
      direction: 'api',
      channel,
      attempt: 1,
      request: { method: call.method, url: context.href, headers: call.headers, body: call.body },
      ...(isCut ? {} : { response: { status, headers: lowerCase(headers), body: logged } }),
      ms: Math.round(performance.now() - started),
      ...(error === undefined ? {} : { error }),
      ...(call.warnings.length > 0 ? { warnings: call.warnings } : {}),
    });
    if (!found) console.error(`emulator: unknown API path ${call.method} ${call.path}`);
    if (isCut) {
      context.respond = false;
      context.req.socket.destroy();
      return;
    }
    context.status = status;
    context.body = said;
    context.set(headers);
  };
}

/** A port cannot be closed for one of two platforms, so "refused" is a connection that is cut before any answer. */
function beDown(
  { wire }: Deps,
  context: Context,
  call: ApiCall,
  { at, started, channel, down }: { at: number; started: number; channel: ApiChannel; down: Down },
): void {
  const isCut = down.how === 'refused';
  const body = 'upstream unavailable';
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  wire.add({
    at,
    direction: 'api',
    channel,
    attempt: 1,
    request: { method: call.method, url: context.href, headers: call.headers, body: call.body },
    ...(isCut ? {} : { response: { status: down.status, headers, body } }),
    ms: Math.round(performance.now() - started),
    error: isCut ? 'down on request: the connection was cut, nothing was carried out' : `HTTP ${down.status}`,
  });
  if (isCut) {
    context.respond = false;
    context.req.socket.destroy();
    return;
  }
  context.status = down.status;
  context.set(headers);
  context.body = body;
}

/** The body, or nothing when it is longer than any documented request. */
async function readBody(context: Context): Promise<Buffer | undefined> {
  const limit = context.is('multipart') ? UPLOAD_LIMIT : BODY_LIMIT;
  try {
    return await getRawBody(context.req, { limit });
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'type') === 'entity.too.large') return undefined;
    throw error;
  }
}

function isMultipart(call: ApiCall): boolean {
  return call.headers['content-type']?.startsWith('multipart/') ?? false;
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** What a platform says to an over-large body is not documented; a 413 and a closed connection are what a proxy does. */
function refuseBody(deps: Deps, context: Context, call: ApiCall, at: number, ms: number): void {
  const error = `HTTP 413: the body exceeds ${BODY_LIMIT}`;
  const response = { status: 413, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Payload Too Large' };
  deps.wire.add({
    at,
    direction: 'api',
    channel: channelOfPath(call.path),
    attempt: 1,
    request: { method: call.method, url: context.href, headers: call.headers, body: '' },
    response,
    ms,
    error,
  });
  context.status = response.status;
  context.set('Content-Type', response.headers['content-type']);
  context.set('Connection', 'close');
  context.body = response.body;
}

function findRoute(routes: readonly ApiRoute[], call: ApiCall) {
  for (const route of routes) {
    if (route.method !== call.method) continue;
    if (typeof route.path === 'string') {
      if (route.path === call.path) return { route, match: [] };
    } else {
      const match = route.path.exec(call.path);
      if (match) return { route, match: match.slice(1) };
    }
  }
  return undefined;
}

function channelOfPath(path: string): ApiChannel {
  if (path.startsWith('/cgi-bin/')) return 'wecom-api';
  return path.startsWith('/v1.0/') || path.startsWith('/v2.0/') ? 'dingtalk-api' : 'dingtalk-oapi';
}

function unknownPath(call: ApiCall): ApiAnswer {
  return {
    status: 404,
    json: { error: `the emulator does not play ${call.method} ${call.path}`, method: call.method, path: call.path },
  };
}

function errorOf(status: number, json: unknown): string | undefined {
  const body = isRecord(json) ? json : {};
  if (typeof body.errcode === 'number' && body.errcode !== 0) return `${body.errcode} ${String(body.errmsg)}`;
  if (status < 400) return undefined;
  return `HTTP ${status} ${String(body.code ?? body.error ?? '')}`.trim();
}
