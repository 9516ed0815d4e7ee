import { createServer, type Server } from 'node:http';
import Router from '@koa/router';
import Koa, { type Middleware } from 'koa';
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

/**
 * Nobody may keep us waiting for a request longer than this; looked at every so often (Node's own 30 s would make it 45).
 * A page that takes a file says so (`ctx.state.patienceMs`) and may wait for the body up to `uploadMs`.
 */
const defaultTimeouts = { requestMs: 15_000, uploadMs: 5 * 60_000, checkMs: 5_000 };
const stopMs = 10_000;
/** The client did, before there was an answer: as nginx logs it. */
const hungUp = 499;
/** Longer than proxies keep an idle connection (nginx: 60 s), or one may send into a connection that we just closed. */
const keepAliveMs = 75_000;

export function createHttpServer(options: {
  host: string;
  port: number;
  /** Path of PUBLIC_URL, without a slash at its end; a secret where it is hard to guess. */
  prefix: string;
  /** How many proxies stand in front. */
  trustProxy: number;
  log: Log;
  callbacks: CallbackOptions;
  operator: OperatorOptions;
  /** The pages for people (src/h5); lets everything else pass. */
  pages?: Middleware;
  timeouts?: { requestMs: number; uploadMs: number; checkMs: number };
}): HttpServer {
  const { host, port, prefix, trustProxy, log, callbacks, operator, pages, timeouts = defaultTimeouts } = options;
  const loggedPath = createPathLogger(prefix);
  const app = new Koa({ proxy: trustProxy > 0, maxIpsCount: trustProxy });
  app.on('error', (error: unknown) => log.warn({ err: error }, 'connection broke'));
  const operatorRouter = new Router();
  addOperatorPaths(operatorRouter, operator);
  // To the letter: what is hard to guess would be easier without its case.
  const publicRouter = new Router({ sensitive: true, ...(prefix === '' ? {} : { prefix }) });
  addCallbacks(publicRouter, callbacks);

  // Node's own limit is the same for all requests: here is the shorter one for those that bring no file.
  app.use((ctx, next) => {
    const cutOff = () => void (ctx.req.complete || ctx.req.destroy());
    let timer = setTimeout(() => {
      const { patienceMs = 0 } = ctx.state as { patienceMs?: number };
      if (patienceMs > timeouts.requestMs) timer = setTimeout(cutOff, patienceMs - timeouts.requestMs);
      else cutOff();
    }, timeouts.requestMs);
    ctx.res.once('close', () => clearTimeout(timer));
    return next();
  });
  app.use(async (ctx, next) => {
    const started = performance.now();
    const requestId = newId();
    ctx.state.requestId = requestId;
    try {
      await next();
    } catch (error) {
      const { path = loggedPath(ctx.path) } = ctx.state as { path?: string };
      log.error({ err: error, requestId, path }, 'request failed');
      // Not our answer to give: the platform delivers again.
      ctx.status = 503;
      ctx.body = '';
    }
    ctx.set('X-Request-Id', requestId);
    const ms = Math.round(performance.now() - started);
    // Without the query: it carries signatures.
    const { job, path = loggedPath(ctx.path) } = ctx.state as { job?: string | null; path?: string };
    const fields = { requestId, method: ctx.method, path, status: ctx.res.closed ? hungUp : ctx.status, ms };
    log.info(job ? { ...fields, job } : fields, 'request');
  });
  // Before the callbacks' router, which would have its say about methods. They set their own headers.
  if (pages) app.use(pages);
  // Callbacks are read by platforms: the headers below are for people's browsers.
  app.use(publicRouter.routes());
  app.use(publicRouter.allowedMethods());
  app.use(helmet());
  app.use(operatorRouter.routes());
  app.use(operatorRouter.allowedMethods());

  const { requestMs, uploadMs, checkMs } = timeouts;
  const server: Server = createServer(
    {
      requestTimeout: uploadMs,
      headersTimeout: requestMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: checkMs,
    },
    app.callback(),
  );

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

/** What of a path may be logged: the prefix is left out, wherever it stands and in whatever case it was tried. */
function createPathLogger(prefix: string): (path: string) => string {
  if (prefix === '') return (path) => path;
  const pattern = new RegExp(prefix.replaceAll(/[^\w/]/gu, '\\$&'), 'gi');
  return (path) => path.replaceAll(pattern, '') || '/';
}
