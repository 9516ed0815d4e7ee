import { meaningfulAfter } from './clauses.ts';
import { ask } from './questions.ts';
import type { State } from './state.ts';
import { type Subject, subjectOf } from './subject.ts';
import { takeNone } from './taking.ts';
import { isFill, type Token } from './tokens.ts';
import { foreignNames, nameEndings } from './vocabulary.ts';

/** Notes that change nothing: the figure is asked for without value added tax and in current prices. */
const harmless = /^(?:不含税|不含增值税|当年价格?|现价|当月|单月)$/u;

/** Where the text begins that makes something else of the label at a place; null: none does. */
export function alteredFrom(state: State, labelStart: number): number | null {
  const { textFrom, text } = state;
  if (textFrom === null) return null;
  const before = text.slice(textFrom, labelStart).trimEnd();
  // 蒙东宏远科技营收320万: who speaks, not another kind of 营收.
  const isName = before.length >= 4 && nameEndings.test(before) && !foreignNames.test(before);
  return isName && state.found.length === 0 ? null : textFrom;
}

export function readLabel(state: State, subject: Subject, index: number): void {
  state.textFrom = null;
  const meant = subject.meaning?.indicators[0];
  state.topic = [subject.word, ...(meant ? [meant.label.normalize('NFKC'), ...meant.words] : [])];
  const last = state.waiting.at(-1);
  const isSameAgain = meant !== undefined && state.last?.found?.indicator === meant && state.isRightBehindNumber(index);
  // 46名员工 behind its label
  if (isSameAgain && !subject.isAltered && !reachesNumber(state.tokens, index)) {
    const found = state.last?.found;
    // 利润-3.6万（盈利）
    if (found && found.value < 0n && /[盈赢]/u.test(subject.word))
      state.takeBack(found, ask.gainOrLoss(`${found.said}${subject.word}`, meant));
    return;
  }
  if (last && !last.isAltered && meant && last.meaning?.indicators[0] === meant) {
    // 职工总数（期末从业人员）: one indicator by two names.
    last.end = subject.end;
    last.wasLoss ||= last.isLoss;
    last.isLoss = subject.isLoss;
    return;
  }
  if (last?.isAltered && last.end === subject.start) {
    // 从业人员平均人数: what stood before goes on.
    subject.isAltered = true;
    subject.from = last.from;
  }
  if (state.waiting.some(({ isClosed, hasRemark, meaning }) => isClosed || hasRemark || meaning === null)) {
    state.dropWaiting();
  }
  const before = state.tokens[index - 1];
  if (meant?.kind === 'STOCK' && before && isAddition(before)) {
    subject.isAltered = true;
    subject.from = before.start;
  }
  state.timeline.pair(meant, state.last?.found ?? null);
  state.waiting.push(subject);
  if (state.flags.isLoss && meant?.mayBeNegative) subject.isLoss = true;
  if (state.flags.isNone) takeNone(state, index);
}

/** A part of a word: 授权 after 发明专利申请, 人员 as a heading, or a topic of which nobody knows yet what is meant. */
export function readPart(state: State, token: Extract<Token, { kind: 'part' }>, index: number): void {
  const joined = state.labels.joined(state.topic, token.part);
  if (joined) {
    readLabel(state, subjectOf(joined.word, joined, token, alteredFrom(state, token.start)), index);
    return;
  }
  if (token.isFill) return;
  const behind = state.tokens[index + 1];
  const isHeading = behind?.kind === 'is' && meaningfulAfter(state.tokens, index)?.token.kind !== 'number';
  if (isHeading && state.waiting.length === 0) {
    state.isOfPeople = token.part.includes('人');
    state.topic = [token.part];
    return;
  }
  if (state.flags.isNone) state.ask(ask.altered(state.text.slice(state.clauseFrom, token.end)), false);
  const isWithinWord = behind?.kind === 'text' || behind?.kind === 'label';
  if (state.waiting.length > 0 || isWithinWord || state.labels.candidates(token.part).length === 0) {
    readUnknown(state, token, index);
    return;
  }
  state.waiting.push(subjectOf(token.part, null, token, alteredFrom(state, token.start)));
  state.topic = [token.part];
  state.textFrom = null;
}

export function readUnknown(state: State, token: Token, index: number): void {
  state.textFrom ??= token.start;
  const last = state.waiting.at(-1);
  if (!last) {
    // 320万已入账: said of the figure right before.
    const isBehind = state.last !== null && lastBefore(state.tokens, index) === state.last.index;
    if (isBehind && !harmless.test(token.text) && !reachesNumber(state.tokens, index)) {
      state.ask(ask.remark(state.text.slice(state.last?.subject.start, token.end)), false);
    }
    return;
  }
  if (state.tokens[index - 1]?.kind === 'open' && isNote(token.text, last)) return;
  last.hasRemark = true;
  last.isAltered ||= last.meaning === null || reachesNumber(state.tokens, index);
  last.end = token.end;
}

/** 新增 and its like: of a stock that is not what there is at the end of the month. */
export function isAddition(token: Token): boolean {
  return isFill(token) && /^(?:新|新增)$/u.test(token.text);
}

/** The place of the last token before that is neither fill nor a bracket's beginning. */
function lastBefore(tokens: readonly Token[], index: number): number {
  let at = index - 1;
  while (at >= 0 && (isFill(tokens[at] as Token) || tokens[at]?.kind === 'open')) at -= 1;
  return at;
}

function isNote(text: string, { meaning }: Subject): boolean {
  const note = meaning?.indicators[0]?.note?.normalize('NFKC') ?? '';
  return harmless.test(text) || (text.length > 1 && note.includes(text));
}

/** Whether a number follows within the clause. */
export function reachesNumber(tokens: readonly Token[], index: number): boolean {
  for (let at = index + 1; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    if (token.kind === 'number') return true;
    if (token.kind === 'label' || (token.kind === 'break' && token.level > 1)) return false;
  }
  return false;
}
