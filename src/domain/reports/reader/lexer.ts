import type { CalendarDate } from '../../calendar.ts';
import { addPeriods, periodOf } from '../period.ts';
import type { Labels } from './labels.ts';
import { readMonth, type Scope } from './months.ts';
import { readQuantity } from './quantity.ts';
import { matchAt } from './sticky.ts';
import { isFill, punctuation, type Token, type TokenKind } from './tokens.ts';
import { vocabulary, type WordKind } from './vocabulary.ts';

/** 单位：万元, 以下均为万元, 以万元为单位; not 单位：某某公司 */
const headings = [
  /(?:金额|计量|货币|数据|以[上下]|数字)*单位(?:均|都|统一)?(?:为|是|[:=])? ?(?<unit>[千百亿万]?元|万)(?:[、,/和 ]{1,2}[人件项个])*(?=$|[^\p{L}]|[营研利实工税产收销职员高出发技])/uy,
  /(?:金额|数据|以[上下]|数字)?(?:均|都|全部)?以 ?(?<unit>[千百亿万]?元) ?(?:为单位|计)/uy,
  /(?:金额|数据|以[上下]|数字)?(?:均|都)(?:为|是|按) ?(?<unit>[千百亿万]?元)(?:计|为单位)?/uy,
];
const mayBeHeading = /[金计货数以单均都]/u;
const loneUnit = /(?:[千百亿万]?元|人|件|项|万)(?=$|[ ):=,;。、|/])/uy;
/** （一）, 一是: they number a list. */
const listMark = /\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]是/uy;
const ofDay = /(?:当[天日])?的?/uy;
const digitRun = /\d+/uy;
const blankRun = / +/uy;
const total: Scope = { of: 'TOTAL', period: null, relative: null, isOldYear: false, isUntil: false };

/** Cuts a sentence into labels, numbers, months and words. Linear: at each place a bounded number of bounded looks. */
export function tokensOf(text: string, labels: Labels, today: CalendarDate): Token[] {
  return new Lexer(text, labels, today).run();
}

class Lexer {
  readonly #text: string;
  readonly #labels: Labels;
  readonly #today: CalendarDate;
  readonly #tokens: Token[] = [];
  #at = 0;
  #unknownFrom: number | null = null;
  /** A label, or what a label is said with, stands right before: a number is expected. */
  #isExpected = false;

  constructor(text: string, labels: Labels, today: CalendarDate) {
    this.#text = text;
    this.#labels = labels;
    this.#today = today;
  }

  run(): Token[] {
    while (this.#at < this.#text.length) this.#step();
    this.#flush();
    return this.#tokens;
  }

  #step(): void {
    const text = this.#text;
    const at = this.#at;
    const label = this.#labels.words.longest(text, at);
    const word = vocabulary.longest(text, at);
    const part = this.#labels.parts.longest(text, at);
    const wordEnd = word?.end ?? 0;
    if (this.#isHeading() || this.#isListMark()) return;
    if (!label && (this.#isMonth(wordEnd) || this.#isNumber(wordEnd))) return;
    if (label && label.end >= wordEnd) this.#push({ kind: 'label', meaning: label.value }, label.end);
    else if (part && part.end >= wordEnd) {
      const isFilling = word?.value === 'fill' && part.end === wordEnd;
      this.#push({ kind: 'part', part: part.value, isFill: isFilling }, part.end);
    } else if (!this.#isUnit()) this.#word(word);
  }

  #push(token: TokenKind, end: number): void {
    this.#flush();
    const place = { text: this.#text.slice(this.#at, end), start: this.#at, end };
    const full: Token = { ...token, ...place };
    this.#tokens.push(full);
    this.#at = end;
    const isNothing = (full.kind === 'break' && full.level === 0) || isFill(full);
    if (!isNothing) this.#isExpected = ['label', 'part', 'is', 'scope', 'unit'].includes(full.kind);
  }

  /** Unknown text ends where something known begins. */
  #flush(): void {
    if (this.#unknownFrom === null) return;
    const [start, end] = [this.#unknownFrom, this.#at];
    this.#tokens.push({ kind: 'text', text: this.#text.slice(start, end), start, end });
    this.#unknownFrom = null;
  }

  #isHeading(): boolean {
    if (!mayBeHeading.test(this.#text[this.#at] ?? '')) return false;
    for (const pattern of headings) {
      const hit = matchAt(pattern, this.#text, this.#at);
      if (!hit) continue;
      this.#push({ kind: 'heading', unit: fullUnit(hit.groups?.unit ?? '') }, this.#at + hit[0].length);
      return true;
    }
    return false;
  }

  #isListMark(): boolean {
    const mark = this.#isExpected ? null : matchAt(listMark, this.#text, this.#at);
    if (mark) this.#push({ kind: 'break', level: 2 }, this.#at + mark[0].length);
    return mark !== null;
  }

  #isMonth(wordEnd: number): boolean {
    const month = readMonth(this.#text, this.#at, this.#today, this.#isExpected);
    if (!month || month.end < wordEnd || (month.scope === null && this.#isBeforeWord())) return false;
    const isUntil = this.#unknownFrom === null && /^截[至止]/u.test(this.#tokens.at(-1)?.text ?? '');
    if (!month.scope && this.#isOfDays(month.end))
      this.#push({ kind: 'scope', scope: { ...total, of: 'OTHER' } }, month.end);
    else if (!month.scope) this.#push({ kind: 'noise' }, month.end);
    else this.#push({ kind: 'scope', scope: isUntil ? { ...month.scope, isUntil } : month.scope }, month.end);
    return true;
  }

  /** 10月15日营收15万 is a figure of a day; 11月5日上报 says when something was sent. */
  #isOfDays(end: number): boolean {
    if (!/[日号]/u.test(this.#text[end - 1] ?? '')) return false;
    const of = matchAt(ofDay, this.#text, end)?.[0].length ?? 0;
    return this.#labels.words.longest(this.#text, end + of) !== null;
  }

  /** 320期末职工46: these are no issues (期) of anything. */
  #isBeforeWord(): boolean {
    const digits = matchAt(digitRun, this.#text, this.#at)?.[0].length ?? 0;
    const after = this.#at + digits;
    const word =
      digits > 0 ? (this.#labels.words.longest(this.#text, after) ?? vocabulary.longest(this.#text, after)) : null;
    return word !== null && word.end > after + 1;
  }

  /** A single Chinese digit is a number only beside a label: 软著一件, 两项技术合同; not 刚才多打了一位. */
  #isNumber(wordEnd: number): boolean {
    const endsBefore = (at: number) => this.#labels.words.longest(this.#text, at) !== null;
    const hit = readQuantity(this.#text, this.#at, endsBefore);
    if (!hit || hit.end < wordEnd) return false;
    const said = this.#text.slice(this.#at, hit.end);
    const isWeak = hit.isSingleChinese || /^[一二两三四五六七八九十][个位]$/u.test(said);
    if (isWeak && !this.#isExpected && !endsBefore(hit.end)) return false;
    this.#push({ kind: 'number', quantity: hit.quantity }, hit.end);
    return true;
  }

  /** （万元）, /万元, or a column of units */
  #isUnit(): boolean {
    const before = this.#tokens.at(-1)?.kind ?? '';
    // 利润（2.35）万元
    const isBehindBracket = before === 'close' && this.#tokens.at(-2)?.kind === 'number';
    const isPlace = isBehindBracket || ['label', 'open', 'break', 'part', 'is', 'unit'].includes(before);
    if (this.#unknownFrom !== null || !isPlace) return false;
    const unit = matchAt(loneUnit, this.#text, this.#at);
    if (unit) this.#push({ kind: 'unit', unit: fullUnit(unit[0]) }, this.#at + unit[0].length);
    return unit !== null;
  }

  #word(word: { value: WordKind; end: number } | null): void {
    const sign = word ? null : punctuation(this.#text[this.#at] ?? '');
    if (sign) {
      const blanks = matchAt(blankRun, this.#text, this.#at)?.[0].length ?? 1;
      this.#push(sign, this.#at + blanks);
    } else if (word === null || word.value === 'plain') {
      this.#unknownFrom ??= this.#at;
      this.#isExpected = false;
      this.#at = word?.end ?? this.#at + 1;
    } else if (word.value === 'month') {
      this.#push({ kind: 'scope', scope: this.#relative(this.#text[this.#at] === '上') }, word.end);
    } else if (word.value === 'total') this.#push({ kind: 'scope', scope: total }, word.end);
    else this.#push({ kind: 'word', is: word.value }, word.end);
  }

  /** 本月 is the month that is reported, whichever that is; 上月 is the one before today's. */
  #relative(isLast: boolean): Scope {
    const period = isLast ? addPeriods(periodOf(this.#today), -1) : null;
    return { ...total, of: 'MONTH', period, relative: isLast ? 'last' : 'this' };
  }
}

function fullUnit(written: string): string {
  return written === '万' ? '万元' : written;
}
