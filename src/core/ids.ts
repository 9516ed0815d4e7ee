import { customAlphabet } from 'nanoid';

/** Crockford's base 32: no I, L, O, U, so that an id can be read out over the phone. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new random id: 12 characters, 60 bits. Used for rows, requests and what a person is told to quote. */
export const newId: () => string = customAlphabet(alphabet, 12);

/** Whether a text that comes back to us can be one of these ids. */
export function isId(text: string): boolean {
  return text.length === 12 && [...text].every((character) => alphabet.includes(character));
}

/** Eight characters to type on another device: 40 bits of a digest (src/core/sealed.ts). */
export function joinCode(digest: string): string {
  const bytes = [...Buffer.from(digest, 'base64url').subarray(0, 8)];
  return bytes.map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** A code or id as somebody typed it: blanks and hyphens are for the eye, I and L are read as 1, O as 0 (Crockford). */
export function readCode(typed: string): string {
  return typed
    .replace(/[\s-]+/gu, '')
    .toUpperCase()
    .replace(/[IL]/gu, '1')
    .replaceAll('O', '0');
}
