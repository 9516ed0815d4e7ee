import { type Numeral, readNumeral } from './numerals.ts';
import { matchAt } from './sticky.ts';

/** What a number counts, as it was written. BARE: nothing. LARGE: 万 or 亿 without 元, an amount if it is one of an amount. */
export type Measure = 'BARE' | 'LARGE' | 'MONEY' | 'PERSON' | 'PIECE' | 'ITEM' | 'ANY' | 'RATE' | 'FOREIGN' | 'OTHER';

/** A number with its sign and unit. */
export interface Quantity extends Omit<Numeral, 'end' | 'isSingleChinese'> {
  sign: 'none' | 'plus' | 'minus' | 'spaced' | 'dash';
  measure: Measure;
  /** The unit as it was written: 元, 万元, 人, 吨; '' for none. */
  unit: string;
}

export interface QuantityHit {
  quantity: Quantity;
  end: number;
  isSingleChinese: boolean;
}

/** The longest first. */
const units: readonly (readonly [string, Measure])[] = (
  [
    ['元人民币', 'MONEY'],
    ['块人民币', 'MONEY'],
    ['元整', 'MONEY'],
    ['块钱', 'MONEY'],
    ['元', 'MONEY'],
    ['圆', 'MONEY'],
    ['块', 'MONEY'],
    ['人民币', 'MONEY'],
    ['rmb', 'MONEY'],
    ['cny', 'MONEY'],
    ['个人', 'PERSON'],
    ['人', 'PERSON'],
    ['名', 'PERSON'],
    ['位', 'PERSON'],
    ['件', 'PIECE'],
    ['项', 'ITEM'],
    ['份', 'ITEM'],
    ['个', 'ANY'],
    ['%', 'RATE'],
    ['‰', 'RATE'],
    ['个百分点', 'RATE'],
    ['个点', 'RATE'],
    ['百分点', 'RATE'],
    ['倍', 'RATE'],
    ['成', 'RATE'],
    ['折', 'RATE'],
    ['美元', 'FOREIGN'],
    ['美金', 'FOREIGN'],
    ['欧元', 'FOREIGN'],
    ['日元', 'FOREIGN'],
    ['日币', 'FOREIGN'],
    ['韩元', 'FOREIGN'],
    ['港元', 'FOREIGN'],
    ['港币', 'FOREIGN'],
    ['英镑', 'FOREIGN'],
    ['卢布', 'FOREIGN'],
    ['刀', 'FOREIGN'],
    ['usd', 'FOREIGN'],
    ['eur', 'FOREIGN'],
    ...[
      '人次',
      '人天',
      '人月',
      '公斤',
      '千克',
      '千瓦时',
      '千瓦',
      '公里',
      '平方米',
      '平米',
      '平方',
      '立方米',
      '立方',
      '小时',
      '分钟',
      '吨',
      '度',
      '亩',
      '台',
      '套',
      '辆',
      '头',
      '只',
      '米',
      '斤',
      '克',
      '升',
      '瓶',
      '盒',
      '箱',
      '袋',
      '株',
      '棵',
      '批',
      '单',
      '家',
      '户',
      '天',
      '年',
      '次',
      '笔',
      '页',
      '分',
      '毛',
      '角',
      '厘',
    ].map((word) => [word, 'OTHER'] as const),
  ] as (readonly [string, Measure])[]
).sort(([one], [other]) => other.length - one.length);

function unitAt(text: string, at: number): { word: string; measure: Measure } | null {
  const ahead = text.slice(at, at + 4).toLowerCase();
  const found = units.find(([word]) => ahead.startsWith(word));
  return found ? { word: found[0], measure: found[1] } : null;
}

/** What a quantity can begin with; most places of a sentence are ruled out by one look. */
const mayBegin = /[\d.+\-−—–―负¥$€£人rc百几数十拾零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖]/iu;
const prefixAt = /(?:人民币|rmb|cny|[¥$€£]) ?/iuy;
const signAt = /(?:(?<minus>[-−]|负)|(?<plus>\+)|(?<spaced>[-−] )|(?<dash>[—–―]{1,2} ?)) ?/uy;
const lettersAt = /[a-z][a-z\d.]*/iuy;
const percentAt = /百分之/uy;
const openEndAt = / ?(?:\+|以上|以下|以内|之内|之间|左右|上下|出头|开外|多|余|许)/uy;

/**
 * Reads a number with its sign, currency and unit (domain.md D4).
 * @param endsBefore whether a word begins at a place: 人 of 人数 is no unit
 */
export function readQuantity(text: string, start: number, endsBefore: (at: number) => boolean): QuantityHit | null {
  if (!mayBegin.test(text[start] ?? '')) return null;
  let at = start;
  if (matchAt(percentAt, text, at)) {
    const rate = readNumeral(text, at + 3, endsBefore);
    return (
      rate && { quantity: { ...rate, sign: 'none', measure: 'RATE', unit: '%' }, end: rate.end, isSingleChinese: false }
    );
  }
  let currency = matchAt(prefixAt, text, at)?.[0] ?? '';
  at += currency.length;
  const { 0: sign = '', groups } = matchAt(signAt, text, at) ?? {};
  at += sign.length;
  if (currency === '') {
    currency = matchAt(prefixAt, text, at)?.[0] ?? '';
    at += currency.length;
  }
  const numeral = readNumeral(text, at, endsBefore);
  if (!numeral) return null;
  const isForeign = /[$€£]/u.test(currency);
  const written = readUnit(text, numeral, endsBefore);
  const measure = isForeign
    ? 'FOREIGN'
    : currency !== '' && ['BARE', 'LARGE'].includes(written.measure)
      ? 'MONEY'
      : written.measure;
  const isOpen = matchAt(openEndAt, text, written.end);
  return {
    quantity: {
      scaled: written.isBroken ? null : numeral.scaled,
      isVague: numeral.isVague || isOpen !== null,
      large: numeral.large,
      isOpen: numeral.isOpen,
      sign: signOf(sign, groups ?? {}),
      measure,
      unit: written.unit || (currency === '' ? '' : '元'),
    },
    end: isOpen ? written.end + isOpen[0].length : written.end,
    isSingleChinese: numeral.isSingleChinese && written.unit === '' && currency === '',
  };
}

function signOf(sign: string, groups: Record<string, string | undefined>): Quantity['sign'] {
  if (sign === '') return 'none';
  if (groups.dash !== undefined) return 'dash';
  if (groups.plus !== undefined) return 'plus';
  return sign.endsWith(' ') && sign[0] !== '负' ? 'spaced' : 'minus';
}

interface Written {
  measure: Measure;
  unit: string;
  end: number;
  isBroken: boolean;
}

function readUnit(text: string, numeral: Numeral, endsBefore: (at: number) => boolean): Written {
  const { end, large } = numeral;
  const none: Written = { measure: large === null ? 'BARE' : 'LARGE', unit: large ?? '', end, isBroken: false };
  const letters = matchAt(lettersAt, text, end)?.[0] ?? '';
  if (letters !== '' && !endsBefore(end) && !unitAt(text, end)) {
    // 85k, 320kg: a unit nobody takes; 32O万: a slip within the number.
    const behind = readNumeral(`1${text.slice(end + letters.length, end + letters.length + 2)}`, 0, () => false);
    const isSlip = (behind?.large ?? null) !== null || /^(?:[ol]|e\d)/iu.test(letters);
    return { measure: 'OTHER', unit: letters, end: end + letters.length, isBroken: isSlip };
  }
  const isBlank = text[end] === ' ';
  const at = isBlank ? end + 1 : end;
  if (endsBefore(at)) return none;
  const found = unitAt(text, at);
  if (!found) return none;
  const after = at + found.word.length;
  // Behind a blank only a unit that stands for itself: 46 人, not 46 人均.
  if (isBlank && /^[\p{L}]/u.test(text.slice(after, after + 1)) && !endsBefore(after)) return none;
  if (found.word === '个' && text[after] === '月') return { ...none, measure: 'OTHER', unit: '个月', end: after + 1 };
  const unit = found.measure === 'MONEY' ? `${large ?? (numeral.isOpen ? '千' : '')}元` : found.word;
  return { measure: found.measure, unit, end: after, isBroken: false };
}
