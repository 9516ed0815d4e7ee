import type Router from '@koa/router';
import type { Context } from 'koa';
import getRawBody from 'raw-body';
import type { Clock } from '../core/clock.ts';
import type { CallbackReply, Endpoint, Opened } from '../core/endpoint.ts';
import { Refusal } from '../core/errors.ts';
import type { InboundEvent } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from './metrics.ts';

/** The longest message either platform delivers is far below this, encryption and base64 included. */
const bodyBytesAtMost = 512 * 1024;

export interface CallbackOptions {
  endpoints: readonly Endpoint[];
  receive(event: InboundEvent): Promise<{ job: string | null; inline: unknown; settled(left: boolean): void }>;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

/** Puts the platforms' callback addresses on a router. */
export function addCallbacks(router: Router, options: CallbackOptions): void {
  const { endpoints, receive, clock, log, metrics } = options;

  /** Runs a step of a callback; what is refused is answered with its bare status. */
  async function guarded(ctx: Context, endpoint: Endpoint, step: () => Promise<void>): Promise<void> {
    const started = performance.now();
    try {
      await step();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      metrics.countRefused(endpoint.path, error.reason);
      log.warn({ path: endpoint.path, reason: error.reason, ip: ctx.ip }, 'callback refused');
      ctx.status = error.status;
      ctx.body = '';
      // The rest of a body that was too large: read and forgotten, so that the sender sees the answer.
      ctx.req.resume();
    } finally {
      metrics.observeCallback(endpoint.path, (performance.now() - started) / 1000);
    }
  }

  for (const endpoint of endpoints) {
    const { verify } = endpoint;
    if (verify) {
      router.get(endpoint.path, (ctx) => guarded(ctx, endpoint, async () => respond(ctx, verify(flat(ctx.query)))));
    }
    router.post(endpoint.path, (ctx) =>
      guarded(ctx, endpoint, async () => {
        const body = await readBody(ctx);
        const opened = endpoint.open({ query: flat(ctx.query), headers: flat(ctx.headers), body, now: clock.now() });
        if (!isOpened(opened)) return respond(ctx, opened);
        const { job, inline, settled } = await receive(opened.event);
        // What a person quotes is the job's id: the request's line in the log names it.
        ctx.state.job = job;
        // `close` follows `finish`; alone it means that the platform hung up first, perhaps while we were deciding.
        if (ctx.res.closed) return settled(false);
        let left = false;
        // `finish` and `writableFinished` also come of a write that broke (up to Node 22).
        ctx.res.once('finish', () => {
          left = !ctx.req.socket.errored && !ctx.req.socket.destroyed;
        });
        ctx.res.once('close', () => settled(left));
        respond(ctx, opened.reply(inline));
      }),
    );
  }
}

function isOpened(result: Opened | CallbackReply): result is Opened {
  return 'event' in result;
}

function respond(ctx: Context, { contentType, body }: CallbackReply): void {
  ctx.status = 200;
  ctx.type = contentType;
  ctx.body = body;
}

async function readBody(ctx: Context): Promise<string> {
  try {
    return await getRawBody(ctx.req, { limit: bodyBytesAtMost, length: ctx.request.length ?? null, encoding: 'utf8' });
  } catch (error) {
    const tooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large';
    throw tooLarge ? new Refusal(413, 'too-large', error) : new Refusal(400, 'malformed', error);
  }
}

/** The first value of each name; a name given twice is nobody's convention. */
function flat(values: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name, first]];
    }),
  );
}
