import { describe, expect, it } from 'vitest';
import {
  type Aggregate,
  aggregateCell,
  aggregateOf,
  figureOf,
  protect,
} from '../../../src/domain/reports/aggregate.ts';
import { partsOf } from '../../helpers/sums-of.ts';

describe('a figure of many', () => {
  it.each([
    ['nobody', [], '—'],
    ['one', [5n], '*'],
    ['two', [5n, 5n], '*'],
    ['two that report nothing', [0n, 0n], '*'],
    ['three', [5n, 5n, 5n], '15'],
    ['three that report nothing', [0n, 0n, 0n], '0'],
    ['one of exactly 80 %', [80n, 10n, 10n], '100'],
    ['one of more than 80 %', [8_001n, 1_000n, 999n], '*'],
    ['one alone with something', [7n, 0n, 0n, 0n], '*'],
    ['one loss among profits', [-90n, 5n, 5n], '*'],
    ['losses that are shared', [-40n, -30n, -30n], '-100'],
    // The sum is small, but nobody stands behind most of it.
    ['profits and losses that cancel out', [50n, -50n, 1n], '1'],
  ])('%s', (_what, values, cell) => {
    expect(aggregateCell({ unit: 'PERSON' }, aggregateOf(partsOf(values)))).toBe(cell);
  });

  it('amounts have two decimals', () => {
    expect(aggregateCell({ unit: 'WAN' }, aggregateOf(partsOf([1_000_000n, 1_000_000n, 500_000n])))).toBe('2.50');
  });

  it('科技专项资金支出 of an enterprise is that of all its projects', () => {
    const value = { isCarried: false, by: { personId: '', name: null }, at: new Date(0), via: 'h5', onBehalf: false };
    const values = [
      { key: 'fundSpent:1', month: 3n, total: 10n, ...value },
      { key: 'fundSpent:12', month: 4n, total: null, ...value },
      { key: 'revenue', month: null, total: 9n, ...value },
    ];
    expect(figureOf({ values }, { key: 'fundSpent' }, 'month')).toBe(7n);
    expect(figureOf({ values }, { key: 'fundSpent' }, 'total')).toBe(10n);
    expect(figureOf({ values }, { key: 'revenue' }, 'month')).toBeNull();
    expect(figureOf({ values }, { key: 'staff' }, 'month')).toBeNull();
  });
});

/** `5`: shown, `*`: withheld, `-`: nobody reported. */
const cellsOf = (written: Record<string, string>) =>
  new Map(
    Object.entries(written).map(([key, text]): [string, Aggregate] => {
      if (text === '-') return [key, { is: 'none' }];
      if (text === '*') return [key, { is: 'withheld', enterprises: 2 }];
      return [key, { is: 'shown', sum: BigInt(text), enterprises: 5 }];
    }),
  );
const shownOf = (cells: ReadonlyMap<string, Aggregate>) =>
  [...cells].filter(([, { is }]) => is === 'shown').map(([key]) => key);

describe('what would give away what is withheld', () => {
  it.each([
    ['nothing withheld', { total: '9', a: '4', b: '5' }, ['total', 'a', 'b']],
    ['one part withheld: the total as well', { total: '9', a: '*', b: '5' }, ['b']],
    ['two parts withheld: the total may stay', { total: '9', a: '*', b: '*', c: '1' }, ['total', 'c']],
    ['the total withheld: one part as well', { total: '*', a: '4', b: '5' }, ['b']],
    ['a part that nobody reported determines nothing', { total: '9', a: '*', b: '-' }, ['total']],
  ])('%s', (_what, written, shown) => {
    expect(shownOf(protect(cellsOf(written), [Object.keys(written)]))).toEqual(shown);
  });

  it('goes on where a cell that was given up is part of another sum', () => {
    const cells = cellsOf({ zone: '20', north: '9', south: '11', a: '*', b: '5', c: '6', d: '5' });
    const relations = [
      ['north', 'a', 'b'],
      ['south', 'c', 'd'],
      ['zone', 'north', 'south'],
    ];
    expect(shownOf(protect(cells, relations))).toEqual(['south', 'b', 'c', 'd']);
  });

  it('and backwards, whatever the order', () => {
    const relations = [
      ['zone', 'north', 'south'],
      ['north', 'a', 'b'],
    ];
    expect(shownOf(protect(cellsOf({ zone: '20', north: '9', south: '11', a: '*', b: '5' }), relations))).toEqual([
      'south',
      'b',
    ]);
  });

  it('changes nothing of what it was given', () => {
    const cells = cellsOf({ total: '9', a: '*', b: '5' });
    protect(cells, [['total', 'a', 'b']]);
    expect(shownOf(cells)).toEqual(['total', 'b']);
  });
});
