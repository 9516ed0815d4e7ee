import type Router from '@koa/router';
import type { Context } from 'koa';
import { isStaff } from '../core/actor.ts';
import { dateOf } from '../domain/calendar.ts';
import { may } from '../domain/permissions.ts';
import { isPeriod, lastPeriod, type Period } from '../domain/reports/period.ts';
import { isIn, progressOf, standingRows } from '../domain/reports/progress.ts';
import { opennessOf } from '../domain/reports/window.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { periodIn } from './own-report-routes.ts';
import { listsShown, reportOverviewPage } from './pages/report-overview.tsx';
import type { Room } from './room.ts';
import type { Target } from './targets.ts';

/** 月报 for staff: how far a period has come, and who of it is to be looked at. */
export function addReportRoutes(router: Router, room: Room): void {
  const { at, visitors, stores, clock } = room;

  async function show(ctx: Context, session: WebSession, period: Period): Promise<void> {
    const now = clock.now();
    const today = dateOf(now);
    const list = listsShown.find((one) => one === ctx.query.list) ?? null;
    const search = typeof ctx.query.q === 'string' ? ctx.query.q.normalize('NFKC').trim().slice(0, 50) : '';
    await room.recordAudit(visitors.doer(ctx, session), [
      { action: 'report.list', result: 'allowed', detail: { period, ...(list === null ? {} : { list }) } },
    ]);
    const all =
      opennessOf(period, today, []) !== 'future'
        ? standingRows(await stores.reports.overview(period), period, today)
        : [];
    const rows = all.filter((row) => (list === null || isIn(row, list)) && row.enterprise.name.includes(search));
    await room.show(
      ctx,
      reportOverviewPage({
        ...{ period, list, search, rows, now, part: Number(/^\d{1,4}$/u.exec(String(ctx.query.page))?.[0] ?? 1) },
        progress: progressOf(all),
        latest: lastPeriod(now),
        at,
        mayManage: may(session.actor.role, 'indicator.manage'),
      }),
    );
  }

  router.get('/reports', async (ctx) => {
    const session = await reportReader(room, ctx, 'reports');
    if (!session) return;
    // The field of the page's form: another month.
    const wanted = typeof ctx.query.period === 'string' ? ctx.query.period : '';
    const period = isPeriod(wanted) ? wanted : lastPeriod(clock.now());
    await show(ctx, session, period);
  });

  router.get('/reports/:period', async (ctx) => {
    const period = periodIn(ctx);
    const session = await reportReader(room, ctx, targetOf(period));
    if (session) await show(ctx, session, period);
  });
}

export function targetOf(period: Period): Target {
  return `reportsOf-${Number(period.replace('-', ''))}`;
}

/** Somebody of the bureau who may read reports. Null: the answer is on its way. @throws Stop for everybody else, on record */
export async function reportReader(room: Room, ctx: Context, target: Target): Promise<WebSession | null> {
  const session = await room.visitor(ctx, target);
  if (!session || (isStaff(session.actor) && may(session.actor.role, 'report.ask'))) return session;
  return room.refuse(ctx, session, '月报', '您的角色不能查看月报台账。如工作需要，请联系本局管理员。');
}
