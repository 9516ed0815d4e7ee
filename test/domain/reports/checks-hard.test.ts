import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/domain/reports/cell.ts';
import { type Checked, check } from '../../../src/domain/reports/checks.ts';
import { aChecked, allFacts, cellsOf, everything, type Figures, found, textsOf, wan } from './checked.ts';

type Row = [what: string, now: Figures, before: Figures | null, expected: string, given?: Partial<Checked>];

const correction = { mode: 'correction' } as const;
const january = { period: '2024-01' };

describe('V1: what is required is there', () => {
  const required = everything.filter(({ isRequired }) => isRequired);

  it('lists all that is missing in one finding, in the order of the form', () => {
    const [first, ...others] = check(aChecked({}, null, { asked: everything }));
    expect(others).toEqual([]);
    expect(first).toEqual({
      severity: 'hard',
      rule: 'V1',
      keys: [
        'revenue',
        'hiTechRevenue',
        'outputValue',
        'rndExpense',
        'totalProfit',
        'taxPaid',
        'staff',
        'techStaff',
        'inventionApplied',
        'inventionGranted',
        'fundSpent:12',
      ],
      text: '缺少必填指标：“营业收入”、“高新技术产品（服务）收入”、“工业总产值”、“研发费用”、“利润总额”、“实际上缴税费”、“期末从业人员（职工总数）”、“科技人员”、“发明专利申请”、“发明专利授权”、“科技专项资金支出（P-12 牛病快检）”。请补填后再提交，没有发生的填0。',
    });
  });

  it('finds nothing where everything that is required is there', () => {
    const zeros = Object.fromEntries(required.map(({ key }) => [key, [0n, 0n] as const]));
    const facts = { ...allFacts, operatingState: 'SUSPENDED' };
    expect(found(aChecked(zeros, null, { asked: everything, facts }))).toBe('');
  });

  it.each<[string, readonly [bigint | null, bigint | null], string]>([
    ['both', [0n, 0n], ''],
    ['the month', [null, wan(5)], '“研发费用”（本月数）'],
    ['the year', [wan(5), null], '“研发费用”（本年累计）'],
    ['none', [null, null], '“研发费用”'],
  ])('of a flow both numbers: there is %s', (_, rndExpense, missing) => {
    const asked = required.filter(({ key }) => key === 'rndExpense');
    const hint = missing.includes('（') ? '，没有上月数据可供推算的，本月数和本年累计均须填写' : '';
    const text = `缺少必填指标：${missing}。请补填后再提交，没有发生的填0${hint}。`;
    expect(textsOf(aChecked({ rndExpense }, null, { asked }))).toEqual(missing === '' ? [] : [text]);
  });

  it('asks for one number of a stock, and for none that is not required', () => {
    const asked = everything.filter(({ key }) => ['staff', 'rndStaff', 'export'].includes(key));
    expect(found(aChecked({ staff: 46n }, null, { asked }))).toBe('');
    expect(found(aChecked({ export: [wan(1), null] }, null, { asked }))).toBe('V1 staff');
  });
});

describe('V1: a figure is what it may be', () => {
  it.each<Row>([
    ['two decimals', { revenue: [wan('0.01'), wan('0.01')] }, null, ''],
    ['a 分 more', { revenue: [10_001n, wan('0.01')] }, null, 'V1 revenue'],
    ['a 分 less', { revenue: [9_999n, wan('0.01')] }, null, 'V1 revenue'],
    ['in the year', { revenue: [null, wan('1.005')] }, null, 'V1 revenue'],
    ['a count is whole by its type', { inventionApplied: [1n, 1n] }, null, ''],
    ['nothing', { taxPaid: [0n, 0n] }, null, ''],
    ['negative', { taxPaid: [wan('-0.01'), null] }, null, 'V1 taxPaid'],
    ['negative in the year', { taxPaid: [0n, wan('-0.01')] }, null, 'V1 taxPaid'],
    ['a loss', { totalProfit: [wan('-0.01'), wan('-7')] }, null, ''],
    ['a loss with three decimals', { totalProfit: [wan('-0.015'), null] }, null, 'V1 totalProfit'],
    ['fewer than nobody', { techStaff: -1n }, null, 'V1 techStaff'],
    ['fewer than no patents', { softwareReg: [-1n, null] }, null, 'V1 softwareReg'],
    ['negative and too fine', { taxPaid: [wan('-0.005'), null] }, null, 'V1 taxPaid V1 taxPaid'],
    ['negative in January', { taxPaid: [wan(-5), wan(-5)] }, null, 'V1 taxPaid', january],
    [
      'negative in a correction',
      { taxPaid: [wan(-5), wan(95)] },
      { taxPaid: [0n, wan(100)] },
      'V1 taxPaid',
      correction,
    ],
    ['too fine in a correction', { taxPaid: [10_001n, null] }, null, 'V1 taxPaid', correction],
  ])('%s', (_, now, before, expected, given) => {
    expect(found(aChecked(now, before, given))).toBe(expected);
  });

  it.each<[string, Figures, Partial<Checked>, string]>([
    [
      'exactly, because rounding would hide it',
      { revenue: [wan('1.005'), null] },
      {},
      '“营业收入”本月数1.005万元，小数超过两位。金额以万元为单位，最多保留两位小数，请改正后提交。',
    ],
    [
      'both numbers',
      { revenue: [wan('1.005'), wan('2.00501')] },
      {},
      '“营业收入”本月数1.005万元、本年累计2.00501万元，小数超过两位。金额以万元为单位，最多保留两位小数，请改正后提交。',
    ],
    [
      'only the one that the other follows from',
      { revenue: [wan('1.005'), wan('1.005')] },
      january,
      '“营业收入”本月数1.005万元，小数超过两位。金额以万元为单位，最多保留两位小数，请改正后提交。',
    ],
    [
      'the month, where the year is no more than it',
      { revenue: [wan(-5), wan(-5)] },
      january,
      '“营业收入”本月数-5万元，为负数。该指标不得小于0，请改正后提交。',
    ],
    ['a stock', { techStaff: -3n }, {}, '“科技人员”-3人，为负数。该指标不得小于0，请改正后提交。'],
    [
      'a flow',
      { coopSigned: [-3n, -2n] },
      {},
      '“新签产学研合作”本月数-3项、本年累计-2项，为负数。该指标不得小于0，请改正后提交。',
    ],
  ])('is said: %s', (_, now, given, text) => {
    expect(textsOf(aChecked(now, null, given))).toEqual([text]);
  });

  it.each<[what: string, total: bigint, given: Partial<Checked>, text: string]>([
    [
      'who corrects the year downwards what to type',
      wan(95),
      correction,
      '“营业收入”本月数-5万元，为负数。该指标不得小于0，请改正后提交；确需调减累计数的，请同时填写本月数和本年累计。',
    ],
    [
      'nobody that it may be below nothing',
      wan(-1),
      correction,
      '“营业收入”本月数-5万元、本年累计-1万元，为负数。该指标不得小于0，请改正后提交。',
    ],
    [
      'nothing of it outside a correction',
      wan(95),
      { given: cellsOf({ revenue: [wan(-5), null] }) },
      '“营业收入”本月数-5万元，为负数。该指标不得小于0，请改正后提交。',
    ],
  ])('tells %s', (_, total, given, text) => {
    const checked = aChecked({ revenue: [wan(-5), total] }, { revenue: [0n, wan(100)] }, given);
    expect(textsOf(checked)).toEqual([text]);
  });
});

describe('V2: 累计(m) = 累计(m−1) + 本月(m)', () => {
  it.each<Row>([
    ['equal', { revenue: [wan(20), wan(120)] }, { revenue: [0n, wan(100)] }, ''],
    ['0.01 more', { revenue: [wan(20), wan('120.01')] }, { revenue: [0n, wan(100)] }, ''],
    ['0.01 less', { revenue: [wan(20), wan('119.99')] }, { revenue: [0n, wan(100)] }, ''],
    ['0.02 more', { revenue: [wan(20), wan('120.02')] }, { revenue: [0n, wan(100)] }, 'V2 revenue'],
    ['0.02 less', { revenue: [wan(20), wan('119.98')] }, { revenue: [0n, wan(100)] }, 'V2 revenue'],
    ['a count is exact: equal', { softwareReg: [2n, 5n] }, { softwareReg: [3n, 3n] }, ''],
    ['one more', { softwareReg: [2n, 6n] }, { softwareReg: [3n, 3n] }, 'V2 softwareReg'],
    ['one less', { softwareReg: [2n, 4n] }, { softwareReg: [3n, 3n] }, 'V2 softwareReg'],
    ['January, equal', { revenue: [wan(20), wan(20)] }, null, '', january],
    [
      'January does not go on from December',
      { revenue: [wan(20), wan(20)] },
      { revenue: [wan(20), wan(240)] },
      '',
      january,
    ],
    ['January, 0.01 more', { revenue: [wan(20), wan('20.01')] }, null, '', january],
    ['January, 0.02 more', { revenue: [wan(20), wan('20.02')] }, null, 'V2 revenue', january],
    [
      'January, December added',
      { revenue: [wan(20), wan(260)] },
      { revenue: [wan(20), wan(240)] },
      'V2 revenue',
      january,
    ],
    ['the month before is not known', { revenue: [wan(20), wan(500)] }, null, ''],
    ['its year is not known', { revenue: [wan(20), wan(500)] }, { revenue: [wan(20), null] }, ''],
    ['it had another form', { revenue: [wan(20), wan(500)] }, { taxPaid: [wan(20), wan(20)] }, ''],
    ['no month', { revenue: [null, wan(500)] }, { revenue: [0n, wan(100)] }, ''],
    ['no year', { revenue: [wan(20), null] }, { revenue: [wan(20), wan(100)] }, ''],
    ['a stock has no sum', { staff: [46n, 99n] }, { staff: [46n, 1n] }, ''],
    ['profit too', { totalProfit: [wan(3), wan(1)] }, { totalProfit: [wan(3), wan(-5)] }, 'V2 totalProfit'],
    ['not in a correction', { revenue: [wan(20), wan(500)] }, { revenue: [wan(20), wan(100)] }, '', correction],
    ['negative as well: said once', { revenue: [wan(-5), wan(130)] }, { revenue: [0n, wan(100)] }, 'V1 revenue'],
  ])('%s', (_, now, before, expected, given) => {
    expect(found(aChecked(now, before, given))).toBe(expected);
  });

  it('says the sum', () => {
    expect(textsOf(aChecked({ revenue: [wan(20), wan(130)] }, { revenue: [wan(20), wan('100.5')] }))).toEqual([
      '“营业收入”本年累计130万元，应为上月累计100.5万元加本月数20万元，即120.5万元。请核对改正；确需调整的，请通过更正办理并说明原因。',
    ]);
    expect(textsOf(aChecked({ revenue: [wan(20), wan(130)] }, null, january))).toEqual([
      '“营业收入”本年累计130万元，1月份应等于本月数20万元。请核对改正；确需调整的，请通过更正办理并说明原因。',
    ]);
  });
});

describe('V3: the cumulative figure does not fall within a year', () => {
  it.each<Row>([
    ['as before', { taxPaid: [0n, wan(100)] }, { taxPaid: [0n, wan(100)] }, ''],
    ['0.01 less', { taxPaid: [0n, wan('99.99')] }, { taxPaid: [0n, wan(100)] }, 'V3 taxPaid'],
    ['V2 is not said too', { revenue: [wan(20), wan(95)] }, { revenue: [wan(20), wan(100)] }, 'V3 revenue'],
    ['without a month', { revenue: [null, wan(95)] }, { revenue: [wan(20), wan(100)] }, 'V3 revenue'],
    ['a count', { softwareReg: [0n, 2n] }, { softwareReg: [0n, 3n] }, 'V3 softwareReg'],
    ['profit may fall', { totalProfit: [wan(-5), wan(95)] }, { totalProfit: [wan(1), wan(100)] }, ''],
    ['January begins anew', { revenue: [wan(20), wan(20)] }, { revenue: [wan(20), wan(240)] }, '', january],
    ['the month before is not known', { revenue: [wan(20), wan(95)] }, null, ''],
    ['not in a correction', { revenue: [wan(20), wan(95)] }, { revenue: [wan(20), wan(100)] }, '', correction],
    ['below nothing is V1', { revenue: [wan(20), wan(-1)] }, { revenue: [wan(20), wan(100)] }, 'V1 revenue'],
  ])('%s', (_, now, before, expected, given) => {
    expect(found(aChecked(now, before, given))).toBe(expected);
  });

  it('says both sums and the month', () => {
    expect(textsOf(aChecked({ revenue: [wan(20), wan(95)] }, { revenue: [wan(20), wan(100)] }))).toEqual([
      '“营业收入”本年累计95万元，小于上月累计100万元，本月数20万元。累计数在年度内不得减少，请核对改正；确需调减的，请通过更正办理并说明原因。',
    ]);
  });

  it.each<[string, Cell | null, string]>([
    ['the month: negative', { month: wan(-5), total: null }, 'V1 revenue'],
    ['the year: fallen', { month: null, total: wan(95) }, 'V3 revenue'],
    ['both', { month: wan(-5), total: wan(95) }, 'V1 revenue'],
    ['nobody says', null, 'V3 revenue'],
  ])('a month of −5 and a year of 95 after 100, typed was %s', (_, typed, expected) => {
    const given = typed ? { given: new Map([['revenue', typed]]) } : {};
    expect(found(aChecked({ revenue: [wan(-5), wan(95)] }, { revenue: [0n, wan(100)] }, given))).toBe(expected);
  });

  it('does not take the word of `given` for what does not follow', () => {
    const given = { given: cellsOf({ revenue: [null, wan(130)] }) };
    expect(found(aChecked({ revenue: [wan(-5), wan(130)] }, { revenue: [0n, wan(100)] }, given))).toBe('V1 revenue');
    const nothing = { given: cellsOf({ revenue: [null, null] }) };
    expect(found(aChecked({ revenue: [wan(-5), wan(95)] }, { revenue: [0n, wan(100)] }, nothing))).toBe('V1 revenue');
  });
});

describe('V4: rndStaff ≤ techStaff ≤ staff', () => {
  it.each<Row>([
    ['all equal', { staff: 10n, techStaff: 10n, rndStaff: 10n }, null, ''],
    ['one too many of 科技人员', { staff: 10n, techStaff: 11n, rndStaff: 10n }, null, 'V4 techStaff,staff'],
    ['one too many of 研发人员', { staff: 12n, techStaff: 10n, rndStaff: 11n }, null, 'V4 rndStaff,techStaff'],
    ['both', { staff: 10n, techStaff: 11n, rndStaff: 12n }, null, 'V4 techStaff,staff V4 rndStaff,techStaff'],
    ['the middle is not there', { staff: 10n, rndStaff: 11n }, null, 'V4 rndStaff,staff'],
    [
      'the middle is asked and empty',
      { staff: 10n, techStaff: [null, null], rndStaff: 11n },
      null,
      'V4 rndStaff,staff',
    ],
    ['the middle is not there and it fits', { staff: 10n, rndStaff: 10n }, null, ''],
    ['no staff', { techStaff: 10n, rndStaff: 10n }, null, ''],
    ['only one', { rndStaff: 10n }, null, ''],
    ['in a correction too', { staff: 10n, techStaff: 11n }, null, 'V4 techStaff,staff', correction],
  ])('%s', (_, now, before, expected, given) => {
    expect(found(aChecked(now, before, given))).toBe(expected);
  });

  it('says both', () => {
    expect(textsOf(aChecked({ staff: 10n, techStaff: 11n }))).toEqual([
      '“科技人员”11人，多于“期末从业人员（职工总数）”10人。前者包含在后者之中，请核对改正。',
    ]);
  });
});

describe('V5: hiTechRevenue ≤ revenue', () => {
  const of = (hiTechRevenue: Figures[string], revenue: Figures[string]) => ({ revenue, hiTechRevenue });

  it.each<Row>([
    ['equal', of([wan(5), wan(50)], [wan(5), wan(50)]), null, ''],
    ['0.01 more in the month', of([wan('5.01'), wan(50)], [wan(5), wan(50)]), null, 'V5 hiTechRevenue,revenue'],
    ['0.01 more in the year', of([wan(5), wan('50.01')], [wan(5), wan(50)]), null, 'V5 hiTechRevenue,revenue'],
    ['more in both: said once', of([wan(6), wan(60)], [wan(5), wan(50)]), null, 'V5 hiTechRevenue,revenue'],
    ['a number is missing on each side', of([null, wan(50)], [wan(5), null]), null, ''],
    ['not both are asked', { hiTechRevenue: [wan(5), wan(5)] }, null, ''],
    ['in a correction too', of([wan(6), null], [wan(5), null]), null, 'V5 hiTechRevenue,revenue', correction],
  ])('%s', (_, now, before, expected, given) => {
    expect(found(aChecked(now, before, given))).toBe(expected);
  });

  it('says all four', () => {
    expect(textsOf(aChecked(of([wan('6.5'), wan(60)], [wan(5), wan(50)])))).toEqual([
      '“高新技术产品（服务）收入”不得大于“营业收入”：本月数分别为6.5万元、5万元；本年累计分别为60万元、50万元。前者包含在后者之中，请核对改正。',
    ]);
  });
});
