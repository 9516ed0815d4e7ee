/** The characters that a TrueType font has, by its own table (OpenType `cmap`, format 12). */
export function charactersOf(font: Buffer): (character: string) => boolean {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, n) => 12 + n * 16);
  const record = tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap');
  if (record === undefined) throw new Error('no cmap');
  const cmap = font.readUInt32BE(record + 8);
  const ranges = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, n) => cmap + 4 + n * 8)
    .map((at) => cmap + font.readUInt32BE(at + 4))
    .flatMap((at) => (font.readUInt16BE(at) === 12 ? segments12(font, at) : []));
  if (ranges.length === 0) throw new Error('no cmap of format 12');
  return (character) => {
    const code = character.codePointAt(0) ?? 0;
    return ranges.some(([from, to]) => code >= from && code <= to);
  };
}

function segments12(font: Buffer, at: number): [number, number][] {
  return Array.from({ length: font.readUInt32BE(at + 12) }, (_, n) => at + 16 + n * 12).map((group) => [
    font.readUInt32BE(group),
    font.readUInt32BE(group + 4),
  ]);
}
