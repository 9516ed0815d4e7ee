import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byteLength, splitText } from '../../src/platforms/split-text.ts';

const upTo = (bytes: number) => (part: string) => byteLength(part) <= bytes;

it('cuts at line ends', () => {
  expect(splitText('一\n二\n三', upTo(7))).toEqual(['一\n二', '三']);
  expect(splitText('一\n二\n三', upTo(11))).toEqual(['一\n二\n三']);
});

it('cuts a line that is too long between characters', () => {
  expect(splitText('一二三四', upTo(7))).toEqual(['一二', '三四']);
  expect(splitText('ab\n一二三', upTo(4))).toEqual(['ab', '一', '二', '三']);
});

it('never cuts a character in two', () => {
  expect(splitText('😀😀😀', upTo(5))).toEqual(['😀', '😀', '😀']);
});

it('keeps empty lines', () => {
  expect(splitText('a\n\nb', upTo(100))).toEqual(['a\n\nb']);
  expect(splitText('', upTo(100))).toEqual(['']);
});

it('loses nothing and keeps every part within the limit', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '中', '😀', '\n', ' '), maxLength: 120 });
  fc.assert(
    fc.property(text, fc.integer({ min: 4, max: 40 }), (whole, bytes) => {
      const parts = splitText(whole, upTo(bytes));
      expect(parts.every(upTo(bytes))).toBe(true);
      expect(parts.join('').replaceAll('\n', '')).toBe(whole.replaceAll('\n', ''));
    }),
  );
});
