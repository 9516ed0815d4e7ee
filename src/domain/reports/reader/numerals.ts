import { chineseDigits, one, places, readChineseDigits, readDigits } from './digits.ts';

export type Large = '万' | '亿';

/** A number as it stands in the text, in digits, in Chinese or mixed (`1亿2000万`, `十八点五万`, `5百`). */
export interface Numeral {
  end: number;
  /** The number times `one`; null: nobody can say which number that is (`1,2,3.4`). */
  scaled: bigint | null;
  /** 多, 余, 几, 三四百: not a definite number. */
  isVague: boolean;
  /** The last of 万 and 亿 that was written, which makes an amount of 元 of it. */
  large: Large | null;
  /** 5千, 3千2: without 万 and 亿 nobody can say whether it is 5千元 or 5千万元. */
  isOpen: boolean;
  /** One Chinese digit only, which is as often a part of a word (一位, 第三). */
  isSingleChinese: boolean;
}

const small = new Map([...'十百千拾佰仟'].map((character, index) => [character, 10n ** BigInt((index % 3) + 1)]));
const larges = new Map<string, Large>([...'万萬亿億'].map((character, index) => [character, index < 2 ? '万' : '亿']));
const valueOfLarge = { 万: 10_000n, 亿: 100_000_000n } as const;

export function isMultiplier(character: string | undefined): boolean {
  return character !== undefined && (small.has(character) || larges.has(character));
}

/** w is 万 as people type it: not where a word goes on. */
function largeAt(text: string, at: number): Large | null {
  return larges.get(text[at] ?? '') ?? (/^w(?![a-z])/iu.test(text.slice(at, at + 2)) ? '万' : null);
}

/**
 * Reads the number that begins at a place; null: none does. Every character is looked at a bounded number of times.
 * @param endsBefore whether a word begins at a place to which a digit before it would not belong (`320万2利润`)
 */
export function readNumeral(text: string, start: number, endsBefore: (at: number) => boolean): Numeral | null {
  return new NumeralReader(text, start, endsBefore).read();
}

class NumeralReader {
  readonly #text: string;
  readonly #start: number;
  readonly #endsBefore: (at: number) => boolean;
  #at: number;
  /** Whole 亿 and 万. */
  #total = 0n;
  /** 百 and 千 since. */
  #section = 0n;
  /** Digits that no 十, 百, 千, 万 or 亿 has followed yet. */
  #current: bigint | null = null;
  #lastSmall = 0n;
  #lastLarge: Large | null = null;
  /** The multiplier before the digits that stand last: 一万二. */
  #lastOfAll: bigint | null = null;
  #isBroken = false;
  #isVague = false;
  #hasChinese = false;
  #hasDigits = false;
  /** 一百零二: the next digit is one of its own place. */
  #isFilled = false;

  constructor(text: string, start: number, endsBefore: (at: number) => boolean) {
    this.#text = text;
    this.#start = start;
    this.#at = start;
    this.#endsBefore = endsBefore;
  }

  read(): Numeral | null {
    while (this.#step());
    const end = this.#at;
    if (end === this.#start) return null;
    const value = this.#total + this.#section + this.#trailing();
    if (isMultiplier(this.#text[end])) this.#isBroken = true;
    const isInThousands = this.#lastSmall === 1000n && this.#lastOfAll === 1000n && this.#current === null;
    return {
      end,
      scaled: this.#isBroken ? null : value,
      isVague: this.#isVague,
      large: this.#lastLarge,
      isOpen: this.#lastLarge === null && (isInThousands || (this.#hasDigits && this.#lastSmall > 10n)),
      isSingleChinese: this.#hasChinese && end - this.#start === 1,
    };
  }

  get #hasRead(): boolean {
    return this.#at > this.#start;
  }

  #step(): boolean {
    const character = this.#text[this.#at] ?? '';
    if (character === '') return false;
    if (/[\d.]/u.test(character)) return this.#digits();
    if (chineseDigits.has(character)) return this.#chineseDigits();
    if (character === '点' && this.#hasChinese && this.#current !== null) return this.#chineseFraction();
    if (/[几数多余来]/u.test(character)) return this.#vague(character);
    if (character === '个' && this.#current !== null && largeAt(this.#text, this.#at + 1) !== null) {
      // 1.2个亿
      this.#at += 1;
      return true;
    }
    return this.#multiplier();
  }

  #digits(): boolean {
    if (this.#current !== null) return false;
    const digits = readDigits(this.#text, this.#at);
    if (!digits || (this.#hasRead && !this.#belongs(digits.end))) return false;
    this.#isBroken ||= digits.scaled === null;
    this.#hasDigits = true;
    this.#current = digits.scaled ?? 0n;
    this.#at = digits.end;
    return true;
  }

  /** Whether digits behind 千, 万 or 亿 go on with that number: 1亿2000万, 12万5千元, 3万2; not 320万2.利润. */
  #belongs(end: number): boolean {
    const multiplier = small.get(this.#text[end] ?? '');
    if (multiplier !== undefined) return this.#lastSmall === 0n || multiplier < this.#lastSmall;
    const large = largeAt(this.#text, end);
    if (large !== null) return this.#lastLarge !== '万' && large !== this.#lastLarge;
    // 9万6的税
    if (this.#text[end] === '的' && this.#endsBefore(end + 1)) return true;
    return !this.#endsBefore(end) && /^(?:[元块,;。!)]|$|\s)/u.test(this.#text[end] ?? '');
  }

  #chineseDigits(): boolean {
    if (this.#current !== null) return false;
    const digits = readChineseDigits(this.#text, this.#at, !this.#hasRead);
    if (!digits) return false;
    this.#isFilled ||= this.#hasRead && chineseDigits.get(this.#text[this.#at] ?? '') === 0;
    this.#hasChinese = true;
    this.#isVague ||= digits.isSpan;
    this.#isBroken ||= digits.scaled === null;
    this.#current = digits.isFiller ? null : (digits.scaled ?? 0n);
    this.#at = digits.end;
    return true;
  }

  /** 十八点五 */
  #chineseFraction(): boolean {
    const fraction = readChineseDigits(this.#text, this.#at + 1, true);
    if (!fraction) return false;
    const digits = [...this.#text.slice(this.#at + 1, fraction.end)].map((one) => chineseDigits.get(one) ?? 0).join('');
    if (digits.length > places) this.#isBroken = true;
    this.#current = this.#section + (this.#current ?? 0n) + BigInt(digits.slice(0, places).padEnd(places, '0'));
    this.#section = 0n;
    this.#lastSmall = 0n;
    this.#at = fraction.end;
    return true;
  }

  /** 几百, 数十, 三百多, 四十来人, 320余万 */
  #vague(character: string): boolean {
    const next = this.#text[this.#at + 1] ?? '';
    const isDigit = (character === '几' || character === '数') && isMultiplier(next) && this.#current === null;
    const isBehind =
      this.#hasRead &&
      (character === '来' || character === '几'
        ? isMultiplier(next) || /[元块人个名件项位份]/u.test(next)
        : character === '余'
          ? next !== '额'
          : character === '多' && next !== '少');
    if (!isDigit && !isBehind) return false;
    if (isDigit) this.#current = one;
    this.#isVague = true;
    this.#at += 1;
    return true;
  }

  #multiplier(): boolean {
    const isBehindBlank = this.#text[this.#at] === ' ' && this.#current !== null && this.#isUnitAt(this.#at + 1);
    const at = isBehindBlank ? this.#at + 1 : this.#at;
    const multiplier = small.get(this.#text[at] ?? '');
    const large = multiplier === undefined ? largeAt(this.#text, at) : null;
    if (multiplier !== undefined ? !this.#times(multiplier) : large === null || !this.#timesLarge(large)) return false;
    this.#current = null;
    this.#isFilled = false;
    this.#at = at + 1;
    return true;
  }

  /** 320 万元: behind a blank 千, 万 and 亿 as a unit, not as the beginning of a word of its own. */
  #isUnitAt(at: number): boolean {
    return /^(?:[千万亿]元|(?:[千万亿]|w)(?![\p{L}\d]))/iu.test(this.#text.slice(at, at + 3));
  }

  #times(multiplier: bigint): boolean {
    // 十万 is 100000; 百万 alone is a part of a name.
    const isTenAlone = multiplier === 10n && (this.#section === 0n || this.#isFilled);
    if (this.#current === null && !isTenAlone) return false;
    if (this.#lastSmall !== 0n && multiplier >= this.#lastSmall) this.#isBroken = true;
    this.#section += (this.#current ?? one) * multiplier;
    this.#lastSmall = multiplier;
    this.#lastOfAll = multiplier;
    return true;
  }

  #timesLarge(large: Large): boolean {
    const value = valueOfLarge[large];
    if (this.#current === null && this.#section === 0n) {
      // 1万亿
      if (this.#total === 0n || large !== '亿' || this.#lastLarge !== '万') return false;
      this.#total *= value;
    } else {
      // 三百二万: 302万 or 320万.
      const isShort = this.#current !== null && this.#current < 10n * one && this.#lastSmall > 10n && !this.#isFilled;
      if (this.#lastLarge === '万' || isShort) this.#isBroken = true;
      this.#total += (this.#section + (this.#current ?? 0n)) * value;
    }
    this.#section = 0n;
    this.#lastSmall = 0n;
    this.#lastLarge = large;
    this.#lastOfAll = value;
    return true;
  }

  /** 一万二 is 12000, 一百二 is 120; before a word that counts (一百二人) nobody can say. */
  #trailing(): bigint {
    const current = this.#current ?? 0n;
    const last = this.#lastOfAll;
    if (current === 0n || last === null || last <= 10n || this.#isFilled) return current;
    const isShort = current < 10n * one && current % one === 0n;
    if (isShort ? /[元块人名个件项份位]/u.test(this.#text[this.#at] ?? '') : last === valueOfLarge.亿)
      this.#isBroken = true;
    return isShort ? (current * last) / 10n : current;
  }
}
