import { UserError } from '../core/errors.ts';
import type { Package } from './open-zip.ts';
import { readXml } from './read-xml.ts';

/**
 * Makes strings that stand for themselves, and one of those that are alike: what was cut out of a longer text keeps all of
 * that alive, and a name that stands in three sheets needs to be kept once.
 */
export function createOwner(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const own = Buffer.from(text, 'utf8').toString('utf8');
    known.set(own, own);
    return own;
  };
}

/** Excel writes characters that XML cannot hold as `_x000D_`. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** No more different texts than this are kept (Excel's own limit for a cell is 32 767 characters). */
const stringsAtMost = 2_000_000;
const charactersAtMost = 32_767;

/** The texts that cells refer to by number. */
export async function readSharedStrings(
  pack: Package,
  part: string | null,
  own: (text: string) => string,
): Promise<readonly string[]> {
  const strings: string[] = [];
  if (part === null || !pack.has(part)) return strings;
  let text = '';
  let isInText = false;
  // Readings aid for Chinese and Japanese: no part of the text.
  let isInPhonetic = false;
  await readXml(pack.open(part), {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') isInPhonetic = true;
      else if (name === 't') isInText = !isInPhonetic;
    },
    close(name) {
      if (name === 't') isInText = false;
      else if (name === 'rPh') isInPhonetic = false;
      else if (name === 'si') {
        if (strings.length >= stringsAtMost) throw new UserError('文件中的文字过多，不予处理。');
        strings.push(own(unescaped(text)));
      }
    },
    text(piece) {
      if (isInText && text.length <= charactersAtMost) text += piece;
    },
  });
  return strings;
}
