import { once } from 'node:events';
import { request } from 'node:http';
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

/** A server whose one callback is decided by `receive`; `hungUp` resolves once it has seen its caller go. */
async function serve(receive: CallbackOptions['receive']): Promise<{ port: number; hungUp: Promise<void> }> {
  const router = new Router();
  addCallbacks(router, {
    endpoints: [
      {
        path: '/callback',
        channel: 'wecom-app',
        open: () => ({ event: textEvent, reply: (inline) => ({ contentType: 'text/plain', body: String(inline) }) }),
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
  return { port: address.port, hungUp: hungUp.promise };
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
