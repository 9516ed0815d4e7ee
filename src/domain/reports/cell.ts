import { type Fen, formatWan, textWan } from '../money.ts';
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

/** For running text, with its unit: `320万元`, `46人`. */
export function spokenFigure({ unit }: Measured, value: bigint): string {
  return unit === 'WAN' ? textWan(value) : `${value}${unitLabels[unit]}`;
}

/** As it is typed into a form: `320.5`, `46`; '' where there is none. */
export function figureAsTyped({ unit }: Measured, value: bigint | null): string {
  if (value === null) return '';
  return unit === 'WAN' ? formatWan(value).replace(/\.?0+$/u, '') : value.toString();
}

export function isSameCell(one: Cell | undefined, other: Cell | undefined): boolean {
  return (one?.month ?? null) === (other?.month ?? null) && (one?.total ?? null) === (other?.total ?? null);
}
