import type { FundChart } from '../domain/charts.ts';
import { fundLevelLabels, fundLevels } from '../domain/funds/terms.ts';
import { divideHalfUp, type Fen, formatRate, formatWan } from '../domain/money.ts';
import type { Figure } from './figure.ts';
import { widthOf } from './lines.ts';
import {
  box,
  colours,
  faint,
  font,
  headingColour,
  ink,
  inLines,
  lineHeight,
  margin,
  size,
  soft,
  text,
  width,
} from './parts.ts';

/** Of more batches the smallest are drawn as one. */
const batchesAtMost = 15;
const barHeight = 30;
/** Between a name and its bar, a bar and the next name, its end and the amount. */
const gap = { name: 4, row: 26, amount: 12 };
const barWidthAtLeast = 120;

interface Bar {
  /** Above the bar, wrapped. */
  lines: readonly string[];
  /** Behind its end. */
  amount: string;
  fen: Fen;
  colour: string;
}

/** The figure of a year: bars of the levels, then of the batches, each with its exact amount in 万元. */
export function fundFigure({ title, subtitle, levels, batches }: FundChart): Figure {
  const total = levels.reduce((sum, { fen }) => sum + fen, 0n);
  // Where one takes away from the others, none is a part of the whole.
  const isReduced = levels.some(({ fen }) => fen < 0n);
  const whole = isReduced ? 0n : total;
  const levelBars = levels.map(
    ({ label, fen }): Bar => ({
      lines: inLines(label, size.text),
      amount: `${formatWan(fen)}万元　占${formatRate(fen, whole)}`,
      fen,
      colour: colourOf(label),
    }),
  );
  const batchBars = largest(batches).map(
    ({ label, level, fen }): Bar => ({
      lines: inLines(level === '' ? label : `${label}（${level}）`, size.text),
      amount: `${formatWan(fen)}万元`,
      fen,
      colour: colourOf(level),
    }),
  );
  const heading = inLines(title, size.title);
  const under = [
    ...inLines(`合计${formatWan(total)}万元，共${batches.length}批`, size.small),
    ...inLines(subtitle, size.small),
    ...(isReduced ? ['有级次的金额为负数，不计算占比'] : []),
  ];
  const ruleAt = margin + heading.length * lineHeight.title + 10 + under.length * lineHeight.text + 14;
  const first = section('按级次', levelBars, ruleAt + 30);
  const second = section('按批次', batchBars, first.bottom + 48);
  return {
    width,
    height: second.bottom + margin,
    option: {
      animation: false,
      backgroundColor: '#ffffff',
      textStyle: { fontFamily: font, color: ink },
      graphic: [
        text(heading, { y: margin, size: size.title, line: lineHeight.title }),
        text(under, { y: margin + heading.length * lineHeight.title + 10, size: size.small, colour: soft }),
        box({ x: margin, y: ruleAt, width: width - 2 * margin, height: 2 }, faint),
        ...first.graphic,
        ...second.graphic,
      ],
      ...axes([first, second]),
    },
  };
}

/** One colour for one level, whichever of them a year has. */
function colourOf(level: string): string {
  return colours[fundLevels.findIndex((one) => fundLevelLabels[one] === level)] ?? soft;
}

/** In the given order; beyond the limit the smallest become one row that says so. */
function largest(batches: FundChart['batches']): FundChart['batches'] {
  if (batches.length <= batchesAtMost) return batches;
  const bySize = [...batches].sort((a, b) => (a.fen < b.fen ? 1 : a.fen > b.fen ? -1 : 0));
  const kept = new Set(bySize.slice(0, batchesAtMost - 1));
  const others = bySize.slice(batchesAtMost - 1);
  const fen = others.reduce((sum, one) => sum + one.fen, 0n);
  const label = `其他${others.length}批合计（金额较小，未逐批列出）`;
  return [...batches.filter((one) => kept.has(one)), { label, level: '', fen }];
}

interface Section {
  bottom: number;
  rows: readonly { bar: Bar; y: number }[];
  graphic: readonly object[];
}

/** Lays the rows of a part out from `top` downwards: names above their bars, since names are long and screens narrow. */
function section(heading: string, bars: readonly Bar[], top: number): Section {
  let y = top + 58;
  const rows = bars.map((bar) => {
    const at = y + bar.lines.length * lineHeight.text + gap.name;
    y = at + barHeight + gap.row;
    return { bar, y: at };
  });
  const names = rows.flatMap(({ bar, y: at }) => [
    text(bar.lines, { y: at - gap.name - bar.lines.length * lineHeight.text, size: size.text }),
    // Where bars begin: also to be seen where there is nothing to draw.
    box({ x: margin, y: at - 3, width: 2, height: barHeight + 6 }, faint),
  ]);
  const none = rows.length === 0 ? [text(['没有登记的资金'], { y, size: size.text, colour: soft })] : [];
  return {
    bottom: rows.length === 0 ? y + lineHeight.text : y - gap.row,
    rows,
    graphic: [
      box({ x: margin, y: top + 5, width: 6, height: size.heading }, headingColour),
      text([heading], { x: margin + 18, y: top, size: size.heading, colour: headingColour }),
      ...names,
      ...none,
    ],
  };
}

/** One narrow grid for each bar, so that each stands exactly under its name; all of one part share a scale. */
function axes(sections: readonly Section[]): object {
  const all = sections.flatMap(({ rows }) => {
    const most = rows.reduce((max, { bar }) => (bar.fen > max ? bar.fen : max), 1n);
    const amountWidth = Math.max(0, ...rows.map(({ bar }) => widthOf(bar.amount) * size.text));
    const barWidth = Math.max(barWidthAtLeast, width - 2 * margin - gap.amount - amountWidth);
    return rows.map((row) => ({ ...row, most, barWidth }));
  });
  return {
    grid: all.map(({ y, barWidth }) => ({ left: margin + 2, width: barWidth - 2, top: y, height: barHeight })),
    xAxis: all.map((_, index) => ({ gridIndex: index, type: 'value', min: 0, max: 1000, show: false })),
    yAxis: all.map((_, index) => ({ gridIndex: index, type: 'category', data: [''], show: false })),
    series: all.map(({ bar, most }, index) => ({
      type: 'bar',
      xAxisIndex: index,
      yAxisIndex: index,
      barWidth: barHeight,
      silent: true,
      data: [lengthOf(bar.fen, most)],
      itemStyle: { color: bar.colour },
      label: {
        show: true,
        position: 'right',
        distance: gap.amount,
        formatter: bar.amount,
        fontFamily: font,
        fontSize: size.text,
        color: ink,
      },
    })),
  };
}

/** Thousandths of the longest, and at least enough to be seen: the length alone is no exact number, the amount is read. */
function lengthOf(fen: Fen, most: Fen): number {
  return fen > 0n ? Math.max(4, Number(divideHalfUp(fen * 1000n, most))) : 0;
}
