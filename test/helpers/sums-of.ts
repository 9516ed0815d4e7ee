import { grouped } from '../../src/core/grouped.ts';
import { figureOf, type Parts } from '../../src/domain/reports/aggregate.ts';
import type { Indicator } from '../../src/domain/reports/indicators.ts';
import type { PeriodSums, ReportedMonth } from '../../src/domain/reports/reports.ts';

/** What the database makes of them, computed here. @param values one of each enterprise */
export function partsOf(values: readonly bigint[]): Parts {
  const sizes = values.map((value) => (value < 0n ? -value : value));
  return {
    enterprises: values.length,
    sum: values.reduce((sum, value) => sum + value, 0n),
    sizes: sizes.reduce((sum, size) => sum + size, 0n),
    largest: sizes.reduce((most, size) => (size > most ? size : most), 0n),
  };
}

/** Of one indicator, month by month; months of which nobody reported it are absent. */
export function sumsOf(indicator: Pick<Indicator, 'key' | 'kind'>, reported: readonly ReportedMonth[]): PeriodSums[] {
  return [...grouped(reported, ({ period }) => period)].flatMap(([period, ofPeriod]): PeriodSums[] => {
    const parts = (which: 'month' | 'total') =>
      partsOf(ofPeriod.flatMap((one) => figureOf(one, indicator, which) ?? []));
    const sums = { period, month: parts('month'), total: parts('total') };
    return sums.month.enterprises + sums.total.enterprises > 0 ? [sums] : [];
  });
}
