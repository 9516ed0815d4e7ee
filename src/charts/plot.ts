import { box, colours, faint, margin, size, soft, width, words } from './parts.ts';

/** Where values of a row of months are drawn. */
export interface Plot {
  /** The middle of a month, from 0. */
  x(index: number): number;
  y(value: number): number;
  /** How much room a month has. */
  slot: number;
  /** Grid lines with their values, and the line of zero. */
  graphic: readonly object[];
}

const ticksAtMost = 4;
/** For values left of the plot, and the air between two grid lines' ends and the picture's edge. */
const labelGap = 12;

/**
 * Lays out a plot. Lengths are drawn from floats: they are looked at, while what is exact stands in the table below.
 * @param values all that is to be drawn; zero is always within
 */
export function plotOf(
  values: readonly number[],
  { top, height, months, left }: { top: number; height: number; months: number; left: number },
): Plot {
  const { low, high, step } = ticksOf(values);
  const ticks = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, n) => low + n * step);
  const labels = ticks.map((tick) => tickText(tick, step));
  const slot = (width - margin - left) / months;
  const y = (value: number) => top + height - ((value - low) / (high - low)) * height;
  return {
    x: (index) => left + slot * (index + 0.5),
    y,
    slot,
    graphic: ticks.flatMap((tick, n) => [
      box({ x: left, y: y(tick) - 1, width: width - margin - left, height: 2 }, tick === 0 ? faint : '#e3e8ed'),
      words(labels[n] ?? '', { x: left - labelGap, y: y(tick), align: 'right', colour: soft }),
    ]),
  };
}

/** Where plots of these values begin, so that months stand below each other: behind the widest of their labels. */
export function leftOf(...plots: readonly (readonly number[])[]): number {
  const labels = plots.map(ticksOf).flatMap(({ low, high, step }) => [tickText(low, step), tickText(high, step)]);
  return margin + Math.max(...labels.map((label) => label.length)) * size.small * 0.6 + labelGap;
}

/** Round numbers from below the lowest to above the highest. */
function ticksOf(values: readonly number[]): { low: number; high: number; step: number } {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const range = most - least;
  // Nothing but zeros, or nothing at all.
  if (range === 0) return { low: 0, high: 1, step: 1 };
  const power = 10 ** Math.floor(Math.log10(range / ticksAtMost));
  const steps = [1, 2, 5, 10].map((factor) => factor * power);
  const step = steps.find((one) => Math.ceil(most / one) - Math.floor(least / one) <= ticksAtMost) ?? 20 * power;
  return { low: Math.floor(least / step) * step, high: Math.ceil(most / step) * step, step };
}

function tickText(tick: number, step: number): string {
  const places = Math.max(0, -Math.floor(Math.log10(step)));
  return tick.toFixed(Math.min(places, 2));
}

/** A line with a dot at each value; where one is missing the line is broken. */
export function lineOf(plot: Plot, values: readonly (number | null)[], colour: string, isDashed = false): object[] {
  const runs: [number, number][][] = [];
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    const point: [number, number] = [plot.x(index), plot.y(value)];
    const run = runs.at(-1);
    if (run && index > 0 && values[index - 1] !== null) run.push(point);
    else runs.push([point]);
  }
  const style = { stroke: colour, lineWidth: 5, fill: 'none', ...(isDashed ? { lineDash: [12, 8] } : {}) };
  return [
    ...runs
      .filter((points) => points.length > 1)
      .map((points) => ({ type: 'polyline', silent: true, shape: { points }, style })),
    ...runs
      .flat()
      .map(([cx, cy]) => ({ type: 'circle', silent: true, shape: { cx, cy, r: 7 }, style: { fill: colour } })),
  ];
}

/** A bar for each value from zero on. */
export function barsOf(plot: Plot, values: readonly (number | null)[], colour: string): object[] {
  const barWidth = Math.min(44, plot.slot * 0.6);
  return values.flatMap((value, index) => {
    if (value === null) return [];
    const [zero, end] = [plot.y(0), plot.y(value)];
    // Also what is next to nothing is to be seen.
    const height = Math.max(3, Math.abs(zero - end));
    const y = value < 0 ? zero : zero - height;
    return [box({ x: plot.x(index) - barWidth / 2, y, width: barWidth, height }, colour)];
  });
}

/** What a colour means. */
export function legend(entries: readonly { label: string; colour: string; isDashed?: boolean }[], y: number): object[] {
  let x = margin;
  return entries.flatMap(({ label, colour, isDashed = false }) => {
    const style = { stroke: colour, lineWidth: 6, ...(isDashed ? { lineDash: [12, 8] } : {}) };
    const line = { type: 'line', silent: true, shape: { x1: x, y1: y, x2: x + 44, y2: y }, style };
    const word = words(label, { x: x + 56, y });
    x += 56 + label.length * size.small + 28;
    return [line, word];
  });
}

const rowHeight = 44;

/** A table: the first column to the left, the others to the right. @returns also where it ends */
export function tableOf(
  rows: readonly (readonly string[])[],
  { top, ends }: { top: number; ends: readonly number[] },
): { graphic: object[]; bottom: number } {
  const graphic = rows.flatMap((cells, n) => {
    const y = top + n * rowHeight;
    const colour = n === 0 ? { colour: soft } : {};
    return [
      ...(n % 2 === 1 ? [box({ x: margin, y, width: width - 2 * margin, height: rowHeight }, '#f4f6f9')] : []),
      ...cells.map((cell, at) =>
        words(
          cell,
          at === 0
            ? { x: margin + 8, y: y + rowHeight / 2, ...colour }
            : { x: ends[at - 1] ?? 0, y: y + rowHeight / 2, align: 'right', ...colour },
        ),
      ),
    ];
  });
  return { graphic, bottom: top + rows.length * rowHeight };
}

export const [blue = '', orange = ''] = colours;
