import { spokenFigure } from '../cell.ts';
import { ask } from './questions.ts';
import type { Found, Part, State } from './state.ts';
import type { Token } from './tokens.ts';
import { measure } from './values.ts';

const before = /^(?:其中|包括|包含|里面|分别|[(]?含)/u;
const behind = /合计|总共|一共|共计|总计|小计|^[共总]/u;

/**
 * 税费合计31.6万，其中增值税22万、所得税9.6万: what is no indicator is a part of the one beside it. Parts that add up to it
 * need no question; more than it cannot be.
 */
export function settleBreakdowns(state: State): void {
  if (state.parts.length === 0) return;
  const parts = new Map(state.parts.map((part) => [part.index, part]));
  const numbers = state.tokens.flatMap(({ kind }, index) => (kind === 'number' ? [index] : []));
  for (const found of [...state.found]) {
    const at = numbers.indexOf(found.index);
    if (at < 0) continue;
    for (const step of [1, -1] as const) {
      const run = runFrom(state, parts, numbers, at, step);
      if (run.length > 0) compare(state, found, run);
    }
  }
}

/** The parts that follow each other beside a figure, within its sentence and with a word that says so. */
function runFrom(state: State, parts: Map<number, Part>, numbers: readonly number[], at: number, step: 1 | -1): Part[] {
  const run: Part[] = [];
  for (let next = at + step; ; next += step) {
    const part = parts.get(numbers[next] ?? -1);
    if (!part) return run;
    const [from, to] = [numbers[next - step] as number, part.index].sort((one, other) => one - other);
    const between = state.tokens.slice((from as number) + 1, to);
    if (between.some(isSentenceEnd)) return run;
    const mark = step > 0 ? before : behind;
    if (run.length === 0 && !between.some(({ text }) => mark.test(text))) return run;
    run.push(part);
  }
}

function isSentenceEnd(token: Token): boolean {
  return token.kind === 'break' && token.level > 2;
}

function compare(state: State, found: Found, run: readonly Part[]): void {
  const { indicator } = found;
  let sum = 0n;
  for (const [index, { quantity, said }] of run.entries()) {
    const value = measure({ indicator, quantity, labelUnit: null, heading: state.unit, isLoss: false, said });
    if (!value.ok) return;
    sum += value.value;
    if (sum === found.value) {
      state.withdraw(run.slice(0, index + 1));
      return;
    }
  }
  if (sum < found.value || !state.found.includes(found)) return;
  state.withdraw(run);
  state.takeBack(found, ask.breakdown(found.said, indicator, spokenFigure(indicator, sum)));
}
