import type { AskedIndicator, ReporterFacts } from './asked.ts';
import type { Cells } from './cell.ts';
import type { Finding } from './finding.ts';
import type { Period } from './period.ts';

/** Everything the checks look at. Months that were not reported are absent. */
export interface Checked {
  period: Period;
  asked: readonly AskedIndicator[];
  /** What is about to be handed in, cumulative figures completed (`complete`). */
  cells: Cells;
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

export function check(_: Checked): Finding[] {
  return [];
}
