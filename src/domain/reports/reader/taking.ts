import type { Indicator } from '../indicators.ts';
import type { Quantity } from './quantity.ts';
import { ask } from './questions.ts';
import type { Found, State } from './state.ts';
import { indicatorFor, type Subject } from './subject.ts';
import { isFill, type Token } from './tokens.ts';
import { measure, type Valued } from './values.ts';

export type NumberToken = Extract<Token, { kind: 'number' }>;

/** Gives a number to a label: a figure, or a question if they do not fit. */
export function take(state: State, subject: Subject, token: NumberToken, index: number): void {
  const { text } = state;
  const unit = state.tokens[index + 2];
  // 320（万元）, （320）万元
  const isBracket = ['open', 'close'].includes(state.tokens[index + 1]?.kind ?? '');
  if (isBracket && unit?.kind === 'unit') subject.unit ??= unit.unit;
  const isApart = state.last?.subject === subject;
  const said = isApart
    ? `${text.slice(subject.from, subject.end)}${token.text}`
    : text.slice(Math.min(subject.from, token.start), Math.max(token.end, subject.end));
  if (subject.isAltered) {
    // 专项资金到位20万 is said to the funds' own commands; of a longer text it is not sure that it reports anything.
    const isSure = !subject.isOfFunds && subject.meaning !== null && said.length < 14;
    state.askPart({ quantity: token.quantity, said, index }, isSure);
    state.refused(subject, index);
  } else {
    const figure = fitted(state, subject, withTail(state, token.quantity, index), said, index);
    if ('question' in figure) {
      state.ask(figure.question, true);
      state.refused(subject, index);
    } else record(state, { ...figure, subject, said, index });
  }
  state.flags.endNumber();
}

/** The indicator that a number fits, and its value there. */
function fitted(
  state: State,
  subject: Subject,
  quantity: Quantity,
  said: string,
  index: number,
): Pick<Taken, 'indicator' | 'value'> | { question: string } {
  const picked = indicatorFor(subject, quantity, said, {
    labels: state.labels,
    isOfPeople: state.isOfPeople,
    isBehindPeople: state.found.at(-1)?.indicator.unit === 'PERSON',
  });
  if ('question' in picked) return picked;
  const { indicator } = picked;
  if (state.flags.isHedged) return { question: ask.hedged(said, indicator) };
  const isLoss = subject.isLoss || state.flags.isLoss;
  // 利润（2.35）万元 is how accountants write a loss.
  const isInBrackets = state.tokens[index - 1]?.kind === 'open' && state.tokens[index + 1]?.kind === 'close';
  const isDoubtful = isInBrackets || subject.wasLoss;
  if (isDoubtful && indicator.mayBeNegative && quantity.sign === 'none' && !isLoss)
    return { question: ask.gainOrLoss(said, indicator) };
  const value = measure({ indicator, quantity, labelUnit: subject.unit, heading: state.unit, isLoss, said });
  return value.ok ? { indicator, value } : value;
}

/** 320吨: what stands right behind a bare number is its unit. */
function withTail(state: State, quantity: Quantity, index: number): Quantity {
  const next = state.tokens[index + 1];
  const isUnit = quantity.measure === 'BARE' && next?.kind === 'text' && next.text.length <= 3;
  return isUnit ? { ...quantity, measure: 'OTHER' } : quantity;
}

/** 没有出口, 研发无: zero, unless the number follows after all. */
export function takeNone(state: State, index: number): void {
  const next = state.tokens.slice(index + 1).find((token) => !isFill(token) && token.kind !== 'unit');
  if (state.flags.isNone && next && ['number', 'text', 'is'].includes(next.kind)) return;
  for (const subject of state.waiting) {
    const [indicator, ...others] = subject.meaning?.indicators ?? [];
    const said = state.text.slice(subject.from, Math.max(subject.end, state.tokens[index]?.end ?? 0));
    const value = { ok: true, value: 0n, isBare: false, isSmall: false } as const;
    if (!indicator || others.length > 0 || subject.isAltered) state.ask(ask.altered(said), false);
    else if (indicator.mayBeNegative) state.ask(ask.zeroOrLoss(said, indicator), false);
    else record(state, { subject, indicator, value, said, index });
  }
  state.waiting = [];
}

interface Taken {
  subject: Subject;
  indicator: Indicator;
  value: Extract<Valued, { ok: true }>;
  said: string;
  index: number;
}

/** Puts a value under its month, or asks if nobody can say which. */
function record(state: State, { subject, indicator, value, said, index }: Taken): void {
  const { timeline } = state;
  const isStock = indicator.kind === 'STOCK';
  const isLocal = timeline.local !== null;
  const time = timeline.current;
  timeline.local = null;
  state.last = { subject, found: null, index };
  // 今年…职工46人 is as good as without 今年; what there was at the end of a quarter is not what is asked.
  const isNoMonth = time?.scope.of === 'OTHER' && !(isStock && /^[今本]年$/u.test(time.said));
  const isUntil = time?.scope.of === 'MONTH' && time.scope.isUntil;
  const isUnsure = ((timeline.isUnsure && !isLocal) || isUntil) && !isStock;
  if (isNoMonth || isUnsure) {
    state.ask(isNoMonth ? ask.span(`${time.said}${said}`) : ask.unsureScope(said, indicator), true);
    return;
  }
  const found: Found = {
    indicator,
    of: !isStock && time?.scope.of === 'TOTAL' ? 'TOTAL' : 'MONTH',
    value: value.value,
    period: time?.scope.period ?? timeline.heading?.scope.period ?? null,
    relative: time?.scope.relative ?? null,
    isOldYear: time?.scope.isOldYear ?? false,
    isBare: value.isBare,
    isSmall: value.isSmall,
    said,
    scopeSaid: time?.said ?? '',
    index,
  };
  state.found.push(found);
  state.last = { subject, found, index };
  if (isLocal && !isStock) timeline.noteLocal(found, state.found);
}
