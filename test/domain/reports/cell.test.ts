import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmount } from '../../../src/domain/money.ts';
import {
  type Cell,
  fenPerStep,
  figureAsTyped,
  formatFigure,
  isSameCell,
  spokenFigure,
} from '../../../src/domain/reports/cell.ts';
import { wan } from './checked.ts';

const amount = { unit: 'WAN' } as const;
const staff = { unit: 'PERSON' } as const;

describe('a figure', () => {
  it('has steps of 0.01万元', () => {
    expect(fenPerStep).toBe(wan('0.01'));
  });

  it.each<[value: bigint | null, table: string, spoken: string, typed: string]>([
    [wan(320), '320.00', '320万元', '320'],
    [wan('320.5'), '320.50', '320.5万元', '320.5'],
    [wan('320.05'), '320.05', '320.05万元', '320.05'],
    [wan(100), '100.00', '100万元', '100'],
    [wan(0), '0.00', '0万元', '0'],
    [wan('-0.5'), '-0.50', '-0.5万元', '-0.5'],
    [wan(-1200), '-1200.00', '-1200万元', '-1200'],
    // What V1 refuses is read back as it was typed.
    [wan('1.005'), '1.01', '1.005万元', '1.005'],
    [1n, '0.00', '0.000001万元', '0.000001'],
  ])('%s分', (value, table, spoken, typed) => {
    expect(formatFigure(amount, value)).toBe(table);
    expect(spokenFigure(amount, value ?? 0n)).toBe(spoken);
    expect(figureAsTyped(amount, value)).toBe(typed);
  });

  it('of people, patents and contracts', () => {
    expect(formatFigure(staff, 46n)).toBe('46');
    expect(spokenFigure(staff, 1200n)).toBe('1200人');
    expect(spokenFigure({ unit: 'PIECE' }, 3n)).toBe('3件');
    expect(spokenFigure({ unit: 'ITEM' }, 0n)).toBe('0项');
    expect(figureAsTyped(staff, 100n)).toBe('100');
  });

  it('that is not there', () => {
    expect([formatFigure(amount, null), formatFigure(staff, null)]).toEqual(['—', '—']);
    expect([figureAsTyped(amount, null), figureAsTyped(staff, null)]).toEqual(['', '']);
  });

  it('is read again as what it was, as it was typed and as it is said', () => {
    const max = 10n ** 14n - 1n;
    fc.assert(
      fc.property(fc.bigInt({ min: -max, max }), (fen) => {
        expect(readAmount(figureAsTyped(amount, fen))).toEqual({ ok: true, fen, hasUnit: false });
        expect(readAmount(spokenFigure(amount, fen))).toEqual({ ok: true, fen, hasUnit: true });
      }),
    );
  });
});

describe('two cells are the same', () => {
  const cell = (month: bigint | null, total: bigint | null): Cell => ({ month, total });
  it.each<[one: Cell | undefined, other: Cell | undefined, expected: boolean]>([
    [cell(1n, 2n), cell(1n, 2n), true],
    [cell(1n, 2n), cell(1n, 3n), false],
    [cell(1n, 2n), cell(2n, 2n), false],
    [cell(0n, null), cell(null, null), false],
    [cell(null, null), undefined, true],
    [undefined, undefined, true],
    [undefined, cell(0n, null), false],
  ])('%o and %o: %s', (one, other, expected) => {
    expect(isSameCell(one, other)).toBe(expected);
  });
});
