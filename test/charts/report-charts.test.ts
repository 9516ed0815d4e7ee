import { describe, expect, it } from 'vitest';
import { drawPng, drawSvg } from '../../src/charts/draw-png.ts';
import type { Figure } from '../../src/charts/figure.ts';
import { historyFigure } from '../../src/charts/report-history.ts';
import { progressFigure } from '../../src/charts/report-progress.ts';
import { trendFigure } from '../../src/charts/report-trend.ts';
import type { ReportHistoryChart, ReportTrendChart } from '../../src/domain/charts.ts';
import { periodsBetween } from '../../src/domain/reports/period.ts';

const wan = (amount: number) => BigInt(Math.round(amount * 100)) * 10_000n;

/** Every text of the picture, in the order in which it is drawn. */
function texts(figure: Figure): string[] {
  return [...drawSvg(figure).matchAll(/<text[^>]*>(.*?)<\/text>/gsu)].map((match) =>
    (match[1] ?? '').replace(/<[^>]+>/gu, ''),
  );
}

/** What is drawn in a colour: how many bars, dots and lines. */
function drawn(figure: Figure, colour: string) {
  const parts = (figure.option.graphic as { type: string; style: Record<string, unknown>; shape: object }[]).filter(
    ({ style }) => style.fill === colour || style.stroke === colour,
  );
  const count = (type: string) => parts.filter((part) => part.type === type).length;
  return { rect: count('rect'), circle: count('circle'), polyline: count('polyline') };
}

function rects(figure: Figure, colour: string) {
  const parts = figure.option.graphic as {
    type: string;
    style: { fill?: string };
    shape: { width: number; height: number; y: number };
  }[];
  return parts.filter(({ type, style }) => type === 'rect' && style.fill === colour).map(({ shape }) => shape);
}

const sizeOf = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
};

describe('how far a month is', () => {
  const chart = (...counts: number[]) => ({
    title: '2023年11月月报填报进度',
    summary: '应报19家，已报15家，上报率78.95%',
    subtitle: '数据截至2023年12月29日 10:00',
    groups: ['按时', '补报', '未报', '退回', '免报'].map((label, n) => ({
      label,
      count: counts[n] ?? 0,
      share: `${n + 1}.00%`,
    })),
  });

  it('says counts and shares, and draws parts of their lengths', () => {
    const figure = progressFigure(chart(12, 3, 3, 1, 1));
    const written = texts(figure);
    for (const text of ['按时', '12家', '1.00%', '3家', '2.00%', '5.00%', '应报19家，已报15家，上报率78.95%']) {
      expect(written).toContain(text);
    }
    // Twelve of twenty of 678 pixels; the other one of this colour is the square beside the words.
    expect(rects(figure, '#0072b2').map(({ width }) => width)).toEqual([678 * 0.6, 28]);
  });

  it('of nobody is drawn too', () => {
    const figure = progressFigure(chart(0, 0, 0, 0, 0));
    expect(texts(figure).filter((text) => text === '0家')).toHaveLength(5);
    expect(sizeOf(drawPng(figure))).toEqual([1500, figure.height * 2]);
  });
});

describe('a year of one enterprise', () => {
  const periods = periodsBetween('2022-12', '2023-11');
  const chart = (bars: (number | null)[], line: (number | null)[]): ReportHistoryChart => ({
    title: '示例企业01近12个月经营情况',
    subtitle: '已提交的月报，数据截至2023年12月29日 10:00',
    bars: '营业收入',
    line: '研发费用',
    months: periods.map((period, n) => ({
      period,
      bars: bars[n] === null || bars[n] === undefined ? null : wan(bars[n]),
      line: line[n] === null || line[n] === undefined ? null : wan(line[n]),
    })),
  });
  const bars = [310.5, 280, 120.25, null, null, 402, 415.6, 398, null, 320, 1320.5, 350.75];
  const line = [18.5, 20, 12.25, null, null, 22, 25.6, 19.8, null, 0, 18.5, 30.75];

  it('has a bar and a dot for each month that was reported, and breaks the line where none was', () => {
    const figure = historyFigure(chart(bars, line));
    expect(drawn(figure, '#0072b2')).toMatchObject({ rect: 9 });
    // Three stretches of three months.
    expect(drawn(figure, '#d55e00')).toEqual({ rect: 0, circle: 9, polyline: 3 });
    const written = texts(figure);
    expect(written.filter((text) => text.endsWith('（未报）'))).toEqual([
      '2023年3月（未报）',
      '2023年4月（未报）',
      '2023年8月（未报）',
    ]);
    for (const text of ['1320.50', '120.25', '0.00', '营业收入（万元）', '1500', '40']) expect(written).toContain(text);
  });

  it('draws a loss below the line of zero', () => {
    const figure = historyFigure(chart([-30, 20], []));
    const [loss, profit] = rects(figure, '#0072b2');
    // Below what the other one stands on, and one and a half times as long.
    expect(loss?.y).toBeCloseTo((profit?.y ?? 0) + (profit?.height ?? 0));
    expect((loss?.height ?? 0) / (profit?.height ?? 1)).toBeCloseTo(1.5);
    expect(texts(figure)).toEqual(expect.arrayContaining(['-30.00', '-40', '20']));
  });

  it.each([
    ['nothing at all', [], []],
    ['nothing but zeros', [0, 0], [0, 0]],
    ['a single month', [1], [1]],
    ['hundredths', [0.01, 0.02], [0.01]],
    ['the largest amounts', [99_999_999.99, -99_999_999.99], [99_999_999.99]],
  ])('of %s is drawn too', (_what, some, others) => {
    const svg = drawSvg(historyFigure(chart(some, others)));
    expect(svg).not.toMatch(/NaN|Infinity/u);
    expect(svg).toContain('2022年12月');
  });
});

describe('zone totals', () => {
  const periods = periodsBetween('2022-11', '2023-11');
  const figure = (value: number | null | '*') =>
    value === null || value === '*'
      ? { value: null, text: value ?? '—' }
      : { value: wan(value), text: value.toFixed(2) };
  const chart = (now: (number | null | '*')[], before: (number | null | '*')[]): ReportTrendChart => ({
    ...{ title: '开发区营业收入合计趋势', subtitle: '当月数，数据截至2023年12月29日 10:00', unit: 'WAN' },
    ...{ now: '截至2023年11月', before: '上年同期', notes: ['“*”：按规定不予显示。'] },
    months: periods.map((period, n) => ({
      period,
      now: figure(now[n] ?? null),
      before: figure(before[n] ?? null),
      growth: n === 0 ? '12.30%' : '—',
    })),
  });

  it('are two lines with gaps where something is withheld, and a table that says so', () => {
    const drawing = trendFigure(chart([10, 20, '*', 30, 40, 50], [5, '*', 7]));
    expect(drawn(drawing, '#0072b2')).toMatchObject({ circle: 5, polyline: 2 });
    // One month alone is a dot.
    expect(drawn(drawing, '#7d8894')).toMatchObject({ circle: 2, polyline: 0 });
    const written = texts(drawing);
    for (const text of [
      '截至2023年11月',
      '上年同期',
      '10.00',
      '*',
      '12.30%',
      '2023年1月',
      '“*”：按规定不予显示。',
      '万元',
    ]) {
      expect(written).toContain(text);
    }
  });

  it('of nothing are an empty plot', () => {
    expect(drawSvg(trendFigure(chart([], [])))).not.toMatch(/NaN|Infinity/u);
  });
});
