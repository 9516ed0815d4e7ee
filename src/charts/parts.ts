import type { Figure } from './figure.ts';
import { wrapped } from './lines.ts';

/** All sizes are pixels of a picture this wide, which is about twice the points of a phone: 28 is read there as 14. */
export const width = 750;
export const margin = 36;
export const size = { title: 40, heading: 32, text: 28, small: 26 };
export const lineHeight = { title: 54, text: 38 };
/** Told apart by the colour-blind too (Okabe and Ito); each is named in words besides. */
export const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];
export const ink = '#1b2430';
export const soft = '#55606e';
export const faint = '#9aa5b1';
export const headingColour = '#1f4e8c';
export const font = 'Noto Sans SC';

/** A text in as many lines as it takes. */
export function inLines(label: string, fontSize: number): string[] {
  const lines = wrapped(label, (width - 2 * margin) / fontSize);
  return lines.length === 0 ? ['—'] : lines;
}

export function text(
  lines: readonly string[],
  {
    x = margin,
    y,
    size: fontSize,
    colour = ink,
    line = lineHeight.text,
  }: { x?: number; y: number; size: number; colour?: string; line?: number },
): object {
  return {
    type: 'text',
    left: x,
    top: y,
    silent: true,
    style: { text: lines.join('\n'), fill: colour, fontSize, fontFamily: font, lineHeight: line },
  };
}

export function box(shape: { x: number; y: number; width: number; height: number }, fill: string): object {
  return { type: 'rect', silent: true, shape, style: { fill } };
}

/** One line of text that ends, begins or is centred at `x`. */
export function words(
  line: string,
  {
    x,
    y,
    align = 'left',
    size: fontSize = size.small,
    colour = ink,
  }: { x: number; y: number; align?: 'left' | 'center' | 'right'; size?: number; colour?: string },
): object {
  const style = { text: line, fill: colour, fontSize, fontFamily: font, align, verticalAlign: 'middle' };
  // The middle of the font's line is a little below that of its figures.
  return { type: 'text', x, y: y - fontSize * 0.08, silent: true, style };
}

/** Title and what stands under it, and where the next thing begins. */
export function heading(title: string, under: readonly string[]): { graphic: object[]; bottom: number } {
  const lines = inLines(title, size.title);
  const small = under.flatMap((line) => inLines(line, size.small));
  const smallAt = margin + lines.length * lineHeight.title + 10;
  const ruleAt = smallAt + small.length * lineHeight.text + 16;
  return {
    graphic: [
      text(lines, { y: margin, size: size.title, line: lineHeight.title }),
      text(small, { y: smallAt, size: size.small, colour: soft }),
      box({ x: margin, y: ruleAt, width: width - 2 * margin, height: 2 }, faint),
    ],
    bottom: ruleAt + 24,
  };
}

/** A whole picture of drawn parts. */
export function figureOf(graphic: readonly object[], height: number): Figure {
  return {
    width,
    height,
    option: {
      animation: false,
      backgroundColor: '#ffffff',
      textStyle: { fontFamily: font, color: ink },
      graphic: [...graphic],
    },
  };
}
