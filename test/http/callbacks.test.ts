import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import { afterEach, expect, it } from 'vitest';
import { addCallbacks, type CallbackOptions } from '../../src/http/callbacks.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { textEvent } from '../fixtures/event.ts';
import { deferred } from '../helpers/deferred.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';
import { memoryLog } from '../helpers/memory-log.ts';

let stop: () => void = () => undefined;
afterEach(() => stop());

/**
 * A server whose one callback is decided by `receive`; `hungUp` resolves once it has seen its caller go. It puts the
 * length of each body that it read into `read`.
 */
async function serve(
  receive: CallbackOptions['receive'],
): Promise<{ port: number; hungUp: Promise<void>; read: number[] }> {
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
  const server = new Koa().use(router.routes()).listen(0, '127.0.0.1');
  stop = () => server.close();
  const hungUp = deferred<void>();
  server.on('request', (_request, response) => response.once('close', () => hungUp.resolve()));
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return { port: address.port, hungUp: hungUp.promise, read };
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

it.each([
  [
    'in half',
    false,
    (outgoing: ClientRequest) => outgoing.once('response', (answer) => answer.once('data', () => outgoing.destroy())),
  ],
  ['wholly', true, (outgoing: ClientRequest) => outgoing.once('response', (answer) => answer.resume())],
] as const)('tells whether the platform took the answer: %s is %j', async (_name, left, take) => {
  const settled = deferred<boolean>();
  // More than the system keeps on its way between two sockets.
  const inline = 'x'.repeat(64 * 1024 * 1024);
  const { port } = await serve(async () => ({ job: 'job1', inline, settled: settled.resolve }));
  const outgoing = request({ host: '127.0.0.1', port, path: '/callback', method: 'POST' });
  outgoing.on('error', () => undefined);
  take(outgoing.end('x'));
  expect(await settled.promise).toBe(left);
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
