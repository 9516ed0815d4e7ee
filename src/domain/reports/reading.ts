import type { Period } from './period.ts';

/** One figure that was understood. */
export interface ReadFigure {
  key: string;
  /** MONTH 本月（或月末） | TOTAL 本年累计 */
  of: 'MONTH' | 'TOTAL';
  /** 分 or a count */
  value: bigint;
  /** The unit was not written and 万元 was taken: has to be said. */
  isAssumed: boolean;
}

/** What somebody typed, understood: nothing of it was guessed silently. */
export interface FigureReading {
  /** YYYY-MM; null: none was named */
  period: Period | null;
  figures: readonly ReadFigure[];
  /** What was not understood or contradicts itself, each one sentence that helps. Empty: all of it was understood. */
  questions: readonly string[];
}
