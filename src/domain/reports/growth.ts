import { divideHalfUp } from '../money.ts';
import type { Indicator } from './indicators.ts';

/**
 * How a figure stands to an earlier one (domain.md G3). rate: (now − before) ÷ before. word: what is said of a profit instead,
 * where one side is a loss. none: nothing to compare with, or a base of zero or below.
 */
export type Growth =
  | { is: 'rate'; change: bigint; base: bigint }
  | { is: 'word'; word: '扭亏为盈' | '由盈转亏' | '减亏' | '增亏' | '持平' }
  | { is: 'none' };

const none: Growth = { is: 'none' };

/** 同比 and 环比, by what the earlier figure is of. Null: not known, or withheld. */
export function growthOf(
  { key }: Pick<Indicator, 'key'>,
  { now, before }: { now: bigint | null; before: bigint | null },
): Growth {
  if (now === null || before === null) return none;
  const isProfit = key === 'totalProfit';
  if (isProfit && before < 0n) return { is: 'word', word: ofLoss(now, before) };
  if (isProfit && before > 0n && now < 0n) return { is: 'word', word: '由盈转亏' };
  return before > 0n ? { is: 'rate', change: now - before, base: before } : none;
}

/** A loss that is made up without a profit is a smaller loss. */
function ofLoss(now: bigint, before: bigint) {
  if (now > 0n) return '扭亏为盈';
  if (now === before) return '持平';
  return now > before ? '减亏' : '增亏';
}

/** For running text, one decimal: `增长12.3%`, `下降5.0%`, `持平`, `扭亏为盈`; “—” where nothing can be said. */
export function growthText(growth: Growth): string {
  if (growth.is === 'none') return '—';
  if (growth.is === 'word') return growth.word;
  const tenths = divideHalfUp(growth.change * 1_000n, growth.base);
  if (tenths === 0n) return '持平';
  return `${tenths > 0n ? '增长' : '下降'}${decimal(tenths > 0n ? tenths : -tenths, 1)}%`;
}

/** For tables, two decimals: `12.30%`, `-5.00%`, `0.00%`, `减亏`. */
export function growthCell(growth: Growth): string {
  if (growth.is === 'none') return '—';
  if (growth.is === 'word') return growth.word;
  const hundredths = divideHalfUp(growth.change * 10_000n, growth.base);
  return `${hundredths < 0n ? '-' : ''}${decimal(hundredths < 0n ? -hundredths : hundredths, 2)}%`;
}

/** 123n with one decimal: `12.3`. */
function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
