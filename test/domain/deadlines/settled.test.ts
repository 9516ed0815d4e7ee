import { describe, expect, it } from 'vitest';
import type { SettledBy } from '../../../src/domain/deadlines/deadline.ts';
import type { EnterpriseFacts } from '../../../src/domain/deadlines/deadlines.ts';
import { certificateSettled, isSettled } from '../../../src/domain/deadlines/settled.ts';
import type { ApplicationFact, QualificationFact } from '../../../src/domain/ledger.ts';
import { application, certificate, duty, facts, history, type Steps } from './facts.ts';

const byApplication: SettledBy = { kind: 'application', type: 'HNTE' };
const filed: Steps = [
  ['DRAFTING', '2024-04-01'],
  ['ZONE_REVIEW', '2024-05-06'],
];
const settled = (
  applications: readonly ApplicationFact[],
  {
    on = '2024-06-01',
    batch = null,
    settledBy = byApplication,
  }: { on?: string; batch?: number | null; settledBy?: SettledBy | null } = {},
) => isSettled({ settledBy, year: 2024, batch }, facts({ history: history([], applications) }), on);

describe('a deadline that an application settles', () => {
  it.each<[what: string, applications: readonly ApplicationFact[], expected: boolean]>([
    ['none', [], false],
    ['培育', [application([['CULTIVATING', '2024-04-01']])], false],
    ['填报', [application([['DRAFTING', '2024-04-01']])], false],
    ['初审', [application(filed)], true],
    ['退回', [application([...filed, ['RETURNED', '2024-05-10']])], false],
    [
      '退回, then 初审 again',
      [application([...filed, ['RETURNED', '2024-05-10'], ['ZONE_REVIEW', '2024-05-12']])],
      true,
    ],
    ['推荐', [application([...filed, ['RECOMMENDED', '2024-05-10']])], true],
    ['待批复', [application([...filed, ['PENDING', '2024-05-10']])], true],
    ['公示', [application([...filed, ['PUBLICITY', '2024-05-10']])], true],
    ['认定', [application([...filed, ['RECOGNIZED', '2024-05-10']])], true],
    ['未通过', [application([...filed, ['REJECTED', '2024-05-10']])], true],
    ['撤回', [application([...filed, ['WITHDRAWN', '2024-05-10']])], true],
    [
      '撤回 of a draft',
      [
        application([
          ['DRAFTING', '2024-04-01'],
          ['WITHDRAWN', '2024-05-10'],
        ]),
      ],
      true,
    ],
    [
      '撤回, and begun anew',
      [application([...filed, ['WITHDRAWN', '2024-05-10']]), application([['DRAFTING', '2024-05-11']])],
      false,
    ],
    ['撤回, and filed anew', [application([...filed, ['WITHDRAWN', '2024-05-10']]), application(filed)], true],
    ['of another year', [application(filed, { year: 2023 })], false],
    ['of another type', [application(filed, { type: 'TECH_SME' })], false],
  ])('%s: %s', (_, applications, expected) => {
    expect(settled(applications)).toBe(expected);
  });

  it.each([
    [1, 1, true],
    [1, 2, false],
    [null, 2, true],
    [1, null, true],
  ])('batch %j, asked for %j: %s', (of, batch, expected) => {
    expect(settled([application(filed, { batch: of })], { batch })).toBe(expected);
  });

  it('from the day on which it is handed in', () => {
    expect(settled([application(filed)], { on: '2024-05-05' })).toBe(false);
    expect(settled([application(filed)], { on: '2024-05-06' })).toBe(true);
    expect(settled([application(filed)], { settledBy: null })).toBe(false);
  });
});

describe('a deadline that a duty settles', () => {
  const settledBy: SettledBy = { kind: 'duty', duty: 'ANNUAL_REPORT', year: 2023 };
  it.each<[what: string, duties: EnterpriseFacts['duties'], expected: boolean]>([
    ['nothing is recorded', [], false],
    ['done', [duty('ANNUAL_REPORT', 2023, 'DONE', '2024-05-20')], true],
    ['of another year', [duty('ANNUAL_REPORT', 2022, 'DONE', '2024-05-20')], false],
    ['another duty', [duty('TORCH_STATISTICS', 2023, 'DONE', '2024-05-20')], false],
    ['missed', [duty('ANNUAL_REPORT', 2023, 'MISSED', '2024-05-20')], false],
    [
      'recorded by mistake',
      [duty('ANNUAL_REPORT', 2023, 'MISSED', '2024-05-21'), duty('ANNUAL_REPORT', 2023, 'DONE', '2024-05-20')],
      false,
    ],
    [
      'recorded by mistake, read in another order',
      [duty('ANNUAL_REPORT', 2023, 'DONE', '2024-05-20'), duty('ANNUAL_REPORT', 2023, 'MISSED', '2024-05-21')],
      false,
    ],
    [
      'of two certificates one',
      [
        duty('ANNUAL_REPORT', 2023, 'DONE', '2024-05-20', 'Q1'),
        duty('ANNUAL_REPORT', 2023, 'MISSED', '2024-05-21', 'Q2'),
      ],
      true,
    ],
    ['recorded later', [duty('ANNUAL_REPORT', 2023, 'DONE', '2024-06-02')], false],
  ])('%s', (_, duties, expected) => {
    expect(isSettled({ settledBy, year: 2024, batch: null }, facts({ duties }), '2024-06-01')).toBe(expected);
  });
});

describe('a certificate that need not be told of', () => {
  const old = certificate(['2021-12-01', '2024-12-01'], { applicationId: 'FIRST' });
  const first = application([['ZONE_REVIEW', '2021-12-02']], { id: 'FIRST' });
  const is = (
    qualifications: readonly QualificationFact[],
    applications: readonly ApplicationFact[],
    on = '2024-06-01',
  ) => certificateSettled(old, facts({ history: history([old, ...qualifications], applications) }), on);

  it.each<
    [
      what: string,
      qualifications: readonly QualificationFact[],
      applications: readonly ApplicationFact[],
      expected: boolean,
    ]
  >([
    ['nothing', [], [], false],
    ['the application that led to it', [], [first], false],
    ['a renewal that is drafted', [], [application([['DRAFTING', '2024-04-01']])], false],
    ['a renewal that was handed in', [], [application(filed)], true],
    ['that was given back', [], [application([...filed, ['RETURNED', '2024-05-10']])], false],
    ['that was refused', [], [application([...filed, ['REJECTED', '2024-05-10']])], true],
    ['that was withdrawn', [], [application([...filed, ['WITHDRAWN', '2024-05-10']])], false],
    ['begun on the day of the certificate', [], [application([['ZONE_REVIEW', '2021-12-01']])], false],
    ['begun the day after', [], [application([['ZONE_REVIEW', '2021-12-02']])], true],
    ['of another type', [], [application(filed, { type: 'TECH_SME' })], false],
    ['of another level', [], [application(filed, { level: 'REGION' })], false],
    ['a newer certificate', [certificate(['2024-05-01', '2027-05-01'])], [], true],
    [
      'recognised, to begin later',
      [certificate(['2024-12-02', '2027-12-01'], { steps: [['RECOGNIZED', '2024-05-01']] })],
      [],
      true,
    ],
    ['recognised later', [certificate(['2024-06-02', '2027-06-02'])], [], false],
    ['an older one', [certificate(['2018-12-01', '2021-12-01'])], [], false],
    [
      'a newer one that was cancelled',
      [
        certificate(['2024-05-01', '2027-05-01'], {
          steps: [
            ['RECOGNIZED', '2024-05-01'],
            ['REVOKED', '2024-05-20'],
          ],
        }),
      ],
      [],
      false,
    ],
    ['a newer one of another type', [certificate(['2024-05-01', '2027-05-01'], { type: 'TECH_LEADER' })], [], false],
  ])('%s: %s', (_, qualifications, applications, expected) => {
    expect(is(qualifications, applications)).toBe(expected);
  });

  it('it was cancelled', () => {
    const cancelled = certificate(['2021-12-01', '2024-12-01'], {
      steps: [
        ['RECOGNIZED', '2021-12-01'],
        ['REVOKED', '2024-06-01'],
      ],
    });
    const on = (day: string) => certificateSettled(cancelled, facts({ history: history([cancelled]) }), day);
    expect([on('2024-05-31'), on('2024-06-01')]).toEqual([false, true]);
  });
});
