import { isId } from '../../core/ids.ts';
import type { Led } from './leading-period.ts';

/** A number by itself. */
export function leadingVersion(text: string): Led<number> | null {
  const [all, digits] = /^#?(\d{1,6})(?=\s|$)\s*/u.exec(text) ?? [];
  return all === undefined ? null : { found: Number(digits), rest: text.slice(all.length) };
}

/** Of people an id is read in small letters too, if it cannot be the initials of a name. */
export function readReportId(word: string): string | null {
  const id = word.toUpperCase();
  return isId(id) && (word === id || /\d/u.test(word)) ? id : null;
}

/** The first word and what follows it. */
export function cutWord(text: string): [string, string] {
  const [all, word = ''] = /^([^\s,:;]*)[\s,:;]*/u.exec(text) ?? [''];
  return [word, text.slice(all?.length ?? 0)];
}

/** The same, parted by blanks only. */
export function cutBlank(text: string): [string, string] {
  const [all, word = ''] = /^(\S*)\s*/u.exec(text) ?? [''];
  return [word, text.slice(all?.length ?? 0)];
}
