import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { LineChart, lines, niceTicks } from '../../src/h5/pages/line-chart.tsx';

describe('ticks', () => {
  it.each([
    [[], [0, 1]],
    [
      [0, 0],
      [0, 1],
    ],
    [
      [3, 9],
      [0, 2, 4, 6, 8, 10],
    ],
    [[4_812.5], [0, 1000, 2000, 3000, 4000, 5000]],
    [
      [-20, 30],
      [-20, -10, 0, 10, 20, 30],
    ],
    [[-7], [-8, -6, -4, -2, 0]],
    [[0.3], [0, 0.1, 0.2, 0.3]],
    [[1e9], [0, 2e8, 4e8, 6e8, 8e8, 1e9]],
  ])('of %j are %j', (values, ticks) => {
    expect(niceTicks(values)).toEqual(ticks);
  });
});

describe('a line', () => {
  const of = (...values: (number | null)[]) => values.map((value) => ({ value }));

  it.each([
    [of(1, 2, 3), [[0, 1, 2]]],
    [
      of(1, 2, null, 4, 5),
      [
        [0, 1],
        [3, 4],
      ],
    ],
    // One alone is a point.
    [of(1, null, 3), []],
    [of(null), []],
  ])('breaks where nothing is told: %j', (points, runs) => {
    expect(lines(points)).toEqual(runs);
  });

  it('stays within its frame, and shows no number that is not told', () => {
    const points = [120, null, -80, 40_000].map((value, n) => ({
      label: `23-0${n + 1}`,
      value,
      text: `${value ?? '*'}`,
    }));
    const svg = renderToString(LineChart({ title: '全区利润总额', points }));
    expect(svg.match(/<circle/gu)).toHaveLength(3);
    const drawn = [...svg.matchAll(/c([xy])="([\d.]+)"/gu)].map(([, axis, at]) => [axis, Number(at)] as const);
    for (const [axis, at] of drawn) expect(at >= 0 && at <= (axis === 'x' ? 400 : 220)).toBe(true);
    expect(svg).toContain('aria-label="全区利润总额"');
    expect(svg).toContain('>4万<');
    expect(svg).not.toMatch(/NaN|style=/u);
  });

  it('of one month is a point in the middle', () => {
    const svg = renderToString(LineChart({ title: '', points: [{ label: '23-01', value: 5, text: '5' }] }));
    expect(svg).toMatch(/cx="221"/u);
  });
});
