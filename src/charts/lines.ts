/** Closing marks do not begin a line, opening ones do not end it. */
const closing = /^[，。、；：！？）》」』”’,.;:!?)\]]$/u;
const opening = /^[（《「『“‘([]$/u;
/** Numbers and words of Latin letters stay together. */
const pieces = /[A-Za-z0-9.,%+/-]+|./gsu;

/** How wide a text is in em, rather more than less: measured in the shipped font, where all of Chinese is one em. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (character >= '\u2010') width += 1;
    else if (/[%@mwMW&]/u.test(character)) width += 0.95;
    else width += /[A-Z]/u.test(character) ? 0.75 : 0.6;
  }
  return width;
}

/** Lines of at most so many em, beyond which one closing mark may stand. Put together they are the text on one line. */
export function wrapped(text: string, em: number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  let width = 0;
  const parts = [...text.replaceAll('\n', ' ').matchAll(pieces)].flatMap(([part]) =>
    widthOf(part) > em ? [...part] : [part],
  );
  for (const part of parts) {
    const own = widthOf(part);
    const hangs = part === ' ' || (closing.test(part) && width <= em);
    if (width + own > em && width > 0 && !hangs) {
      const last = line.at(-1) ?? '';
      const carried = line.length > 1 && opening.test(last) ? [last] : [];
      lines.push(line.slice(0, line.length - carried.length).join(''));
      line = carried;
      width = widthOf(carried.join(''));
    }
    line.push(part);
    width += own;
  }
  if (line.length > 0) lines.push(line.join(''));
  return lines;
}
