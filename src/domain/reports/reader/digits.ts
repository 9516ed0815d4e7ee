import { matchAt } from './sticky.ts';

/** Decimals that a value keeps: 0.000001万元 is a 分, so twelve are far more than anything that is reported. */
export const places = 12;
export const one = 10n ** BigInt(places);
/** Longer runs are no figures, and nobody shall wait for their product. */
const digitsAtMost = 20;

export const chineseDigits = new Map([
  ...[...'零一二三四五六七八九'].map((character, value) => [character, value] as const),
  ...[...'零壹贰叁肆伍陆柒捌玖'].map((character, value) => [character, value] as const),
  ['〇', 0] as const,
  ['两', 2] as const,
]);

const digitsAt = /\d+/uy;
const groupAt = /,\d{3}(?!\d)/uy;
const fractionAt = /\.(\d+)/uy;
/** What stands behind a comma that parts two figures, not two groups: a month, a day, a list's number, a count. */
const newStartAt = /,(?:\d{4}年|\d{1,2}[月号日人名位个件项份]|\d{1,2}[-—–~至到]\d{1,2}月|\d{1,2}[.、)](?!\d))/uy;
const restAt = /[\d.,]*\d/uy;

export interface Digits {
  end: number;
  /** The number times `one`; null: nobody can say which number that is (`1,2,3.4`). */
  scaled: bigint | null;
}

/** Digits with groups of thousands and decimals. */
export function readDigits(text: string, start: number): Digits | null {
  const first = matchAt(digitsAt, text, start);
  if (!first && !/^\.\d/u.test(text.slice(start, start + 2))) return null;
  let whole = first?.[0] ?? '';
  let at = start + whole.length;
  if (whole !== '' && whole.length <= 3) {
    for (let group = matchAt(groupAt, text, at); group; group = matchAt(groupAt, text, at)) {
      if (matchAt(newStartAt, text, at)) break;
      whole += group[0].slice(1);
      at += group[0].length;
    }
  }
  let fraction = matchAt(fractionAt, text, at)?.[1] ?? '';
  // 1.10月: the number of a list, then a month.
  const isMonth = fraction !== '' && text[at + fraction.length + 1] === '月';
  if (isMonth) fraction = '';
  else if (fraction !== '') at += fraction.length + 1;
  const goesOn = /^[.,]\d/u.test(text.slice(at, at + 2)) && !isMonth && !matchAt(newStartAt, text, at);
  if (goesOn) return { end: at + (matchAt(restAt, text, at)?.[0].length ?? 0), scaled: null };
  if (whole.length > digitsAtMost || fraction.length > places) return { end: at, scaled: null };
  return { end: at, scaled: BigInt((whole || '0') + fraction.padEnd(places, '0')) };
}

export interface ChineseDigits extends Digits {
  /** Two digits without zero are a span: 三四百万. */
  isSpan: boolean;
  /** 一亿零五百万: this zero only fills a place. */
  isFiller: boolean;
}

/** A run of Chinese digits: one, or digit by digit (二〇二六). */
export function readChineseDigits(text: string, start: number, isFirst: boolean): ChineseDigits | null {
  let at = start;
  while (chineseDigits.has(text[at] ?? '')) at += 1;
  if (at === start) return null;
  const run = [...text.slice(start, at)].map((character) => chineseDigits.get(character) ?? 0);
  const lead = isFirst ? 0 : run.findIndex((digit) => digit !== 0);
  if (lead < 0) return { end: at, scaled: 0n, isSpan: false, isFiller: true };
  const digits = run.slice(lead);
  const isSpelt = isFirst && (digits.includes(0) || digits.length > 2);
  return {
    end: at,
    scaled: digits.length > digitsAtMost ? null : BigInt(digits.join('')) * one,
    isSpan: digits.length > 1 && !isSpelt,
    isFiller: false,
  };
}
