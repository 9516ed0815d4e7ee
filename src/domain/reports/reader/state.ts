import type { Indicator } from '../indicators.ts';
import type { Period } from '../period.ts';
import type { Labels } from './labels.ts';
import type { Scope } from './months.ts';
import type { Quantity } from './quantity.ts';
import { ask } from './questions.ts';
import type { Subject } from './subject.ts';
import { Timeline } from './timeline.ts';
import type { Token } from './tokens.ts';
import { nameEndings } from './vocabulary.ts';

/** A figure with what has still to be compared with the others. */
export interface Found {
  indicator: Indicator;
  of: 'MONTH' | 'TOTAL';
  value: bigint;
  period: Period | null;
  relative: Scope['relative'];
  isOldYear: boolean;
  /** No unit was written. */
  isBare: boolean;
  /** Written in 元 or 千元, without 万 or 亿. */
  isSmall: boolean;
  said: string;
  scopeSaid: string;
  /** Of its token. */
  index: number;
}

export interface Asked {
  text: string;
  /** It alone shows that somebody reports; the others matter only beside figures. */
  isSure: boolean;
}

/** A number of what is no indicator, which may be a part of one: 增值税22万. */
export interface Part {
  question: Asked;
  quantity: Quantity;
  said: string;
  /** Of its token. */
  index: number;
}

/** The last number that was given to a subject. */
interface Last {
  subject: Subject;
  /** null: it became a question */
  found: Found | null;
  /** Of its token. */
  index: number;
}

/** What words of a clause do to the numbers in it. */
export class Flags {
  /** 约, 可能: the next number is not definite. */
  isHedged = false;
  /** Where a word stands that says so and has no number yet. */
  hedgedFrom: number | null = null;
  /** 预计 before everything: none of them is. */
  isForecast = false;
  /** Where 同比, 增长, 目标 stand: numbers behind are none of ours. */
  comparedFrom: number | null = null;
  /** 亏损 */
  isLoss = false;
  /** 没有 before a label */
  isNone = false;
  /** 不是, 从: the next number is the wrong one. */
  isWrong = false;
  /** 均, 都 */
  isAll = false;
  /** Where 其余 stands. */
  restFrom: number | null = null;
  /** 改为: the next number takes the place of the one before. Over commas too. */
  isChange = false;

  endPart(): void {
    this.isHedged = this.isForecast;
    this.hedgedFrom = null;
    this.comparedFrom = null;
    this.isLoss = false;
    this.isNone = false;
    this.isWrong = false;
    this.isAll = false;
  }

  endNumber(): void {
    this.isHedged = this.isForecast;
    this.hedgedFrom = null;
    this.isChange = false;
    this.isLoss = false;
  }
}

/** What is known of a sentence at a place within it. */
export class State {
  readonly found: Found[] = [];
  readonly questions: Asked[] = [];
  readonly parts: Part[] = [];
  readonly timeline = new Timeline();
  readonly flags = new Flags();
  /** Labels that have no number yet. */
  waiting: Subject[] = [];
  /** A comma stands between them. */
  isCommaList = false;
  last: Last | null = null;
  /** The label or topic before, which parts of words are joined to. */
  topic: readonly string[] = [];
  /** 人员：… */
  isOfPeople = false;
  /** Where unknown text begins that stands right before: it may make something else of a label. */
  textFrom: number | null = null;
  clauseFrom = 0;

  readonly text: string;
  readonly tokens: readonly Token[];
  readonly labels: Labels;
  /** 单位：千元 of the whole message */
  readonly unit: string | null;

  constructor(given: Pick<State, 'text' | 'tokens' | 'labels' | 'unit'>) {
    this.text = given.text;
    this.tokens = given.tokens;
    this.labels = given.labels;
    this.unit = given.unit;
  }

  ask(text: string, isSure: boolean): void {
    this.questions.push({ text, isSure });
  }

  /** Asks about a number of what is no indicator. */
  askPart(part: Omit<Part, 'question'>, isSure: boolean): void {
    const question = { text: ask.altered(part.said), isSure };
    this.questions.push(question);
    this.parts.push({ ...part, question });
  }

  /** What the parts are is clear after all. */
  withdraw(parts: readonly Part[]): void {
    for (const { question } of parts) {
      const at = this.questions.indexOf(question);
      if (at >= 0) this.questions.splice(at, 1);
    }
  }

  /** A figure turned out to be none. */
  takeBack(found: Found, question: string): void {
    const at = this.found.indexOf(found);
    if (at < 0) return;
    this.found.splice(at, 1);
    this.ask(question, true);
  }

  /** A number became a question: what follows may still go on with its subject. */
  refused(subject: Subject, index: number): void {
    this.last = { subject, found: null, index };
    this.timeline.local = null;
  }

  /** 都是估计数, 仅供参考, 未审计: a clause that says nothing but that what was said is not definite. */
  hedgeWhatWasSaid(end: number): void {
    const { hedgedFrom, isAll } = this.flags;
    if (hedgedFrom === null || this.waiting.length > 0) return;
    const clause = this.tokens.filter((one) => one.start >= this.clauseFrom && one.end <= end);
    const isNothingElse = clause.every(({ kind }) => kind === 'word' || kind === 'break');
    if (!isNothingElse) return;
    const isOfAll = isAll || /以上|数据|参考|审|核/u.test(this.text.slice(this.clauseFrom, end));
    for (const found of isOfAll ? [...this.found] : this.found.slice(-1)) {
      this.takeBack(found, ask.hedged(`${found.said}${this.text.slice(this.clauseFrom, end)}`, found.indicator));
    }
  }

  endClause(end: number): void {
    this.hedgeWhatWasSaid(end);
    this.flags.endPart();
    this.flags.restFrom = null;
    this.textFrom = null;
    this.clauseFrom = end;
    if (this.waiting.length > 0) this.isCommaList = true;
    else this.timeline.local = null;
  }

  /** Labels that got no number. */
  dropWaiting(): void {
    for (const { meaning, isAltered, start, end } of this.waiting) {
      const indicator = meaning?.indicators[0];
      if (!indicator || isAltered || nameEndings.test(this.text.slice(end, end + 12))) continue;
      // 营收半个亿: nobody only mentions that.
      const isAmount = /^.{0,6}[百千万亿]/u.test(this.text.slice(start, end + 8));
      this.ask(ask.missing(this.text.slice(start, end), indicator), isAmount);
    }
    this.waiting = [];
    this.isCommaList = false;
  }

  /** Whether a number was read right before, or in front of a blank or a bracket. */
  isRightBehindNumber(index: number): boolean {
    if (this.last === null || this.waiting.length > 0) return false;
    const before = this.tokens[index - 1];
    const isNear = before?.kind === 'open' || (before?.kind === 'break' && before.level === 0);
    return this.last.index === index - 1 || (isNear && this.last.index === index - 2);
  }
}
