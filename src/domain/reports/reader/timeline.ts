import type { Indicator } from '../indicators.ts';
import { meaningfulAfter } from './clauses.ts';
import type { Scope } from './months.ts';
import type { Found } from './state.ts';
import { isFill, type Token } from './tokens.ts';

/** A time as it was said. */
export interface Heading {
  scope: Scope;
  said: string;
}

/** What time the figures are of: a heading holds until the next, what stands beside a number only for that. */
export class Timeline {
  heading: Heading | null = null;
  /** Said between a label and its number, or before a number alone. */
  local: Heading | null = null;
  /** Of a table: 本月, 本年累计 */
  columns: readonly Heading[] = [];
  /** A total stood without its month or a month within totals: what a figure without a word for it is, nobody can say. */
  isUnsure = false;
  #before: Heading | null = null;
  #isFresh = false;

  get current(): Heading | null {
    return this.local ?? this.heading;
  }

  /**
   * Reads the times that stand at a place.
   * @returns the index of the last token of them
   */
  read(tokens: readonly Token[], index: number, has: { waiting: boolean; last: boolean }): number {
    const { groups, end } = timesAt(tokens, index);
    if (groups.length > 1 && !has.waiting && isTable(tokens, end, groups.length)) {
      this.columns = groups;
      return end;
    }
    const time = groups.reduce(merged);
    const next = meaningfulAfter(tokens, end)?.token;
    if (has.waiting || (next?.kind === 'number' && has.last)) this.local = time;
    else {
      this.#before = this.heading;
      // 截至10月底，累计营收…: the month still holds.
      const period = time.scope.period ?? (time.scope.of === 'OTHER' ? null : (this.heading?.scope.period ?? null));
      this.heading = { ...time, scope: { ...time.scope, period } };
      this.columns = [];
      this.#isFresh = true;
      this.isUnsure = false;
    }
    return end;
  }

  /** 10月营收320万，累计营收3000万，利润25万: the total is that of the figure before, what follows is of the month again. */
  pair(indicator: Indicator | undefined, last: Found | null): void {
    const isTotalNow = this.#isFresh && this.heading?.scope.of === 'TOTAL' && this.#before?.scope.of !== 'TOTAL';
    if (isTotalNow && last?.of === 'MONTH' && last.indicator === indicator) {
      this.local = this.heading;
      this.heading = this.#before;
    }
    this.#isFresh = false;
  }

  /** After a figure whose time was said beside it. */
  noteLocal({ indicator, of }: Found, found: readonly Found[]): void {
    if (this.columns.length > 0) return;
    const isTotalHeading = this.heading?.scope.of === 'TOTAL';
    const hasMonth = found.some((one) => one.indicator === indicator && one.of === 'MONTH');
    this.isUnsure = of === 'MONTH' ? isTotalHeading : !isTotalHeading && !hasMonth;
  }
}

/** 1—10月累计 is one time in two words, 本月 | 本年累计 are two. */
function timesAt(tokens: readonly Token[], index: number): { groups: Heading[]; end: number } {
  const groups: Heading[] = [];
  let end = index;
  let isGlued = false;
  for (let at = index; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    if (token.kind === 'scope') {
      const time = { scope: token.scope, said: token.text };
      const before = isGlued ? groups.pop() : undefined;
      groups.push(before ? merged(before, time) : time);
      end = at;
      isGlued = true;
    } else if (token.kind === 'break' && token.level < 2) isGlued = false;
    else if (!isFill(token) && token.kind !== 'heading') break;
  }
  return { groups, end };
}

/** 10月当月, 截至10月累计: the month that is named and the total that is said. 9月和10月 are no month. */
function merged(one: Heading, other: Heading): Heading {
  const of = [one.scope.of, other.scope.of];
  const [first, second] = [one.scope.period, other.scope.period];
  if (first !== null && second !== null && first !== second) of.push('OTHER');
  return {
    said: `${one.said}${other.said}`,
    scope: {
      of: of.includes('OTHER') ? 'OTHER' : of.includes('TOTAL') ? 'TOTAL' : 'MONTH',
      period: first ?? second,
      relative: null,
      isOldYear: one.scope.isOldYear || other.scope.isOldYear,
      isUntil: one.scope.isUntil && other.scope.isUntil,
    },
  };
}

/** Whether a label and as many numbers follow as there are columns. */
function isTable(tokens: readonly Token[], index: number, columns: number): boolean {
  let hasLabel = false;
  let numbers = 0;
  for (let at = index + 1; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    if (token.kind === 'label' || token.kind === 'part') {
      if (hasLabel && numbers > 0) break;
      hasLabel = true;
    } else if (token.kind === 'number') numbers += 1;
    else if (
      token.kind === 'break'
        ? token.level > 1
        : !isFill(token) && !['unit', 'heading', 'open', 'close', 'is'].includes(token.kind)
    )
      break;
  }
  return hasLabel && numbers === columns;
}
