import { describe, expect, it } from 'vitest';
import { aggregateCell } from '../../../src/domain/reports/aggregate.ts';
import { growthCell } from '../../../src/domain/reports/growth.ts';
import type { ReportedMonth } from '../../../src/domain/reports/reports.ts';
import { trendOfSums } from '../../../src/domain/reports/trend.ts';
import { sumsOf } from '../../helpers/sums-of.ts';

const entered = { by: { personId: 'p', name: null }, at: new Date(0), via: 'h5', onBehalf: false };
/** What each enterprise reported of an indicator in a month: month and total. */
const reportedOf = (key: string, months: Record<string, readonly [month: number, total: number | null][]>) =>
  Object.entries(months).flatMap(([period, figures]) =>
    figures.map(([month, total], n): ReportedMonth => {
      const values = [
        { key, month: BigInt(month), total: total === null ? null : BigInt(total), isCarried: false, ...entered },
      ];
      const enterprise = { id: `e${n}`, name: `示例企业0${n}` };
      const submission = {
        ...{ id: 's', number: 1, kind: 'REPORT' as const, isLate: false, reason: null, setNumber: 0, fromVersion: 1 },
        ...entered,
      };
      return { enterprise, period, submission, state: 'SUBMITTED', values };
    }),
  );
const even = (month: number, total: number | null): [number, number | null][] => [
  [month, total],
  [month, total],
  [month, total],
];
const rows = (
  indicator: { key: string; kind: 'FLOW' | 'STOCK' },
  reported: ReportedMonth[],
  from: string,
  to: string,
) =>
  trendOfSums(indicator, sumsOf(indicator, reported), { from, to }).map(
    ({ period, month, total, onMonth, onYear, totalOnYear }) => [
      period,
      ...[month, total].map((one) => aggregateCell({ unit: 'PERSON' }, one)),
      ...[onMonth, onYear, totalOnYear].map(growthCell),
    ],
  );
const revenue = { key: 'revenue', kind: 'FLOW' } as const;

describe('zone totals', () => {
  it('with 环比, 同比 and 累计同比', () => {
    const reported = reportedOf('revenue', {
      '2022-01': even(10, 10),
      '2022-02': even(10, 20),
      '2023-01': even(20, 20),
      '2023-02': even(15, 35),
    });
    expect(rows(revenue, reported, '2023-01', '2023-03')).toEqual([
      ['2023-01', '60', '60', '—', '100.00%', '100.00%'],
      ['2023-02', '45', '105', '-25.00%', '50.00%', '75.00%'],
      ['2023-03', '—', '—', '—', '—', '—'],
    ]);
  });

  it('a stock has no cumulative sum', () => {
    const reported = reportedOf('staff', { '2023-01': even(46, null), '2023-02': even(48, null) });
    expect(rows({ key: 'staff', kind: 'STOCK' }, reported, '2023-01', '2023-02')).toEqual([
      ['2023-01', '138', '—', '—', '—', '—'],
      ['2023-02', '144', '—', '4.35%', '—', '—'],
    ]);
  });

  it('a month that is withheld follows neither from 累计 nor from a rate', () => {
    const reported = reportedOf('revenue', {
      '2022-03': even(10, 30),
      '2023-01': even(10, 10),
      '2023-02': even(10, 20),
      // One has nearly all of it.
      '2023-03': [
        [98, 118],
        [1, 21],
        [1, 21],
      ],
      '2023-04': even(10, 60),
    });
    expect(rows(revenue, reported, '2023-01', '2023-04')).toEqual([
      ['2023-01', '30', '30', '—', '—', '—'],
      ['2023-02', '30', '60', '0.00%', '—', '—'],
      // 累计 of March alone would be fine; with February’s it would tell the month.
      ['2023-03', '*', '*', '—', '—', '—'],
      ['2023-04', '30', '*', '—', '—', '—'],
    ]);
  });

  it('and the year after begins anew', () => {
    const reported = reportedOf('revenue', {
      '2022-12': [
        [98, 118],
        [1, 21],
        [1, 21],
      ],
      '2022-11': even(10, 20),
      '2023-01': even(10, 10),
    });
    expect(rows(revenue, reported, '2022-11', '2023-01').map((row) => row.slice(0, 3))).toEqual([
      ['2022-11', '30', '60'],
      ['2022-12', '*', '*'],
      ['2023-01', '30', '30'],
    ]);
  });

  it('a span that begins within a year shows no more than a longer one', () => {
    const reported = reportedOf('revenue', {
      '2022-01': [[10, 10]],
      '2022-06': even(10, 60),
      '2022-05': even(10, 50),
      '2022-04': even(10, 40),
      '2022-03': even(10, 30),
      '2022-02': even(10, 20),
      '2023-06': even(20, 120),
    });
    const shown = (from: string) => rows(revenue, reported, from, '2023-06').at(-1);
    // 累计 of June 2022 has the one January within: it is no base, from wherever one looks.
    expect(shown('2023-06')).toEqual(['2023-06', '60', '360', '—', '100.00%', '—']);
    expect(shown('2022-01')).toEqual(shown('2023-06'));
  });

  it('what was not asked for is protected with it: its first month may follow from the months before', () => {
    const reported = reportedOf('revenue', {
      '2023-01': [[10, 10]],
      '2023-02': even(10, 20),
    });
    // January is withheld, so 累计 of February, which has it within, is as well.
    expect(rows(revenue, reported, '2023-02', '2023-02')[0]?.slice(1, 3)).toEqual(['30', '*']);
  });
});
