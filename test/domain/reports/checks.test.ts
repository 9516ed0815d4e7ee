import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Checked, check } from '../../../src/domain/reports/checks.ts';
import { complete } from '../../../src/domain/reports/complete.ts';
import { aChecked, allFacts, cellsOf, everything, type Figures, found, wan } from './checked.ts';

describe('all at once', () => {
  it('V before W, each in the order of the form, also in a correction', () => {
    const now: Figures = {
      revenue: [0n, wan(100)],
      hiTechRevenue: [wan(1), wan(50)],
      rndExpense: [wan(60), wan(130)],
      totalProfit: [wan(60), wan(60)],
      taxPaid: [wan(-1), null],
      staff: 10n,
      techStaff: 12n,
    };
    const before: Figures = {
      revenue: [wan(80), wan(100)],
      rndExpense: [wan(60), wan(60)],
      totalProfit: [wan('0.05'), wan('0.05')],
      staff: 46n,
    };
    const checked: Checked = aChecked(now, before, { lastYear: cellsOf({ rndExpense: wan(200) }) });
    const soft = 'W2:revenue W6:revenue W1:rndExpense W3:rndExpense W4:totalProfit W7:staff';
    expect(found(checked)).toBe(
      `V5 hiTechRevenue,revenue V2 rndExpense V2 totalProfit V1 taxPaid V4 techStaff,staff ${soft}`,
    );
    expect(found({ ...checked, mode: 'correction' })).toBe(
      `V5 hiTechRevenue,revenue V1 taxPaid V4 techStaff,staff ${soft}`,
    );
  });
});

describe('whatever is typed', () => {
  const keys = everything.map(({ key }) => key);
  const number = fc.option(
    fc.oneof(
      fc.bigInt(),
      fc.bigInt({ min: -3n, max: 3n }),
      fc.bigInt({ min: -99_999n, max: 99_999n }).map((n) => n * 10_000n),
    ),
  );
  const cells = fc.dictionary(fc.constantFrom(...keys), fc.tuple(number, number));
  const checked = fc.record({
    now: cells,
    before: fc.option(cells),
    lastYear: fc.option(cells),
    lastYearRevenue: number,
    period: fc.constantFrom('2024-01', '2024-02', '2024-12'),
    mode: fc.constantFrom('report' as const, 'correction' as const),
  });
  type Typed = typeof checked extends fc.Arbitrary<infer T> ? T : never;
  const build = (given: Typed) =>
    aChecked(given.now, given.before, {
      ...given,
      asked: everything,
      facts: allFacts,
      lastYear: given.lastYear && cellsOf(given.lastYear),
    });

  it('is never an error, and what is found is fit to be shown and kept', () => {
    fc.assert(
      fc.property(checked, (given) => {
        const findings = check(build(given));
        for (const { keys: about, text } of findings) {
          expect(about.length).toBeGreaterThan(0);
          expect(text).toMatch(/。$/u);
          expect(text).not.toMatch(/undefined|null|NaN|[!！]/u);
          expect(text.match(/。/gu)?.length).toBeLessThanOrEqual(2);
        }
        const ids = findings.flatMap((one) => (one.severity === 'soft' ? [one.id] : []));
        expect(new Set(ids).size).toBe(ids.length);
        const places = (severity: string) =>
          findings.filter((one) => one.severity === severity).map(({ keys: [first = ''] }) => keys.indexOf(first));
        for (const order of [places('hard'), places('soft')]) expect(order).toEqual(order.toSorted((a, b) => a - b));
        expect(findings.map(({ severity }) => severity)).toEqual([
          ...places('hard').map(() => 'hard'),
          ...places('soft').map(() => 'soft'),
        ]);
      }),
      { numRuns: 500 },
    );
  });

  it('is found the same in whichever order it was typed', () => {
    fc.assert(
      fc.property(checked, (given) => {
        const plain = build(given);
        const turned = new Map([...plain.cells].reverse());
        expect(check({ ...plain, cells: turned })).toEqual(check(plain));
      }),
    );
  });

  it('fits together where one number followed from the other', () => {
    const one = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n });
    const typed = fc.oneof(
      one.map((month) => [month, null] as const),
      one.map((total) => [null, total] as const),
    );
    const property = fc.property(
      fc.dictionary(fc.constantFrom(...keys), typed),
      fc.option(cells),
      fc.constantFrom('2024-01', '2024-02'),
      (now, before, period) => {
        const previous = before && cellsOf(before);
        const completed = complete(period, everything, cellsOf(now), previous);
        const given = { asked: everything, facts: allFacts, period, cells: completed, given: cellsOf(now) };
        expect(check(aChecked(now, before, given)).filter(({ rule }) => rule === 'V2')).toEqual([]);
      },
    );
    fc.assert(property);
  });
});
