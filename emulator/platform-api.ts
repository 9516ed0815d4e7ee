import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { type ApiAnswer, type ApiCall, type ApiChannel, type ApiRoute, isRecord } from './api.ts';
import type { Deps } from './deps.ts';
import { refuse as refuseNew, refuseOld } from './dingtalk/errors.ts';
import { refuse as refuseWecom } from './wecom/errors.ts';

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

/** The faults that replace an answer, each in the words of the API it strikes. */
function misbehave(
  deps: Deps,
  spot: { channel: ApiChannel; path: string; isTokenCall: boolean },
): ApiAnswer | undefined {
  const { channel } = spot;
  const say = (wecom: [number, string], fresh: [number, string, string], old: [number, string]): ApiAnswer => {
    if (channel === 'wecom-api') return refuseWecom(...wecom);
    return channel === 'dingtalk-api' ? refuseNew(...fresh) : refuseOld(...old);
  };
  if (deps.faults.take('busy', spot)) {
    return say([-1, 'system busy'], [503, 'system.busy', '系统繁忙'], [90018, '调用过于频繁']);
  }
  if (deps.faults.take('refused-ip', spot)) {
    const old: [number, string] = [60020, '访问ip不在白名单之中'];
    return say(
      [60020, 'not allow to access from your ip'],
      [403, 'Forbidden.AccessDenied.IpNotInWhiteList', '访问ip不在白名单之中'],
      old,
    );
  }
  if (deps.faults.take('api-quota', spot)) {
    return say(
      [45009, 'api freq out of limit'],
      [403, 'Forbidden.AccessDenied.ApiCountLimitForOrg', '本月接口调用量已用完'],
      [90020, '本月接口调用量已用完'],
    );
  }
  const error = deps.faults.take('api-error', spot);
  if (!error) return undefined;
  const errcode = error.errcode ?? -1;
  return say(
    [errcode, error.message],
    [error.status ?? 400, error.code ?? 'unknown', error.message],
    [errcode, error.message],
  );
}

function errorOf(status: number, json: unknown): string | undefined {
  const body = isRecord(json) ? json : {};
  if (typeof body.errcode === 'number' && body.errcode !== 0) return `${body.errcode} ${String(body.errmsg)}`;
  if (status < 400) return undefined;
  return `HTTP ${status} ${String(body.code ?? body.error ?? '')}`.trim();
}
