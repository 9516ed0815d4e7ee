import type { CalendarDate } from '../../calendar.ts';
import type { Indicator } from '../indicators.ts';
import type { FigureReading } from '../reading.ts';
import { Assembly } from './assembly.ts';
import { prepare } from './clauses.ts';
import { labelsOf } from './labels.ts';
import { ask } from './questions.ts';
import { settle } from './settle.ts';
import { isFill, type Token, tokensOf } from './tokens.ts';

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
  const found = tokensOf(tidy, labels, options.today);
  const { tokens, asked } = prepare(found);
  const headings = new Set(found.flatMap((token) => (token.kind === 'heading' ? [token.unit] : [])));
  const [heading = null] = headings.size === 1 ? headings : [];
  const assembly = new Assembly(tidy, tokens, labels, heading);
  assembly.run();
  const settled = settle(assembly.found, options.today);
  const hasFigures = assembly.found.length > 0;
  if (!hasFigures && asked.length > 0) return null;
  const isSure = assembly.questions.some((question) => question.isSure) || isNumbersOnly(tokens);
  if (!hasFigures && !isSure) return null;

  const questions = [...assembly.questions.map((question) => question.text), ...settled.questions];
  if (headings.size > 1) questions.push(ask.units());
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
  return tokens.some(({ kind }) => kind === 'number') && tokens.every(mayBe);
}
