import { formatFigure } from './cell.ts';
import { fundSpentKey, type Indicator } from './indicators.ts';
import type { ReportedMonth } from './reports.ts';

/** A figure of many enterprises together. `withheld`: it would tell of one of them (domain.md G1). `none`: nobody reported. */
export type Aggregate =
  | { is: 'shown'; sum: bigint; enterprises: number }
  | { is: 'withheld'; enterprises: number }
  | { is: 'none' };

/** Of fewer nothing is told, nor where one has more than so many per cent of it. */
export const enterprisesAtLeast = 3;
export const sharePercentAtMost = 80n;

/** For the foot of a table. */
export const withheldNote = `“*”：报送企业不足${enterprisesAtLeast}家、单个企业占比超过${sharePercentAtMost}%，或可由其他合计推算，按规定不予显示。`;

/** What decides about a figure of many enterprises: how many they are, their sum, and how large the largest is among them. */
export interface Parts {
  enterprises: number;
  sum: bigint;
  /** Sum and largest of the sizes, without their signs: where losses are among them shares are of what lies on either side of zero. */
  sizes: bigint;
  largest: bigint;
}

export function aggregateOf({ enterprises, sum, sizes, largest }: Parts): Aggregate {
  if (enterprises === 0) return { is: 'none' };
  const isTelling = enterprises < enterprisesAtLeast || largest * 100n > sizes * sharePercentAtMost;
  return isTelling ? { is: 'withheld', enterprises } : { is: 'shown', sum, enterprises };
}

/**
 * Withholds further cells until none that is withheld follows from those that are shown.
 * @param relations each names cells of which any follows from the others: a total and its parts, 累计 of two months and
 * the month between. What is given up first stands first. One of which a cell is not known determines nothing.
 */
export function protect<K>(
  cells: ReadonlyMap<K, Aggregate>,
  relations: readonly (readonly K[])[],
): ReadonlyMap<K, Aggregate> {
  const safe = new Map(cells);
  const is = (key: K) => safe.get(key)?.is ?? 'none';
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const relation of relations) {
      if (relation.some((key) => is(key) === 'none')) continue;
      if (relation.filter((key) => is(key) === 'withheld').length !== 1) continue;
      const next = relation.find((key) => is(key) === 'shown');
      const cell = next === undefined ? undefined : safe.get(next);
      if (next === undefined || cell?.is !== 'shown') continue;
      safe.set(next, { is: 'withheld', enterprises: cell.enterprises });
      isSettled = false;
    }
  }
  return safe;
}

/** What may be told of it; null: withheld, or nothing there. */
export function sumShown(of: Aggregate): bigint | null {
  return of.is === 'shown' ? of.sum : null;
}

/** For tables: `320.00`, “*” where it is withheld, “—” where nobody reported. */
export function aggregateCell(indicator: Pick<Indicator, 'unit'>, of: Aggregate): string {
  return of.is === 'withheld' ? '*' : formatFigure(indicator, sumShown(of));
}

/** What an enterprise reported of an indicator in a month; of 科技专项资金支出 all its projects together. */
export function figureOf(
  { values }: Pick<ReportedMonth, 'values'>,
  { key }: Pick<Indicator, 'key'>,
  which: 'month' | 'total',
): bigint | null {
  const isOf = (one: string) => one === key || (key === fundSpentKey && one.startsWith(`${fundSpentKey}:`));
  const found = values.filter((value) => isOf(value.key)).flatMap((value) => value[which] ?? []);
  return found.length === 0 ? null : found.reduce((sum, one) => sum + one, 0n);
}
