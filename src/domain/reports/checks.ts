import type { AskedIndicator, ReporterFacts } from './asked.ts';
import type { Cells } from './cell.ts';
import { changeFindings } from './change-checks.ts';
import { figuresOf } from './figures.ts';
import { type Finding, hardRules, softRules } from './finding.ts';
import { hardFindings } from './hard-checks.ts';
import type { Period } from './period.ts';
import { softFindings } from './soft-checks.ts';

/** Everything the checks look at. Months that were not reported are absent. */
export interface Checked {
  period: Period;
  asked: readonly AskedIndicator[];
  /** What is about to be handed in, cumulative figures completed (`complete`). */
  cells: Cells;
  /**
   * What was typed, before it was completed: tells a negative month that was typed (V1) from one that follows from a
   * cumulative figure that fell (V3). Without it V3 is said of both.
   */
  given?: Cells;
  facts: ReporterFacts;
  /** The month before, of whatever year: for month-on-month. */
  previous: Cells | null;
  /** The same month of last year. */
  lastYear: Cells | null;
  /** December's cumulative revenue of last year in 分; null: not known. Decides the band of W9. */
  lastYearRevenue: bigint | null;
  /** correction: 更正 with a reason, where V2 and V3 do not refuse. */
  mode: 'report' | 'correction';
}

/** Of one figure a slip of the unit comes first: a card offers to put right what is asked first, and that answers the rest. */
const rules: readonly string[] = [...hardRules, 'W4', ...softRules.filter((rule) => rule !== 'W4')];

/**
 * Everything that is found in a report, at once: V before W, each in the order of the form (domain.md D2). V6 is the
 * window's (`opennessOf`), V7 the store's.
 */
export function check(checked: Checked): Finding[] {
  const figures = figuresOf(checked);
  const places = new Map([...figures.keys()].map((key, place) => [key, place]));
  const placeOf = ({ keys: [first = ''] }: Finding) => places.get(first) ?? places.size;
  const inOrder = (one: Finding, other: Finding) =>
    placeOf(one) - placeOf(other) || rules.indexOf(one.rule) - rules.indexOf(other.rule);
  return [
    ...hardFindings(figures, checked).sort(inOrder),
    ...[...changeFindings(figures), ...softFindings(figures, checked)].sort(inOrder),
  ];
}
