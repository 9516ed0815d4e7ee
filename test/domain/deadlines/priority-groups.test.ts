import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priorityGroupOf } from '../../../src/domain/deadlines/priority-groups.ts';
import type { QualificationHistory } from '../../../src/domain/ledger.ts';
import { application, certificate, history } from './facts.ts';

const year = 2024;
const small = certificate(['2023-08-01', '2025-03-31'], { type: 'TECH_SME', level: 'REGION' });
const dueThisYear = certificate(['2021-12-01', '2024-12-01']);
const ranOut = certificate(['2019-11-01', '2022-11-01']);
const handedIn = (on: string) => [
  ['DRAFTING', on] as const,
  ['ZONE_REVIEW', on] as const,
  ['RECOMMENDED', on] as const,
  ['PENDING', on] as const,
];

/** As `group: tags: reason`. */
function found(of: QualificationHistory, on: string): string {
  const { group, tags, reason } = priorityGroupOf(of, { year, on });
  return `${group ?? '—'} [${tags.join(' ')}] ${reason}`;
}

describe('G3 今年到期复审', () => {
  const renewed = certificate(['2024-10-28', '2027-10-28']);
  const now = '高新技术企业证书将于2024年12月1日到期';
  it.each<[what: string, of: QualificationHistory, on: string, expected: string]>([
    ['it ends in the year', history([dueThisYear]), '2024-01-01', `G3 [] ${now}`],
    ['on its last day', history([dueThisYear]), '2024-12-01', `G3 [] ${now}`],
    ['after it ran out', history([dueThisYear]), '2024-12-02', 'G3 [] 高新技术企业证书已于2024年12月1日到期'],
    [
      'it ends on the last day',
      history([certificate(['2022-01-01', '2024-12-31'])]),
      '2024-06-01',
      'G3 [] 高新技术企业证书将于2024年12月31日到期',
    ],
    [
      'on the first day',
      history([certificate(['2021-01-02', '2024-01-01'])]),
      '2024-01-01',
      'G3 [] 高新技术企业证书将于2024年1月1日到期',
    ],
    ['a day later', history([certificate(['2022-01-02', '2025-01-01'])]), '2024-06-01', '— [] 不属于三类重点企业'],
    ['the day before a new one', history([dueThisYear, renewed]), '2024-10-27', `G3 [] ${now}`],
    ['a new one is recognised', history([renewed, dueThisYear]), '2024-10-28', '— [] 不属于三类重点企业'],
    [
      'it was cancelled',
      history([
        certificate(['2021-12-01', '2024-12-01'], {
          steps: [
            ['RECOGNIZED', '2021-12-01'],
            ['REVOKED', '2024-06-01'],
          ],
        }),
      ]),
      '2024-06-01',
      '— [] 不属于三类重点企业',
    ],
    [
      'not yet cancelled',
      history([
        certificate(['2021-12-01', '2024-12-01'], {
          steps: [
            ['RECOGNIZED', '2021-12-01'],
            ['REVOKED', '2024-06-01'],
          ],
        }),
      ]),
      '2024-05-31',
      `G3 [] ${now}`,
    ],
    [
      'with an application of the year',
      history([dueThisYear], [application(handedIn('2024-05-06'))]),
      '2024-05-06',
      `G3 [今年申报中] ${now}`,
    ],
    ['the day before it', history([dueThisYear], [application(handedIn('2024-05-06'))]), '2024-05-05', `G3 [] ${now}`],
    ['only drafted', history([dueThisYear], [application([['DRAFTING', '2024-05-06']])]), '2024-06-01', `G3 [] ${now}`],
    [
      'refused',
      history([dueThisYear], [application([...handedIn('2024-05-06'), ['REJECTED', '2024-09-01']])]),
      '2024-09-01',
      `G3 [] ${now}`,
    ],
    ['with 科小, while it holds', history([dueThisYear, small]), '2024-06-01', `G3 [] ${now}`],
    [
      'with 科小, after it ran out',
      history([dueThisYear, small]),
      '2024-12-02',
      'G3 [科技型中小企业] 高新技术企业证书已于2024年12月1日到期',
    ],
    [
      'before G2, with one that ran out earlier',
      history([ranOut, dueThisYear]),
      '2024-12-02',
      'G3 [] 高新技术企业证书已于2024年12月1日到期',
    ],
  ])('%s', (_, of, on, expected) => {
    expect(found(of, on)).toBe(expected);
  });
});

describe('G2 往年到期未申报或未通过', () => {
  const end = '高新技术企业证书已于2022年11月1日到期';
  const none = `G2 [] ${end}，此后未申报`;
  it.each<[what: string, of: QualificationHistory, on: string, expected: string]>([
    ['nothing was filed', history([ranOut]), '2024-06-01', none],
    [
      'it ran out on the last day of the year before',
      history([certificate(['2021-01-01', '2023-12-31'])]),
      '2024-01-01',
      'G2 [] 高新技术企业证书已于2023年12月31日到期，此后未申报',
    ],
    [
      'asked while it held',
      history([certificate(['2021-01-01', '2023-12-31'])]),
      '2023-12-31',
      '— [] 不属于三类重点企业',
    ],
    [
      'refused',
      history([ranOut], [application([...handedIn('2022-05-06'), ['REJECTED', '2022-10-01']])]),
      '2024-06-01',
      `G2 [] ${end}，2022年申报未通过`,
    ],
    [
      'withdrawn',
      history(
        [ranOut],
        [
          application([
            ['ZONE_REVIEW', '2023-05-06'],
            ['WITHDRAWN', '2023-06-01'],
          ]),
        ],
      ),
      '2024-06-01',
      `G2 [] ${end}，2023年申报已撤回`,
    ],
    [
      'given back and never handed in again',
      history(
        [ranOut],
        [
          application([
            ['ZONE_REVIEW', '2023-05-06'],
            ['RETURNED', '2023-06-01'],
          ]),
        ],
      ),
      '2024-06-01',
      `G2 [] ${end}，2023年申报退回后未重新提交`,
    ],
    [
      'only drafted',
      history(
        [ranOut],
        [
          application([
            ['CULTIVATING', '2023-05-06'],
            ['DRAFTING', '2023-06-01'],
          ]),
        ],
      ),
      '2024-06-01',
      none,
    ],
    [
      'filed on the last day before the year, pending',
      history([ranOut], [application(handedIn('2023-12-31'))]),
      '2024-06-01',
      `— [待批复跟踪] ${end}，此前的申报尚待批复`,
    ],
    [
      'still with the zone',
      history([ranOut], [application([['ZONE_REVIEW', '2023-12-31']])]),
      '2024-06-01',
      `— [待批复跟踪] ${end}，此前的申报尚待批复`,
    ],
    [
      'filed on the first day of the year: a tag only',
      history([ranOut], [application(handedIn('2024-01-01'))]),
      '2024-06-01',
      `G2 [今年申报中] ${end}，此后未申报`,
    ],
    [
      'given back this year',
      history(
        [ranOut],
        [
          application([
            ['ZONE_REVIEW', '2024-05-06'],
            ['RETURNED', '2024-05-20'],
          ]),
        ],
      ),
      '2024-06-01',
      `G2 [今年申报中] ${end}，此后未申报`,
    ],
    [
      'refused before, filed again this year',
      history(
        [ranOut],
        [application([...handedIn('2022-05-06'), ['REJECTED', '2022-10-01']]), application(handedIn('2024-05-06'))],
      ),
      '2024-06-01',
      `G2 [今年申报中] ${end}，2022年申报未通过`,
    ],
    [
      'of two the latest: refused, then pending',
      history(
        [ranOut],
        [application(handedIn('2023-05-06')), application([...handedIn('2022-05-06'), ['REJECTED', '2022-10-01']])],
      ),
      '2024-06-01',
      `— [待批复跟踪] ${end}，此前的申报尚待批复`,
    ],
    [
      'the application that led to it',
      history(
        [certificate(['2019-11-01', '2022-11-01'], { applicationId: 'A' })],
        [application([...handedIn('2019-11-02')], { id: 'A' })],
      ),
      '2024-06-01',
      none,
    ],
    [
      'filed before it was issued',
      history([ranOut], [application([...handedIn('2018-05-06'), ['REJECTED', '2018-10-01']])]),
      '2024-06-01',
      none,
    ],
    [
      'a new one, issued this year',
      history([ranOut, certificate(['2024-05-01', '2027-05-01'])]),
      '2024-05-01',
      '— [] 不属于三类重点企业',
    ],
    ['the day before that', history([ranOut, certificate(['2024-05-01', '2027-05-01'])]), '2024-04-30', none],
    ['before G1, whose mark stays', history([ranOut, small]), '2024-06-01', `G2 [科技型中小企业] ${end}，此后未申报`],
    [
      'pending and 科小',
      history([ranOut, small], [application(handedIn('2023-05-06'))]),
      '2024-06-01',
      'G1 [待批复跟踪] 科技型中小企业在有效期内，没有有效的高新技术企业证书',
    ],
  ])('%s', (_, of, on, expected) => {
    expect(found(of, on)).toBe(expected);
  });
});

describe('G1 科技型中小企业', () => {
  const why = '科技型中小企业在有效期内，没有有效的高新技术企业证书';
  it.each<[what: string, of: QualificationHistory, on: string, expected: string]>([
    ['it holds', history([small]), '2024-06-01', `G1 [] ${why}`],
    ['on its last day', history([small]), '2025-03-31', `G1 [] ${why}`],
    ['the day after', history([small]), '2025-04-01', '— [] 不属于三类重点企业'],
    ['高企 too', history([small, certificate(['2023-12-01', '2026-12-01'])]), '2024-06-01', '— [] 不属于三类重点企业'],
    [
      '高企 without a known end',
      history([small, certificate(['2023-12-01', null])]),
      '2024-06-01',
      '— [] 不属于三类重点企业',
    ],
    [
      'applied for the first time, pending',
      history([small], [application(handedIn('2023-05-06'))]),
      '2024-06-01',
      `G1 [待批复] ${why}`,
    ],
    [
      'this year',
      history([small], [application(handedIn('2024-05-06'))]),
      '2024-06-01',
      `G1 [今年申报中 待批复] ${why}`,
    ],
    [
      'an application of another type',
      history([small], [application(handedIn('2024-05-06'), { type: 'TECH_LEADER' })]),
      '2024-06-01',
      `G1 [] ${why}`,
    ],
    ['nothing at all', history(), '2024-06-01', '— [] 不属于三类重点企业'],
  ])('%s', (_, of, on, expected) => {
    expect(found(of, on)).toBe(expected);
  });
});

it('the order of what is recorded is no matter', () => {
  const all = [ranOut, dueThisYear, small, certificate(['2024-10-28', '2027-10-28'])];
  const applied = [application(handedIn('2023-05-06')), application(handedIn('2024-05-07'))];
  fc.assert(
    fc.property(
      fc.shuffledSubarray(all),
      fc.shuffledSubarray(applied),
      fc.integer({ min: 2019, max: 2028 }),
      (some, filed, of) => {
        const on = `${of}-12-01`;
        const sorted = history(
          all.filter((one) => some.includes(one)),
          applied.filter((one) => filed.includes(one)),
        );
        expect(priorityGroupOf(history(some, filed), { year: of, on })).toEqual(
          priorityGroupOf(sorted, { year: of, on }),
        );
      },
    ),
  );
});
