import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import { afterEach, describe, expect, it } from 'vitest';
import { addCallbacks, type CallbackOptions } from '../../src/http/callbacks.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { textEvent } from '../fixtures/event.ts';
import { deferred } from '../helpers/deferred.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';
import { memoryLog } from '../helpers/memory-log.ts';

let stop: () => void = () => undefined;
afterEach(() => stop());

interface Served {
  port: number;
  /** Resolves once the server has seen its caller go. */
  hungUp: Promise<void>;
  /** Ends all connections at once. */
  cut(): void;
  /** The lengths of the bodies that were read. */
  read: number[];
}

/** A server whose one callback is decided by `receive`. */
async function serve(receive: CallbackOptions['receive']): Promise<Served> {
  const read: number[] = [];
  const router = new Router();
  addCallbacks(router, {
    endpoints: [
      {
        path: '/callback',
        channel: 'wecom-app',
        open: ({ body }) => {
          read.push(body.length);
          return { event: textEvent, reply: (inline) => ({ contentType: 'text/plain', body: String(inline) }) };
        },
      },
    ],
    receive,
    clock: fixedClock(),
    log: memoryLog(),
    metrics: createMetrics(async () => ({})),
  });
  const app = new Koa().use(router.routes());
  app.on('error', () => undefined);
  const server = app.listen(0, '127.0.0.1');
  stop = () => server.close();
  const hungUp = deferred<void>();
  server.on('request', (_request, response) => response.once('close', () => hungUp.resolve()));
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return { port: address.port, hungUp: hungUp.promise, cut: () => server.closeAllConnections(), read };
}

it('tells when the platform hung up while its callback was being decided', async () => {
  const begun = deferred<void>();
  const settled = deferred<boolean>();
  const { port, hungUp } = await serve(async () => {
    begun.resolve();
    await hungUp;
    return { job: 'job1', inline: 'answer', settled: settled.resolve };
  });
  const outgoing = request({ host: '127.0.0.1', port, path: '/callback', method: 'POST' });
  outgoing.on('error', () => undefined);
  outgoing.end('x');
  await begun.promise;
  outgoing.destroy();
  expect(await settled.promise).toBe(false);
});

describe('an answer', () => {
  // More than the system holds between two sockets.
  const endless = 'x'.repeat(64 * 1024 * 1024);
  const postTo = (port: number) => {
    const outgoing = request({ host: '127.0.0.1', port, path: '/callback', method: 'POST' });
    outgoing.on('error', () => undefined);
    return outgoing.end('x');
  };

  it.each([
    ['that is read to its end has left', true, (answer: IncomingMessage) => void answer.resume()],
    [
      'that the platform stops reading has not',
      false,
      (answer: IncomingMessage) => void answer.once('data', () => answer.destroy()),
    ],
    ['that we break off has not', false, (_answer: IncomingMessage, cut: () => void) => cut()],
  ])('%s', async (_name, left, take) => {
    const settled = deferred<boolean>();
    const { port, cut } = await serve(async () => ({ job: 'job1', inline: endless, settled: settled.resolve }));
    postTo(port).once('response', (answer) =>
      take(
        answer.on('error', () => undefined),
        cut,
      ),
    );
    expect(await settled.promise).toBe(left);
  });

  it.each([
    ['to a platform that has just gone', (outgoing: ClientRequest) => void outgoing.destroy()],
    ['without a connection', (_outgoing: ClientRequest, cut: () => void) => cut()],
  ])('%s has not left', async (_name, part) => {
    const settled = deferred<boolean>();
    const { port, cut } = await serve(async () => {
      part(outgoing, cut);
      return { job: 'job1', inline: endless, settled: settled.resolve };
    });
    const outgoing = postTo(port);
    expect(await settled.promise).toBe(false);
  });
});

const halfMegabyte = 512 * 1024;
it.each([
  ['said', {}],
  ['not said', { 'transfer-encoding': 'chunked' }],
])('reads 512 KiB and not a byte more, the length %s before', async (_name, headers) => {
  const settled = () => undefined;
  const { port, read } = await serve(async () => ({ job: 'job1', inline: 'answer', settled }));
  const statusOf = async (length: number) => {
    const outgoing = request({ host: '127.0.0.1', port, path: '/callback', method: 'POST', headers });
    outgoing.end('x'.repeat(length));
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode;
  };
  expect(await statusOf(halfMegabyte)).toBe(200);
  expect(await statusOf(halfMegabyte + 1)).toBe(413);
  expect(read).toEqual([halfMegabyte]);
});
