import type { ReportHistoryChart } from '../domain/charts.ts';
import { type Fen, formatWan } from '../domain/money.ts';
import { formatPeriod, monthOfPeriod } from '../domain/reports/period.ts';
import type { Figure } from './figure.ts';
import { figureOf, heading, size, soft, words } from './parts.ts';
import { barsOf, blue, leftOf, lineOf, orange, type Plot, plotOf, tableOf } from './plot.ts';

const panelHeight = 220;
const months12 = 12;

/**
 * Bars above, the line below on a scale of its own: drawn on one scale it would lie at the bottom, on two scales in one plot
 * it would seem to cross what it has nothing to do with.
 */
export function historyFigure({ title, subtitle, months, bars, line }: ReportHistoryChart): Figure {
  const { graphic, bottom } = heading(title, [subtitle]);
  const count = Math.max(1, Math.min(months12, months.length));
  const shown = months.slice(-count);
  const barValues = shown.map((month) => wan(month.bars));
  const lineValues = shown.map((month) => wan(month.line));
  const left = leftOf(known(barValues), known(lineValues));
  const above = panel(`${bars}（万元）`, barValues, { top: bottom, months: count, left });
  const below = panel(`${line}（万元）`, lineValues, { top: above.bottom + 36, months: count, left });
  const axis = shown.flatMap(({ period }, index) =>
    index % 2 === (count - 1) % 2
      ? [
          words(`${monthOfPeriod(period)}月`, {
            ...{ x: below.plot.x(index), y: below.bottom + 26, align: 'center' },
            colour: soft,
          }),
        ]
      : [],
  );
  const table = tableOf([['月份', `${bars}（万元）`, `${line}（万元）`], ...shown.map((month) => rowOf(month))], {
    top: below.bottom + 60,
    ends: [470, 706],
  });
  return figureOf(
    [
      ...graphic,
      ...above.graphic,
      ...barsOf(above.plot, barValues, blue),
      ...below.graphic,
      ...lineOf(below.plot, lineValues, orange),
      ...axis,
      ...table.graphic,
    ],
    table.bottom + 36,
  );
}

function rowOf({ period, bars, line }: ReportHistoryChart['months'][number]): string[] {
  const text = (fen: Fen | null) => (fen === null ? '—' : formatWan(fen));
  const isGap = bars === null && line === null;
  return [`${formatPeriod(period)}${isGap ? '（未报）' : ''}`, text(bars), text(line)];
}

function panel(
  name: string,
  values: readonly (number | null)[],
  { top, months, left }: { top: number; months: number; left: number },
): { graphic: readonly object[]; plot: Plot; bottom: number } {
  const plotTop = top + 52;
  const plot = plotOf(known(values), { top: plotTop, height: panelHeight, months, left });
  return {
    plot,
    bottom: plotTop + panelHeight,
    graphic: [words(name, { x: 36, y: top + 14, size: size.text }), ...plot.graphic],
  };
}

const wan = (fen: Fen | null) => (fen === null ? null : Number(fen) / 1_000_000);
const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
