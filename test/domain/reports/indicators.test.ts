import { describe, expect, it } from 'vitest';
import {
  builtInSet,
  fundSpentKey,
  IndicatorSchema,
  type IndicatorSet,
  IndicatorsSchema,
  setFor,
} from '../../../src/domain/reports/indicators.ts';

const { indicators } = builtInSet;

describe('the built-in form', () => {
  it('is one that staff could have made', () => {
    expect(IndicatorsSchema.parse(indicators)).toEqual(indicators);
    expect(builtInSet).toMatchObject({ number: 0, fromPeriod: '' });
  });

  /** domain.md D1: unit, kind, of whom it is asked and of whom required. */
  it('asks what D1 lists', () => {
    const lines = indicators.map(
      ({ key, unit, kind, asked, required }) => `${key} ${unit} ${kind} ${asked.join('+')} ${required.join('+')}`,
    );
    expect(lines.map((line) => line.trim())).toEqual([
      'revenue WAN FLOW ALL ALL',
      'hiTechRevenue WAN FLOW HNTE+TECH_SME HNTE',
      'outputValue WAN FLOW INDUSTRY INDUSTRY',
      'rndExpense WAN FLOW ALL ALL',
      'totalProfit WAN FLOW ALL ALL',
      'taxPaid WAN FLOW ALL ALL',
      'export WAN FLOW ALL',
      'staff PERSON STOCK ALL ALL',
      'techStaff PERSON STOCK ALL ALL',
      'rndStaff PERSON STOCK ALL',
      'inventionApplied PIECE FLOW ALL ALL',
      'inventionGranted PIECE FLOW ALL ALL',
      'utilityGranted PIECE FLOW ALL',
      'softwareReg PIECE FLOW ALL',
      'inventionOwned PIECE STOCK ALL',
      'techContractCount ITEM FLOW ALL',
      'techContractAmount WAN FLOW ALL',
      'coopSigned ITEM FLOW ALL',
      'fundSpent WAN FLOW FUNDED FUNDED',
    ]);
    expect(indicators.filter(({ mayBeNegative }) => mayBeNegative).map(({ key }) => key)).toEqual(['totalProfit']);
  });

  it('has every key once', () => {
    expect(new Set(indicators.map(({ key }) => key)).size).toBe(indicators.length);
    expect(indicators.at(-1)?.key).toBe(fundSpentKey);
  });

  it('requires only what it asks', () => {
    const more = indicators.filter(({ asked, required }) => required.some((audience) => !asked.includes(audience)));
    expect(more).toEqual([]);
  });

  it('means one indicator by a word', () => {
    // As a word is compared: half-width, without regard to case or brackets.
    const tidy = (word: string) => word.normalize('NFKC').toLowerCase();
    const said = indicators.flatMap(({ key, label, words }) =>
      [...new Set([label, ...words].map(tidy))].map((word) => ({ key, word })),
    );
    const twice = said.filter(({ key, word }) => said.some((one) => one.word === word && one.key !== key));
    expect(twice).toEqual([]);
  });

  it('knows the words of D4', () => {
    const meant = (word: string) =>
      indicators.filter(({ label, words }) => [label, ...words].includes(word)).map(({ key }) => key);
    const spoken = {
      revenue: ['营收', '销售额', '收入'],
      outputValue: ['产值'],
      rndExpense: ['研发', '研发投入', 'R&D'],
      staff: ['人数', '员工', '职工', '职工总数'],
      taxPaid: ['税', '税金'],
      totalProfit: ['利润'],
    };
    for (const [key, words] of Object.entries(spoken)) for (const word of words) expect(meant(word)).toEqual([key]);
  });

  it.each([
    ['no key', { key: '' }],
    ['a key with a colon, which a project has', { key: 'fundSpent:1' }],
    ['no label', { label: '' }],
    ['an unknown unit', { unit: 'YUAN' }],
    ['an unknown audience', { asked: ['EVERYBODY'] }],
    ['an empty word', { words: [''] }],
  ])('is refused with %s', (_, given) => {
    expect(IndicatorSchema.safeParse({ ...indicators[0], ...given }).success).toBe(false);
  });
});

describe('the form that holds for a period', () => {
  const set = (number: number, fromPeriod: string): IndicatorSet => ({ number, fromPeriod, indicators: [] });
  const first = set(1, '2024-01');
  const second = set(2, '2024-06');
  /** Made last, for a time before the second's. */
  const third = set(3, '2024-03');

  it.each<[period: string, sets: IndicatorSet[], number: number]>([
    ['2024-01', [], 0],
    ['2023-12', [first], 0],
    ['2024-01', [first], 1],
    ['2024-05', [first, second], 1],
    ['2024-06', [first, second], 2],
    ['2024-06', [second, first], 2],
    ['2030-01', [first, second], 2],
    ['2024-02', [first, second, third], 1],
    ['2024-03', [first, second, third], 3],
    ['2024-06', [third, second, first], 3],
  ])('%s', (period, sets, number) => {
    expect(setFor(sets, period).number).toBe(number);
  });

  it('is the built-in one where staff made none', () => {
    expect(setFor([], '2024-01')).toBe(builtInSet);
  });
});
