import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/domain/reports/checks.ts';
import { aChecked, allFacts, brief, cellsOf, everything, type Figures, found, textsOf, wan } from './checked.ts';

/** One amount, now and a month ago. */
const change = (now: string | number, then: string | number, key = 'taxPaid') =>
  aChecked({ [key]: wan(now) }, { [key]: wan(then) });
/** One amount, now and a year ago. */
const yearly = (now: string | number, then: string | number, key = 'taxPaid') =>
  aChecked({ [key]: wan(now) }, null, { lastYear: cellsOf({ [key]: wan(then) }) });

describe('W2: against the month before', () => {
  it.each<[what: string, then: string | number, now: string | number, isFound: boolean]>([
    ['+50 % exactly', 200, 300, false],
    ['a step more', 200, '300.01', true],
    ['−50 % exactly', 200, 100, false],
    ['a step less', 200, '99.99', true],
    ['50.00万元 exactly, +100 %', 50, 100, true],
    ['a step less than 50.00万元', 50, '99.99', false],
    ['50.00万元 downwards', 60, 10, true],
    ['a step less downwards', 60, '10.01', false],
    ['to nothing, 50.00万元', 50, 0, true],
    ['to nothing, 49.99万元', '49.99', 0, false],
    ['from nothing, 50.00万元', 0, 50, true],
    ['from nothing, 49.99万元', 0, '49.99', false],
    ['nothing both times', 0, 0, false],
    ['equal', 200, 200, false],
  ])('%s: %s → %s', (_, then, now, isFound) => {
    expect(found(change(now, then))).toBe(isFound ? 'W2:taxPaid' : '');
  });

  it.each<[what: string, then: string | number, now: string | number, isFound: boolean]>([
    ['a loss becomes a profit of 50.00', -10, 50, true],
    ['a profit of 49.99', -10, '49.99', false],
    ['a loss grows by 50.00 to 60', -10, -60, true],
    ['by 49.99', -10, '-59.99', false],
    ['a loss shrinks by 50.00 to 50', -100, -50, true],
    ['to 49.99', -100, '-49.99', false],
    ['a loss becomes nothing', -100, 0, false],
    ['a profit becomes a loss: 50.00 apart', 25, -25, true],
    ['49.99 apart', 25, '-24.99', false],
    ['nothing becomes a loss of 50.00', 0, -50, true],
    ['a loss of 49.99', 0, '-49.99', false],
  ])('profit, %s: %s → %s', (_, then, now, isFound) => {
    expect(found(change(now, then, 'totalProfit'))).toBe(isFound ? 'W2:totalProfit' : '');
  });

  it('is asked of every flow of an amount and of nothing else', () => {
    const figures = (n: bigint, count: bigint): Figures =>
      Object.fromEntries(everything.map(({ key, unit }) => [key, unit === 'WAN' ? n : count]));
    const checked = aChecked(figures(wan(200), 100n), figures(wan(100), 100n), { facts: allFacts });
    const amounts = everything.filter(({ unit }) => unit === 'WAN').map(({ key }) => `W2:${key}`);
    expect(amounts).toHaveLength(9);
    expect(
      check(checked)
        .filter(({ rule }) => rule === 'W2')
        .map(brief),
    ).toEqual(amounts);
    // An amount that stands at the end of a month is no flow.
    const [revenue] = everything;
    if (!revenue) throw new Error('The form begins with revenue');
    const assets = { ...revenue, key: 'assets', kind: 'STOCK' as const, isRequired: false };
    expect(found(aChecked({ assets: wan(200) }, { assets: wan(100) }, { asked: [assets] }))).toBe('');
  });

  it('goes on from December to January', () => {
    expect(found({ ...change(200, 100), period: '2024-01' })).toBe('W2:taxPaid');
  });

  it.each<[then: number | string, now: number | string, key: string, text: string]>([
    [100, 320, 'taxPaid', '“实际上缴税费”本月320万元，上月100万元，环比增长220.00%。'],
    [320, '100.5', 'taxPaid', '“实际上缴税费”本月100.5万元，上月320万元，环比下降68.59%。'],
    [320, 0, 'taxPaid', '“实际上缴税费”本月0万元，上月320万元，环比下降100.00%。'],
    [0, 60, 'taxPaid', '“实际上缴税费”本月60万元，上月0万元，较上月增加60万元。'],
    [-10, 60, 'totalProfit', '“利润总额”本月60万元，上月-10万元，扭亏为盈。'],
    [60, -10, 'totalProfit', '“利润总额”本月-10万元，上月60万元，由盈转亏。'],
    [-10, -80, 'totalProfit', '“利润总额”本月-80万元，上月-10万元，增亏。'],
    [-180, -80, 'totalProfit', '“利润总额”本月-80万元，上月-180万元，减亏。'],
    [0, -80, 'totalProfit', '“利润总额”本月-80万元，上月0万元，较上月减少80万元。'],
    [80, 0, 'totalProfit', '“利润总额”本月0万元，上月80万元，环比下降100.00%。'],
  ])('%s → %s of %s is said', (then, now, key, text) => {
    expect(textsOf(change(now, then, key))).toEqual([`${text}请核对；确属实情的请说明原因。`]);
  });

  it('does not say 盈 and 亏 of what is no profit', () => {
    const refunded = everything
      .filter(({ key }) => key === 'taxPaid')
      .map((one) => ({ ...one, isRequired: false, mayBeNegative: true }));
    expect(textsOf({ ...change(-20, 60), asked: refunded })).toEqual([
      '“实际上缴税费”本月-20万元，上月60万元，较上月减少80万元。请核对；确属实情的请说明原因。',
    ]);
  });

  it('rests on its two figures', () => {
    expect(check(change(320, 100))).toMatchObject([
      {
        severity: 'soft',
        rule: 'W2',
        id: 'W2:taxPaid',
        keys: ['taxPaid'],
        basis: 'month=320000000;lastMonth=100000000',
      },
    ]);
  });
});

describe('W3: against the same month of last year', () => {
  it.each<[what: string, then: string | number, now: string | number, isFound: boolean]>([
    ['+100 % exactly', 100, 200, false],
    ['a step more', 100, '200.01', true],
    ['−50 % exactly', 200, 100, false],
    ['a step less', 200, '99.99', true],
    ['50.00万元 exactly, far above +100 %', 10, 60, true],
    ['a step less than 50.00万元', 10, '59.99', false],
    ['50.00万元 downwards', 60, 10, true],
    ['a step less downwards', 60, '10.01', false],
    ['from nothing, 50.00万元', 0, 50, true],
    ['from nothing, 49.99万元', 0, '49.99', false],
    ['1000 times is no slip of the unit here', 1, 1000, true],
  ])('%s: %s → %s', (_, then, now, isFound) => {
    expect(found(yearly(now, then))).toBe(isFound ? 'W3:taxPaid' : '');
  });

  it.each<[then: number | string, now: number | string, isFound: boolean]>([
    [-10, 50, true],
    [-10, '49.99', false],
    [-100, -50, true],
    [-100, '-49.99', false],
    [25, -25, true],
    [25, '-24.99', false],
  ])('profit: %s → %s', (then, now, isFound) => {
    expect(found(yearly(now, then, 'totalProfit'))).toBe(isFound ? 'W3:totalProfit' : '');
  });

  it('stands beside W2 and says so', () => {
    const checked = { ...change(320, 100), lastYear: cellsOf({ taxPaid: wan(80) }) };
    expect(found(checked)).toBe('W2:taxPaid W3:taxPaid');
    expect(check(checked)[1]).toMatchObject({
      basis: 'month=320000000;lastYear=80000000',
      text: '“实际上缴税费”本月320万元，上年同月80万元，同比增长300.00%。请核对；确属实情的请说明原因。',
    });
    expect(textsOf(yearly(60, 0))).toEqual([
      '“实际上缴税费”本月60万元，上年同月0万元，较上年同月增加60万元。请核对；确属实情的请说明原因。',
    ]);
  });
});

describe('W4: 元 and 万元', () => {
  it.each<[what: string, then: string | number, now: string | number, expected: string]>([
    ['1000 times exactly', 1, 1000, 'W4:taxPaid'],
    ['a step less', 1, '999.99', 'W2:taxPaid'],
    ['a thousandth exactly', 1000, 1, 'W4:taxPaid'],
    ['a step more', 1000, '1.01', 'W2:taxPaid'],
    ['small as it is', '0.01', 10, 'W4:taxPaid'],
    ['small, a step less', '0.01', '9.99', ''],
    ['from nothing there is no ratio', 0, 5000, 'W2:taxPaid'],
    ['to nothing neither', 5000, 0, 'W2:taxPaid'],
  ])('%s: %s → %s', (_, then, now, expected) => {
    expect(found(change(now, then))).toBe(expected);
  });

  it.each<[then: number | string, now: number | string, expected: string]>([
    [-1, -1000, 'W4:totalProfit'],
    [-1, '-999.99', 'W2:totalProfit'],
    [-1000, -1, 'W4:totalProfit'],
    [-1, 1000, 'W2:totalProfit'],
    [1, -1000, 'W2:totalProfit'],
  ])('a loss, where the sign stays: %s → %s', (then, now, expected) => {
    expect(found(change(now, then, 'totalProfit'))).toBe(expected);
  });

  it('stands for W2 of its indicator, not for W3 and not of others', () => {
    const now = { taxPaid: wan(3_200_000), export: wan(320) };
    const then = { taxPaid: wan(300), export: wan(100) };
    const lastYear = cellsOf({ taxPaid: wan(280), export: wan(90) });
    expect(found(aChecked(now, then, { lastYear }))).toBe('W4:taxPaid W3:taxPaid W2:export W3:export');
  });

  it.each<[what: string, lastYear: number, expected: string]>([
    ['a year ago as a month ago', 300, 'W4:taxPaid W3:taxPaid'],
    ['a year ago as much as now', 3_200_000, 'W4:taxPaid'],
    ['half of it', 1_600_000, 'W4:taxPaid'],
    ['less than half', 1_500_000, 'W4:taxPaid W3:taxPaid'],
  ])('W3 is asked at the same time: %s', (_, lastYear, expected) => {
    const checked = { ...change(3_200_000, 300), lastYear: cellsOf({ taxPaid: wan(lastYear) }) };
    expect(found(checked)).toBe(expected);
  });

  it.each<[what: string, then: string | number, now: string | number, meant: string | null]>([
    ['元 typed as 万元', 300, 3_200_000, '320'],
    ['to the step', 300, 3_200_100, '320.01'],
    ['finer than a step', 300, 3_200_050, null],
    ['finer than a 分', 300, '3200000.000001', null],
    ['万元 typed as 元', 300, '0.032', '320'],
    ['a step, ten thousand times', 20, '0.01', '100'],
    ['just less than 1000 times the last', '0.11', 1_090_000, '109'],
    ['it would still be 1000 times', '0.11', 1_100_000, null],
    ['just more than a thousandth', '99.99', 100_000, '10'],
    ['1000 times, ten thousandfold less', 1, 1000, '0.1'],
    ['a thousandth, ten thousandfold more', 1000, 1, '10000'],
    ['a loss', -300, -3_200_000, '-320'],
  ])('%s: %s → %s', (_, then, now, meant) => {
    const [finding] = check(change(now, then, 'totalProfit')).filter(({ rule }) => rule === 'W4');
    expect(finding).toMatchObject({ id: 'W4:totalProfit' });
    const suggestion = finding?.severity === 'soft' ? finding.suggestion : null;
    expect(suggestion).toEqual(meant === null ? undefined : { key: 'totalProfit', month: wan(meant) });
    if (suggestion && meant !== null) expect(finding?.text).toContain(`如应为${meant}万元，请改正`);
  });

  it('looks at an amount at the end of a month too', () => {
    const [revenue] = everything;
    if (!revenue) throw new Error('The form begins with revenue');
    const assets = { ...revenue, key: 'assets', kind: 'STOCK' as const, isRequired: false };
    expect(found(aChecked({ assets: wan(3_000_000) }, { assets: wan(300) }, { asked: [assets] }))).toBe('W4:assets');
  });

  it('never looks at counts', () => {
    expect(found(aChecked({ softwareReg: 5000n }, { softwareReg: 1n }))).toBe('');
  });

  it('says it', () => {
    expect(textsOf(change(3_200_000, 300))).toEqual([
      '“实际上缴税费”本月3200000万元，上月300万元，相差1000倍以上，疑似单位错误（元/万元）。如应为320万元，请改正；确属实情的请说明原因。',
    ]);
    expect(textsOf(change(3_200_050, 300))).toEqual([
      '“实际上缴税费”本月3200050万元，上月300万元，相差1000倍以上，疑似单位错误（元/万元）。请核对；确属实情的请说明原因。',
    ]);
    expect(check(change('0.032', 300)).map(({ text }) => text)).toContain(
      '“实际上缴税费”本月0.032万元，上月300万元，相差1000倍以上，疑似单位错误（元/万元）。如应为320万元，请改正；确属实情的请说明原因。',
    );
  });
});

describe('computed a second time, in decimals', () => {
  /** Hundredths of 万元, small enough that a Number divides them without doubt about which side of a border they are. */
  const step = fc.oneof(fc.integer({ min: -30_000, max: 30_000 }), fc.integer({ min: -1e9, max: 1e9 }), fc.constant(0));
  const pair = fc.oneof(
    fc.tuple(step, step),
    // At the borders, where a mistake would be.
    fc
      .tuple(step, fc.constantFrom(0.001, 0.5, 1.5, 2, 1000), fc.integer({ min: -1, max: 1 }))
      .map(([then, ratio, by]) => [then, Math.round(then * ratio) + by] as const),
  );

  const expected = (then: number, now: number, previous: boolean): string => {
    const ratio = now / then;
    if (previous && then !== 0 && now !== 0 && ratio > 0 && (ratio >= 1000 || then / now >= 1000)) return 'W4';
    if (Math.abs(now - then) / 100 < 50) return '';
    const percent = (now - then) / then;
    const isFound =
      then <= 0 ? Math.abs(now) / 100 >= 50 : previous ? Math.abs(percent) > 0.5 : percent > 1 || percent < -0.5;
    return isFound ? (previous ? 'W2' : 'W3') : '';
  };

  it('W2 and W4', () => {
    const property = fc.property(pair, ([then, now]) => {
      const rules = check(aChecked({ totalProfit: BigInt(now) * 10_000n }, { totalProfit: BigInt(then) * 10_000n }));
      expect(rules.map(({ rule }) => rule).join()).toBe(expected(then, now, true));
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it('W3', () => {
    const property = fc.property(pair, ([then, now]) => {
      const lastYear = cellsOf({ totalProfit: BigInt(then) * 10_000n });
      const rules = check(aChecked({ totalProfit: BigInt(now) * 10_000n }, null, { lastYear }));
      expect(rules.map(({ rule }) => rule).join()).toBe(expected(then, now, false));
    });
    fc.assert(property, { numRuns: 2000 });
  });
});
