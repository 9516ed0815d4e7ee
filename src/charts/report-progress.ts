import type { ReportProgressChart } from '../domain/charts.ts';
import type { Figure } from './figure.ts';
import { box, figureOf, heading, margin, size, soft, width, words } from './parts.ts';

/** Blues for what is there, warm colours for what is owed, grey for what is not asked; each is named in words besides. */
const groupColours = ['#0072b2', '#56b4e9', '#d55e00', '#cc79a7', '#9aa5b1'];
const barHeight = 64;
const rowHeight = 58;

/** One bar of all enterprises, and how many are in each part of it. */
export function progressFigure({ title, summary, subtitle, groups }: ReportProgressChart): Figure {
  const { graphic, bottom } = heading(title, [summary, subtitle]);
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const whole = width - 2 * margin;
  let x = margin;
  const bar = groups.map(({ count }, n) => {
    const part = total === 0 ? 0 : (count / total) * whole;
    const segment = box({ x, y: bottom, width: part, height: barHeight }, colourOf(n));
    x += part;
    return segment;
  });
  const rowsAt = bottom + barHeight + 28;
  const rows = groups.flatMap(({ label, count, share }, n) => {
    const y = rowsAt + n * rowHeight + rowHeight / 2;
    return [
      box({ x: margin, y: y - 14, width: 28, height: 28 }, colourOf(n)),
      words(label, { x: margin + 44, y, size: size.text }),
      words(`${count}家`, { x: 430, y, align: 'right', size: size.text }),
      words(share, {
        ...{ x: width - margin, y, align: 'right', size: size.text },
        colour: soft,
      }),
    ];
  });
  const empty = box({ x: margin, y: bottom, width: whole, height: barHeight }, '#eef1f4');
  return figureOf([...graphic, empty, ...bar, ...rows], rowsAt + groups.length * rowHeight + margin);
}

function colourOf(index: number): string {
  return groupColours[index] ?? soft;
}
