import { meaningfulAfter } from './clauses.ts';
import { alteredFrom, isAddition, reachesNumber, readLabel, readUnknown } from './labelling.ts';
import { ask } from './questions.ts';
import type { State } from './state.ts';
import { subjectOf } from './subject.ts';
import { takeNone } from './taking.ts';
import { isFill, type Token } from './tokens.ts';

type Word = Extract<Token, { kind: 'word' }>;

/** Words that are neither labels nor numbers but change what these say. */
export function readWord(state: State, token: Word, index: number): void {
  const { flags } = state;
  switch (token.is) {
    case 'hedge':
      readHedge(state, token, index);
      break;
    case 'compare':
      flags.comparedFrom ??= token.start;
      break;
    case 'altering':
    case 'funds':
      readAltering(state, token, index);
      break;
    case 'altered':
      readAltered(state, token, index);
      break;
    case 'none':
      readNone(state, index);
      break;
    case 'loss':
      readLoss(state, token, index);
      break;
    case 'not':
    case 'from':
      flags.isWrong = true;
      break;
    case 'change':
      flags.isChange = true;
      break;
    case 'all':
      flags.isAll = true;
      break;
    case 'rest':
      flags.restFrom = token.start;
      break;
    case 'same':
      readSame(state, token, index);
      break;
    case 'zeroReport':
      state.ask(ask.zeroReport(token.text), true);
      break;
    default: {
      const last = state.waiting.at(-1);
      if (last?.meaning?.indicators[0]?.kind === 'STOCK' && isAddition(token)) last.isAltered = true;
    }
  }
}

function readHedge(state: State, token: Word, index: number): void {
  const next = state.tokens[index + 1];
  const isOfNext = next?.kind === 'label' || (next?.kind === 'number' && token.text !== '±');
  if (state.isRightBehindNumber(index) && !isOfNext) {
    const found = state.last?.found;
    if (found) state.takeBack(found, ask.hedged(`${found.said}${token.text}`, found.indicator));
    return;
  }
  // 刚才写错了，应该是321万: beside a correction it is definite.
  const isCorrected = state.tokens.some((one) => one.kind === 'word' && (one.is === 'change' || one.is === 'not'));
  if (/^应[该当][是为]$/u.test(token.text) && isCorrected) return;
  state.flags.hedgedFrom ??= token.start;
  state.flags.isHedged = true;
  // 预计10月营收320万，利润25万: all of it is.
  const isFirst = state.found.length === 0 && state.waiting.length === 0;
  if (isFirst && /^(?:预|估|暂|初)/u.test(token.text)) state.flags.isForecast = true;
}

/** 净, 营业, 到位: they make another name of the label before or behind. */
function readAltering(state: State, token: Word, index: number): void {
  const last = state.waiting.at(-1);
  if (!last || state.tokens[index + 1]?.kind === 'label') {
    state.textFrom ??= token.start;
    return;
  }
  last.isOfFunds ||= token.is === 'funds';
  last.isAltered = true;
  last.hasRemark = true;
  last.end = token.end;
}

/** 含税, 税后 */
function readAltered(state: State, token: Word, index: number): void {
  const waiting = state.waiting.at(-1);
  if (waiting) {
    waiting.isAltered = true;
    waiting.hasRemark = true;
    waiting.end = token.end;
    return;
  }
  const found = state.last?.found;
  const isOfLast = state.isRightBehindNumber(index) && state.tokens[index + 1]?.kind !== 'label';
  if (found && isOfLast) state.takeBack(found, ask.changed(`${found.said}${token.text}`, found.indicator));
  else state.textFrom ??= token.start;
}

/** 亏损12.5万 has no other label; of 利润亏损7万 it is the sign. */
function readLoss(state: State, token: Word, index: number): void {
  const waiting = state.waiting.at(-1);
  if (waiting?.meaning?.indicators[0]?.mayBeNegative) {
    waiting.isLoss = true;
    return;
  }
  const found = state.last?.found;
  const isLast = !reachesNumber(state.tokens, index);
  // 利润-3.6万（亏损）
  if (found && found.value < 0n && isLast) return;
  const isBehind = state.isRightBehindNumber(index) && isLast;
  if (found?.indicator.mayBeNegative && isBehind) {
    state.takeBack(found, ask.gainOrLoss(`${found.said}${token.text}`, found.indicator));
    return;
  }
  const meaning = state.labels.words.get('利润总额') ?? state.labels.words.get('利润');
  // 负数 says something of a label only.
  if (!meaning?.indicators[0]?.mayBeNegative || token.text.includes('负')) {
    readUnknown(state, token, index);
    return;
  }
  const subject = subjectOf(meaning.word, meaning, token, alteredFrom(state, token.start));
  subject.isLoss = true;
  readLabel(state, subject, index);
}

function readNone(state: State, index: number): void {
  const { tokens, flags } = state;
  const next = tokens.slice(index + 1).find((token) => !isFill(token));
  const isEnd = next === undefined || ['break', 'close', 'label'].includes(next.kind);
  const restFrom = flags.restFrom;
  if (restFrom !== null && isEnd) {
    state.ask(ask.rest(state.text.slice(restFrom, tokens[index]?.end)), false);
    return;
  }
  if (state.waiting.length > 0) {
    if (isEnd) takeNone(state, index);
    else if (next?.kind === 'number') flags.isHedged = true;
    else if (next) readUnknown(state, next, index + 1);
    return;
  }
  const ahead = meaningfulAfter(tokens, index)?.token;
  if (next && next === ahead && (next.kind === 'label' || next.kind === 'part')) flags.isNone = true;
  else if (next?.kind === 'number') flags.isHedged = true;
}

/** Nothing is taken over from last month; what stays as it was in a correction needs no word. */
function readSame(state: State, token: Word, index: number): void {
  const next = state.tokens[index + 1];
  if (next?.kind === 'word' && next.is === 'same') return;
  const [subject] = state.waiting;
  const from = subject?.from ?? state.flags.restFrom ?? token.start;
  const said = state.text.slice(from, token.end);
  const isUnchanged = /^(?:不变|没变|没有变|未变|没有变化|没变化|无变化|没动|照旧)/u.test(token.text);
  if (subject || said.includes('上') || /^[和与跟]?上/u.test(state.tokens[index - 1]?.text ?? ''))
    state.ask(ask.same(said), true);
  else if (state.flags.restFrom !== null && !isUnchanged) state.ask(ask.rest(said), true);
  state.waiting = [];
  state.flags.restFrom = null;
}
