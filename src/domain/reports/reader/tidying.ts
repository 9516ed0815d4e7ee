import { subIndicators, verbs } from './further-words.ts';
import { isFill, type Token } from './tokens.ts';

export interface Tidied {
  tokens: readonly Token[];
  /** 刚才的25万作废 where 25万 is also what is reported now. */
  unclear: readonly string[];
}

/** Takes out what says nothing of the figures, and makes plain text of words that mean something only beside them. */
export function tidied(found: readonly Token[]): Tidied {
  const { tokens, unclear } = withoutVoided(withHeadings(withoutTelephones(found)));
  return { tokens: joined(withoutVerbs(withInclusions(tokens))), unclear };
}

/** 指标（万元） 本月 累计: before everything that has a unit of its own, a unit in brackets is that of all. */
function withHeadings(tokens: readonly Token[]): readonly Token[] {
  const first = tokens.findIndex(({ kind }) => kind === 'label' || kind === 'part' || kind === 'number');
  const kept: Token[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    const unit = tokens[index + 1];
    const isHeading =
      index < first && token.kind === 'open' && unit?.kind === 'unit' && tokens[index + 2]?.kind === 'close';
    if (isHeading && unit.unit.endsWith('元')) {
      kept.push({ ...unit, kind: 'heading' });
      index += 2;
    } else kept.push(token);
  }
  return kept;
}

const ofTelephone = /(?:电话|手机|座机|传真|微信|qq|联系方式|联系人.{0,6})(?:号码|号)?$/iu;

/** 电话8230000, 联系人老赵 8230000 */
function withoutTelephones(tokens: readonly Token[]): readonly Token[] {
  let before: Token | null = null;
  return tokens.map((token) => {
    const isOne =
      token.kind === 'number' &&
      /^[\d-]{5,}$/u.test(token.text) &&
      before?.kind === 'text' &&
      ofTelephone.test(before.text.trim());
    const isNothing = isFill(token) || token.kind === 'is' || (token.kind === 'break' && token.level === 0);
    if (!isNothing) before = token;
    return isOne ? { ...token, kind: 'noise' } : token;
  });
}

/** 刚才的25万作废, beside the figure that takes its place. */
function withoutVoided(tokens: readonly Token[]): Tidied {
  if (!tokens.some((token) => token.kind === 'word' && token.is === 'void')) return { tokens, unclear: [] };
  const kept: Token[] = [];
  const unclear: string[] = [];
  const isReport = tokens.some(({ kind }) => kind === 'label');
  let clause: Token[] = [];
  const close = () => {
    const numbers = clause.flatMap((token) => (token.kind === 'number' ? [token] : []));
    // 营收320万，作废
    const isAll = clause.length === 1 && kept.some(({ kind }) => kind === 'number');
    if (isReport && isAll && isVoid(clause)) unclear.push(...clause.map(({ text }) => text));
    if (!isReport || numbers.length === 0 || !isVoid(clause)) kept.push(...clause);
    else if (isReplaced(tokens, clause, numbers)) return;
    else {
      kept.push(...clause);
      unclear.push(clause.map(({ text }) => text).join(''));
    }
  };
  for (const token of tokens) {
    if (token.kind === 'break' && token.level > 1) {
      close();
      kept.push(token);
      clause = [];
    } else clause.push(token);
  }
  close();
  return { tokens: kept, unclear };
}

/** Nothing but a number and that it is void; with a label it is that figure's own affair. */
function isVoid(clause: readonly Token[]): boolean {
  return (
    clause.some((token) => token.kind === 'word' && token.is === 'void') &&
    clause.every(
      (token) =>
        isFill(token) ||
        ['number', 'scope', 'break', 'is', 'open', 'close'].includes(token.kind) ||
        (token.kind === 'word' && ['void', 'from', 'change'].includes(token.is)),
    )
  );
}

type NumberToken = Extract<Token, { kind: 'number' }>;

/** Whether other numbers are said, and not the void one once more. */
function isReplaced(tokens: readonly Token[], clause: readonly Token[], numbers: readonly NumberToken[]): boolean {
  const others = tokens.filter((token) => token.kind === 'number' && !clause.includes(token)) as NumberToken[];
  const values = new Set(others.map(({ quantity }) => quantity.scaled));
  return others.length > 0 && !numbers.some(({ quantity }) => values.has(quantity.scaled));
}

/** 职工76人（含科技人员21人，包括研发人员14人）: behind a number and before the label of what is a part of it. */
function withInclusions(tokens: readonly Token[]): readonly Token[] {
  let isBehindNumber = false;
  return tokens.map((token, index) => {
    const isIncluding = token.kind === 'word' && token.is === 'within';
    const isNothing = isFill(token) || token.kind === 'break' || token.kind === 'open' || token.kind === 'close';
    const wasBehindNumber = isBehindNumber;
    if (!isNothing) isBehindNumber = token.kind === 'number';
    if (!isIncluding) return token;
    const next = tokens.slice(index + 1, index + 4).find((one) => !isFill(one));
    const isOfPart = next?.kind === 'label' && next.meaning.indicators.every(({ key }) => subIndicators.includes(key));
    return wasBehindNumber && isOfPart ? { ...token, is: 'fill' } : token;
  });
}

/** 卖了280万 is the turnover; 卖了5套, 卖了300万的房子 are no report. */
function withoutVerbs(tokens: readonly Token[]): readonly Token[] {
  return tokens.map((token, index) => {
    if (token.kind !== 'label' || !verbs.includes(token.meaning.word)) return token;
    const [amount, after] = tokens.slice(index + 1, index + 3);
    const isAmount = amount?.kind === 'number' && ['LARGE', 'MONEY'].includes(amount.quantity.measure);
    const isEnd = after === undefined || (['break', 'close', 'word'].includes(after.kind) && after.text !== '的');
    const isMeant = isAmount && isEnd && tokens[index - 1]?.kind !== 'text';
    return isMeant ? token : asText(token);
  });
}

function asText({ text, start, end }: Token): Token {
  return { kind: 'text', text, start, end };
}

/** What is left of those words is text like what stands beside it. */
function joined(tokens: readonly Token[]): readonly Token[] {
  const kept: Token[] = [];
  for (const token of tokens) {
    const isText = token.kind === 'text' || (token.kind === 'word' && (token.is === 'within' || token.is === 'void'));
    const before = kept.at(-1);
    if (isText && before?.kind === 'text' && before.end === token.start) {
      kept[kept.length - 1] = { ...before, text: before.text + token.text, end: token.end };
    } else kept.push(isText ? asText(token) : token);
  }
  return kept;
}
