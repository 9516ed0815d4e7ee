import { once } from 'node:events';
import type { Server } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/http/metrics.ts';
import { addOperatorPaths } from '../../src/http/operator.ts';

let server: Server;
let url: string;
/** Where the next caller seems to be. */
let remoteAddress: string | undefined;

beforeAll(async () => {
  const router = new Router();
  addOperatorPaths(router, {
    metrics: createMetrics(async () => ({})),
    metricsToken: undefined,
    dataDir: '.',
    readiness: async () => ({}),
  });
  const app = new Koa().use((ctx, next) => {
    Object.defineProperty(ctx.req.socket, 'remoteAddress', { value: remoteAddress, configurable: true });
    return next();
  });
  server = app.use(router.routes()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/metrics`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('without a token the metrics', () => {
  it.each([
    ['127.0.0.1', 200],
    ['::1', 200],
    ['::ffff:127.0.0.1', 200],
    ['192.0.2.7', 403],
    ['::ffff:192.0.2.7', 403],
    ['2001:db8::1', 403],
    [undefined, 403],
  ])('asked for from %s are answered %i', async (from, status) => {
    remoteAddress = from;
    expect((await fetch(url)).status).toBe(status);
  });

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'])(
    'are not for a proxy on this machine that says %s',
    async (name) => {
      remoteAddress = '127.0.0.1';
      expect((await fetch(url, { headers: { [name]: 'x' } })).status).toBe(403);
    },
  );
});
