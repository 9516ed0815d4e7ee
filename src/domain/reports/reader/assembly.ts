import type { Indicator } from '../indicators.ts';
import type { Period } from '../period.ts';
import { meaningfulAfter } from './clauses.ts';
import type { Labels } from './labels.ts';
import type { Scope } from './months.ts';
import type { Quantity } from './quantity.ts';
import { ask } from './questions.ts';
import { indicatorFor, type Subject, subjectOf } from './subject.ts';
import { isFill, type Token } from './tokens.ts';
import { measure } from './values.ts';
import { foreignNames, nameEndings } from './vocabulary.ts';

/** A figure with what has still to be compared with the others. */
export interface Found {
  indicator: Indicator;
  of: 'MONTH' | 'TOTAL';
  value: bigint;
  period: Period | null;
  relative: Scope['relative'];
  isOldYear: boolean;
  isBare: boolean;
  isSmall: boolean;
  /** Written with a dash, which may be a separator. */
  isDashed: boolean;
  said: string;
  scopeSaid: string;
}

export interface Asked {
  text: string;
  /** It alone shows that somebody reports; the others matter only beside figures. */
  isSure: boolean;
}

type NumberToken = Extract<Token, { kind: 'number' }>;
type Heading = { scope: Scope; said: string };

/**
 * Goes through the tokens once and gives each number to the label it belongs to. Whatever stands between that it does not
 * know makes a question of the figure.
 */
export class Assembly {
  readonly found: Found[] = [];
  readonly questions: Asked[] = [];
  readonly #tokens: readonly Token[];
  readonly #text: string;
  readonly #labels: Labels;
  readonly #heading: string | null;
  #waiting: Subject[] = [];
  #isCommaList = false;
  /** The subject that got the last value, and that value. */
  #last: { subject: Subject; found: Found | null; index: number; end: number } | null = null;
  #topic = '';
  #isOfPeople = false;
  #scope: Heading | null = null;
  #scopeBefore: Heading | null = null;
  #isScopeFresh = false;
  #local: Heading | null = null;
  #columns: Heading[] = [];
  /** A total and a month were named apart, so that a figure without either may be both. */
  #isScopeUnsure = false;
  /** Text right before, where a label's meaning may hang on it. */
  #textFrom: number | null = null;
  #isHedged = false;
  #isForecast = false;
  #isCompared: number | null = null;
  #isLoss = false;
  #isNone = false;
  #isRest: number | null = null;
  #isWrong = false;
  #isChange = false;
  #isAll = false;
  #clauseFrom = 0;

  constructor(text: string, tokens: readonly Token[], labels: Labels, heading: string | null) {
    this.#text = text;
    this.#tokens = tokens;
    this.#labels = labels;
    this.#heading = heading;
  }

  run(): void {
    for (let index = 0; index < this.#tokens.length; index += 1) {
      const token = this.#tokens[index] as Token;
      index = this.#read(token, index);
    }
    this.#endClause(this.#text.length);
    this.#dropWaiting();
  }

  #ask(text: string, isSure: boolean): void {
    this.questions.push({ text, isSure });
  }

  /** @returns the index of the last token that was read */
  #read(token: Token, index: number): number {
    switch (token.kind) {
      case 'label':
        this.#label(subjectOf(token.meaning.word, token.meaning, token, this.#alteredFrom(token.start)), index);
        return index;
      case 'part':
        this.#part(token, index);
        return index;
      case 'number':
        return this.#number(token, index);
      case 'unit': {
        for (const subject of this.#waiting) subject.unit ??= token.unit;
        return index;
      }
      case 'scope':
        return this.#scopes(index);
      case 'word':
        return this.#word(token, index);
      case 'text':
        this.#unknown(token, index);
        return index;
      case 'is':
        for (const subject of this.#waiting) subject.isClosed = true;
        this.#textFrom = null;
        return index;
      case 'open':
      case 'close':
        this.#textFrom = null;
        this.#endHedges();
        return index;
      case 'break':
        // 营业 利润: what changes a label's meaning does so across a blank.
        if (token.level > 0 || !this.#isAlteringBefore(index)) this.#textFrom = null;
        if (token.level > 1) this.#endClause(token.start);
        return index;
      default:
        this.#textFrom = null;
        return index;
    }
  }

  #isAlteringBefore(index: number): boolean {
    const before = this.#tokens[index - 1];
    return before?.kind === 'word' && before.is === 'altering';
  }

  /** Where the text begins that makes something else of a label; null: none does. */
  #alteredFrom(labelStart: number): number | null {
    if (this.#textFrom === null) return null;
    const before = this.#text.slice(this.#textFrom, labelStart).replace(/\s+$/u, '');
    const isName = before.length >= 4 && nameEndings.test(before) && !foreignNames.test(before);
    return isName && this.found.length === 0 ? null : this.#textFrom;
  }

  #endHedges(): void {
    this.#isHedged = this.#isForecast;
    this.#isCompared = null;
    this.#isLoss = false;
    this.#isWrong = false;
    this.#isAll = false;
    this.#isNone = false;
  }

  #endClause(end: number): void {
    this.#endHedges();
    this.#isRest = null;
    this.#clauseFrom = end + 1;
    if (this.#waiting.length > 0) this.#isCommaList = true;
    else this.#local = null;
  }

  /** Labels that got no number. */
  #dropWaiting(): void {
    for (const subject of this.#waiting) {
      const indicator = subject.meaning?.indicators[0];
      if (!indicator || subject.isAltered || nameEndings.test(this.#text.slice(subject.end, subject.end + 12)))
        continue;
      this.#ask(ask.missing(this.#text.slice(subject.start, subject.end), indicator), false);
    }
    this.#waiting = [];
    this.#isCommaList = false;
  }

  #label(subject: Subject, index: number): void {
    this.#textFrom = null;
    this.#topic = subject.word;
    const last = this.#waiting.at(-1);
    const indicator = subject.meaning?.indicators[0];
    if (last && !last.isAltered && indicator && last.meaning?.indicators[0] === indicator) {
      // 职工总数（期末从业人员）: one indicator by two names.
      last.end = subject.end;
      return;
    }
    if (this.#waiting.some(({ isClosed, hasRemark, meaning }) => isClosed || hasRemark || meaning === null)) {
      this.#dropWaiting();
    }
    this.#pairScope(subject);
    this.#waiting.push(subject);
    if (this.#isLoss && indicator?.mayBeNegative) subject.isLoss = true;
    if (this.#isNone) this.#takeNone(index);
  }

  /** 10月营收320万，累计营收3000万，利润25万: the total is that of the figure before, what follows is of the month again. */
  #pairScope(subject: Subject): void {
    const last = this.#last?.found;
    const isPair =
      this.#isScopeFresh &&
      this.#scope?.scope.of === 'TOTAL' &&
      last?.of === 'MONTH' &&
      this.#scopeBefore?.scope.of !== 'TOTAL';
    if (isPair && last.indicator === subject.meaning?.indicators[0]) {
      this.#local = this.#scope;
      this.#scope = this.#scopeBefore;
    }
    this.#isScopeFresh = false;
  }

  #part(token: Extract<Token, { kind: 'part' }>, index: number): void {
    const joined = this.#topic === '' ? null : this.#labels.joined(this.#topic, token.part);
    if (joined) {
      this.#label(subjectOf(joined.word, joined, token, this.#alteredFrom(token.start)), index);
      return;
    }
    if (token.isFill) return;
    const next = meaningfulAfter(this.#tokens, index);
    const isHeading = this.#tokens[index + 1]?.kind === 'is' && next?.token.kind !== 'number';
    if (isHeading && this.#waiting.length === 0) {
      this.#isOfPeople = /人/u.test(token.part);
      if (!this.#isOfPeople) this.#topic = token.part;
      return;
    }
    const behind = this.#tokens[index + 1];
    const isWord = behind?.kind === 'text' || behind?.kind === 'label';
    if (this.#waiting.length > 0 || isWord || this.#labels.candidates(token.part).length === 0) {
      this.#unknown(token, index);
      return;
    }
    this.#topic = token.part;
    this.#waiting.push(subjectOf(token.part, null, token, this.#alteredFrom(token.start)));
    this.#textFrom = null;
  }

  #unknown(token: Token, index: number): void {
    this.#textFrom ??= token.start;
    const last = this.#waiting.at(-1);
    if (!last) return this.#remark(token, index);
    const isNote = this.#tokens[index - 1]?.kind === 'open' && this.#isHarmlessNote(token.text, last);
    if (isNote) return;
    last.hasRemark = true;
    last.isAltered ||= last.meaning === null || this.#reachesNumber(index);
    last.end = token.end;
  }

  #isHarmlessNote(text: string, { meaning }: Subject): boolean {
    const note = meaning?.indicators[0]?.note?.normalize('NFKC') ?? '';
    return /^(?:不含税|不含增值税|当年价格?|现价|当月|单月)$/u.test(text) || (text.length > 1 && note.includes(text));
  }

  /** Whether a number follows within the clause. */
  #reachesNumber(index: number): boolean {
    for (let at = index + 1; at < this.#tokens.length; at += 1) {
      const token = this.#tokens[at] as Token;
      if (token.kind === 'number') return true;
      if (token.kind === 'label' || (token.kind === 'break' && token.level > 1)) return false;
    }
    return false;
  }

  /** Text right behind a figure or in a bracket behind it. */
  #remark(token: Token, index: number): void {
    const before = this.#tokens[index - 1];
    const last = this.#last;
    const isBehind =
      last !== null && (last.index === index - 1 || (before?.kind === 'open' && last.index === index - 2));
    if (!isBehind || /^(?:不含税|不含增值税|当年价格?|现价)$/u.test(token.text)) return;
    this.#ask(ask.remark(this.#text.slice(last.subject.start, token.end)), false);
  }

  #word(token: Extract<Token, { kind: 'word' }>, index: number): number {
    switch (token.is) {
      case 'hedge':
        this.#hedge(token, index);
        return index;
      case 'compare':
        this.#isCompared ??= token.start;
        return index;
      case 'altering':
      case 'funds':
        this.#alteringWord(token, index);
        return index;
      case 'altered':
        this.#alteredWord(token);
        return index;
      case 'none':
        this.#none(index);
        return index;
      case 'loss':
        this.#lossWord(token);
        return index;
      case 'not':
      case 'from':
        this.#isWrong = true;
        return index;
      case 'change':
        this.#isChange = true;
        return index;
      case 'all':
        this.#isAll = true;
        return index;
      case 'rest':
        this.#isRest = token.start;
        return index;
      case 'same':
        this.#same(token);
        return index;
      case 'zeroReport':
        this.#ask(ask.zeroReport(token.text), true);
        return index;
      default:
        return index;
    }
  }

  #hedge(token: Token, index: number): void {
    const before = this.#tokens[index - 1];
    const last = this.#last;
    // 320万左右: behind the number it belongs to that.
    const isBehind =
      last !== null && (last.index === index - 1 || (last.index === index - 2 && before && !isLabelled(before)));
    const next = this.#tokens[index + 1];
    if (isBehind && this.#waiting.length === 0 && next?.kind !== 'number') {
      if (last.found) this.#takeBack(last.found, ask.hedged(last.found.said + token.text, last.found.indicator));
      return;
    }
    this.#isHedged = true;
    const isFirst = this.found.length === 0 && this.#waiting.length === 0;
    if (isFirst && /^[预估暂初]/u.test(token.text)) this.#isForecast = true;
  }

  #takeBack(found: Found, question: string): void {
    const at = this.found.indexOf(found);
    if (at < 0) return;
    this.found.splice(at, 1);
    this.#ask(question, true);
  }

  #alteringWord(token: Extract<Token, { kind: 'word' }>, index: number): void {
    const last = this.#waiting.at(-1);
    if (!last) {
      this.#textFrom ??= token.start;
      return;
    }
    const next = this.#tokens[index + 1];
    // 研发 投资...: behind a label it is part of another name; before the next label it belongs to that.
    if (next?.kind === 'label') {
      this.#textFrom = token.start;
      return;
    }
    last.isOfFunds ||= token.is === 'funds';
    last.isAltered = true;
    last.hasRemark = true;
    last.end = token.end;
  }

  #alteredWord(token: Token): void {
    const waiting = this.#waiting.at(-1);
    if (waiting) {
      waiting.isAltered = true;
      waiting.hasRemark = true;
      waiting.end = token.end;
      return;
    }
    const found = this.#last?.found;
    if (found && this.#tokens.length > 0)
      this.#takeBack(found, ask.changed(`${found.said}${token.text}`, found.indicator));
    else this.#textFrom ??= token.start;
  }

  #lossWord(token: Token): void {
    const waiting = this.#waiting.at(-1);
    if (waiting?.meaning?.indicators[0]?.mayBeNegative) {
      waiting.isLoss = true;
      return;
    }
    const meaning = this.#labels.words.get('利润总额') ?? this.#labels.words.get('利润');
    if (!meaning?.indicators[0]?.mayBeNegative) return this.#unknown(token, 0);
    const subject = subjectOf('利润', meaning, token, this.#alteredFrom(token.start));
    subject.isLoss = true;
    this.#label(subject, 0);
  }

  #none(index: number): void {
    const next = this.#tokens.slice(index + 1).find((token) => !isFill(token));
    const isEnd = next === undefined || ['break', 'close', 'label'].includes(next.kind);
    if (this.#waiting.length > 0 && isEnd) {
      this.#takeNone(index);
      return;
    }
    const ahead = meaningfulAfter(this.#tokens, index)?.token;
    if (this.#waiting.length === 0 && next && ahead && next === ahead && ['label', 'part'].includes(ahead.kind)) {
      this.#isNone = true;
      return;
    }
    if (next?.kind === 'number') this.#isHedged = true;
    else if (this.#isRest !== null) this.#ask(ask.rest(this.#text.slice(this.#isRest, next?.start)), false);
    else if (this.#waiting.length > 0 && next) this.#unknown(next, index + 1);
  }

  /** 没有出口, 研发无: zero, unless the number follows after all. */
  #takeNone(index: number): void {
    const next = this.#tokens.slice(index + 1).find((token) => !isFill(token) && token.kind !== 'unit');
    if (this.#isNone && next && ['number', 'text', 'is'].includes(next.kind)) return;
    for (const subject of this.#waiting) {
      const indicator = subject.meaning?.indicators[0];
      const said = this.#text.slice(subject.from, Math.max(subject.end, this.#tokens[index]?.end ?? 0));
      if (!indicator || subject.meaning?.indicators.length !== 1 || subject.isAltered)
        this.#ask(ask.altered(said), false);
      else if (indicator.mayBeNegative) this.#ask(ask.zeroOrLoss(said, indicator), false);
      else this.#record(subject, indicator, { value: 0n, isBare: false, isSmall: false }, said, index, false);
    }
    this.#waiting = [];
  }

  #same(token: Token): void {
    const isLastMonth = /上/u.test(token.text);
    const [subject] = this.#waiting;
    const from = subject?.from ?? this.#isRest ?? token.start;
    const said = this.#text.slice(from, token.end);
    if (subject || isLastMonth) this.#ask(ask.same(said), true);
    else if (
      this.#isRest !== null &&
      !/^(?:不变|没变|没有变|未变|没有变化|没变化|无变化|没动|照旧)/u.test(token.text)
    ) {
      this.#ask(ask.rest(said), true);
    }
    this.#waiting = [];
    this.#isRest = null;
  }

  #scopes(index: number): number {
    const groups: Heading[] = [];
    let at = index;
    let lastScope = index;
    let isGlued = false;
    for (; at < this.#tokens.length; at += 1) {
      const token = this.#tokens[at] as Token;
      if (token.kind === 'scope') {
        const before = groups.at(-1);
        if (before && isGlued) groups[groups.length - 1] = merged(before, { scope: token.scope, said: token.text });
        else groups.push({ scope: token.scope, said: token.text });
        lastScope = at;
        isGlued = true;
      } else if (token.kind === 'break' && token.level < 2) isGlued = false;
      else if (!isFill(token)) break;
    }
    const end = lastScope;
    const [first] = groups;
    if (!first) return end;
    this.#textFrom = null;
    if (groups.length > 1 && this.#waiting.length === 0 && this.#isTable(end, groups.length)) {
      this.#columns = groups;
      return end;
    }
    const heading = groups.slice(1).reduce(merged, first);
    if (this.#waiting.length > 0) {
      this.#local = heading;
      return end;
    }
    const next = meaningfulAfter(this.#tokens, end)?.token;
    if (next?.kind === 'number' && this.#last !== null) this.#local = heading;
    else {
      this.#scopeBefore = this.#scope;
      this.#scope = heading;
      this.#columns = [];
      this.#isScopeFresh = true;
      this.#isScopeUnsure = false;
    }
    return end;
  }

  /** Whether a label and as many numbers follow as there are columns. */
  #isTable(index: number, columns: number): boolean {
    let hasLabel = false;
    let numbers = 0;
    for (let at = index + 1; at < this.#tokens.length; at += 1) {
      const token = this.#tokens[at] as Token;
      if (token.kind === 'label' || token.kind === 'part') {
        if (hasLabel && numbers > 0) break;
        hasLabel ||= token.kind === 'label';
      } else if (token.kind === 'number') numbers += 1;
      else if (
        !['unit', 'open', 'close', 'is'].includes(token.kind) &&
        !(token.kind === 'break' && token.level < 2) &&
        !isFill(token)
      )
        break;
    }
    return hasLabel && numbers === columns;
  }

  #number(token: NumberToken, index: number): number {
    const { quantity } = token;
    if (this.#isRest !== null && this.#waiting.length === 0) {
      this.#ask(ask.rest(this.#text.slice(this.#isRest, token.end)), false);
      this.#isRest = null;
      return index;
    }
    if (quantity.measure === 'RATE') {
      const from = this.#waiting[0]?.from ?? this.#isCompared ?? this.#textFrom ?? token.start;
      const isSure = this.#waiting.length > 0 && this.#waiting.every(({ isAltered }) => !isAltered);
      this.#ask(ask.rate(this.#text.slice(from, token.end)), isSure);
      this.#waiting = [];
      return index;
    }
    if (this.#isCompared !== null) {
      const from = Math.min(this.#waiting[0]?.from ?? this.#isCompared, this.#isCompared);
      this.#ask(ask.compared(this.#text.slice(from, token.end)), this.#waiting.length > 0);
      this.#waiting = [];
      return index;
    }
    if (this.#isWrong) {
      this.#isWrong = false;
      return index;
    }
    if (this.#waiting.length > 1) return this.#distribute(index);
    const [subject] = this.#waiting;
    if (subject) {
      if (this.#columns.length > 1 && this.#local === null) return this.#row(subject, index);
      this.#waiting = [];
      this.#take(subject, token, index);
      return this.#behindNumber(index);
    }
    this.#carry(token, index);
    return this.#behindNumber(index);
  }

  /** 3000万（累计）: the bracket says what the number before it is. */
  #behindNumber(index: number): number {
    const next = this.#tokens[index + 1];
    const found = this.#last?.index === index ? this.#last.found : null;
    const inBracket = next?.kind === 'open' ? this.#tokens[index + 2] : next;
    const end = next?.kind === 'open' ? index + 3 : index + 2;
    const after = this.#tokens[end];
    const isClosed =
      next?.kind === 'open'
        ? after?.kind === 'close'
        : after === undefined || (after.kind === 'break' && after.level > 1);
    if (!found || inBracket?.kind !== 'scope' || !isClosed) return index;
    const heading = { scope: inBracket.scope, said: inBracket.text };
    this.#apply(found, heading);
    return next?.kind === 'open' ? end : index + 1;
  }

  #apply(found: Found, { scope, said }: Heading): void {
    if (scope.of === 'OTHER') return this.#takeBack(found, ask.span(`${found.said}${said}`));
    found.of = found.indicator.kind === 'STOCK' ? 'MONTH' : scope.of;
    found.period = scope.period ?? found.period;
    found.relative = scope.relative;
    found.scopeSaid = said;
  }

  /** Several labels, then their numbers: 营收、研发分别是320万、18.5万; 职工/科技人员：46/12. */
  #distribute(index: number): number {
    const numbers: { token: NumberToken; index: number }[] = [];
    let end = index;
    for (let at = index; at < this.#tokens.length; at += 1) {
      const token = this.#tokens[at] as Token;
      if (token.kind === 'number') {
        numbers.push({ token, index: at });
        end = at;
      } else if (token.kind === 'break' && token.level < 3) {
        if (token.level === 2 && this.#tokens[at + 1]?.kind !== 'number') break;
      } else if (!isFill(token)) break;
    }
    const subjects = this.#waiting;
    const [first] = numbers;
    if (numbers.length === 1 && first && (this.#isAll || !this.#isCommaList)) {
      if (this.#isAll) {
        this.#waiting = [];
        for (const subject of subjects) this.#take(subject, first.token, first.index);
        return end;
      }
    } else if (numbers.length === 1 && first) {
      const last = subjects.at(-1) as Subject;
      this.#waiting = subjects.slice(0, -1);
      this.#dropWaiting();
      this.#take(last, first.token, first.index);
      return this.#behindNumber(end);
    }
    this.#waiting = [];
    this.#isCommaList = false;
    if (numbers.length === subjects.length) {
      const local = this.#local;
      subjects.forEach((subject, at) => {
        const number = numbers[at];
        this.#local = local;
        if (number) this.#take(subject, number.token, number.index);
      });
      return end;
    }
    const said = this.#text.slice(subjects[0]?.from ?? 0, this.#tokens[end]?.end);
    this.#ask(ask.unequal(said, subjects.length, numbers.length), true);
    return end;
  }

  /** A row of a table: a label and a number for each column. */
  #row(subject: Subject, index: number): number {
    const numbers: NumberToken[] = [];
    let end = index;
    for (let at = index; at < this.#tokens.length; at += 1) {
      const token = this.#tokens[at] as Token;
      if (token.kind === 'number') {
        numbers.push(token);
        end = at;
      } else if (token.kind !== 'break' || token.level > 1) break;
    }
    this.#waiting = [];
    const isStock = subject.meaning?.indicators[0]?.kind === 'STOCK';
    if (numbers.length !== this.#columns.length && !(isStock && numbers.length === 1)) {
      const said = this.#text.slice(subject.from, this.#tokens[end]?.end);
      const indicator = subject.meaning?.indicators[0];
      this.#ask(indicator ? ask.twoValues(said, indicator) : ask.altered(said), true);
      return end;
    }
    numbers.forEach((number, at) => {
      const column = this.#columns[at] ?? null;
      if (isStock && column?.scope.of === 'TOTAL' && numbers.length > 1) return;
      this.#local = column;
      this.#take(subject, number, end);
    });
    return end;
  }

  /** A number without a label of its own. */
  #carry(token: NumberToken, index: number): void {
    const last = this.#last;
    const { quantity } = token;
    if (last && this.#local !== null) return this.#take(last.subject, token, index);
    if (last && this.#isChange) {
      if (last.found) this.found.splice(this.found.indexOf(last.found), 1);
      return this.#take(last.subject, token, index);
    }
    const sibling = last && this.#siblingFor(last.subject, quantity);
    if (last && sibling) {
      const subject = { ...last.subject, meaning: { word: last.subject.word, indicators: [sibling] }, unit: null };
      return this.#take(subject, token, index);
    }
    const before = this.#tokens[index - 1];
    const isBeside =
      last !== null &&
      (last.index === index - 1 || (last.index === index - 2 && before?.kind === 'break' && before.level === 0));
    if (isBeside && last.found) {
      return this.#takeBack(
        last.found,
        ask.twoValues(this.#text.slice(last.subject.start, token.end), last.found.indicator),
      );
    }
    this.#orphan(token, index);
  }

  #siblingFor({ meaning, word }: Subject, { measure }: Quantity): Indicator | null {
    const unit = meaning?.indicators[0]?.unit;
    if ((measure === 'MONEY' || measure === 'LARGE') && unit !== 'WAN') return this.#labels.byUnit(word, ['WAN']);
    if ((measure === 'ITEM' || measure === 'PIECE') && unit === 'WAN')
      return this.#labels.byUnit(word, ['ITEM', 'PIECE']);
    return null;
  }

  #orphan(token: NumberToken, index: number): void {
    const before = this.#tokens[index - 1];
    const after = this.#tokens[index + 1];
    const isBare = token.quantity.measure === 'BARE' || token.quantity.measure === 'OTHER';
    // 二零二五新材料公司, 3M: a number within a name.
    if (isBare && after?.kind === 'text' && (before?.kind !== 'text' || after.text.length > 2)) return;
    const isSame = this.#last?.found && this.#isRestated(token);
    if (isSame) return;
    const said = this.#text.slice(this.#textFrom ?? token.start, token.end);
    const isUnknown = this.#textFrom !== null || this.#isBehindText(index);
    const from = isUnknown ? Math.max(this.#clauseFrom, 0) : token.start;
    this.#ask(isUnknown ? ask.altered(this.#text.slice(from, token.end)) : ask.orphan(said), false);
  }

  #isBehindText(index: number): boolean {
    for (let at = index - 1; at >= 0; at -= 1) {
      const token = this.#tokens[at] as Token;
      if (token.kind === 'text' || (token.kind === 'word' && token.is === 'altering')) return true;
      if (token.kind === 'break' || token.kind === 'number' || token.kind === 'open') return false;
    }
    return false;
  }

  /** 320万（3200000元）: the same once more. */
  #isRestated({ quantity, text }: NumberToken): boolean {
    const found = this.#last?.found;
    if (!found || !this.#last) return false;
    const value = measure({
      indicator: found.indicator,
      quantity,
      labelUnit: null,
      heading: null,
      isLoss: false,
      said: text,
    });
    return value.ok && !value.isBare && value.value === found.value;
  }

  #take(subject: Subject, token: NumberToken, index: number): void {
    const { quantity } = token;
    const from = Math.min(subject.from, token.start);
    const said =
      this.#last?.subject === subject
        ? `${this.#text.slice(subject.from, subject.end)}${token.text}`
        : this.#text.slice(from, Math.max(token.end, subject.end));
    const end = () => {
      this.#last = { subject, found: null, index, end: token.end };
      this.#local = null;
      this.#isChange = false;
      this.#isLoss = false;
      this.#isHedged = this.#isForecast;
    };
    if (subject.isAltered) {
      // 专项资金到位20万 is said to the funds' own commands.
      this.#ask(ask.altered(said), !subject.isOfFunds && subject.meaning !== null && said.length < 14);
      return end();
    }
    const previous = this.#last?.found;
    const context = {
      labels: this.#labels,
      isOfPeople: this.#isOfPeople,
      isBehindPeople: previous?.indicator.unit === 'PERSON',
    };
    const picked = indicatorFor(subject, this.#withTail(quantity, index), said, context);
    if ('question' in picked) {
      this.#ask(picked.question, true);
      return end();
    }
    const { indicator } = picked;
    if (this.#isHedged) {
      this.#ask(ask.hedged(said, indicator), true);
      return end();
    }
    const valued = measure({
      indicator,
      quantity: this.#withTail(quantity, index),
      labelUnit: subject.unit,
      heading: this.#heading,
      isLoss: subject.isLoss || this.#isLoss,
      said,
    });
    if (!valued.ok) {
      this.#ask(valued.question, true);
      return end();
    }
    this.#record(subject, indicator, valued, said, index, quantity.sign === 'minus' && token.text.startsWith('-'));
    this.#isHedged = this.#isForecast;
    this.#isChange = false;
    this.#isLoss = false;
  }

  /** 320吨: what stands right behind a bare number is its unit. */
  #withTail(quantity: Quantity, index: number): Quantity {
    const next = this.#tokens[index + 1];
    const isUnit = quantity.measure === 'BARE' && next?.kind === 'text' && next.text.length <= 3;
    return isUnit ? { ...quantity, measure: 'OTHER' } : quantity;
  }

  #record(
    subject: Subject,
    indicator: Indicator,
    { value, isBare, isSmall }: { value: bigint; isBare: boolean; isSmall: boolean },
    said: string,
    index: number,
    isDashed: boolean,
  ): void {
    const heading = this.#local ?? this.#scope;
    const isLocal = this.#local !== null;
    const isStock = indicator.kind === 'STOCK';
    const scope = heading?.scope ?? null;
    this.#local = null;
    const last = { subject, found: null, index, end: subject.end };
    if (scope?.of === 'OTHER' && !isStock) {
      this.#ask(ask.span(`${heading?.said ?? ''}${said}`), true);
      this.#last = last;
      return;
    }
    if (this.#isScopeUnsure && !isLocal && !isStock) {
      this.#ask(ask.unsureScope(said, indicator), true);
      this.#last = last;
      return;
    }
    const of = !isStock && scope?.of === 'TOTAL' ? 'TOTAL' : 'MONTH';
    const found: Found = {
      indicator,
      of,
      value,
      period: scope?.period ?? null,
      relative: scope?.relative ?? null,
      isOldYear: scope?.isOldYear ?? false,
      isBare,
      isSmall,
      isDashed,
      said,
      scopeSaid: heading?.said ?? '',
    };
    this.found.push(found);
    this.#last = { ...last, found };
    if (isLocal && !isStock) this.#noteLocal(found);
  }

  /** Whether the next figure without a word for it may be either. */
  #noteLocal({ indicator, of }: Found): void {
    if (this.#columns.length > 0) return;
    const isOwnMonth = (one: Found) => one.indicator === indicator && one.of === 'MONTH';
    if (of === 'MONTH') this.#isScopeUnsure = this.#scope?.scope.of === 'TOTAL';
    else this.#isScopeUnsure = this.#scope?.scope.of !== 'TOTAL' && !this.found.some(isOwnMonth);
  }
}

function isLabelled(token: Token): boolean {
  return token.kind === 'label' || token.kind === 'number' || (token.kind === 'break' && token.level > 1);
}

/** 1—10月累计, 10月当月: one time said in two words. */
function merged(one: Heading, other: Heading): Heading {
  const of = [one.scope.of, other.scope.of];
  return {
    said: `${one.said}${other.said}`,
    scope: {
      of: of.includes('OTHER') ? 'OTHER' : of.includes('TOTAL') ? 'TOTAL' : 'MONTH',
      period: one.scope.period ?? other.scope.period,
      relative:
        one.scope.period === null || other.scope.period === null
          ? one.scope.period === null
            ? other.scope.relative
            : one.scope.relative
          : null,
      isOldYear: one.scope.isOldYear || other.scope.isOldYear,
    },
  };
}
