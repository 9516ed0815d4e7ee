import type { CalendarDate } from '../../calendar.ts';
import type { Indicator } from '../indicators.ts';
import type { FigureReading } from '../reading.ts';
import { assemble } from './assemble.ts';
import { prepare } from './clauses.ts';
import { labelsOf } from './labels.ts';
import { tokensOf } from './lexer.ts';
import { ask } from './questions.ts';
import { settle } from './settle.ts';
import { State } from './state.ts';
import { tidied } from './tidying.ts';
import { isFill, type Token } from './tokens.ts';

/** More is not read by anybody. */
const questionsAtMost = 8;

/**
 * Reads monthly figures from what somebody typed (domain.md D4). Nothing is guessed silently: what was not understood,
 * is not definite or contradicts itself becomes a question, and what is right beside it is kept.
 * @param text as it was heard (`hear`)
 * @returns null: nothing is reported here
 */
export function readFigures(
  text: string,
  options: { indicators: readonly Indicator[]; today: CalendarDate },
): FigureReading | null {
  const tidy = text.normalize('NFKC').replace(/\s/gu, ' ');
  const labels = labelsOf(options.indicators);
  const { tokens: found, unclear } = tidied(tokensOf(tidy, labels, options.today));
  const { tokens, asked } = prepare(found);
  const headings = new Set(found.flatMap((token) => (token.kind === 'heading' ? [token.unit] : [])));
  const [unit = null] = headings.size === 1 ? headings : [];
  const state = new State({ text: tidy, tokens, labels, unit });
  assemble(state);
  const settled = settle(state.found, options.today);
  const hasFigures = state.found.length > 0;
  if (!hasFigures && asked.length > 0) return null;
  const isSure =
    state.questions.some((question) => question.isSure) ||
    isNumbersOnly(tokens) ||
    isOneFigure(tokens) ||
    isOfTaxes(tokens);
  if (!hasFigures && !isSure) return null;

  const questions = [...state.questions.map((question) => question.text), ...settled.questions];
  if (headings.size > 1) questions.push(ask.units());
  for (const said of unclear) questions.push(ask.remark(said));
  for (const question of asked) if (question.isAboutFigures) questions.push(ask.asked(question.text));
  return {
    period: settled.period,
    figures: settled.found.map(({ indicator, of, value, isBare }) => ({
      key: indicator.key,
      of,
      value,
      isAssumed: isBare,
    })),
    questions: shortened([...new Set(questions)]),
  };
}

function shortened(questions: readonly string[]): readonly string[] {
  if (questions.length <= questionsAtMost) return questions;
  return [...questions.slice(0, questionsAtMost), ask.more(questions.length - questionsAtMost)];
}

/** 320万, 46人; 改成321万: figures without anything that says of what. */
function isNumbersOnly(tokens: readonly Token[]): boolean {
  const mayBe = (token: Token) =>
    isFill(token) ||
    ['number', 'break', 'is', 'open', 'close', 'scope', 'unit'].includes(token.kind) ||
    (token.kind === 'word' && ['change', 'from', 'not', 'hedge', 'all'].includes(token.is));
  // 今天28度
  if (tokens.some((token) => token.kind === 'number' && ['OTHER', 'RATE'].includes(token.quantity.measure)))
    return false;
  return tokens.some(({ kind }) => kind === 'number') && tokens.every(mayBe);
}

/** 净利润20万, 10月应收账款80万: one figure of something that is not asked for, and nothing else. */
function isOneFigure(tokens: readonly Token[]): boolean {
  const said = tokens.filter(({ kind }) => !['break', 'scope', 'is'].includes(kind));
  const [name, number, ...others] = said;
  if ((name?.kind !== 'text' && name?.kind !== 'part') || number?.kind !== 'number' || others.length > 0) return false;
  return (
    /^\p{Script=Han}{2,8}$/u.test(name.text.replaceAll(' ', '')) &&
    !['BARE', 'OTHER', 'ANY'].includes(number.quantity.measure)
  );
}

const taxes = /^(?:增值税|(?:企业)?所得税|城建税|附加税|房产税|土地税|印花税|消费税|关税)$/u;

/** 增值税22万，所得税6.6万: of taxes one by one the sum is to be asked. */
function isOfTaxes(tokens: readonly Token[]): boolean {
  return tokens.some((token, index) => {
    const [before, amount, after] = [tokens[index - 1], tokens[index + 1], tokens[index + 2]];
    const isAtStart = before === undefined || isFill(before) || ['break', 'scope'].includes(before.kind);
    const isAmount = amount?.kind === 'number' && ['LARGE', 'MONEY'].includes(amount.quantity.measure);
    const isEnd = after === undefined || ['break', 'word'].includes(after.kind);
    return token.kind === 'text' && isAtStart && isAmount && isEnd && taxes.test(token.text);
  });
}
