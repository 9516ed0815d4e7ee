import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Router from '@koa/router';
import type { Context } from 'koa';
import { safeEqual } from '../core/safe-equal.ts';
import type { Metrics } from './metrics.ts';

export interface OperatorOptions {
  metrics: Metrics;
  metricsToken: string | undefined;
  dataDir: string;
  /** What has to hold before callbacks may come, by name. */
  readiness(): Promise<Readonly<Record<string, boolean>>>;
}

/** The paths for who runs the program. They stay at the root whatever PUBLIC_URL says. */
export function addOperatorPaths(router: Router, options: OperatorOptions): void {
  const { metrics, metricsToken, dataDir, readiness } = options;

  router.get('/healthz', (ctx) => {
    ctx.body = 'ok';
  });

  router.get('/readyz', async (ctx) => {
    const state = await readiness();
    ctx.status = Object.values(state).every(Boolean) ? 200 : 503;
    ctx.body = state;
  });

  router.get('/metrics', async (ctx) => {
    if (!mayReadMetrics(ctx, metricsToken)) {
      ctx.status = 403;
      ctx.body = '';
      return;
    }
    ctx.type = metrics.contentType;
    ctx.body = await metrics.render();
  });

  // WeCom's proof that the domain is ours: a file that its console hands out, put into DATA_DIR.
  router.get(/^\/(WW_verify_[A-Za-z0-9]{1,64}\.txt)$/, async (ctx) => {
    const [name = ''] = ctx.captures ?? [];
    const content = await readFile(join(dataDir, name)).catch(() => null);
    if (content === null) return;
    ctx.type = 'text/plain';
    ctx.body = content;
  });
}

const forwardingHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];
const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

function mayReadMetrics(ctx: Context, token: string | undefined): boolean {
  if (token !== undefined) return safeEqual(ctx.get('authorization'), `Bearer ${token}`);
  const forwarded = forwardingHeaders.some((name) => ctx.get(name) !== '');
  return !forwarded && loopback.has(ctx.socket.remoteAddress ?? '');
}
