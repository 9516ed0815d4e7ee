import type Router from '@koa/router';
import type { Context } from 'koa';
import { builtInSet, type Indicator, setFor } from '../domain/reports/indicators.ts';
import { addPeriods, isPeriod, lastPeriod } from '../domain/reports/period.ts';
import { trendOfSums, trendSince } from '../domain/reports/trend.ts';
import { reportTrendsPage, spans } from './pages/report-trends.tsx';
import { reportReader } from './report-routes.ts';
import type { Room } from './room.ts';

/** 全区走势: zone totals of one indicator over months, for staff. */
export function addReportTrendRoutes(router: Router, room: Room): void {
  const { at, visitors, stores, clock } = room;
  const { reports } = stores;

  router.get('/report-trends', async (ctx) => {
    const session = await reportReader(room, ctx, 'reportTrends');
    if (!session) return;
    const latest = lastPeriod(clock.now());
    const asked = text(ctx, 'to');
    const to = isPeriod(asked) && asked <= latest ? asked : latest;
    // Also what is not asked any more: it was reported once.
    const { indicators } = setFor(await reports.sets(), latest);
    const indicator = indicators.find(({ key }) => key === text(ctx, 'of')) ?? indicators[0] ?? revenue;
    const months = spans.find((one) => String(one) === text(ctx, 'months')) ?? spans[0];
    const span = { from: addPeriods(to, 1 - months), to };
    await room.recordAudit(visitors.doer(ctx, session), [
      { action: 'report.list', result: 'allowed', detail: { trend: indicator.key, ...span } },
    ]);
    const sums = await reports.sums(indicator.key, { from: trendSince(span.from), to });
    const rows = trendOfSums(indicator, sums, span);
    await room.show(
      ctx,
      reportTrendsPage({ indicator, indicators, rows, months, to, latest, now: clock.now(), address: at.reportTrends }),
    );
  });
}

const [revenue] = builtInSet.indicators as readonly [Indicator, ...Indicator[]];

function text(ctx: Context, name: string): string {
  const value = ctx.query[name];
  return typeof value === 'string' ? value : '';
}
