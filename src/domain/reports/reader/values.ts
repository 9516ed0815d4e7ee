import { readAmount } from '../../money.ts';
import { fenPerStep } from '../cell.ts';
import type { Indicator } from '../indicators.ts';
import { one } from './digits.ts';
import type { Quantity } from './quantity.ts';
import { ask } from './questions.ts';

/** A number as the value of an indicator, or what is to be asked. */
export type Valued = { ok: true; value: bigint; isBare: boolean; isSmall: boolean } | { ok: false; question: string };

export interface Measured {
  indicator: Indicator;
  quantity: Quantity;
  /** The unit that stands beside the label: 营业收入（万元） */
  labelUnit: string | null;
  /** 单位：千元, of the whole message */
  heading: string | null;
  /** 亏损 */
  isLoss: boolean;
  /** As it was said, for the question. */
  said: string;
}

const countMeasures = {
  PERSON: ['PERSON', 'ANY'],
  PIECE: ['PIECE', 'ITEM', 'ANY'],
  ITEM: ['PIECE', 'ITEM', 'ANY'],
} as const;

function decimalOf(scaled: bigint): string {
  const digits = scaled.toString().padStart(13, '0');
  return `${digits.slice(0, -12)}.${digits.slice(-12)}`.replace(/\.?0+$/u, '');
}

/** domain.md V1 and D4: what fits the indicator is taken exactly, everything else is asked. */
export function measure(measured: Measured): Valued {
  const { indicator, quantity, isLoss, said } = measured;
  const refuse = (question: string): Valued => ({ ok: false, question });
  if (quantity.scaled === null) return refuse(ask.broken(said, indicator));
  if (quantity.isVague) return refuse(ask.hedged(said, indicator));
  const isMinus = quantity.sign === 'minus' || quantity.sign === 'spaced' || quantity.sign === 'dash';
  if (!indicator.mayBeNegative && (isMinus || isLoss)) return refuse(ask.negative(said, indicator));
  if (isLoss && isMinus) return refuse(ask.twiceNegative(said, indicator));
  if (quantity.sign === 'spaced' || quantity.sign === 'dash') return refuse(ask.dash(said, indicator));
  const read = indicator.unit === 'WAN' ? amountOf(measured, quantity.scaled) : countOf(measured, quantity.scaled);
  if (!read.ok) return read;
  return { ...read, value: isMinus || isLoss ? -read.value : read.value };
}

/** 10亿元 in a month: a bare number of that size is one of 元. */
const fenTakenAtMost = 100_000n * 1_000_000n;

function amountOf({ indicator, quantity, labelUnit, heading, said }: Measured, scaled: bigint): Valued {
  const { measure, large } = quantity;
  if (measure === 'FOREIGN') return { ok: false, question: ask.foreign(said, indicator) };
  if (!['BARE', 'LARGE', 'MONEY'].includes(measure)) return { ok: false, question: ask.unit(said, indicator) };
  const isBare = measure === 'BARE';
  if (isBare && quantity.isOpen) return { ok: false, question: ask.thousand(said, indicator) };
  if (isBare && scaled === 0n) return { ok: true, value: 0n, isBare: false, isSmall: false };
  const written = measure === 'LARGE' ? `${large ?? ''}元` : quantity.unit;
  if (labelUnit !== null && !isBare && written !== labelUnit) {
    return { ok: false, question: ask.labelUnit(said, labelUnit) };
  }
  const isUnitTaken = isBare && labelUnit === null && heading === null;
  const unit = isBare ? (labelUnit ?? heading ?? '万元') : '元';
  const read = readAmount(`${decimalOf(scaled)}${unit}`);
  if (!read.ok)
    return {
      ok: false,
      question: read.reason.includes('过大') ? ask.tooLarge(said, indicator) : ask.fine(said, indicator),
    };
  if (isUnitTaken && read.fen >= fenTakenAtMost) return { ok: false, question: ask.large(said, indicator) };
  if (read.fen % fenPerStep !== 0n) return { ok: false, question: ask.fine(said, indicator) };
  return {
    ok: true,
    value: read.fen,
    isBare: isUnitTaken,
    isSmall: !isBare && large === null,
  };
}

/** No enterprise of the zone has as many people or patents; what is written with 万 is a slip then. */
const countAtMost = 99_999n;

function countOf({ indicator, quantity, labelUnit, said }: Measured, scaled: bigint): Valued {
  const { measure, large } = quantity;
  const unit = indicator.unit as 'PERSON' | 'PIECE' | 'ITEM';
  const isCounted = (countMeasures[unit] as readonly string[]).includes(measure);
  const isMoney = labelUnit?.endsWith('元') === true;
  if ((measure !== 'BARE' && !isCounted) || isMoney) return { ok: false, question: ask.unit(said, indicator) };
  if (scaled % one !== 0n) return { ok: false, question: ask.whole(said, indicator) };
  const value = scaled / one;
  if (value > countAtMost) {
    return { ok: false, question: large === null ? ask.broken(said, indicator) : ask.unit(said, indicator) };
  }
  return { ok: true, value, isBare: false, isSmall: false };
}
