/** Decimals that a value keeps: 0.000001万元 is a 分, so twelve are far more than anything that is reported. */
const places = 12;
export const one = 10n ** BigInt(places);

/** A number as it stands in the text, in digits, in Chinese or mixed (`1亿2000万`, `十八点五万`, `5百`). */
export interface Numeral {
  end: number;
  /** The number times `one`; null: nobody can say which number that is (`1,2,3.4`). */
  scaled: bigint | null;
  /** 多, 余, 几, 三四百: not a definite number. */
  isVague: boolean;
  /** The last of 万 and 亿 that was written, which makes an amount of 元 of it. */
  large: '万' | '亿' | null;
  /** 千 stands last, and neither 万 nor 亿: `5千` may be 5千元 or 5千万元. */
  endsInThousand: boolean;
  /** One Chinese digit only, which is as often a part of a word (一位, 第三). */
  isSingleChinese: boolean;
  /** Written in digits only, without 千, 万 or 亿. */
  isPlain: boolean;
}

const chineseDigits = new Map([
  ...[...'零一二三四五六七八九'].map((character, value) => [character, value] as const),
  ...[...'零壹贰叁肆伍陆柒捌玖'].map((character, value) => [character, value] as const),
  ['〇', 0] as const,
  ['两', 2] as const,
]);
const small = new Map([
  ['十', 10n],
  ['拾', 10n],
  ['百', 100n],
  ['佰', 100n],
  ['千', 1000n],
  ['仟', 1000n],
]);
const large = new Map([
  ['万', '万'],
  ['萬', '万'],
  ['亿', '亿'],
  ['億', '亿'],
] as const);
const largeValues = { 万: 10_000n, 亿: 100_000_000n } as const;

const digitsAt = /\d+/uy;
const groupAt = /,\d{3}(?!\d)/uy;
const fractionAt = /\.(\d+)/uy;
/** What stands behind a comma that parts two figures, not two groups: a month, a day, a list's number, a count. */
const newStartAt = /,(?:\d{4}年|\d{1,2}[月号日人名位个件项份]|\d{1,2}[-—–~至到]\d{1,2}月|\d{1,2}[.、)](?!\d))/uy;
const brokenAt = /[\d.,]*\d/uy;

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function isMultiplier(character: string | undefined): boolean {
  return character !== undefined && (small.has(character) || large.has(character as '万'));
}

/** w is 万 as people type it: not where a word goes on. */
function largeAt(text: string, at: number): '万' | '亿' | null {
  const character = text[at] ?? '';
  const word = large.get(character as '万');
  if (word) return word;
  return /^w(?![a-z])/iu.test(text.slice(at, at + 2)) ? '万' : null;
}

interface Digits {
  end: number;
  scaled: bigint | null;
}

/** Digits with groups of thousands and decimals. */
function readDigits(text: string, start: number): Digits | null {
  const first = sticky(digitsAt, text, start);
  if (!first && !/^\.\d/u.test(text.slice(start, start + 2))) return null;
  let whole = first?.[0] ?? '';
  let at = start + whole.length;
  if (whole.length <= 3 && whole !== '') {
    for (let group = sticky(groupAt, text, at); group; group = sticky(groupAt, text, at)) {
      if (sticky(newStartAt, text, at)) break;
      whole += group[0].slice(1);
      at += group[0].length;
    }
  }
  let fraction = sticky(fractionAt, text, at)?.[1] ?? '';
  // 1.10月: the number of a list, then a month.
  if (/^\d月/u.test(text.slice(at + fraction.length, at + fraction.length + 2))) fraction = '';
  if (fraction !== '') at += fraction.length + 1;
  const goesOn = /^[.,]\d/u.test(text.slice(at, at + 2)) && !sticky(newStartAt, text, at);
  if (goesOn && !(text[at] === '.' && /^\.\d+月/u.test(text.slice(at, at + 4)))) {
    const rest = sticky(brokenAt, text, at)?.[0] ?? '';
    return { end: at + rest.length, scaled: null };
  }
  if (whole.length > 20 || fraction.length > places) return { end: at, scaled: null };
  return { end: at, scaled: BigInt((whole || '0') + fraction.padEnd(places, '0')) };
}

/** A run of Chinese digits: one, or digit by digit (二〇二六). Two of them without zero are a span (三四百万). */
function readChineseDigits(text: string, start: number, isFirst: boolean): (Digits & { isVague: boolean }) | null {
  const values: number[] = [];
  let hasZero = false;
  let at = start;
  for (let value = chineseDigits.get(text[at] ?? ''); value !== undefined; value = chineseDigits.get(text[at] ?? '')) {
    hasZero ||= value === 0;
    // 一亿零五百万: this zero only fills a place.
    if (value !== 0 || isFirst || values.length > 0) values.push(value);
    at += 1;
  }
  if (at === start) return null;
  if (values.length === 0) return { end: at, scaled: 0n, isVague: false };
  if (values.length === 1) return { end: at, scaled: BigInt(values[0] ?? 0) * one, isVague: false };
  if (values.length > 20) return { end: at, scaled: null, isVague: false };
  const isSpelt = isFirst && (hasZero || values.length > 2);
  return { end: at, scaled: BigInt(values.join('')) * one, isVague: !isSpelt };
}

/**
 * Reads the number that begins at a place; null: none does. Every character is looked at once.
 * @param endsBefore whether a word begins at a place to which a digit before it would not belong (`320万2利润`)
 */
export function readNumeral(text: string, start: number, endsBefore: (at: number) => boolean): Numeral | null {
  let at = start;
  let total = 0n;
  let section = 0n;
  let current: bigint | null = null;
  let lastSmall = 0n;
  let lastLarge: '万' | '亿' | null = null;
  let last: bigint | null = null;
  let isBroken = false;
  let isVague = false;
  let hasChinese = false;
  let hasZero = false;
  let isPlain = true;
  const hasRead = () => at > start;

  for (;;) {
    const character = text[at] ?? '';
    if (/[\d.]/u.test(character)) {
      if (current !== null) break;
      const digits = readDigits(text, at);
      if (!digits) break;
      if (hasRead() && !belongs(text, digits.end, lastSmall, lastLarge, endsBefore)) break;
      if (digits.scaled === null) isBroken = true;
      current = digits.scaled ?? 0n;
      at = digits.end;
      continue;
    }
    if (chineseDigits.has(character)) {
      if (current !== null) break;
      const digits = readChineseDigits(text, at, !hasRead());
      if (!digits) break;
      hasZero ||= hasRead() && chineseDigits.get(character) === 0;
      hasChinese = true;
      isPlain = false;
      isVague ||= digits.isVague;
      if (digits.scaled === null) isBroken = true;
      current = digits.scaled ?? 0n;
      at = digits.end;
      continue;
    }
    if (character === '点' && hasChinese && current !== null) {
      const digits = readChineseDigits(text, at + 1, true);
      if (!digits) break;
      const fraction = text.slice(at + 1, digits.end);
      const spelt = [...fraction].map((one) => chineseDigits.get(one) ?? 0).join('');
      if (spelt.length > places) isBroken = true;
      current = section + current + BigInt(spelt.slice(0, places).padEnd(places, '0'));
      section = 0n;
      isVague = false;
      at = digits.end;
      continue;
    }
    if ('几数'.includes(character) && character !== '' && isMultiplier(text[at + 1])) {
      if (current !== null) break;
      isVague = true;
      isPlain = false;
      current = one;
      at += 1;
      continue;
    }
    if (hasRead() && /[多余来几]/u.test(character) && isVagueAt(text, at)) {
      isVague = true;
      at += 1;
      continue;
    }
    // 1.2个亿
    if (character === '个' && current !== null && largeAt(text, at + 1) !== null) {
      at += 1;
      continue;
    }
    // 320 万元
    const skipped: number =
      character === ' ' && hasRead() && current !== null && isUnitBehindBlank(text, at + 1) ? at + 1 : at;
    const multiplier = small.get(text[skipped] ?? '');
    if (multiplier !== undefined) {
      // 十万 is 100000; 百万 alone is a part of a name or vague.
      if (current === null && !(multiplier === 10n && (section === 0n || hasZero))) break;
      if (lastSmall !== 0n && multiplier >= lastSmall) isBroken = true;
      section += (current ?? one) * multiplier;
      current = null;
      lastSmall = multiplier;
      last = multiplier;
      hasZero = false;
      isPlain = false;
      at = skipped + 1;
      continue;
    }
    const word = largeAt(text, skipped);
    if (word !== null) {
      if (current === null && section === 0n) {
        if (total === 0n || !hasRead() || word === lastLarge) break;
        // 1万亿
        total *= largeValues[word];
      } else {
        const value = (section + (current ?? 0n)) * largeValues[word];
        // 三百二万: 302万 or 320万.
        const isUnsure = current !== null && section > 0n && lastSmall > 10n && current < 10n * one && !hasZero;
        if (lastLarge === '万' || isUnsure) isBroken = true;
        total += value;
      }
      section = 0n;
      current = null;
      lastSmall = 0n;
      lastLarge = word;
      last = largeValues[word];
      hasZero = false;
      isPlain = false;
      at = skipped + 1;
      continue;
    }
    break;
  }
  if (!hasRead()) return null;
  let trailing: bigint = current ?? 0n;
  if (current !== null && last !== null && last > 10n && !hasZero) {
    // 一万二 is 12000, 一百二 is 120; before a word that counts (一百二人) nobody can say.
    if (trailing < 10n * one && trailing % one === 0n && trailing !== 0n) {
      if (/^[元块人名个件项份位]/u.test(text.slice(at, at + 1))) isBroken = true;
      trailing = (trailing * last) / 10n;
    } else if (last === 100_000_000n) isBroken = true;
  }
  return {
    end: at,
    scaled: isBroken ? null : total + section + trailing,
    isVague,
    large: lastLarge,
    endsInThousand: lastLarge === null && last === 1000n && current === null,
    isSingleChinese: hasChinese && at - start === 1,
    isPlain: isPlain && !isVague,
  };
}

/** Whether digits behind 千, 万 or 亿 go on with that number: 1亿2000万, 12万5千元, 3万2; not 320万2.利润. */
function belongs(
  text: string,
  end: number,
  lastSmall: bigint,
  lastLarge: '万' | '亿' | null,
  endsBefore: (at: number) => boolean,
): boolean {
  const next = text[end] ?? '';
  const multiplier = small.get(next);
  if (multiplier !== undefined) return lastSmall === 0n || multiplier < lastSmall;
  const word = largeAt(text, end);
  if (word !== null) return lastLarge !== '万' && word !== lastLarge;
  if (endsBefore(end)) return false;
  return /^(?:[元块,;。!)]|$|\s)/u.test(next);
}

function isVagueAt(text: string, at: number): boolean {
  const next = text[at + 1] ?? '';
  switch (text[at]) {
    case '来':
      return isMultiplier(next) || /[元块人个名件项]/u.test(next);
    case '几':
      return isMultiplier(next) || /[元块人个名件项位份]/u.test(next);
    case '余':
      return next !== '额';
    default:
      return next !== '少';
  }
}

/** Behind a blank: 千, 万, 亿 as a unit, not as the beginning of a word of its own. */
function isUnitBehindBlank(text: string, at: number): boolean {
  return /^(?:[千万亿]元?|w)(?![\p{L}\d])|^[千万亿]元/iu.test(text.slice(at, at + 3));
}
