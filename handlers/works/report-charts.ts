import { historyChartCard, progressChartCard, trendChartCard } from '../../cards/report-charts.ts';
import { reportName } from '../../cards/report-parts.ts';
import { type EnterpriseRef, isStaff } from '../../src/core/actor.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Context, Work } from '../../src/dispatch/intent.ts';
import { dateOf, formatDate, timeOf } from '../../src/domain/calendar.ts';
import { formatRate } from '../../src/domain/money.ts';
import { aggregateCell, figureOf, sumShown, withheldNote } from '../../src/domain/reports/aggregate.ts';
import { growthCell } from '../../src/domain/reports/growth.ts';
import { setFor } from '../../src/domain/reports/indicators.ts';
import { addPeriods, formatPeriod, isPeriod, type Period, periodsBetween } from '../../src/domain/reports/period.ts';
import { progressOf, standingRows } from '../../src/domain/reports/progress.ts';
import { trendOfSums, trendSince } from '../../src/domain/reports/trend.ts';

const asAtText = (now: Date) => `数据截至${formatDate(dateOf(now))} ${timeOf(now)}`;

/** How far the reports of a month are, for staff. */
export const reportProgressChart: Work = {
  name: 'report-progress-chart',
  permission: 'report.ask',
  async run(ctx, args) {
    assertStaff(ctx);
    const period = periodIn(args);
    const rows = standingRows(await ctx.reports.overview(period), period, dateOf(ctx.now));
    const { all, onTime, late, missing, returned, exempt } = progressOf(rows);
    const audit = [listFact(`${period} 进度图`)];
    const here = progressChartCard(period, all);
    if (all === 0) return { here, audit };
    // As on the card: of those who are not exempt.
    const rate = (count: number) => formatRate(BigInt(count), BigInt(all - exempt));
    const bytes = await ctx.charts.reportProgress({
      title: `${reportName(period)}填报进度`,
      summary: `应报${all}家${exempt > 0 ? `（其中免报${exempt}家）` : ''}，已报${onTime + late}家，上报率${rate(onTime + late)}`,
      subtitle: asAtText(ctx.now),
      groups: [
        { label: '按时', count: onTime, share: rate(onTime) },
        { label: '补报', count: late, share: rate(late) },
        { label: '未报', count: missing, share: rate(missing) },
        { label: '退回', count: returned, share: rate(returned) },
        { label: '免报', count: exempt, share: '不计比率' },
      ],
    });
    const attachmentId = await ctx.exchange.keep(ctx.doer, { name: `${period}月报填报进度.png`, bytes });
    return { here, attachmentId, audit };
  },
};

export async function leaveProgressChart(ctx: Context, period: Period): Promise<void> {
  await ctx.exchange.begin(ctx.doer, { to: ctx.sender, work: reportProgressChart.name, args: { period } });
}

const historyMonths = 12;

/** A year of one enterprise: a contact's own, for staff any. */
export const reportHistoryChart: Work = {
  name: 'report-history-chart',
  permission: 'report.ask',
  async run(ctx, args) {
    const to = periodIn(args);
    const { enterpriseId, name } = args;
    const own = ctx.actor.enterprises.find(({ id }) => id === enterpriseId);
    if (typeof enterpriseId !== 'string' || typeof name !== 'string' || !(own || isStaff(ctx.actor))) {
      throw new UserError('只能查看本企业的月报。');
    }
    const from = addPeriods(to, 1 - historyMonths);
    const reported = await ctx.reports.reported({ from, to, enterpriseId });
    const byPeriod = new Map(reported.map((one) => [one.period, one]));
    const figure = (period: Period, key: string) => {
      const month = byPeriod.get(period);
      return month ? figureOf(month, { key }, 'month') : null;
    };
    const of = { objectType: 'report', enterpriseId, detail: { scope: `${from} 至 ${to} 图` } };
    const audit = [{ action: 'report.read', result: 'allowed', ...of }] as const;
    const enterprise = own?.name ?? reported[0]?.enterprise.name ?? name;
    const here = historyChartCard(enterprise, { months: historyMonths, isDrawn: reported.length > 0 });
    if (reported.length === 0) return { here, audit };
    const bytes = await ctx.charts.reportHistory({
      title: `${enterprise}近${historyMonths}个月经营情况`,
      subtitle: `已提交的月报，${asAtText(ctx.now)}`,
      bars: '营业收入',
      line: '研发费用',
      months: periodsBetween(from, to).map((period) => ({
        period,
        bars: figure(period, 'revenue'),
        line: figure(period, 'rndExpense'),
      })),
    });
    const attachmentId = await ctx.exchange.keep(ctx.doer, { name: `${to}经营情况.png`, bytes });
    return { here, attachmentId, audit };
  },
};

/** @param period the last month that is drawn */
export async function leaveHistoryChart(ctx: Context, { id, name }: EnterpriseRef, period: Period): Promise<void> {
  const args = { enterpriseId: id, name, period };
  await ctx.exchange.begin(ctx.doer, { to: ctx.sender, work: reportHistoryChart.name, args });
}

const yearMonths = 12;

/** Zone totals of one indicator over twenty-five months, for staff: thirteen beside those of the year before. */
export const reportTrendChart: Work = {
  name: 'report-trend-chart',
  permission: 'report.ask',
  async run(ctx, args) {
    assertStaff(ctx);
    const period = periodIn(args);
    const indicator = setFor(await ctx.reports.sets(), period).indicators.find(({ key }) => key === args.key);
    if (!indicator) throw new UserError('没有这个指标，请发送“/指标”查看。');
    const span = { from: addPeriods(period, -2 * yearMonths), to: period };
    const sums = await ctx.reports.sums(indicator.key, { from: trendSince(span.from), to: span.to });
    const months = trendOfSums(indicator, sums, span);
    const audit = [listFact(`${span.from} 至 ${span.to} ${indicator.key} 图`)];
    const isDrawn = months.some(({ month }) => month.is !== 'none');
    const here = trendChartCard(indicator.label, period, isDrawn);
    if (!isDrawn) return { here, audit };
    const now = months.slice(yearMonths);
    const drawn = (month: (typeof months)[number] | undefined) =>
      month
        ? { value: sumShown(month.month), text: aggregateCell(indicator, month.month) }
        : { value: null, text: '—' };
    const isWithheld = months.some(({ month }) => month.is === 'withheld');
    const bytes = await ctx.charts.reportTrends({
      title: `开发区${indicator.label}合计趋势`,
      subtitle: `${indicator.kind === 'FLOW' ? '当月数' : '月末数'}，${asAtText(ctx.now)}`,
      unit: indicator.unit,
      now: `截至${formatPeriod(period)}`,
      before: '上年同期',
      months: now.map((month, n) => ({
        period: month.period,
        now: drawn(month),
        before: drawn(months[n]),
        growth: growthCell(month.onYear),
      })),
      notes: isWithheld ? [withheldNote] : [],
    });
    const attachmentId = await ctx.exchange.keep(ctx.doer, { name: `${period}${indicator.label}趋势.png`, bytes });
    return { here, attachmentId, audit };
  },
};

/** Leaves the picture to be drawn after the answer. @param period the last month that is drawn */
export async function leaveTrendChart(ctx: Context, indicatorKey: string, period: Period): Promise<void> {
  const args = { key: indicatorKey, period };
  await ctx.exchange.begin(ctx.doer, { to: ctx.sender, work: reportTrendChart.name, args });
}

function assertStaff({ actor }: Context): void {
  if (!isStaff(actor)) throw new UserError('月报汇总仅供开发区科技局工作人员查看。');
}

/** As it was stored; a job of another release may have something else. */
function periodIn({ period }: Readonly<Record<string, unknown>>): Period {
  if (typeof period !== 'string' || !isPeriod(period)) throw new UserError('请写明报告期，例如“2026-10”。');
  return period;
}

const listFact = (scope: string) =>
  ({ action: 'report.list', result: 'allowed', objectType: 'report-period', detail: { scope } }) as const;
