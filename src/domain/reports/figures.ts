import type { AskedIndicator } from './asked.ts';
import { type Cells, spokenFigure } from './cell.ts';
import type { Checked } from './checks.ts';
import { baseOf } from './complete.ts';

/** One of the two numbers of an indicator, by what it is called on the form; a stock has no name for its one. */
export interface Part {
  name: '' | '本月数' | '本年累计';
  value: bigint;
}

/** An indicator with everything that its figures are held against. Amounts in 分, counts as they are. */
export interface Figure {
  indicator: AskedIndicator;
  key: string;
  /** For sentences: `“营业收入”` */
  name: string;
  month: bigint | null;
  /** 本年累计; null of a stock */
  total: bigint | null;
  /** 本年累计 of the month before, 0 in January; null: not known, or a stock. */
  base: bigint | null;
  /** The month's figure a month ago. */
  lastMonth: bigint | null;
  /** The month's figure a year ago. */
  lastYear: bigint | null;
  /** The numbers that somebody answers for: what only follows from them is not held against people a second time. */
  stated: readonly Part[];
}

/** By key, in the order of the form. */
export type Figures = ReadonlyMap<string, Figure>;

export function figuresOf({ asked, cells, period, previous, lastYear, given, mode }: Checked): Figures {
  const figures = new Map<string, Figure>();
  for (const indicator of asked) {
    const { key, kind, label } = indicator;
    const month = cells.get(key)?.month ?? null;
    const total = kind === 'STOCK' ? null : (cells.get(key)?.total ?? null);
    const base = kind === 'STOCK' ? null : baseOf(period, key, previous);
    const lastMonth = previous?.get(key)?.month ?? null;
    const figure = { indicator, key, name: `“${label}”`, month, total, base, lastMonth };
    const stated = statedParts(figure, given, mode);
    figures.set(key, { ...figure, lastYear: lastYear?.get(key)?.month ?? null, stated });
  }
  return figures;
}

type Numbers = Pick<Figure, 'indicator' | 'key' | 'month' | 'total' | 'base'>;

/**
 * Where the two numbers fit together one of them may have been worked out from the other. Which one is known from what was
 * typed (`given`); where that is not handed over, a cumulative figure that falls within the year counts as typed, else the
 * month's. In a correction both are stated: a fall is allowed there, a negative month is not.
 */
function statedParts(
  { indicator, key, month, total, base }: Numbers,
  given: Cells | undefined,
  mode: Checked['mode'],
): Part[] {
  if (indicator.kind === 'STOCK') return month === null ? [] : [{ name: '', value: month }];
  const both: Part[] = [];
  if (month !== null) both.push({ name: '本月数', value: month });
  if (total !== null) both.push({ name: '本年累计', value: total });
  if (base === null || month === null || total !== base + month || mode === 'correction') return both;
  const typed = given?.get(key);
  const hasMonth = typed ? typed.month !== null : base === 0n || month >= 0n;
  const hasTotal = typed ? typed.total !== null : !hasMonth;
  const stated = both.filter(({ name }) => (name === '本月数' ? hasMonth : hasTotal));
  return stated.length > 0 ? stated : both;
}

/** `本月数320万元`, of a stock `46人`. */
export function spokenPart({ indicator }: Pick<Figure, 'indicator'>, { name, value }: Part): string {
  return `${name}${spokenFigure(indicator, value)}`;
}

export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
