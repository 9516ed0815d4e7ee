import type { Fen } from './money.ts';

/** What is drawn of a year's special funds: the money by level and by batch. Amounts in 分. */
export interface FundChart {
  title: string;
  /** e.g. 数据截至2023年12月31日 */
  subtitle: string;
  levels: readonly { label: string; fen: Fen }[];
  /** `level` is the label of one of the levels: it gives the colour, and is printed as well. */
  batches: readonly { label: string; level: string; fen: Fen }[];
}

/** Pictures of figures, drawn in src/charts. */
export interface Charts {
  /** @returns PNG */
  funds(chart: FundChart): Promise<Uint8Array>;
}
