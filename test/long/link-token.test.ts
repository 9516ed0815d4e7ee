import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { readLink, signLink } from '../../src/core/link-token.ts';

const key = Buffer.alloc(32, 'k');
const numRuns = 100_000;
const alphabet = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZabcdef0123456789abcdefg-_ILOU=/+. \n'];

it('no text that was not signed is taken for a link', () => {
  const looksAlike = fc
    .array(fc.constantFrom(...alphabet), { minLength: 44, maxLength: 45 })
    .map((characters) => `1${characters.join('')}`);
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), looksAlike), (text) => {
      expect(readLink(key, text)).toBeNull();
    }),
    { numRuns },
  );
});

it('a link with anything put in, taken out or replaced is none', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 45 }),
      fc.nat({ max: 3 }),
      fc.array(fc.constantFrom(...alphabet), { maxLength: 3 }),
      (at, out, put) => {
        const token = signLink(key, newId());
        const spoiled = token.slice(0, at) + put.join('') + token.slice(at + out);
        fc.pre(spoiled !== token);
        expect(readLink(key, spoiled)).toBeNull();
      },
    ),
    { numRuns },
  );
});

it('the end of one link does not fit another', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 44 }), (at) => {
      const [one, other] = [signLink(key, newId()), signLink(key, newId())];
      const mixed = one.slice(0, at) + other.slice(at);
      fc.pre(mixed !== one && mixed !== other);
      expect(readLink(key, mixed)).toBeNull();
    }),
    { numRuns },
  );
});
