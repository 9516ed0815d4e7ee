/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';

/** One month of a line. `value` null: nothing is told of it, the line breaks there. */
export interface ChartPoint {
  /** Under the axis, e.g. `2023-11`; '' where there is no room. */
  label: string;
  value: number | null;
  /** Read out and shown where the pointer rests. */
  text: string;
}

const width = 400;
const height = 220;
const plot = { left: 52, right: 390, top: 14, bottom: 186 };

/** Ticks of an axis that are easy to read: a step of 1, 2 or 5 by a power of ten, zero among them. At most seven. */
export function niceTicks(values: readonly number[]): number[] {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  if (low === high) return [0, 1];
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? 10 * power;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  // Counted in whole steps: sums of a fraction would drift.
  return Array.from({ length: last - first + 1 }, (_, n) => Number(((first + n) * step).toPrecision(12)));
}

/** A line over months, drawn without a script; colours are the stylesheet's. */
export function LineChart({ title, points }: { title: string; points: readonly ChartPoint[] }): VNode {
  const ticks = niceTicks(points.flatMap(({ value }) => value ?? []));
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  const x = (n: number) => at(plot.left, plot.right, points.length < 2 ? 0.5 : n / (points.length - 1));
  const y = (value: number) => at(plot.bottom, plot.top, (value - low) / (high - low));
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
      {ticks.map((tick) => (
        <g>
          <line class={tick === 0 ? 'axis' : 'grid'} x1={plot.left} x2={plot.right} y1={y(tick)} y2={y(tick)} />
          <text class="tick" x={plot.left - 6} y={y(tick) + 4} text-anchor="end">
            {tickText(tick)}
          </text>
        </g>
      ))}
      {lines(points).map((line) => (
        <polyline class="line" points={line.map((n) => `${x(n)},${y(points[n]?.value ?? 0)}`).join(' ')} />
      ))}
      {points.map(({ value, label, text }, n) => (
        <g>
          {value !== null && (
            <circle class="point" cx={x(n)} cy={y(value)} r="3">
              <title>{text}</title>
            </circle>
          )}
          {label !== '' && (
            <text class="tick" x={x(n)} y={plot.bottom + 20} text-anchor={n === points.length - 1 ? 'end' : 'middle'}>
              {label}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

function at(from: number, to: number, share: number): number {
  return Math.round((from + (to - from) * share) * 10) / 10;
}

/** The runs of months that have a value, by their places. */
export function lines(points: readonly Pick<ChartPoint, 'value'>[]): number[][] {
  const runs: number[][] = [];
  points.forEach(({ value }, n) => {
    if (value === null) return;
    const last = runs.at(-1);
    if (last && last.at(-1) === n - 1) last.push(n);
    else runs.push([n]);
  });
  return runs.filter((run) => run.length > 1);
}

/** `12000` reads `1.2万`: a large figure has to fit beside the axis. */
function tickText(tick: number): string {
  return Math.abs(tick) >= 10_000 ? `${Number((tick / 10_000).toPrecision(6))}万` : String(tick);
}
