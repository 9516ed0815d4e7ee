import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf, wrapped } from '../../src/charts/lines.ts';

describe('lines', () => {
  it.each([
    ['甲乙丙丁戊', 3, ['甲乙丙', '丁戊']],
    ['甲乙丙，丁', 3, ['甲乙丙，', '丁']],
    ['甲乙（丙丁）', 3, ['甲乙', '（丙丁）']],
    ['第2023年度资金', 3, ['第', '2023', '年度资', '金']],
    ['B-01 甲乙丙丁', 4, ['B-01 ', '甲乙丙丁']],
    ['1234567890', 3, ['12345', '67890']],
    ['𠮷𠮷𠮷', 2, ['𠮷𠮷', '𠮷']],
    ['甲\n乙', 5, ['甲 乙']],
    ['', 5, []],
  ])('%j in %d em', (text, em, lines) => {
    expect(wrapped(text, em)).toEqual(lines);
  });

  it('lose nothing and stand out by one mark at most', () => {
    const text = fc.string({ unit: fc.constantFrom(...'甲乙丙（）《》，。“”AbW09%-. ') });
    fc.assert(
      fc.property(text, fc.integer({ min: 3, max: 24 }), (given, em) => {
        const lines = wrapped(given, em);
        expect(lines.join('')).toBe(given);
        for (const line of lines) expect(widthOf(line.trimEnd())).toBeLessThanOrEqual(em + 1);
      }),
    );
  });
});
