import { setImmediate } from 'node:timers/promises';
import type { CellToWrite, SheetToWrite } from '../documents/write-xlsx.ts';
import { dateOf, formatDate, timeOf } from '../domain/calendar.ts';
import { exactWan } from '../domain/money.ts';
import { growthCell, growthOf } from '../domain/reports/growth.ts';
import { type Indicator, setFor, unitLabels } from '../domain/reports/indicators.ts';
import { addPeriods, formatPeriod, type Period, periodsBetween } from '../domain/reports/period.ts';
import { submissionKindLabels } from '../domain/reports/record.ts';
import { isOwed, reportStatusLabels, statusOf } from '../domain/reports/status.ts';
import { windowOf } from '../domain/reports/window.ts';
import { createReports } from '../store/reports/reports.ts';
import type { StoreDeps } from '../store/store-deps.ts';
import { createFigureTable } from './figure-table.ts';
import { exportNotes } from './report-notes.ts';
import { type ExportedReport, exportedReports, reporters } from './report-rows.ts';
import { zoneSheet } from './report-zone.ts';

/**
 * The sheets of an export, read as they are written, in their order: the first one keeps the figures that the second one
 * turns round.
 */
export async function reportSheets(
  deps: StoreDeps,
  { from, to, at }: { from: Period; to: Period; at: Date },
): Promise<{ sheets: readonly SheetToWrite[]; counts(): { enterprises: number; rows: number } }> {
  const reports = createReports(deps);
  const periods = periodsBetween(from, to);
  const sets = await reports.sets();
  const indicators = indicatorsOf((period) => setFor(sets, period).indicators, periods);
  const today = dateOf(at);
  // What 环比 and 同比 of the last month compare with.
  const bases = [addPeriods(to, -1), addPeriods(to, -12)].filter((one) => !periods.includes(one));
  const enterprises = await reporters(deps.sql, periods);
  const table = createFigureTable(enterprises.length, [...periods, ...bases]);
  let rows = 0;

  async function* byEnterprise(): AsyncGenerator<CellToWrite[]> {
    for await (const report of exportedReports(deps.sql, enterprises, [...periods, ...bases])) {
      for (const [key, { month }] of report.figures) {
        if (month !== null) table.set(key, report.index, report.period, month);
      }
      if (!periods.includes(report.period)) continue;
      rows += 1;
      yield reportRow(report, indicators, today);
    }
  }

  function* byIndicator(): Generator<CellToWrite[]> {
    for (const indicator of indicators) {
      const { key, label, unit } = indicator;
      for (const [index, { name }] of enterprises.entries()) {
        const figures = periods.map((period) => table.get(key, index, period));
        if (figures.every((one) => one === null)) continue;
        const now = figures.at(-1) ?? null;
        const growth = (back: number) =>
          growthCell(growthOf(indicator, { now, before: table.get(key, index, addPeriods(to, -back)) }));
        yield [label, unitLabels[unit], name, ...figures.map(figureCell(indicator)), growth(1), growth(12)];
      }
    }
  }

  async function* missing(): AsyncGenerator<CellToWrite[]> {
    for (const period of periods) {
      const { opensOn, closesOn } = windowOf(period);
      if (today < opensOn) continue;
      // One month of all enterprises is read at a stretch.
      await setImmediate();
      for (const { enterprise, record, isReachable } of await reports.overview(period)) {
        const status = statusOf(record, period, today);
        if (!isOwed(status)) continue;
        const due = record?.returned?.dueOn ?? closesOn;
        yield [period, enterprise.name, reportStatusLabels[status], due, isReachable ? '是' : '否'];
      }
    }
  }

  const sheets: SheetToWrite[] = [
    { name: '按企业', frozenColumns: 2, columns: enterpriseColumns(indicators), rows: byEnterprise() },
    {
      name: '按指标',
      frozenColumns: 3,
      columns: [
        { header: '指标', width: 26 },
        { header: '单位', width: 8 },
        { header: '企业', width: 36 },
        ...periods.map((period) => ({ header: formatPeriod(period), width: 14 })),
        { header: `${formatPeriod(to)}环比`, width: 16 },
        { header: `${formatPeriod(to)}同比`, width: 16 },
      ],
      rows: byIndicator(),
    },
    zoneSheet(reports, indicators, { from, to }),
    {
      name: '未报名单',
      columns: [
        { header: '报告期', width: 10 },
        { header: '企业', width: 36 },
        { header: '状态', width: 12 },
        { header: '截止日期', width: 12 },
        { header: '能否在线通知', width: 14 },
      ],
      rows: missing(),
    },
    exportNotes({ from, to, asAt: `${formatDate(today)} ${timeOf(at)}`, indicators }),
  ];
  return { sheets, counts: () => ({ enterprises: enterprises.length, rows }) };
}

/** All that are asked in these months, in the order of the latest form. */
function indicatorsOf(of: (period: Period) => readonly Indicator[], periods: readonly Period[]): Indicator[] {
  const found = new Map<string, Indicator>();
  for (const indicator of periods.toReversed().flatMap(of)) {
    if (!found.has(indicator.key)) found.set(indicator.key, indicator);
  }
  return [...found.values()];
}

function enterpriseColumns(indicators: readonly Indicator[]): SheetToWrite['columns'] {
  return [
    { header: '企业', width: 36 },
    { header: '报告期', width: 10 },
    { header: '状态', width: 12 },
    { header: '回执编号', width: 16 },
    { header: '提交时间', width: 18 },
    { header: '是否按时', width: 10 },
    { header: '类型', width: 10 },
    { header: '提交次数', width: 10 },
    { header: '代填', width: 8 },
    { header: '原因', width: 24 },
    { header: '沿用指标', width: 30 },
    ...indicators.flatMap(({ label, unit, kind }) =>
      (kind === 'STOCK' ? ['月末'] : ['本月', '累计']).map((which) => ({
        header: `${label}（${unitLabels[unit]}）${which}`,
        width: 18,
      })),
    ),
  ];
}

function reportRow(report: ExportedReport, indicators: readonly Indicator[], today: string): CellToWrite[] {
  const { enterprise, period, receipt, submission, figures, carried } = report;
  const labels = indicators.filter(({ key }) => carried.includes(key)).map(({ label }) => label);
  return [
    enterprise,
    period,
    reportStatusLabels[statusOf(report, period, today)],
    receipt?.id ?? null,
    receipt && `${dateOf(receipt.at)} ${timeOf(receipt.at)}`,
    submission && (submission.isLate ? '逾期补报' : '按时'),
    submission && submissionKindLabels[submission.kind],
    receipt && { number: String(receipt.number), whole: true },
    receipt && (receipt.onBehalf ? '是' : '否'),
    receipt?.reason ?? null,
    labels.join('、'),
    ...indicators.flatMap((indicator) => {
      const { month = null, total = null } = figures.get(indicator.key) ?? {};
      const cell = figureCell(indicator);
      return indicator.kind === 'STOCK' ? [cell(month)] : [cell(month), cell(total)];
    }),
  ];
}

/** A number in digits, as exact as it is kept. */
const figureCell =
  ({ unit }: Pick<Indicator, 'unit'>) =>
  (value: bigint | null): CellToWrite => {
    if (value === null) return null;
    return unit === 'WAN' ? { number: exactWan(value) } : { number: value.toString(), whole: true };
  };
