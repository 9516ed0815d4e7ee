import { settleBreakdowns } from './breakdown.ts';
import { alteredFrom, readLabel, readPart, readUnknown } from './labelling.ts';
import { readNumber } from './numbering.ts';
import type { State } from './state.ts';
import { subjectOf } from './subject.ts';
import type { Token } from './tokens.ts';
import { readWord } from './wording.ts';

/**
 * Goes through the tokens once and gives each number to the label it belongs to. Whatever stands between that is not
 * known makes a question of the figure.
 */
export function assemble(state: State): void {
  for (let index = 0; index < state.tokens.length; index += 1) {
    index = read(state, state.tokens[index] as Token, index);
  }
  state.endClause(state.text.length);
  state.dropWaiting();
  settleBreakdowns(state);
}

/** @returns the index of the last token that was read */
function read(state: State, token: Token, index: number): number {
  switch (token.kind) {
    case 'label':
      readLabel(state, subjectOf(token.meaning.word, token.meaning, token, alteredFrom(state, token.start)), index);
      return index;
    case 'part':
      readPart(state, token, index);
      return index;
    case 'number':
      return readNumber(state, token, index);
    case 'word':
      readWord(state, token, index);
      return index;
    case 'text':
      readUnknown(state, token, index);
      return index;
    case 'unit':
      for (const subject of state.waiting) subject.unit ??= token.unit;
      return index;
    case 'scope':
      state.textFrom = null;
      // 较去年10月, 与9月相比: of the other figure.
      if (state.flags.comparedFrom !== null || state.flags.isWrong || isCompared(state.tokens, index)) return index;
      return state.timeline.read(state.tokens, index, {
        waiting: state.waiting.length > 0,
        last: state.last !== null,
      });
    case 'is':
      for (const subject of state.waiting) subject.isClosed = true;
      state.textFrom = null;
      return index;
    case 'open':
    case 'close':
      state.textFrom = null;
      state.flags.endPart();
      return index;
    case 'break':
      // 营业 利润: what changes a label's meaning does so across a blank.
      if (token.level > 0 || !isAltering(state.tokens[index - 1])) state.textFrom = null;
      if (token.level > 1) state.endClause(token.start);
      return index;
    default:
      // 专项资金 P-01 支出: not simply that label.
      if (state.waiting.length > 0) readUnknown(state, token, index);
      state.textFrom = null;
      return index;
  }
}

function isAltering(token: Token | undefined): boolean {
  return token?.kind === 'word' && token.is === 'altering';
}

function isCompared(tokens: readonly Token[], index: number): boolean {
  for (let at = index + 1; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    if (token.kind === 'word' && token.is === 'compare') return true;
    if (['label', 'part', 'number'].includes(token.kind) || (token.kind === 'break' && token.level > 1)) return false;
  }
  return false;
}
