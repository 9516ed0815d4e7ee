/**
 * Cuts a text into parts that each pass `fits`, at line ends where possible, else between characters. Nothing is lost:
 * the parts joined by line feeds (or, where a line had to be cut, by nothing) are the text.
 */
export function splitText(text: string, fits: (part: string) => boolean): string[] {
  const parts: string[] = [];
  let part: string | null = null;
  for (const line of text.split('\n')) {
    const longer: string = part === null ? line : `${part}\n${line}`;
    if (fits(longer)) {
      part = longer;
      continue;
    }
    if (part !== null) parts.push(part);
    const pieces = cutLine(line, fits);
    parts.push(...pieces.slice(0, -1));
    part = pieces.at(-1) ?? '';
  }
  if (part !== null) parts.push(part);
  return parts;
}

function cutLine(line: string, fits: (part: string) => boolean): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of line) {
    if (fits(piece + character)) {
      piece += character;
    } else {
      pieces.push(piece);
      piece = character;
    }
  }
  return [...pieces, piece];
}

export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}
