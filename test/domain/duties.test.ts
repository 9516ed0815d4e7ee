import { describe, expect, it } from 'vitest';
import type { DutyFact, DutyKind } from '../../src/domain/applications.ts';
import { dutiesAt, dutyDueOn, dutyProblem, dutyWarning, owedYears } from '../../src/domain/duties.ts';

const valid = (validFrom: string, validTo: string, revokedOn: string | null = null) => ({
  validFrom,
  validTo,
  revokedOn,
});
let entered = Date.parse('2023-12-29T02:00:00Z');
const fact = (kind: DutyKind, year: number, state: DutyFact['state'], on?: Date): DutyFact => ({
  qualificationId: 'q1',
  kind,
  year,
  state,
  recordedAt: on ?? new Date(entered++),
});

describe('the years that a certificate owes', () => {
  it.each([
    // Issued on 1 December 2021: its last days are in 2022, 2023 and 2024.
    ['ANNUAL_REPORT', '2021-12-01', '2024-12-01', [2021, 2022, 2023]],
    ['TORCH_STATISTICS', '2021-12-01', '2024-12-01', [2021, 2022, 2023]],
    // Between the two last days of a year.
    ['ANNUAL_REPORT', '2021-04-15', '2024-04-15', [2020, 2021, 2022]],
    ['TORCH_STATISTICS', '2021-04-15', '2024-04-15', [2021, 2022, 2023]],
    // On the border: what is due on the day of issue is not owed, what is due on the last day is.
    ['ANNUAL_REPORT', '2021-05-31', '2024-05-31', [2021, 2022, 2023]],
    ['ANNUAL_REPORT', '2021-05-30', '2024-05-30', [2020, 2021, 2022]],
    ['TORCH_STATISTICS', '2021-03-31', '2024-03-31', [2021, 2022, 2023]],
    ['ANNUAL_REPORT', '2024-02-29', '2027-02-28', [2023, 2024, 2025]],
  ] as const)('%s, %s to %s: %j', (kind, from, to, years) => {
    expect(owedYears(kind, valid(from, to))).toEqual(years);
  });

  it.each([
    ['2023-05-31', [2021]],
    ['2023-06-01', [2021, 2022]],
  ])('cancelled on %s: %j', (revokedOn, years) => {
    expect(owedYears('ANNUAL_REPORT', valid('2021-12-01', '2024-12-01', revokedOn))).toEqual(years);
  });

  it.each([
    ['ANNUAL_REPORT', 2022, '2023-05-31'],
    ['TORCH_STATISTICS', 2022, '2023-03-31'],
  ] as const)('%s of %i is due on %s', (kind, year, dueOn) => {
    expect(dutyDueOn(kind, year)).toBe(dueOn);
  });
});

describe('what became of a duty', () => {
  const bound = valid('2021-12-01', '2024-12-01');
  const stateOf = (facts: DutyFact[], on: string, year = 2022) =>
    dutiesAt(bound, facts, on).find((one) => one.kind === 'ANNUAL_REPORT' && one.year === year)?.state;

  it.each([
    ['2022-12-31', 'not-yet'],
    ['2023-01-01', 'due'],
    ['2023-05-31', 'due'],
    ['2023-06-01', 'overdue'],
  ])('with nothing recorded on %s: %s', (on, state) => {
    expect(stateOf([], on)).toBe(state);
  });

  it('is what was recorded last, in whatever order it is read', () => {
    const records = [
      fact('ANNUAL_REPORT', 2022, 'MISSED', new Date('2023-06-02T01:00:00Z')),
      fact('ANNUAL_REPORT', 2022, 'DONE', new Date('2023-06-05T01:00:00Z')),
    ];
    expect(stateOf(records, '2023-12-29')).toBe('done');
    expect(stateOf([...records].reverse(), '2023-12-29')).toBe('done');
  });

  it('is of its own kind and year', () => {
    expect(stateOf([fact('TORCH_STATISTICS', 2022, 'DONE')], '2023-12-29')).toBe('overdue');
    expect(stateOf([fact('ANNUAL_REPORT', 2021, 'DONE')], '2023-12-29')).toBe('overdue');
  });
});

describe('a warning', () => {
  const bound = valid('2021-12-01', '2024-12-01');
  const of = (...missed: (readonly [DutyKind, number])[]) =>
    dutyWarning(
      dutiesAt(
        bound,
        missed.map(([kind, year]) => fact(kind, year, 'MISSED')),
        '2024-06-30',
      ),
    );

  it.each([
    ['nothing missed', [], null],
    ['one report', [['ANNUAL_REPORT', 2021]], null],
    ['one statistic', [['TORCH_STATISTICS', 2021]], null],
    [
      'two reports in a row',
      [
        ['ANNUAL_REPORT', 2021],
        ['ANNUAL_REPORT', 2022],
      ],
      'cancel',
    ],
    [
      'two reports with one between',
      [
        ['ANNUAL_REPORT', 2021],
        ['ANNUAL_REPORT', 2023],
      ],
      'cancel',
    ],
    [
      'a report and a statistic',
      [
        ['ANNUAL_REPORT', 2021],
        ['TORCH_STATISTICS', 2022],
      ],
      'remind',
    ],
    [
      'two statistics',
      [
        ['TORCH_STATISTICS', 2021],
        ['TORCH_STATISTICS', 2022],
      ],
      'remind',
    ],
    [
      'a year that it does not owe',
      [
        ['ANNUAL_REPORT', 2021],
        ['ANNUAL_REPORT', 2024],
      ],
      null,
    ],
  ] as const)('%s: %s', (_what, missed, kind) => {
    expect(of(...missed)?.kind ?? null).toBe(kind);
  });

  it('names the years and the rule', () => {
    expect(of(['ANNUAL_REPORT', 2021], ['ANNUAL_REPORT', 2022])?.text).toBe(
      '本证书有效期内累计2年（2021年度、2022年度）未填报年度发展情况报表。依据《高新技术企业认定管理办法》（国科发火〔2016〕32号）第十三条、第十九条，累计两年未填报的，按规定将取消高新技术企业资格。请尽快与开发区科技局联系。',
    );
    expect(of(['ANNUAL_REPORT', 2021], ['TORCH_STATISTICS', 2022])?.text).toMatch(
      /累计2项未报（2021年度年度发展情况报表、2022年度火炬统计年报）/,
    );
  });

  it('counts no year that is only not recorded', () => {
    expect(dutyWarning(dutiesAt(bound, [], '2024-12-01'))).toBeNull();
  });
});

describe('what can be recorded', () => {
  const bound = valid('2021-12-01', '2024-12-01');
  const why = (year: number, state: DutyFact['state'], today: string) =>
    dutyProblem({ kind: 'ANNUAL_REPORT', year, state }, bound, today);

  it.each([
    [2022, 'DONE', '2023-01-01', null],
    [2022, 'MISSED', '2023-06-01', null],
    [2022, 'MISSED', '2023-05-31', /截止日是2023年5月31日/],
    [2023, 'DONE', '2023-12-31', /2023年度尚未结束/],
    [2020, 'DONE', '2023-12-31', /应报年度为2021年度、2022年度、2023年度/],
    [2024, 'MISSED', '2025-12-31', /不在该证书.*应报范围/],
  ] as const)('%i %s on %s', (year, state, today, problem) => {
    if (problem === null) expect(why(year, state, today)).toBeNull();
    else expect(why(year, state, today)).toMatch(problem);
  });

  it('is nothing of a certificate without dates', () => {
    expect(dutyProblem({ kind: 'ANNUAL_REPORT', year: 2022, state: 'DONE' }, null, '2023-12-31')).toMatch(
      /没有登记有效期/,
    );
  });
});
