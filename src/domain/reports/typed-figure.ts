import { readAmount } from '../money.ts';
import { fenPerStep } from './cell.ts';
import type { Indicator } from './indicators.ts';

export type TypedFigure = { ok: true; value: bigint } | { ok: false; reason: string };

const largestCount = 10_000_000n;

/**
 * Reads what was typed into the field of an indicator. An amount without a unit is in 万元, as the label says; a count is
 * a whole number. V1: finite, at most two decimals in 万元, not negative but for what may be (domain.md D2).
 */
export function readTypedFigure(
  { unit, mayBeNegative }: Pick<Indicator, 'unit' | 'mayBeNegative'>,
  typed: string,
): TypedFigure {
  const text = typed.normalize('NFKC').trim();
  const read = unit === 'WAN' ? readWan(text) : readCount(text);
  if (!read.ok || read.value >= 0n || mayBeNegative) return read;
  return { ok: false, reason: '不能为负数，请核对。' };
}

function readWan(text: string): TypedFigure {
  const amount = readAmount(text);
  if (!amount.ok) return amount;
  if (amount.fen % fenPerStep !== 0n) return { ok: false, reason: '以万元计最多保留两位小数，请核对。' };
  return { ok: true, value: amount.fen };
}

function readCount(text: string): TypedFigure {
  const digits = text.replace(/(?:人|名|位|件|项|个)$/u, '').trim();
  const plain = /^-?\d{1,3}(?:,\d{3})+$/u.test(digits) ? digits.replaceAll(',', '') : digits;
  if (!/^-?\d+(?:\.0+)?$/u.test(plain)) return { ok: false, reason: '应为整数，例如 46，请核对。' };
  const value = BigInt(plain.replace(/\.0+$/u, ''));
  if (value > largestCount) return { ok: false, reason: '数值过大，请核对。' };
  return { ok: true, value };
}
