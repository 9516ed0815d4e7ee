import type { DrawnFigure, ReportTrendChart } from '../domain/charts.ts';
import { unitLabels } from '../domain/reports/indicators.ts';
import { formatPeriod, monthOfPeriod } from '../domain/reports/period.ts';
import type { Figure } from './figure.ts';
import { figureOf, heading, inLines, lineHeight, margin, size, soft, text, words } from './parts.ts';
import { blue, leftOf, legend, lineOf, plotOf, tableOf } from './plot.ts';

const plotHeight = 360;
const grey = '#7d8894';

/** Two lines of the same months, of this year and the last; what is withheld or was not reported is a gap. */
export function trendFigure({ title, subtitle, unit, now, before, months, notes }: ReportTrendChart): Figure {
  const { graphic, bottom } = heading(title, [subtitle]);
  const scale = unit === 'WAN' ? 1_000_000 : 1;
  const numbers = (of: 'now' | 'before') =>
    months.map((month) => (month[of].value === null ? null : Number(month[of].value) / scale));
  const [nowValues, beforeValues] = [numbers('now'), numbers('before')];
  const plotTop = bottom + 96;
  const known = [...nowValues, ...beforeValues].filter((value) => value !== null);
  const plot = plotOf(known, {
    top: plotTop,
    height: plotHeight,
    months: Math.max(1, months.length),
    left: leftOf(known),
  });
  const axis = months.flatMap(({ period }, index) =>
    index % 2 === (months.length - 1) % 2
      ? [
          words(`${monthOfPeriod(period)}月`, {
            ...{ x: plot.x(index), y: plotTop + plotHeight + 26, align: 'center' },
            colour: soft,
          }),
        ]
      : [],
  );
  const rows = months.map(({ period, now: one, before: other, growth }) => [
    formatPeriod(period),
    textOf(one),
    textOf(other),
    growth,
  ]);
  const table = tableOf([['月份', `本期（${unitLabels[unit]}）`, '上年同期', '同比'], ...rows], {
    top: plotTop + plotHeight + 60,
    ends: [410, 580, 706],
  });
  const lines = notes.flatMap((note) => inLines(note, size.small));
  return figureOf(
    [
      ...graphic,
      ...legend(
        [
          { label: now, colour: blue },
          { label: before, colour: grey, isDashed: true },
        ],
        bottom + 14,
      ),
      words(unitLabels[unit], { x: margin, y: bottom + 56, colour: soft }),
      ...plot.graphic,
      ...lineOf(plot, beforeValues, grey, true),
      ...lineOf(plot, nowValues, blue),
      ...axis,
      ...table.graphic,
      text(lines, { y: table.bottom + 16, size: size.small, colour: soft }),
    ],
    table.bottom + 16 + lines.length * lineHeight.text + margin,
  );
}

const textOf = ({ text: shown }: DrawnFigure) => shown;
