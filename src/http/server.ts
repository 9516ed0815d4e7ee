import { createServer, type Server } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import helmet from 'koa-helmet';
import { newId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { addCallbacks, type CallbackOptions } from './callbacks.ts';
import { addOperatorPaths, type OperatorOptions } from './operator.ts';

export interface HttpServer {
  /** @returns the port that was bound */
  start(): Promise<number>;
  /** Takes no more requests; resolves when those under way have been answered, or after ten seconds. */
  stop(): Promise<void>;
}

/** Nobody may keep us waiting for a request longer than this. */
const requestMs = 15_000;
const stopMs = 10_000;
/** Longer than proxies keep an idle connection (nginx: 60 s), or one may send into a connection that we just closed. */
const keepAliveMs = 75_000;

export function createHttpServer(options: {
  host: string;
  port: number;
  /** Path of PUBLIC_URL, without a slash at its end. */
  prefix: string;
  /** How many proxies stand in front. */
  trustProxy: number;
  log: Log;
  callbacks: CallbackOptions;
  operator: OperatorOptions;
}): HttpServer {
  const { host, port, prefix, trustProxy, log, callbacks, operator } = options;
  const app = new Koa({ proxy: trustProxy > 0, maxIpsCount: trustProxy });
  app.on('error', (error: unknown) => log.warn({ err: error }, 'connection broke'));
  const operatorRouter = new Router();
  addOperatorPaths(operatorRouter, operator);
  const publicRouter = new Router(prefix === '' ? {} : { prefix });
  addCallbacks(publicRouter, callbacks);

  app.use(async (ctx, next) => {
    const started = performance.now();
    const requestId = newId();
    try {
      await next();
    } catch (error) {
      log.error({ err: error, requestId, path: ctx.path }, 'request failed');
      // Not our answer to give: the platform delivers again.
      ctx.status = 503;
      ctx.body = '';
    }
    ctx.set('X-Request-Id', requestId);
    const ms = Math.round(performance.now() - started);
    // Without the query: it carries signatures.
    log.info({ requestId, method: ctx.method, path: ctx.path, status: ctx.status, ms }, 'request');
  });
  // Callbacks are read by platforms: the headers below are for people's browsers.
  app.use(publicRouter.routes());
  app.use(publicRouter.allowedMethods());
  app.use(helmet());
  app.use(operatorRouter.routes());
  app.use(operatorRouter.allowedMethods());

  const server: Server = createServer(app.callback());
  server.requestTimeout = requestMs;
  server.headersTimeout = requestMs;
  server.keepAliveTimeout = keepAliveMs;

  let underWay = 0;
  let stopping = false;
  /** Once every request has been answered, what is left are connections kept for a next one. */
  const closeIfDone = () => {
    if (stopping && underWay === 0) server.closeAllConnections();
  };
  // Both: a refused body may still be on its way when its answer is out.
  server.on('request', (...exchange) => {
    for (const message of exchange) {
      underWay += 1;
      message.once('close', () => {
        underWay -= 1;
        closeIfDone();
      });
    }
  });

  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          const address = server.address();
          resolve(typeof address === 'object' && address ? address.port : port);
        });
      }),
    stop: () =>
      new Promise((resolve) => {
        if (!server.listening) return resolve();
        const timer = setTimeout(() => server.closeAllConnections(), stopMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        stopping = true;
        closeIfDone();
      }),
  };
}
