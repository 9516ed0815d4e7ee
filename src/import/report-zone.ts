import type { CellToWrite, SheetToWrite } from '../documents/write-xlsx.ts';
import { exactWan } from '../domain/money.ts';
import { type Aggregate, aggregateCell } from '../domain/reports/aggregate.ts';
import { growthCell } from '../domain/reports/growth.ts';
import { type Indicator, unitLabels } from '../domain/reports/indicators.ts';
import type { Period } from '../domain/reports/period.ts';
import type { Reports } from '../domain/reports/reports.ts';
import { trendOfSums, trendSince } from '../domain/reports/trend.ts';

/** 开发区合计: by indicator and month, with what may not be told withheld. */
export function zoneSheet(
  reports: Pick<Reports, 'sums'>,
  indicators: readonly Indicator[],
  span: { from: Period; to: Period },
): SheetToWrite {
  async function* rows(): AsyncGenerator<CellToWrite[]> {
    for (const indicator of indicators) {
      const { key, label, unit, kind } = indicator;
      const sums = await reports.sums(key, { from: trendSince(span.from), to: span.to });
      for (const { period, month, total, onMonth, onYear, totalOnYear } of trendOfSums(indicator, sums, span)) {
        const flow = kind === 'FLOW';
        yield [
          label,
          unitLabels[unit],
          period,
          { number: String(month.is === 'none' ? 0 : month.enterprises), whole: true },
          totalCell(indicator, month),
          growthCell(onMonth),
          growthCell(onYear),
          flow ? totalCell(indicator, total) : '—',
          flow ? growthCell(totalOnYear) : '—',
        ];
      }
    }
  }
  return {
    name: '开发区合计',
    frozenColumns: 3,
    columns: [
      { header: '指标', width: 26 },
      { header: '单位', width: 8 },
      { header: '报告期', width: 10 },
      { header: '报送企业数', width: 12 },
      { header: '本月（月末）', width: 16 },
      { header: '环比', width: 12 },
      { header: '同比', width: 12 },
      { header: '本年累计', width: 16 },
      { header: '累计同比', width: 12 },
    ],
    rows: rows(),
  };
}

/** A number where it is shown, “*” or “—” where it is not. */
function totalCell({ unit }: Indicator, of: Aggregate): CellToWrite {
  if (of.is !== 'shown') return aggregateCell({ unit }, of);
  return unit === 'WAN' ? { number: exactWan(of.sum) } : { number: of.sum.toString(), whole: true };
}
