import { one } from './digits.ts';
import { isFill, type Token } from './tokens.ts';

/** A sentence put in order for reading. */
export interface Prepared {
  tokens: readonly Token[];
  /** What was asked rather than reported, as it was said. */
  asked: readonly { text: string; isAboutFigures: boolean }[];
}

function isBreak(token: Token | undefined, level: number): boolean {
  return token === undefined || (token.kind === 'break' && token.level >= level);
}

/** 1、营收 2、利润, and ①② without their circles: counting from one, each before a label. They only part. */
function withoutListNumbers(tokens: readonly Token[]): readonly Token[] {
  const found = new Set<number>();
  let before: Token | null = null;
  let isMarkedAll = true;
  for (const [index, token] of tokens.entries()) {
    const expected = BigInt(found.size + 1) * one;
    const isNext = token.kind === 'number' && token.quantity.unit === '' && token.quantity.scaled === expected;
    const isFree =
      before === null || ['number', 'close', 'text', 'unit', 'heading', 'scope', 'word', 'is'].includes(before.kind);
    const glued = tokens[index - 1]?.kind;
    const isPartOfMore = glued === 'scope' || (glued === 'word' && found.size > 0);
    if (isNext && isFree && !isPartOfMore && leadsOn(tokens, index)) {
      found.add(index);
      isMarkedAll &&= isMarked(tokens, index);
    }
    if (!isBreak(token, 0) && token.kind !== 'open') before = token;
  }
  const isList = found.size > 1 || (found.size === 1 && isMarkedAll);
  if (!isList) return tokens;
  return tokens.map((token, index) => (found.has(index) ? { ...token, kind: 'break', level: 2 } : token));
}

function isMarked(tokens: readonly Token[], index: number): boolean {
  const mark = tokens[index + 1];
  return mark?.kind === 'close' || (mark?.kind === 'break' && '.、'.includes(mark.text));
}

/** Whether a list's number stands before something that can be listed. */
function leadsOn(tokens: readonly Token[], index: number): boolean {
  let at = index + 1;
  while (tokens[at]?.kind === 'break' || tokens[at]?.kind === 'close') at += 1;
  const next = tokens[at]?.kind ?? '';
  return ['label', 'part', 'scope'].includes(next) || (isMarked(tokens, index) && ['text', 'word'].includes(next));
}

const betweenNumbers = /^(?:至|到|~|或|或者|还是|-|—|–|―|、?或)$/u;

/** 300-350万, 46至48人, 320或321万: one number that is not definite. */
function withSpans(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    const before = joined.at(-1);
    if (token.kind === 'number' && before?.kind === 'number') {
      const isSpan = token.quantity.sign === 'minus' && token.text.startsWith('-') && before.end === token.start;
      if (isSpan || (token.quantity.sign === 'dash' && before.end === token.start)) {
        joined[joined.length - 1] = spanOf(before, token);
        continue;
      }
    }
    const next = tokens[index + 1];
    if (before?.kind === 'number' && next?.kind === 'number' && betweenNumbers.test(token.text.trim())) {
      joined[joined.length - 1] = spanOf(before, next);
      index += 1;
      continue;
    }
    joined.push(token);
  }
  return joined;
}

type NumberToken = Extract<Token, { kind: 'number' }>;

function spanOf(from: NumberToken, to: NumberToken): NumberToken {
  const quantity = { ...to.quantity, sign: from.quantity.sign, isVague: true };
  return {
    kind: 'number',
    quantity,
    text: `${from.text}至${to.text.replace(/^[-—–]/u, '')}`,
    start: from.start,
    end: to.end,
  };
}

/** 320万营收, 46名职工: the label goes before its number, as everywhere else. */
function labelFirst(clause: readonly Token[], isLabelOpen: boolean): Token[] {
  const order = clause.flatMap(({ kind }) => (kind === 'number' ? ['V'] : kind === 'label' ? ['L'] : [])).join('');
  if (isLabelOpen || !/^(?:VL)+$/u.test(order)) return [...clause];
  const turned: Token[] = [];
  let held: Token[] | null = null;
  for (const token of clause) {
    if (token.kind === 'number') held = [token];
    else if (token.kind === 'label' && held) {
      const [number, ...between] = held;
      turned.push(token, ...between.filter(({ kind }) => kind !== 'open'), ...(number ? [number] : []));
      held = null;
    } else if (held) held.push(token);
    else turned.push(token);
  }
  return [...turned, ...(held ?? [])];
}

/** Cuts at commas and brackets, turns what stands the wrong way round and sets aside what is asked. */
export function prepare(found: readonly Token[]): Prepared {
  const tokens: Token[] = [];
  const asked: { text: string; isAboutFigures: boolean }[] = [];
  let clause: Token[] = [];
  let isLabelOpen = false;
  const close = () => {
    if (clause.some((token) => token.kind === 'word' && token.is === 'ask')) {
      const isAboutFigures = clause.some(
        (token) =>
          ['label', 'part', 'number', 'text'].includes(token.kind) || (token.kind === 'word' && token.is === 'altered'),
      );
      asked.push({ text: clause.map((one) => one.text).join(''), isAboutFigures });
    } else isLabelOpen = addInParts(tokens, clause, isLabelOpen);
    clause = [];
  };
  for (const token of withSpans(withoutListNumbers(found))) {
    if (token.kind === 'word' && token.text === '?') {
      clause.push(token);
      close();
    } else if (isBreak(token, 2)) {
      close();
      tokens.push(token);
    } else clause.push(token);
  }
  close();
  return { tokens, asked };
}

/** Within a clause brackets stand for themselves, but for 320万（营收）. */
function addInParts(tokens: Token[], clause: readonly Token[], isLabelOpen: boolean): boolean {
  let part: Token[] = [];
  let isOpen = isLabelOpen;
  const turn = () => {
    const turned = labelFirst(part, isOpen);
    tokens.push(...turned);
    isOpen = isLabelOpenAfter(turned, isOpen);
    part = [];
  };
  for (const [index, token] of clause.entries()) {
    const isLabelIn =
      token.kind === 'open' && clause[index + 1]?.kind === 'label' && clause[index + 2]?.kind === 'close';
    const isLabelOut = token.kind === 'close' && part.at(-2)?.kind === 'open';
    if ((token.kind === 'open' && !isLabelIn) || (token.kind === 'close' && !isLabelOut)) {
      turn();
      tokens.push(token);
    } else part.push(token);
  }
  turn();
  return isOpen;
}

/** Whether the last label has neither its number nor unknown text behind it: what comes next is its number. */
function isLabelOpenAfter(tokens: readonly Token[], wasOpen: boolean): boolean {
  const last = tokens.findLast(({ kind }) => ['label', 'number', 'text'].includes(kind));
  return last ? last.kind === 'label' : wasOpen;
}

/** The next token that says something, and where it is. */
export function meaningfulAfter(tokens: readonly Token[], index: number): { token: Token; index: number } | null {
  for (let at = index + 1; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    if (!isFill(token) && !['break', 'is', 'open', 'close'].includes(token.kind)) return { token, index: at };
  }
  return null;
}
