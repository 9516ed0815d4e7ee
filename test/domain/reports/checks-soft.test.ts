import { describe, expect, it } from 'vitest';
import { check } from '../../../src/domain/reports/checks.ts';
import { aChecked, everything, type Figures, found, someFacts, textsOf, wan } from './checked.ts';

describe('W1: R&D above revenue in the year so far', () => {
  it.each<[rnd: [bigint, bigint | null], revenue: [bigint, bigint | null], expected: string]>([
    [[wan(1), wan(100)], [wan(1), wan(100)], ''],
    [[wan(1), wan('100.01')], [wan(1), wan(100)], 'W1:rndExpense'],
    [[wan(9), wan(100)], [wan(1), wan(100)], ''],
    [[wan(1), null], [wan(1), wan(1)], ''],
    [[wan(1), wan(100)], [wan(1), null], ''],
  ])('%s of %s', (rndExpense, revenue, expected) => {
    expect(found(aChecked({ revenue, rndExpense }))).toBe(expected);
  });

  it('says both', () => {
    expect(check(aChecked({ revenue: [wan(1), wan(80)], rndExpense: [wan(1), wan('80.5')] }))).toMatchObject([
      {
        keys: ['rndExpense', 'revenue'],
        basis: 'rndExpense=80500000;revenue=80000000',
        text: '“研发费用”本年累计80.5万元，大于“营业收入”本年累计80万元。请核对；确属实情的请说明原因。',
      },
    ]);
  });
});

describe('W5: all amounts as last month', () => {
  it.each<[what: string, now: Figures, then: Figures | null, isFound: boolean]>([
    ['two', { taxPaid: wan(3), export: wan(4) }, { taxPaid: wan(3), export: wan(4) }, true],
    ['one of them differs', { taxPaid: wan(3), export: wan('4.01') }, { taxPaid: wan(3), export: wan(4) }, false],
    ['one is 0', { taxPaid: wan(3), export: 0n }, { taxPaid: wan(3), export: 0n }, true],
    ['both are 0', { taxPaid: 0n, export: 0n }, { taxPaid: 0n, export: 0n }, false],
    ['only one amount', { taxPaid: wan(3) }, { taxPaid: wan(3) }, false],
    ['only one in common', { taxPaid: wan(3), export: wan(4) }, { taxPaid: wan(3) }, false],
    ['the third was not asked', { taxPaid: wan(3), export: wan(4) }, { taxPaid: wan(3), export: wan(4), x: 1n }, true],
    [
      'counts do not matter',
      { taxPaid: wan(3), export: wan(4), staff: 5n },
      { taxPaid: wan(3), export: wan(4), staff: 6n },
      true,
    ],
    ['an amount and a count', { taxPaid: wan(3), staff: 5n }, { taxPaid: wan(3), staff: 5n }, false],
    ['no month before', { taxPaid: wan(3), export: wan(4) }, null, false],
  ])('%s', (_, now, then, isFound) => {
    expect(found(aChecked(now, then))).toBe(isFound ? 'W5:amounts' : '');
  });

  it('is about all of them', () => {
    const figures = { export: wan(4), taxPaid: 0n, totalProfit: wan(-1) };
    expect(check(aChecked(figures, figures))).toMatchObject([
      {
        keys: ['totalProfit', 'taxPaid', 'export'],
        basis: 'totalProfit=-1000000;taxPaid=0;export=4000000',
        text: '3项金额指标的本月数与上月完全相同，其中“利润总额”-1万元。请核对；确属实情的请说明原因。',
      },
    ]);
  });
});

describe('W6: no revenue in operation', () => {
  it.each<[revenue: bigint | null, operatingState: string, isFound: boolean]>([
    [0n, 'NORMAL', true],
    [wan('0.01'), 'NORMAL', false],
    [null, 'NORMAL', false],
    [0n, 'SUSPENDED', false],
    [0n, 'MOVED', false],
  ])('%s, %s', (month, operatingState, isFound) => {
    const checked = aChecked({ revenue: [month, null] }, null, { facts: someFacts({ operatingState }) });
    expect(found(checked)).toBe(isFound ? 'W6:revenue' : '');
    const text = '“营业收入”本月为0，而企业的经营状态为正常经营。请核对；确属实情的请说明原因。';
    if (isFound) expect(textsOf(checked)).toEqual([text]);
  });
});

describe('W7: staff', () => {
  it.each<[then: bigint, now: bigint, isFound: boolean]>([
    [50n, 60n, false],
    [50n, 61n, true],
    [50n, 40n, false],
    [50n, 39n, true],
    [4n, 5n, true],
    [5n, 6n, false],
    [0n, 500n, false],
    [1n, 0n, true],
  ])('%s → %s', (then, now, isFound) => {
    expect(found(aChecked({ staff: now }, { staff: then }))).toBe(isFound ? 'W7:staff' : '');
  });

  it('says both', () => {
    expect(check(aChecked({ staff: 46n }, { staff: 30n }))).toMatchObject([
      {
        basis: 'month=46;lastMonth=30',
        text: '“期末从业人员（职工总数）”46人，上月30人，增加53.33%。请核对；确属实情的请说明原因。',
      },
    ]);
    expect(textsOf(aChecked({ staff: 20n }, { staff: 30n }))).toEqual([
      '“期末从业人员（职工总数）”20人，上月30人，减少33.33%。请核对；确属实情的请说明原因。',
    ]);
  });
});

describe('W8: a project spent more than it received', () => {
  const spent = (figure: Figures[string], received: bigint) =>
    aChecked({ 'fundSpent:12': figure }, null, {
      facts: someFacts({ projects: [{ number: 12, name: '牛病快检', received }] }),
    });

  it.each<[figure: Figures[string], isFound: boolean]>([
    [[wan(1), wan(100)], false],
    [[wan(1), wan('100.01')], true],
    [[null, wan('100.01')], true],
    [[wan('100.01'), null], true],
    [[wan(100), null], false],
    [[null, null], false],
  ])('%s of 100', (figure, isFound) => {
    expect(found(spent(figure, wan(100)))).toBe(isFound ? 'W8:fundSpent:12' : '');
  });

  it('says both, exactly', () => {
    expect(check(spent([wan(1), wan('3.34')], 3_333_333n))).toMatchObject([
      {
        basis: 'spent=3340000;received=3333333',
        text: '“科技专项资金支出（P-12 牛病快检）”本年累计3.34万元，大于该项目已到位资金3.333333万元。请核对；确属实情的请说明原因。',
      },
    ]);
    expect(textsOf(spent([wan(1), null], 0n))[0]).toContain('本月数1万元，大于该项目已到位资金0万元');
  });

  it('looks at each project by itself', () => {
    const projects = [
      { number: 1, name: '甲', received: wan(10) },
      { number: 2, name: '乙', received: wan(20) },
    ];
    const [fundSpent] = everything.filter(({ project }) => project === 12);
    if (!fundSpent) throw new Error('A project is asked for');
    const asked = [1, 2].map((project) => ({ ...fundSpent, key: `fundSpent:${project}`, project, isRequired: false }));
    const figures = { 'fundSpent:1': [null, wan(11)], 'fundSpent:2': [null, wan(11)] } as const;
    expect(found(aChecked(figures, null, { asked, facts: someFacts({ projects }) }))).toBe('W8:fundSpent:1');
  });
});

describe('W9: what a 高新技术企业 has to keep', () => {
  const hnte = someFacts({ isHnte: true });
  const rnd = (rndExpense: string | number, revenue: string | number, lastYearRevenue: bigint | null, facts = hnte) =>
    aChecked({ revenue: [wan(1), wan(revenue)], rndExpense: [wan('0.01'), wan(rndExpense)] }, null, {
      facts,
      lastYearRevenue,
    });

  it.each<[what: string, lastYear: bigint | null, rndExpense: string | number, isFound: boolean]>([
    ['5 % of nothing', 0n, 50, false],
    ['5 % up to 5000万元', wan(5000), 50, false],
    ['below it', wan(5000), '49.99', true],
    ['4 % above 5000万元', wan(5000) + 1n, 40, false],
    ['below it', wan(5000) + 1n, '39.99', true],
    ['4 % up to 2亿元', wan(20_000), 40, false],
    ['below it', wan(20_000), '39.99', true],
    ['3 % above 2亿元', wan(20_000) + 1n, 30, false],
    ['below it', wan(20_000) + 1n, '29.99', true],
    ['3 % where it is not known', null, 30, false],
    ['below it', null, '29.99', true],
  ])('%s, last year %s分: %s of 1000', (_, lastYear, rndExpense, isFound) => {
    expect(found(rnd(rndExpense, 1000, lastYear))).toBe(isFound ? 'W9:rndExpense' : '');
  });

  it('is asked of no other, and not without revenue', () => {
    expect(found(rnd(1, 1000, null, someFacts({ isTechSme: true })))).toBe('');
    expect(found(rnd(0, 0, null))).toBe('');
    expect(found(rnd('0.01', '0.01', null))).toBe('');
  });

  it('says share and band, and whether last year is known', () => {
    expect(check(rnd('49.5', 1000, wan(4800)))).toMatchObject([
      {
        keys: ['rndExpense', 'revenue'],
        basis: 'rndExpense=49500000;revenue=1000000000;lastYearRevenue=4800000000',
        text: '“研发费用”本年累计49.5万元，占“营业收入”本年累计1000万元的4.95%，低于高新技术企业5%的比例要求（上年营业收入4800万元）。请核对；确属实情的请说明原因。',
      },
    ]);
    expect(check(rnd(20, 1000, null))).toMatchObject([
      {
        basis: 'rndExpense=20000000;revenue=1000000000;lastYearRevenue=-',
        text: '“研发费用”本年累计20万元，占“营业收入”本年累计1000万元的2.00%，低于高新技术企业3%的比例要求（上年营业收入未掌握，按最低比例核对）。请核对；确属实情的请说明原因。',
      },
    ]);
  });

  it.each<[techStaff: bigint, staff: bigint, isFound: boolean]>([
    [10n, 100n, false],
    [9n, 100n, true],
    [10n, 101n, true],
    [0n, 1n, true],
    [0n, 0n, false],
  ])('科技人员 %s of %s', (techStaff, staff, isFound) => {
    const checked = aChecked({ staff, techStaff }, null, { facts: hnte });
    expect(found(checked)).toBe(isFound ? 'W9:techStaff' : '');
    expect(found({ ...checked, facts: someFacts() })).toBe('');
  });

  it('says both', () => {
    expect(check(aChecked({ staff: 46n, techStaff: 4n }, null, { facts: hnte }))).toMatchObject([
      {
        basis: 'techStaff=4;staff=46',
        text: '“科技人员”4人，占“期末从业人员（职工总数）”46人的8.70%，低于高新技术企业10%的比例要求。请核对；确属实情的请说明原因。',
      },
    ]);
  });

  it('finds both at once', () => {
    const figures: Figures = {
      revenue: [wan(1), wan(1000)],
      rndExpense: [wan('0.01'), wan(1)],
      staff: 46n,
      techStaff: 4n,
    };
    expect(found(aChecked(figures, null, { facts: hnte }))).toBe('W9:rndExpense W9:techStaff');
  });
});
