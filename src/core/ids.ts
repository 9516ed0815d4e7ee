import { customAlphabet } from 'nanoid';

/** Crockford's base 32: no I, L, O, U, so that an id can be read out over the phone. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new random id: 12 characters, 60 bits. Used for rows, requests and what a person is told to quote. */
export const newId: () => string = customAlphabet(alphabet, 12);
