import { exactWan, type Fen, formatWan } from '../money.ts';
import { type Indicator, unitLabels } from './indicators.ts';

/**
 * What is reported for one indicator. Amounts in 分, counts as they are. Of a stock only `month` is used: what there is at
 * the end of the month.
 */
export interface Cell {
  month: bigint | null;
  /** 本年累计 */
  total: bigint | null;
}

export type Cells = ReadonlyMap<string, Cell>;

/** V1: at most two decimals in 万元, which is a whole number of hundreds of 元. */
export const fenPerStep: Fen = 10_000n;

type Measured = Pick<Indicator, 'unit'>;

/** For tables: `320.00`, `46`; “—” where there is none. */
export function formatFigure({ unit }: Measured, value: bigint | null): string {
  if (value === null) return '—';
  return unit === 'WAN' ? formatWan(value) : value.toString();
}

/** For running text, with its unit: `320万元`, `46人`. Not rounded: what is read back to be confirmed is what was typed. */
export function spokenFigure({ unit }: Measured, value: bigint): string {
  return unit === 'WAN' ? `${exactWan(value)}万元` : `${value}${unitLabels[unit]}`;
}

/** As it is typed into a form: `320.5`, `46`; '' where there is none. Not rounded: V1 has to find what was typed. */
export function figureAsTyped({ unit }: Measured, value: bigint | null): string {
  if (value === null) return '';
  return unit === 'WAN' ? exactWan(value) : value.toString();
}

export function isSameCell(one: Cell | undefined, other: Cell | undefined): boolean {
  return (one?.month ?? null) === (other?.month ?? null) && (one?.total ?? null) === (other?.total ?? null);
}
