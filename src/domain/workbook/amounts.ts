import { divideHalfUp, exactYuan, type Fen, readAmount } from '../money.ts';
import { type Cell, empty, type Reading, refuse, tidy, whyUnusable } from './cell.ts';

/** `199.54999999999998`, `1.9955E6`: as a program writes a number into a file. */
const writtenNumber = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d{1,2}))?$/u;
/** A program that counts in binary writes so many digits where the decimal one has none. */
const binaryDigits = 15;
/** What is further away than this is no artefact of binary but a figure with more places: its rounding is told. */
const artefact = 2n ** 48n;

/** The unit that a header says: `下达金额（万元）`, `金额[单位：元]`, `金额元`; null if none. */
export function unitInHeader(title: string): string | null {
  const brackets = [...tidy(title).matchAll(/[([【]([^()[\]【】]*)[)\]】]/gu)].map(([, inside = '']) => inside);
  for (const inside of brackets) {
    const unit = readUnit(inside);
    if (unit !== null) return unit;
  }
  return /(?:千|万|亿)?元$/u.exec(tidy(title))?.[0] ?? null;
}

/** `万元`, `单位：万元`; null if it is no unit of money. */
export function readUnit(text: string): string | null {
  const word = tidy(text).replace(/^(?:金额)?单位\s*[:：]?\s*|^人民币/u, '');
  const read = word === '' || /\d/u.test(word) ? null : readAmount(`1${word}`);
  return read?.ok && read.hasUnit ? word : null;
}

/**
 * An amount, exact to the 分, in 分. A number is what the file says of it digit by digit; only what a program left over by
 * counting in binary (15 digits and more) is rounded to the 分, what is finer otherwise is refused.
 * @param unit what the header or the column of units says; in the cell another one may be written
 */
export function readAmountCell(cell: Cell | undefined, unit: string | null): Reading<Fen> {
  if (!cell) return empty;
  const unusable = whyUnusable(cell);
  if (unusable) return refuse(unusable);
  if (cell.kind === 'boolean') return refuse('应为金额，这里是逻辑值（TRUE/FALSE）。');
  if (cell.kind === 'number') return ofNumber(cell.value, unit);
  const text = tidy(cell.value);
  if (text === '') return empty;
  const read = readAmount(text);
  if (!read.ok) return isPlain(text) && unit !== null ? amountOf(`${text}${unit}`) : refuse(read.reason);
  if (read.hasUnit) return { ok: true, value: read.fen };
  return unit === null ? noUnit(text) : amountOf(`${text}${unit}`);
}

const isPlain = (text: string) => /^[\d.,+-]+$/u.test(text);

function ofNumber(value: string, unit: string | null): Reading<Fen> {
  const match = writtenNumber.exec(value);
  if (!match) return refuse(`数字 ${value.slice(0, 30)} 不是金额。`);
  if (unit === null) return noUnit(value);
  const [, sign = '', whole = '', fraction = match[4] ?? '', , exponent = '0'] = match;
  const digits = whole + fraction;
  const places = fraction.length - Number(exponent);
  const significant = digits.replace(/^0+/u, '').replace(/0+$/u, '').length;
  const one = readAmount(`1${unit}`);
  if (!one.ok) return refuse(one.reason);
  const [numerator, denominator] =
    places > 0
      ? [BigInt(digits) * one.fen, 10n ** BigInt(places)]
      : [BigInt(digits) * one.fen * 10n ** BigInt(-places), 1n];
  if (numerator % denominator === 0n || significant < binaryDigits)
    return amountOf(`${sign}${plain(digits, places)}${unit}`);
  const fen = divideHalfUp(numerator, denominator);
  const read = amountOf(`${sign}${exactYuan(fen)}`);
  const off = numerator - fen * denominator;
  const isArtefact = (off < 0n ? -off : off) * artefact <= numerator;
  return read.ok && !isArtefact ? { ...read, note: `${value}${unit}按四舍五入读作${sign}${exactYuan(fen)}。` } : read;
}

/** Digits with the decimal point where it belongs. */
function plain(digits: string, places: number): string {
  if (places <= 0) return digits + '0'.repeat(-places);
  const padded = digits.padStart(places + 1, '0');
  return `${padded.slice(0, -places)}.${padded.slice(-places)}`;
}

function amountOf(text: string): Reading<Fen> {
  const read = readAmount(text);
  return read.ok ? { ok: true, value: read.fen } : refuse(read.reason);
}

function noUnit(text: string): Reading<Fen> {
  return refuse(`“${text.slice(0, 20)}”没有写明单位，请在表头注明，如“金额（万元）”，或在单元格内写明，如 20万元。`);
}
