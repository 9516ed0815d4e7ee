import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell, Cells } from '../../../src/domain/reports/cell.ts';
import { baseOf, complete } from '../../../src/domain/reports/complete.ts';
import { cellsOf, everything } from './checked.ts';

const flow = [{ key: 'revenue', kind: 'FLOW' }] as const;
const stock = [{ key: 'staff', kind: 'STOCK' }] as const;
type Numbers = readonly [month: bigint | null, total: bigint | null];

describe('what follows from what was typed', () => {
  it.each<[what: string, period: string, typed: Numbers, before: Numbers | null, expected: Numbers]>([
    ['the year from the month', '2023-11', [20n, null], [10n, 100n], [20n, 120n]],
    ['the month from the year', '2023-11', [null, 120n], [10n, 100n], [20n, 120n]],
    ['a fall makes the month negative', '2023-11', [null, 95n], [10n, 100n], [-5n, 95n]],
    ['both were typed: nothing is put right', '2023-11', [20n, 999n], [10n, 100n], [20n, 999n]],
    ['nothing was typed', '2023-11', [null, null], [10n, 100n], [null, null]],
    ['the month before was not reported', '2023-11', [20n, null], null, [20n, null]],
    ['nor is the month known then', '2023-11', [null, 120n], null, [null, 120n]],
    ['the year of the month before is not known', '2023-11', [20n, null], [10n, null], [20n, null]],
    ['in January the year is the month', '2024-01', [20n, null], [10n, 100n], [20n, 20n]],
    ['and the month is the year', '2024-01', [null, 20n], null, [20n, 20n]],
    ['from nothing', '2023-11', [0n, null], [0n, 0n], [0n, 0n]],
  ])('%s', (_, period, [month, total], before, expected) => {
    const cells = complete(period, flow, cellsOf({ revenue: [month, total] }), before && cellsOf({ revenue: before }));
    expect([...cells]).toEqual([['revenue', { month: expected[0], total: expected[1] }]]);
  });

  it('a stock has no sum', () => {
    const before = cellsOf({ staff: [40n, 40n] });
    expect([...complete('2023-11', stock, cellsOf({ staff: [46n, 99n] }), before)]).toEqual([
      ['staff', { month: 46n, total: null }],
    ]);
  });

  it('only of what is asked, in the order of the form', () => {
    const cells = complete('2024-01', [...flow, ...stock], cellsOf({ staff: 46n, gone: 1n, revenue: 2n }), null);
    expect([...cells.keys()]).toEqual(['revenue', 'staff']);
    expect(complete('2024-01', flow, new Map(), null).size).toBe(0);
  });

  it.each<[period: string, before: Numbers | null, expected: bigint | null]>([
    ['2024-01', null, 0n],
    ['2024-01', [10n, 100n], 0n],
    ['2024-02', [10n, 100n], 100n],
    ['2024-02', [10n, null], null],
    ['2024-02', null, null],
  ])('the year so far before %s', (period, before, expected) => {
    expect(baseOf(period, 'revenue', before && cellsOf({ revenue: before }))).toBe(expected);
    expect(baseOf('2024-02', 'revenue', cellsOf({ taxPaid: [1n, 1n] }))).toBe(null);
  });

  const number = fc.option(fc.bigInt());
  const cell: fc.Arbitrary<Cell> = fc.record({ month: number, total: number });
  const cells: fc.Arbitrary<Cells> = fc
    .array(fc.tuple(fc.constantFrom(...everything.map(({ key }) => key)), cell))
    .map((entries) => new Map(entries));

  it('keeps what was typed, and finds nothing more the second time', () => {
    const property = fc.property(
      cells,
      fc.option(cells),
      fc.constantFrom('2024-01', '2024-02'),
      (typed, base, period) => {
        const once = complete(period, everything, typed, base);
        expect(complete(period, everything, once, base)).toEqual(once);
        for (const { key, kind } of everything) {
          const [before, after] = [typed.get(key), once.get(key)];
          if (before && before.month !== null) expect(after?.month).toBe(before.month);
          if (before && before.total !== null && kind === 'FLOW') expect(after?.total).toBe(before.total);
          if (kind === 'STOCK') expect(after?.total ?? null).toBe(null);
        }
      },
    );
    fc.assert(property);
  });
});
