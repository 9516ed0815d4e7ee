import type { Fen } from './money.ts';
import type { Unit } from './reports/indicators.ts';
import type { Period } from './reports/period.ts';

/** What is drawn of a year's special funds: the money by level and by batch. Amounts in 分. */
export interface FundChart {
  title: string;
  /** e.g. 数据截至2023年12月31日 */
  subtitle: string;
  levels: readonly { label: string; fen: Fen }[];
  /** `level` is the label of one of the levels: it gives the colour, and is printed as well. */
  batches: readonly { label: string; level: string; fen: Fen }[];
}

/** How far the reports of a month are, by enterprises. */
export interface ReportProgressChart {
  title: string;
  /** How many of how many. */
  summary: string;
  subtitle: string;
  /** Those that add up to all; `share` is what is said of the rate. */
  groups: readonly { label: string; count: number; share: string }[];
}

/** One enterprise's months, the earliest first. Null: not reported; it is drawn as a gap. */
export interface ReportHistoryChart {
  title: string;
  subtitle: string;
  months: readonly { period: Period; bars: Fen | null; line: Fen | null }[];
  /** What is drawn as bars, and as a line. */
  bars: string;
  line: string;
}

/** A figure with the words for it: `*` where it is withheld, `—` where there is none. */
export interface DrawnFigure {
  value: bigint | null;
  text: string;
}

/** Zone totals of months beside those of a year before, the earliest first. */
export interface ReportTrendChart {
  title: string;
  subtitle: string;
  unit: Unit;
  /** What the lines are called. */
  now: string;
  before: string;
  months: readonly { period: Period; now: DrawnFigure; before: DrawnFigure; growth: string }[];
  /** Below the table. */
  notes: readonly string[];
}

/** Pictures of figures, drawn in src/charts. */
export interface Charts {
  /** @returns PNG */
  funds(chart: FundChart): Promise<Uint8Array>;
  reportProgress(chart: ReportProgressChart): Promise<Uint8Array>;
  reportHistory(chart: ReportHistoryChart): Promise<Uint8Array>;
  reportTrends(chart: ReportTrendChart): Promise<Uint8Array>;
}
