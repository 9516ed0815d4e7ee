import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/core/endpoint.ts';
import { Refusal } from '../../src/core/errors.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createHttpServer, type HttpServer } from '../../src/http/server.ts';
import { textEvent } from '../fixtures/event.ts';
import { deferred } from '../helpers/deferred.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';
import { type MemoryLog, memoryLog } from '../helpers/memory-log.ts';

let server: HttpServer;
let log: MemoryLog;
afterEach(() => server.stop());

const endpoint: Endpoint = {
  path: '/wecom/app',
  channel: 'wecom-app',
  open: () => ({ contentType: 'text/plain', body: 'ours' }),
};

const receive = () => Promise.reject(new Error('nothing is recorded here'));

/** A server with one callback address. @returns its port */
async function serve(
  options: Partial<Parameters<typeof createHttpServer>[0]> = {},
  served: Endpoint = endpoint,
): Promise<number> {
  log = memoryLog();
  const metrics = createMetrics(async () => ({}));
  server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    prefix: '',
    trustProxy: 0,
    log,
    callbacks: {
      endpoints: [served],
      receive,
      clock: fixedClock(),
      log,
      metrics,
    },
    operator: { metrics, metricsToken: undefined, dataDir: '.', readiness: async () => ({}) },
    ...options,
  });
  return server.start();
}

describe('the address', () => {
  const statusOf = async (port: number, path: string) =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST' })).status;

  it.each([
    ['/x7Kq', '/x7Kq/wecom/app', 200],
    ['/x7Kq', '/x7kq/wecom/app', 404],
    ['/x7Kq', '/X7KQ/wecom/app', 404],
    ['/x7Kq', '/wecom/app', 404],
    ['/x7Kq', '/x7Kq/Wecom/App', 404],
    ['/a.b/c~d-e_f', '/a.b/c~d-e_f/wecom/app', 200],
    ['/a.b', '/axb/wecom/app', 404],
    ['', '/wecom/app', 200],
    ['', '/WECOM/APP', 404],
  ])('below %j, a post to %s is answered %i', async (prefix, path, status) => {
    expect(await statusOf(await serve({ prefix }), path)).toBe(status);
  });

  it.each([
    ['/x7Kq/wecom/app', '/wecom/app'],
    ['/x7Kq/none', '/none'],
    ['/x7Kq', '/'],
    ['/X7kq/wecom/app', '/wecom/app'],
    ['//x7Kq/wecom/app', '//wecom/app'],
    ['/other', '/other'],
  ])('a request for %s is logged as %s', async (path, logged) => {
    await statusOf(await serve({ prefix: '/x7Kq' }), path);
    const [line] = log.lines.filter(({ message }) => message === 'request');
    expect(line?.fields).toMatchObject({ path: logged });
    expect(log.text()).not.toMatch(/x7kq/iu);
  });

  it('is not in the log when a callback fails either', async () => {
    const failing: Endpoint = {
      ...endpoint,
      open: () => {
        throw new Error('broken');
      },
    };
    const metrics = createMetrics(async () => ({}));
    const port = await serve({
      prefix: '/x7Kq',
      callbacks: { endpoints: [failing], receive, clock: fixedClock(), log: memoryLog(), metrics },
    });
    expect(await statusOf(port, '/x7Kq/wecom/app?msg_signature=s1gned')).toBe(503);
    expect(log.lines.map(({ message }) => message)).toContain('request failed');
    expect(log.text()).not.toMatch(/x7Kq|s1gned/u);
  });
});

describe('the log', () => {
  it('has no query: it carries signatures', async () => {
    const port = await serve();
    await fetch(`http://127.0.0.1:${port}/wecom/app?msg_signature=s1gned`, { method: 'POST' });
    expect(log.lines.map(({ message }) => message)).toEqual(['request']);
    expect(log.text()).not.toContain('s1gned');
  });

  it.each([
    [0, '203.0.113.9', '127.0.0.1'],
    [1, '203.0.113.9', '203.0.113.9'],
    [1, '198.51.100.1, 203.0.113.9', '203.0.113.9'],
  ])('behind %i proxies names who is forwarded for %s as %s', async (trustProxy, forwarded, ip) => {
    const refusing: Endpoint = {
      ...endpoint,
      open: () => {
        throw new Refusal(403, 'signature');
      },
    };
    const port = await serve({ trustProxy }, refusing);
    const headers = { 'x-forwarded-for': forwarded };
    await fetch(`http://127.0.0.1:${port}/wecom/app`, { method: 'POST', headers });
    const refused = log.lines.filter(({ message }) => message === 'callback refused');
    expect(refused.map(({ fields }) => fields)).toEqual([{ path: '/wecom/app', reason: 'signature', ip }]);
  });
});

it('a caller who never comes to the end of a request is cut off', async () => {
  const port = await serve({ timeouts: { requestMs: 50, uploadMs: 5_000, checkMs: 20 } });
  const socket = connect(port, '127.0.0.1');
  socket.write('POST /wecom/app HTTP/1.1\r\nHost: x\r\nContent-Le');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toContain('408');
  await once(socket, 'close');
});

it('nor one who never comes to the end of a body', async () => {
  const port = await serve({ timeouts: { requestMs: 50, uploadMs: 5_000, checkMs: 20 } });
  const socket = connect(port, '127.0.0.1');
  socket.write('POST /wecom/app HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab');
  await once(socket, 'close');
  expect(log.lines.map(({ message }) => message)).toContain('callback refused');
});

it('a page that takes a file may wait longer', async () => {
  const port = await serve({
    timeouts: { requestMs: 50, uploadMs: 5_000, checkMs: 20 },
    pages: async (ctx) => {
      ctx.state.patienceMs = 400;
      for await (const _part of ctx.req);
      ctx.body = 'all of it';
    },
  });
  const send = (afterMs: number) =>
    new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      let answer = '';
      socket.on('data', (data) => {
        answer += data.toString();
        socket.end();
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', () => undefined);
      socket.write('POST /h5/import HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab');
      setTimeout(() => socket.write('cd'), afterMs);
    });
  expect(await send(150)).toContain('all of it');
  expect(await send(1_500)).not.toContain('200 OK');
});

it('an answer that leaves while the server stops has left', async () => {
  const settled = deferred<boolean>();
  const stopped = deferred<void>();
  const metrics = createMetrics(async () => ({}));
  const recording: Endpoint = {
    ...endpoint,
    open: () => ({ event: textEvent, reply: (inline) => ({ contentType: 'text/plain', body: String(inline) }) }),
  };
  const port = await serve({
    callbacks: {
      endpoints: [recording],
      receive: async () => {
        server.stop().then(stopped.resolve);
        return { job: 'job1', inline: 'answer', settled: settled.resolve };
      },
      clock: fixedClock(),
      log: memoryLog(),
      metrics,
    },
  });
  const answer = await fetch(`http://127.0.0.1:${port}/wecom/app`, { method: 'POST', body: 'x' });
  expect([await answer.text(), await settled.promise]).toEqual(['answer', true]);
  await stopped.promise;
});

it('a client that hung up before it was answered is told apart in the log', async () => {
  const [begun, gone, goOn] = [deferred<void>(), deferred<void>(), deferred<void>()];
  const port = await serve({
    pages: async (ctx) => {
      ctx.res.once('close', () => gone.resolve());
      begun.resolve();
      await goOn.promise;
      ctx.body = 'page';
    },
  });
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /page HTTP/1.1\r\nHost: x\r\n\r\n');
  await begun.promise;
  socket.destroy();
  await gone.promise;
  goOn.resolve();
  await expect.poll(() => log.lines.at(-1)).toMatchObject({ message: 'request', fields: { status: 499 } });
});
