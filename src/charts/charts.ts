import type { Charts } from '../domain/charts.ts';
import { fundFigure } from './fund-chart.ts';
import { createPaint } from './paint.ts';
import { historyFigure } from './report-history.ts';
import { progressFigure } from './report-progress.ts';
import { trendFigure } from './report-trend.ts';

/** One thread draws them all. */
const paint = createPaint();

/** The pictures, PNG, to be read on a phone. */
export const charts: Charts = {
  funds: (chart) => paint(fundFigure(chart)),
  reportProgress: (chart) => paint(progressFigure(chart)),
  reportHistory: (chart) => paint(historyFigure(chart)),
  reportTrends: (chart) => paint(trendFigure(chart)),
};
