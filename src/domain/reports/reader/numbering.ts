import type { Indicator } from '../indicators.ts';
import { isAddition } from './labelling.ts';
import { ask } from './questions.ts';
import type { State } from './state.ts';
import type { Subject } from './subject.ts';
import { type NumberToken, take } from './taking.ts';
import type { Heading } from './timeline.ts';
import { isFill, type Token } from './tokens.ts';
import { measure } from './values.ts';

/**
 * Finds out what a number is said of.
 * @returns the index of the last token that was read
 */
export function readNumber(state: State, token: NumberToken, index: number): number {
  const { flags, text } = state;
  const from = state.waiting[0]?.from ?? state.textFrom ?? token.start;
  const isOfLabel = state.waiting.length > 0 && state.waiting.every(({ isAltered }) => !isAltered);
  if (flags.restFrom !== null && state.waiting.length === 0) {
    state.ask(ask.rest(text.slice(flags.restFrom, token.end)), false);
    flags.restFrom = null;
    return index;
  }
  if (token.quantity.measure === 'RATE' || (flags.comparedFrom !== null && !isReached(state, index))) {
    const said = text.slice(Math.min(from, flags.comparedFrom ?? from), token.end);
    state.ask(token.quantity.measure === 'RATE' ? ask.rate(said) : ask.compared(said), isOfLabel);
    const [subject] = state.waiting;
    state.waiting = [];
    if (subject && !subject.isAltered) state.refused(subject, index);
    return index;
  }
  if (flags.isWrong) {
    flags.isWrong = false;
    for (const subject of state.waiting) subject.isLoss = false;
    return index;
  }
  if (state.waiting.length > 1) return distribute(state, index);
  const [subject] = state.waiting;
  if (!subject) carry(state, token, index);
  else if (state.timeline.columns.length > 1 && state.timeline.local === null) return readRow(state, subject, index);
  else {
    state.waiting = [];
    take(state, subject, token, index);
  }
  return readTimeBehind(state, index);
}

/** The numbers that follow each other here, with nothing but separators between. */
function numbersFrom(state: State, index: number): { numbers: { token: NumberToken; index: number }[]; end: number } {
  const numbers: { token: NumberToken; index: number }[] = [];
  let end = index;
  for (let at = index; at < state.tokens.length; at += 1) {
    const token = state.tokens[at] as Token;
    if (token.kind === 'number') {
      numbers.push({ token, index: at });
      end = at;
    } else if (token.kind === 'break') {
      const isOver = token.level > 1 && state.tokens[at + 1]?.kind !== 'number';
      if (isOver || token.level > 2) break;
    } else if (!isFill(token)) break;
  }
  return { numbers, end };
}

/** Several labels, then their numbers: 营收、研发分别是320万、18.5万; 职工/科技人员：46/12; 研发、出口均为0. */
function distribute(state: State, index: number): number {
  const subjects = state.waiting;
  const { numbers, end } = numbersFrom(state, index);
  const [only, ...others] = numbers;
  if (only && others.length === 0 && !state.flags.isAll && state.isCommaList) {
    // 刚才漏了研发，税12万: the earlier ones have no number.
    const last = subjects.at(-1) as Subject;
    state.waiting = subjects.slice(0, -1);
    state.dropWaiting();
    take(state, last, only.token, only.index);
    return readTimeBehind(state, end);
  }
  state.waiting = [];
  state.isCommaList = false;
  const isOneForAll = only !== undefined && others.length === 0 && state.flags.isAll;
  if (!isOneForAll && numbers.length !== subjects.length) {
    const said = state.text.slice(subjects[0]?.from ?? 0, state.tokens[end]?.end);
    state.ask(ask.unequal(said, subjects.length, numbers.length), true);
    state.last = null;
    return end;
  }
  const { local } = state.timeline;
  subjects.forEach((subject, at) => {
    const number = isOneForAll ? only : numbers[at];
    state.timeline.local = local;
    if (number) take(state, subject, number.token, number.index);
  });
  return end;
}

/** A row of a table: a label and a number for each column. Of a stock the month's is enough. */
function readRow(state: State, subject: Subject, index: number): number {
  const { numbers, end } = numbersFrom(state, index);
  const { columns } = state.timeline;
  const indicator = subject.meaning?.indicators[0];
  const isStock = indicator?.kind === 'STOCK';
  state.waiting = [];
  if (numbers.length !== columns.length && !(isStock && numbers.length === 1)) {
    const said = state.text.slice(subject.from, state.tokens[end]?.end);
    state.ask(indicator ? ask.twoValues(said, indicator) : ask.altered(said), true);
    return end;
  }
  numbers.forEach(({ token }, at) => {
    const column = columns[at] ?? null;
    if (isStock && column?.scope.of === 'TOTAL' && numbers.length > 1) return;
    state.timeline.local = column;
    take(state, subject, token, end);
  });
  return end;
}

/** A number without a label of its own goes on with the one before, if something says so. */
function carry(state: State, token: NumberToken, index: number): void {
  const { last, timeline, flags } = state;
  const before = state.tokens[index - 1];
  const isAdded = before !== undefined && isAddition(before) && last?.found?.indicator.kind === 'STOCK';
  const isTimed = (timeline.local !== null && !isAdded) || timeBehind(state, index) !== null;
  const sibling = last && siblingFor(state, last.subject, token, index);
  if (last && (isTimed || flags.isChange || (last.found === null && isReached(state, index)))) {
    if (!isTimed && last.found) state.found.splice(state.found.indexOf(last.found), 1);
    take(state, last.subject, token, index);
  } else if (last && sibling) {
    const meaning = { word: last.subject.word, indicators: [sibling] };
    take(state, { ...last.subject, meaning, unit: null, isLoss: false }, token, index);
  } else if (last?.found && !isRestated(state, token) && isBeside(state, index)) {
    const said = state.text.slice(last.subject.start, token.end);
    state.takeBack(last.found, ask.twoValues(said, last.found.indicator));
  } else if (!isRestated(state, token)) orphan(state, token, index);
}

/** 增长20万，达到320万; 增加3人，共46人: what it came to. */
function isReached({ tokens }: State, index: number): boolean {
  const before = tokens[index - 1];
  return (
    before !== undefined &&
    isFill(before) &&
    /^(?:达到?|现有|现为|共[计有]?|总共|合计|总数|目前|实际[为是]?|实有|完成|实现)$/u.test(before.text)
  );
}

/** 营收 320 3000, 营收320万/3000万 */
function isBeside({ last, tokens }: State, index: number): boolean {
  const before = tokens[index - 1];
  return last?.index === index - 1 || (last?.index === index - 2 && before?.kind === 'break' && before.level < 2);
}

/** 技术合同2项，150万元: of the same topic, but another unit. */
function siblingFor(state: State, { meaning, word }: Subject, token: NumberToken, index: number): Indicator | null {
  const { labels, tokens, last } = state;
  const between = tokens.slice((last?.index ?? 0) + 1, index);
  if (!between.every((one) => one.kind === 'break' || one.kind === 'open' || isFill(one))) return null;
  const { measure: said } = token.quantity;
  const unit = meaning?.indicators[0]?.unit;
  const isCounted = unit === 'ITEM' || unit === 'PIECE';
  if ((said === 'MONEY' || said === 'LARGE') && isCounted) return labels.byUnit(word, ['WAN']);
  if ((said === 'ITEM' || said === 'PIECE') && unit === 'WAN') return labels.byUnit(word, ['ITEM', 'PIECE']);
  return null;
}

/** 320万（3200000元）: the same once more. */
function isRestated({ last }: State, { quantity, text }: NumberToken): boolean {
  if (!last?.found) return false;
  const { indicator, value } = last.found;
  const read = measure({ indicator, quantity, labelUnit: null, heading: null, isLoss: false, said: text });
  return read.ok && !read.isBare && read.value === value;
}

function orphan(state: State, token: NumberToken, index: number): void {
  const before = state.tokens[index - 1];
  const after = state.tokens[index + 1];
  const isBare = ['BARE', 'OTHER'].includes(token.quantity.measure);
  // 二零二五新材料公司, 3M: a number within a name.
  if (isBare && after?.kind === 'text' && (before?.kind !== 'text' || after.text.length > 2)) return;
  const isOfSomething = state.textFrom !== null || isBehindText(state.tokens, index);
  const said = state.text.slice(isOfSomething ? state.clauseFrom : token.start, token.end);
  if (isOfSomething) {
    state.askPart({ quantity: token.quantity, said: said.replace(/^[,;。!. ]+/u, ''), index }, false);
  } else state.ask(ask.orphan(said), false);
}

function isBehindText(tokens: readonly Token[], index: number): boolean {
  for (let at = index - 1; at >= 0; at -= 1) {
    const token = tokens[at] as Token;
    if (token.kind === 'text' || (token.kind === 'word' && token.is === 'altering')) return true;
    if (['break', 'number', 'open'].includes(token.kind)) return false;
  }
  return false;
}

/** 3000万（累计）, 320万本月: a time that ends the clause belongs to the number before. */
function timeBehind(state: State, index: number): { time: Heading; end: number } | null {
  const isBracket = state.tokens[index + 1]?.kind === 'open';
  const at = skipFill(state.tokens, isBracket ? index + 2 : index + 1);
  const token = state.tokens[at];
  const end = skipFill(state.tokens, at + 1);
  const after = state.tokens[end];
  const isEnd = isBracket
    ? after?.kind === 'close'
    : after === undefined || (after.kind === 'break' && after.level > 1);
  if (token?.kind !== 'scope' || !isEnd) return null;
  return { time: { scope: token.scope, said: token.text }, end: isBracket ? end : end - 1 };
}

function skipFill(tokens: readonly Token[], from: number): number {
  let at = from;
  while (at < tokens.length && isFill(tokens[at] as Token)) at += 1;
  return at;
}

function readTimeBehind(state: State, index: number): number {
  const behind = timeBehind(state, index);
  const found = state.last?.index === index ? state.last.found : null;
  if (!behind || !found) return index;
  const { scope, said } = behind.time;
  if (scope.of === 'OTHER') state.takeBack(found, ask.span(`${found.said}${said}`));
  else {
    found.of = found.indicator.kind === 'STOCK' ? 'MONTH' : scope.of;
    found.period = scope.period ?? found.period;
    found.relative = scope.relative;
    found.scopeSaid = said;
  }
  return behind.end;
}
