import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Audience } from '../../../src/domain/deadlines/audience.ts';
import { audienceProblems, audienceText, concernedBy } from '../../../src/domain/deadlines/concerned.ts';
import type { EnterpriseFacts } from '../../../src/domain/deadlines/deadlines.ts';
import { application, certificate, facts, history } from './facts.ts';

const nobody: Audience = { everybody: false, anyOf: [], industries: [], include: [], exempt: [] };
const everybody: Audience = { ...nobody, everybody: true };
const hnte = (state: 'VALID' | 'PENDING' | 'EXPIRES_IN_YEAR' | 'NONE'): Audience => ({
  ...nobody,
  anyOf: [{ kind: 'qualification', type: 'HNTE', level: null, state }],
});
const asOf = (on: string) => ({ year: 2024, on });
const isConcerned = (audience: Audience, one: EnterpriseFacts, on = '2024-06-01') =>
  concernedBy(audience, [one], asOf(on)).length === 1;

describe('whom a deadline concerns', () => {
  const dueThisYear = history([certificate(['2021-12-01', '2024-12-01'])]);
  const revoked = history([
    certificate(['2021-12-01', '2024-12-01'], {
      steps: [
        ['RECOGNIZED', '2021-12-01'],
        ['REVOKED', '2024-03-01'],
      ],
    }),
  ]);
  const renewed = history([certificate(['2021-12-01', '2024-12-01']), certificate(['2024-10-28', '2027-10-28'])]);
  const pending = history(
    [],
    [
      application([
        ['ZONE_REVIEW', '2024-05-06'],
        ['RECOMMENDED', '2024-05-20'],
      ]),
    ],
  );

  it.each<[what: string, audience: Audience, of: Partial<EnterpriseFacts>, on: string, expected: boolean]>([
    ['valid, the day before it is recognised', hnte('VALID'), { history: dueThisYear }, '2021-11-30', false],
    ['valid, from that day on', hnte('VALID'), { history: dueThisYear }, '2021-12-01', true],
    ['valid, on its last day', hnte('VALID'), { history: dueThisYear }, '2024-12-01', true],
    ['valid, after it', hnte('VALID'), { history: dueThisYear }, '2024-12-02', false],
    ['valid, cancelled', hnte('VALID'), { history: revoked }, '2024-03-01', false],
    ['pending, with the zone', hnte('PENDING'), { history: pending }, '2024-05-19', false],
    ['pending, recommended', hnte('PENDING'), { history: pending }, '2024-05-20', true],
    ['ends in the year', hnte('EXPIRES_IN_YEAR'), { history: dueThisYear }, '2024-01-01', true],
    ['ended in the year', hnte('EXPIRES_IN_YEAR'), { history: dueThisYear }, '2024-12-31', true],
    [
      'ends in another year',
      hnte('EXPIRES_IN_YEAR'),
      { history: history([certificate(['2022-12-01', '2025-12-01'])]) },
      '2024-06-01',
      false,
    ],
    ['ends in the year, renewed later', hnte('EXPIRES_IN_YEAR'), { history: renewed }, '2024-10-27', true],
    ['ends in the year, renewed', hnte('EXPIRES_IN_YEAR'), { history: renewed }, '2024-10-28', false],
    ['ends in the year, cancelled', hnte('EXPIRES_IN_YEAR'), { history: revoked }, '2024-06-01', false],
    ['none', hnte('NONE'), {}, '2024-06-01', true],
    ['none, while one is pending', hnte('NONE'), { history: pending }, '2024-06-01', true],
    ['none, though one is valid', hnte('NONE'), { history: dueThisYear }, '2024-06-01', false],
    ['none any more', hnte('NONE'), { history: dueThisYear }, '2024-12-02', true],
    ['the group', { ...nobody, anyOf: [{ kind: 'group', group: 'G3' }] }, { history: dueThisYear }, '2024-06-01', true],
    [
      'another group',
      { ...nobody, anyOf: [{ kind: 'group', group: 'G1' }] },
      { history: dueThisYear },
      '2024-06-01',
      false,
    ],
    [
      'one of two rules',
      { ...nobody, anyOf: [{ kind: 'group', group: 'G1' }, ...hnte('VALID').anyOf] },
      { history: dueThisYear },
      '2024-06-01',
      true,
    ],
    ['everybody', everybody, {}, '2024-06-01', true],
    ['nobody', nobody, {}, '2024-06-01', false],
    ['of the industry', { ...everybody, industries: ['医药制造业', '农业'] }, { industry: '农业' }, '2024-06-01', true],
    ['of another', { ...everybody, industries: ['医药制造业'] }, { industry: '农业' }, '2024-06-01', false],
    ['of none that is known', { ...everybody, industries: ['医药制造业'] }, {}, '2024-06-01', false],
    [
      'of another, by a rule',
      { ...hnte('NONE'), industries: ['医药制造业'] },
      { industry: '农业' },
      '2024-06-01',
      false,
    ],
    ['of another, by name', { ...hnte('NONE'), industries: ['医药制造业'], include: ['E1'] }, {}, '2024-06-01', true],
    ['by name', { ...nobody, include: ['E1'] }, {}, '2024-06-01', true],
    ['exempt', { ...everybody, exempt: ['E1'] }, {}, '2024-06-01', false],
    ['exempt and by name', { ...nobody, include: ['E1'], exempt: ['E1'] }, {}, '2024-06-01', false],
    ['停产', everybody, { operatingState: 'SUSPENDED' }, '2024-06-01', true],
    ['迁出', { ...everybody, include: ['E1'] }, { operatingState: 'MOVED' }, '2024-06-01', false],
    ['注销', { ...everybody, include: ['E1'] }, { operatingState: 'DEREGISTERED' }, '2024-06-01', false],
  ])('%s', (_, audience, of, on, expected) => {
    expect(isConcerned(audience, facts(of), on)).toBe(expected);
  });

  it('a level and a type are meant as they are said', () => {
    const city = history([certificate(['2023-01-01', null], { type: 'RND_CENTER', level: 'CITY' })]);
    const rule = (
      type: 'RND_CENTER' | 'KEY_LAB',
      level: 'CITY' | 'REGION' | null,
      state: 'VALID' | 'NONE' | 'EXPIRES_IN_YEAR',
    ) => isConcerned({ ...nobody, anyOf: [{ kind: 'qualification', type, level, state }] }, facts({ history: city }));
    expect([rule('RND_CENTER', 'CITY', 'VALID'), rule('RND_CENTER', null, 'VALID')]).toEqual([true, true]);
    expect([rule('RND_CENTER', 'REGION', 'VALID'), rule('KEY_LAB', 'CITY', 'VALID')]).toEqual([false, false]);
    expect([rule('RND_CENTER', 'REGION', 'NONE'), rule('RND_CENTER', null, 'EXPIRES_IN_YEAR')]).toEqual([true, false]);
  });

  it('is said in the order of the enterprises, the exempt never, the named always', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      facts({ enterprise: { id: `E${index}`, name: `示例企业${index}` }, industry: index % 2 ? '农业' : null }),
    );
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 11 }).map((index) => `E${index}`));
    fc.assert(
      fc.property(ids, ids, fc.boolean(), (include, exempt, all) => {
        const audience = { ...nobody, everybody: all, industries: ['农业'], include, exempt };
        const found = concernedBy(audience, many, asOf('2024-06-01')).map(({ id }) => id);
        const expected = many
          .filter(({ industry, enterprise: { id } }) => include.includes(id) || (all && industry === '农业'))
          .map(({ enterprise: { id } }) => id)
          .filter((id) => !exempt.includes(id));
        expect(found).toEqual(expected);
      }),
    );
  });
});

describe('an audience, for people', () => {
  const names = new Map([
    ['E1', '示例企业01'],
    ['E2', '示例企业02'],
  ]);
  it.each<[audience: Audience, text: string]>([
    [everybody, '全部企业'],
    [
      { ...hnte('VALID'), industries: ['医药制造业'], include: ['E8', 'E9'], exempt: ['E7'] },
      '有效期内的高新技术企业；行业：医药制造业；另含2家；免除1家',
    ],
    [
      { ...nobody, anyOf: [...hnte('EXPIRES_IN_YEAR').anyOf, ...hnte('PENDING').anyOf, ...hnte('NONE').anyOf] },
      '当年到期的高新技术企业、待批复的高新技术企业、没有有效高新技术企业资质的企业',
    ],
    [
      { ...nobody, anyOf: [{ kind: 'qualification', type: 'KEY_LAB', level: 'CITY', state: 'VALID' }] },
      '有效期内的市级重点实验室',
    ],
    [
      { ...nobody, anyOf: (['G1', 'G2', 'G3'] as const).map((group) => ({ kind: 'group', group })) },
      '科技型中小企业、往年到期未申报或未通过的存量企业、今年到期复审的高新技术企业',
    ],
    [{ ...nobody, include: ['E1', 'E2'] }, '指定企业2家（示例企业01、示例企业02）'],
    [{ ...everybody, exempt: ['E1'] }, '全部企业；免除1家（示例企业01）'],
    [{ ...nobody, include: ['E1', 'E9'] }, '指定企业2家'],
  ])('%j', (audience, text) => {
    expect(audienceText(audience, names)).toBe(text);
  });

  it('of more than three only the number is said', () => {
    const four = new Map(['1', '2', '3', '4'].map((id) => [id, `示例企业0${id}`]));
    expect(audienceText({ ...nobody, include: ['1', '2', '3', '4'] }, four)).toBe('指定企业4家');
    expect(audienceText({ ...nobody, include: ['1', '2', '3'] }, four)).toContain('示例企业03');
  });
});

describe('what is wrong with an audience', () => {
  it.each<[audience: Audience, problems: string[]]>([
    [everybody, []],
    [{ ...nobody, include: ['E1'] }, []],
    [nobody, ['没有选择对象，请选择全部企业、一类企业，或者指定企业。']],
    [
      { ...nobody, industries: ['农业'] },
      [
        '没有选择对象，请选择全部企业、一类企业，或者指定企业。',
        '行业只用来限定全部企业或者一类企业，请同时选择其中一种，或者不填行业。',
      ],
    ],
    [{ ...hnte('VALID'), everybody: true }, ['已选择全部企业，不能再选择某一类企业，请只保留一种。']],
    [{ ...everybody, include: ['E1'], exempt: ['E1'] }, ['同一家企业不能既指定又免除。']],
    [
      { ...nobody, anyOf: [{ kind: 'qualification', type: 'TECH_SME', level: 'CITY', state: 'VALID' }] },
      ['科技型中小企业没有市级，请重新选择级别。'],
    ],
  ])('%j', (audience, problems) => {
    expect(audienceProblems(audience)).toEqual(problems);
  });
});
