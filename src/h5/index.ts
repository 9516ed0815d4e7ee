import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import helmet from 'koa-helmet';
import { UserError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { addApplicationRoutes } from './application-routes.ts';
import { assets } from './assets.ts';
import { addCalendarRoutes } from './calendar-routes.ts';
import { addDeadlineFormRoutes } from './deadline-form-routes.ts';
import { addDeadlineItemRoutes } from './deadline-item-routes.ts';
import { addDeadlineRoutes } from './deadline-routes.ts';
import type { PagesDeps } from './deps.ts';
import { ForeignForm } from './forms.ts';
import { addFundFormRoutes } from './fund-form-routes.ts';
import { addFundItemRoutes } from './fund-item-routes.ts';
import { addFundRoutes } from './fund-routes.ts';
import { addHomeRoutes } from './home-routes.ts';
import { addImportRoutes } from './import-routes.ts';
import { addIndicatorRoutes } from './indicator-routes.ts';
import { addLinkRoutes } from './link-routes.tsx';
import { addLoginRoutes } from './login-routes.tsx';
import { addOwnDeadlineListRoutes } from './own-deadline-list-routes.ts';
import { addOwnDeadlineRoutes } from './own-deadline-routes.ts';
import { addOwnFundRoutes } from './own-fund-routes.ts';
import { addOwnReportFileRoutes } from './own-report-file-routes.ts';
import { addOwnReportRoutes } from './own-report-routes.ts';
import { stopPage } from './pages/stop.tsx';
import { addReminderRulesRoutes } from './reminder-rules-routes.ts';
import { addReportItemRoutes } from './report-item-routes.ts';
import { addReportRoutes } from './report-routes.ts';
import { addReportTrendRoutes } from './report-trend-routes.ts';
import { createRoom, type Room, Stop } from './room.ts';

const yearSeconds = 365 * 24 * 60 * 60;

/** The pages for people, below PUBLIC_URL's `/h5`. Requests for anything else pass through. */
export function createPages(deps: PagesDeps): Middleware {
  const room = createRoom(deps);
  const { base } = room.at;
  const router = new Router({ prefix: base, sensitive: true });
  const logins = addLoginRoutes(router, room);
  addLinkRoutes(router, room, logins);
  addHomeRoutes(router, room);
  addImportRoutes(router, room);
  addApplicationRoutes(router, room);
  addFundRoutes(router, room);
  addFundFormRoutes(router, room);
  addFundItemRoutes(router, room);
  addOwnFundRoutes(router, room);
  addOwnReportRoutes(router, room);
  addOwnReportFileRoutes(router, room);
  addReportRoutes(router, room);
  addReportItemRoutes(router, room);
  addReportTrendRoutes(router, room);
  addIndicatorRoutes(router, room);
  addDeadlineRoutes(router, room);
  addReminderRulesRoutes(router, room);
  addOwnDeadlineListRoutes(router, room);
  addOwnDeadlineRoutes(router, room);
  addCalendarRoutes(router, room);
  addDeadlineFormRoutes(router, room);
  addDeadlineItemRoutes(router, room);
  for (const { name, type, content } of assets) {
    router.get(`/assets/${name}`, (ctx) => {
      ctx.type = type;
      ctx.body = content;
      ctx.set('Cache-Control', `public, max-age=${yearSeconds}, immutable`);
    });
  }
  const routes = router.routes();
  const plain = headers(room, "'none'");
  const withScript = headers(room, "'self'");

  return async (ctx, next) => {
    if (ctx.path !== base && !ctx.path.startsWith(`${base}/`)) return next();
    // Whose link or calendar it is stays out of the log.
    if (ctx.path.startsWith(room.at.link(''))) ctx.state.path = '/h5/l/…';
    if (ctx.path.startsWith(`${base}/calendar/`)) ctx.state.path = '/h5/calendar/…';
    ctx.state.requestId ??= newId();
    ctx.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow' });
    try {
      await routes(ctx as Parameters<typeof routes>[0], async () => undefined);
      if (ctx.status === 404 && ctx.body === undefined) throw nowhere();
    } catch (error) {
      await showFailure(room, ctx, error);
    }
    const { hasScript = false } = ctx.state as { hasScript?: boolean };
    await (hasScript ? withScript : plain)(ctx, async () => undefined);
  };
}

/** Nothing but our own style and, on the one page that asks DingTalk's client, our own script. */
function headers({ publicUrl }: Room, scriptSrc: string): Middleware {
  const isSecure = publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        scriptSrc: [scriptSrc],
      },
    },
    // Not no-referrer: with it a browser would say `Origin: null` of our own forms. To other sites nothing is said.
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: isSecure,
  });
}

function nowhere(): Stop {
  return new Stop(404, '没有这个页面', '请核对地址，或从首页进入。');
}

async function showFailure(room: Room, ctx: Context, error: unknown): Promise<void> {
  const stop = toStop(error);
  if (stop.status >= 500) {
    const { requestId } = ctx.state as { requestId: string };
    room.log.error({ err: error, requestId }, 'page failed');
  }
  if (stop.retryAfterMs !== null) ctx.set('Retry-After', String(Math.ceil(stop.retryAfterMs / 1000)));
  // What failed may be looking up who it is.
  (ctx.state as { session?: unknown }).session ??= null;
  await room.show(ctx, { status: stop.status, ...stopPage(stop) });
}

function toStop(error: unknown): Stop {
  if (error instanceof Stop) return error;
  if (error instanceof ForeignForm) return new Stop(403, '没有提交', '页面已过期，请返回上一页刷新后重新提交。');
  if (error instanceof UserError) return new Stop(400, '请核对', error.message);
  return new Stop(500, '暂时无法打开', '系统暂时无法处理，请稍后再试；如仍不行，请联系本局。', { cause: error });
}
