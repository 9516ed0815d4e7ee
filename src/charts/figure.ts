import type { EChartsCoreOption } from 'echarts/core';

/** What is to be drawn: its size and what the charting library is told. Plain data, so that another thread can draw it. */
export interface Figure {
  width: number;
  height: number;
  option: EChartsCoreOption;
}

/** What the drawing thread answers, in the order of the figures it was sent. */
export type Drawn = { png: Uint8Array<ArrayBuffer> } | { failed: string };
