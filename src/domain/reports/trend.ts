import { type Aggregate, aggregateOf, protect, sumShown } from './aggregate.ts';
import { type Growth, growthOf } from './growth.ts';
import type { Indicator } from './indicators.ts';
import { addPeriods, monthOfPeriod, type Period, periodsBetween } from './period.ts';
import type { PeriodSums } from './reports.ts';

/** All enterprises together in a month. */
export interface TrendMonth {
  period: Period;
  /** Of a stock what there was at the end. */
  month: Aggregate;
  /** 本年累计; none of a stock. */
  total: Aggregate;
  /** 环比 and 同比 of `month`, 累计同比 of `total`. */
  onMonth: Growth;
  onYear: Growth;
  totalOnYear: Growth;
}

/**
 * From when on reports are read for a span: a year before, to compare with, from its January on. Begun in the middle of a
 * year, one span would show what another withholds.
 */
export function trendSince(from: Period): Period {
  return `${addPeriods(from, -12).slice(0, 4)}-01`;
}

/** Sums of quite other circles of enterprises say nothing of growth: the smaller has to be four fifths of the larger. */
function isComparable(one: Aggregate, other: Aggregate): boolean {
  if (one.is === 'none' || other.is === 'none') return false;
  const [few = 0, many = 0] = [one.enterprises, other.enterprises].sort((a, b) => a - b);
  return few * 5 >= many * 4;
}

export const comparableNote = '两期报送企业数相差超过两成的不计算增幅。';

/**
 * Zone totals of one indicator. What is told of a month may not be computed from what is told of others, so months and
 * cumulative sums are protected together, over everything that was read.
 * @param sums of what is in force from `trendSince` on, made by the database (Reports.sums)
 */
export function trendOfSums(
  indicator: Pick<Indicator, 'key' | 'kind'>,
  sums: readonly PeriodSums[],
  { from, to }: { from: Period; to: Period },
): TrendMonth[] {
  const byPeriod = new Map(sums.map((one) => [one.period, one]));
  const of = (period: Period, which: 'month' | 'total'): Aggregate => {
    const parts = byPeriod.get(period)?.[which];
    return parts ? aggregateOf(parts) : { is: 'none' };
  };
  const cells = new Map<string, Aggregate>();
  const relations: string[][] = [];
  for (const period of periodsBetween(trendSince(from), to)) {
    cells.set(`month ${period}`, of(period, 'month'));
    if (indicator.kind === 'STOCK') continue;
    cells.set(`total ${period}`, of(period, 'total'));
    const before = monthOfPeriod(period) === 1 ? [] : [`total ${addPeriods(period, -1)}`];
    relations.push([`total ${period}`, `month ${period}`, ...before]);
  }
  const safe = protect(cells, relations);
  const at = (which: 'month' | 'total', period: Period) => safe.get(`${which} ${period}`) ?? { is: 'none' as const };
  const growth = (which: 'month' | 'total', period: Period, back: number) => {
    const [now, before] = [at(which, period), at(which, addPeriods(period, -back))];
    return growthOf(indicator, { now: sumShown(now), before: isComparable(now, before) ? sumShown(before) : null });
  };
  return periodsBetween(from, to).map((period) => ({
    period,
    month: at('month', period),
    total: at('total', period),
    onMonth: growth('month', period, 1),
    onYear: growth('month', period, 12),
    totalOnYear: growth('total', period, 12),
  }));
}
