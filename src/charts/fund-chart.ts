import type { FundChart } from '../domain/charts.ts';
import { divideHalfUp, type Fen, formatRate, formatWan } from '../domain/money.ts';
import { drawPng, type Figure } from './draw-png.ts';

/** Of more batches the smallest are drawn as one. */
const batchesAtMost = 15;
const width = 1080;
const margin = 48;
/** Told apart by the colour-blind too (Okabe and Ito); each is named in words besides. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];
const ink = '#1b2430';
const soft = '#55606e';
const font = 'Noto Sans SC';
/** What fits a line of this width in this size. */
const charactersALine = 32;
const lineHeight = 42;
const barHeight = 36;

interface Bar {
  /** Above the bar, wrapped. */
  lines: readonly string[];
  /** Behind its end. */
  amount: string;
  fen: Fen;
  colour: string;
}

/** The picture of a year's funds, PNG, to be read on a phone. */
export function drawFundChart(chart: FundChart): Promise<Uint8Array> {
  return drawPng(fundFigure(chart));
}

/** The figure of a year: bars of the levels, then of the batches, each with its exact amount in 万元. */
export function fundFigure({ title, subtitle, levels, batches }: FundChart): Figure {
  const total = levels.reduce((sum, { fen }) => sum + fen, 0n);
  const colourOf = (level: string) => colours[levels.findIndex(({ label }) => label === level)] ?? soft;
  const levelBars = levels.map(
    ({ label, fen }): Bar => ({
      lines: wrapped(label),
      amount: `${formatWan(fen)}万元　占${formatRate(fen, total)}`,
      fen,
      colour: colourOf(label),
    }),
  );
  const batchBars = largest(batches).map(
    ({ label, level, fen }): Bar => ({
      lines: wrapped(level === '' ? label : `${label}（${level}）`),
      amount: `${formatWan(fen)}万元`,
      fen,
      colour: colourOf(level),
    }),
  );
  const sum = `合计${formatWan(total)}万元，共${batches.length}批`;
  const heading = wrapped(title, 22);
  const top = margin + heading.length * 60 + 2 * lineHeight + 40;
  const first = section('按级次', levelBars, top);
  const second = section('按批次', batchBars, first.bottom + 56);
  return {
    width,
    height: second.bottom + margin,
    option: {
      animation: false,
      backgroundColor: '#ffffff',
      textStyle: { fontFamily: font, color: ink },
      graphic: [
        text(heading.join('\n'), { y: margin, size: 46, lineHeight: 60 }),
        text(`${sum}\n${subtitle}`, { y: margin + heading.length * 60 + 12, size: 30, colour: soft }),
        ...first.graphic,
        ...second.graphic,
      ],
      ...axes([first, second]),
    },
  };
}

/** In the given order; beyond the limit the smallest become one row that says so. */
function largest(batches: FundChart['batches']): FundChart['batches'] {
  if (batches.length <= batchesAtMost) return batches;
  const bySize = [...batches].sort((a, b) => (a.fen < b.fen ? 1 : a.fen > b.fen ? -1 : 0));
  const kept = new Set(bySize.slice(0, batchesAtMost - 1));
  const others = bySize.slice(batchesAtMost - 1);
  const fen = others.reduce((sum, one) => sum + one.fen, 0n);
  return [...batches.filter((one) => kept.has(one)), { label: `其他${others.length}批合计`, level: '', fen }];
}

function wrapped(label: string, atMost = charactersALine): string[] {
  const characters = [...label];
  const lines: string[] = [];
  for (let from = 0; from < characters.length; from += atMost)
    lines.push(characters.slice(from, from + atMost).join(''));
  return lines.length === 0 ? ['—'] : lines;
}

interface Section {
  bottom: number;
  top: number;
  rows: readonly { bar: Bar; y: number }[];
  graphic: readonly object[];
}

/** Lays the rows of a part out from `top` downwards: names above their bars, since names are long and screens narrow. */
function section(heading: string, bars: readonly Bar[], top: number): Section {
  let y = top + 64;
  const rows = bars.map((bar) => {
    const at = y + bar.lines.length * lineHeight;
    y = at + barHeight + 30;
    return { bar, y: at };
  });
  const names = rows.map(({ bar, y: at }) =>
    text(bar.lines.join('\n'), { y: at - bar.lines.length * lineHeight, size: 30, lineHeight }),
  );
  const none = rows.length === 0 ? [text('没有登记的资金', { y, size: 30, colour: soft })] : [];
  return {
    top,
    bottom: rows.length === 0 ? y + lineHeight : y - 30,
    rows,
    graphic: [text(heading, { y: top, size: 36, colour: '#1f4e8c' }), ...names, ...none],
  };
}

/** One narrow grid for each bar, so that each stands exactly under its name; all of one part share a scale. */
function axes(sections: readonly Section[]): object {
  const all = sections.flatMap(({ rows }) => {
    const most = rows.reduce((max, { bar }) => (bar.fen > max ? bar.fen : max), 1n);
    return rows.map((row) => ({ ...row, most }));
  });
  const amountsWidth = 330;
  return {
    grid: all.map(({ y }) => ({ left: margin, right: margin + amountsWidth, top: y, height: barHeight })),
    xAxis: all.map((_, index) => ({ gridIndex: index, type: 'value', min: 0, max: 1000, show: false })),
    yAxis: all.map((_, index) => ({ gridIndex: index, type: 'category', data: [''], show: false })),
    series: all.map(({ bar, most }, index) => ({
      type: 'bar',
      xAxisIndex: index,
      yAxisIndex: index,
      barWidth: barHeight,
      // The length alone is a float: thousandths of the longest. What is read is the exact text.
      data: [bar.fen > 0n ? Number(divideHalfUp(bar.fen * 1000n, most)) : 0],
      itemStyle: { color: bar.colour },
      label: {
        show: true,
        position: 'right',
        distance: 14,
        formatter: bar.amount,
        fontFamily: font,
        fontSize: 30,
        color: ink,
      },
    })),
  };
}

function text(
  content: string,
  {
    y,
    size,
    colour = ink,
    lineHeight: line = lineHeight,
  }: { y: number; size: number; colour?: string; lineHeight?: number },
): object {
  return {
    type: 'text',
    left: margin,
    top: y,
    silent: true,
    style: { text: content, fill: colour, fontSize: size, fontFamily: font, lineHeight: line },
  };
}
