import { isId } from '../../core/ids.ts';
import { type Kind, kindSpoken, kindWords } from '../kind-spoken.ts';
import { levelLabels } from '../qualification.ts';

/** What a sentence is about: a deadline by its number, a certificate by its id, which only buttons know. */
export type Of = { number: number } | { qualificationId: string };

/** How a sentence of a button names a certificate: certificates have no number that people say. */
export function certificateWord(qualificationId: string): string {
  return `证书${qualificationId}`;
}

const numbered = /^j ?[-–—_]? ?0{0,6}(?<number>\d{1,6})(?![\d\w])/iu;
const certificate = /^证书(?<id>[0-9A-Z]{12})(?=\s|$)/u;
const gap = /^[\s,、:;。]+/u;

/** `J-12` or `证书…` at the beginning, and what stands behind it. */
export function leadingSubject(text: string): { of: Of; rest: string } | null {
  const byNumber = numbered.exec(text);
  if (byNumber) {
    const number = Number(byNumber.groups?.number);
    return number === 0 ? null : { of: { number }, rest: text.slice(byNumber[0].length).replace(gap, '') };
  }
  const [word = '', id = ''] = certificate.exec(text) ?? [];
  return isId(id) ? { of: { qualificationId: id }, rest: text.slice(word.length).replace(gap, '') } : null;
}

/** `12` alone or before a gap, as who reads J-12 may write it. A year is none. */
export function leadingNumber(text: string): { of: { number: number }; rest: string } | null {
  const found = /^0{0,3}(?!20\d\d)(?<number>[1-9]\d{0,3})(?=[\s,、:;。]|$)/u.exec(text);
  if (!found) return null;
  return { of: { number: Number(found.groups?.number) }, rest: text.slice(found[0].length).replace(gap, '') };
}

/** A certificate as people say it: `高企证书` by its kind, `证书` by none. */
export interface CertificateSaid {
  certificate: Kind | null;
}

const certificateSaid = `^(?<kind>(?:${Object.values(levelLabels).join('|')})?(?:${kindWords.join('|')}))?的?证书(?:到期)?`;

/** `证书`, `高企证书` at the beginning, with a gap, one of `also` or nothing behind it. */
export function leadingCertificate(
  text: string,
  also: readonly string[],
): { of: CertificateSaid; rest: string } | null {
  const ends = ['[\\s,、:;。]', '$', ...also].join('|');
  const found = new RegExp(`${certificateSaid}(?=${ends})`, 'u').exec(text);
  if (!found) return null;
  const kind = found.groups?.kind;
  return {
    of: { certificate: kind === undefined ? null : kindSpoken(kind) },
    rest: text.slice(found[0].length).replace(gap, ''),
  };
}

const helpNumbered = /^h ?[-–—_]? ?0{0,6}(?<number>\d{1,6})(?![\d\w])/iu;

/** `H-7`, and what stands behind it. */
export function leadingHelp(text: string): { number: number; rest: string } | null {
  const found = helpNumbered.exec(text);
  const number = Number(found?.groups?.number ?? '0');
  return found && number > 0 ? { number, rest: text.slice(found[0].length).replace(gap, '') } : null;
}

/** What begins a text out of a list of words, if a gap, one of `also` or nothing stands behind it. The longest first. */
export function leadingWord<Word extends string>(
  text: string,
  words: readonly Word[],
  also = '',
): { word: Word; rest: string } | null {
  const ends = new RegExp(`^(?:[\\s,、:;。]|$${also === '' ? '' : `|(?=${also})`})`, 'u');
  for (const word of [...words].sort((a, b) => b.length - a.length)) {
    if (!text.startsWith(word)) continue;
    const rest = text.slice(word.length);
    if (ends.test(rest)) return { word, rest: rest.replace(gap, '') };
  }
  return null;
}

/** `第2页` anywhere between blanks; without it the first. */
export function cutPage(text: string): { page: number; rest: string } {
  const found = /(?:^|\s)第 ?(\d{1,4}) ?页(?=\s|$)/u.exec(text);
  if (!found) return { page: 1, rest: text };
  const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
  return { page: Math.max(1, Number(found[1])), rest: rest.trim().replace(/ +/gu, ' ') };
}

/** What a button adds at the end of a step of staff: the version that was seen, and that it was confirmed. */
export function cutSeen(text: string): { rest: string; seen: number | null; isConfirmed: boolean } {
  const words = text.split(' ').filter(Boolean);
  const isConfirmed = words.at(-1) === '确认';
  if (isConfirmed) words.pop();
  const seen = /^#(\d{1,6})$/u.exec(words.at(-1) ?? '')?.[1];
  if (seen !== undefined) words.pop();
  return { rest: words.join(' '), seen: seen === undefined ? null : Number(seen), isConfirmed };
}
