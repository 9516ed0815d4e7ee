import { describe, expect, it } from 'vitest';
import { builtInSet, IndicatorSchema } from '../../../../src/domain/reports/indicators.ts';
import { readFigures } from '../../../../src/domain/reports/reader/read-figures.ts';
import { read, readAsSaid } from './corpus.ts';

describe('numbers', () => {
  it.each([
    ['营收320', 'revenue 320万元?'],
    ['营收0', 'revenue 0万元'],
    ['营收320.5万', 'revenue 320.5万元'],
    ['营收.5万', 'revenue 0.5万元'],
    ['营收1,280.5万', 'revenue 1280.5万元'],
    ['营收１，２８０．５万', 'revenue 1280.5万元'],
    ['营收12，345，600元', 'revenue 1234.56万元'],
    ['营收三百二十万零五千元', 'revenue 320.5万元'],
    ['营收叁佰贰拾万零伍仟元整', 'revenue 320.5万元'],
    ['营收壹仟贰佰叁拾肆万伍仟元整', 'revenue 1234.5万元'],
    ['营收一百二十三点四五万', 'revenue 123.45万元'],
    ['营收两千零六万', 'revenue 2006万元'],
    ['营收一千零五十万', 'revenue 1050万元'],
    ['营收三二〇万', 'revenue 320万元'],
    ['营收1.2个亿', 'revenue 12000万元'],
    ['营收1亿2000万', 'revenue 12000万元'],
    ['营收一亿零五百万', 'revenue 10500万元'],
    ['营收1亿2', 'revenue 12000万元'],
    ['营收3千2百万', 'revenue 3200万元'],
    ['税3万2', 'taxPaid 3.2万元'],
    ['税3万2千', 'taxPaid 3.2万元'],
    ['税三万二千五', 'taxPaid 3.25万元'],
    ['税1万零3百元', 'taxPaid 1.03万元'],
    ['税12万500元', 'taxPaid 12.05万元'],
    ['利润十二万五', 'totalProfit 12.5万元'],
    ['员工一百二', 'staff 120人'],
    ['员工一百零五人', 'staff 105人'],
    ['员工一千二百人', 'staff 1200人'],
    ['软著一个', 'softwareReg 1件'],
    ['两项技术合同', 'techContractCount 2项'],
  ])('%s', (say, expected) => {
    expect(read(say)).toBe(expected);
  });

  it.each([
    '营收1.2.3万',
    '营收1,234,56万',
    '营收3.2e6',
    '营收三二万',
    '营收三百二万',
    '营收1亿2000',
    '营收320万万',
    '营收3千2',
    '营收5百',
    '员工一百二人',
    '营收3 200 000元',
    '营收3200000',
    '营收0.005万',
    '营收50元',
    '营收半个亿',
    '职工0.5人',
    '职工-3人',
    '利润 - 5',
    '利润——5万',
    '职工二十来人',
    '营收2000多万',
    '营收几十万',
    '营收300万不到',
    '营收>320万',
    '营收320万±5万',
    '营收320~350万',
    '营收在300万到350万之间',
    '职工四五十人',
  ])('%s is asked about', (say) => {
    expect(read(say)).toMatch(/^asks [12]$/u);
  });
});

describe('units', () => {
  it.each([
    ['营收3200（万元），职工46（人）', 'revenue 3200万元, staff 46人'],
    ['营收人民币320万元整', 'revenue 320万元'],
    ['营收CNY 3200000', 'revenue 320万元'],
    ['营收120千元', 'revenue 12万元'],
    ['营收1.2千万元', 'revenue 1200万元'],
    ['营收5百万元', 'revenue 500万元'],
    ['营业收入（万元）：3200000', 'revenue 3200000万元'],
    ['以万元为单位：营收320，利润25', 'revenue 320万元, totalProfit 25万元'],
    ['营收320，利润25，单位：千元', 'revenue 32万元, totalProfit 2.5万元'],
    ['研发有11个人', 'rndStaff 11人'],
    ['技术合同3份150万', 'techContractCount 3项, techContractAmount 150万元'],
    ['研发人员8人，12万', 'rndStaff 8人, asks 1'],
    ['营收5000元，利润25', 'revenue 0.5万元, asks 1'],
    ['营收320港币', 'asks 1'],
    ['软著2万', 'asks 1'],
  ])('%s', (say, expected) => {
    expect(read(say)).toBe(expected);
  });
});

describe('months and totals', () => {
  it.each([
    ['202610月报 营收320万', '2026-10, revenue 320万元'],
    ['截止到10月底，累计营收3000万', '2026-10, revenue total 3000万元'],
    ['2026年10月1日至10月31日营收320万', '2026-10, revenue 320万元'],
    ['10月营收累计3000万', '2026-10, revenue total 3000万元'],
    ['前10个月营收3000万', '2026-10, revenue total 3000万元'],
    ['2026年累计营收3000万', 'revenue total 3000万元'],
    ['元月营收190万', '2026-01, revenue 190万元'],
    ['营收3000万累计，320万本月', 'revenue total 3000万元, revenue 320万元'],
    ['营收320万是9月的', '2026-09, revenue 320万元'],
    ['9月：本月营收298万，累计2680万', '2026-09, revenue 298万元, revenue total 2680万元'],
    ['10月营收320万，累计营收3000万，利润25万', '2026-10, revenue 320万元, revenue total 3000万元, totalProfit 25万元'],
    ['本月/累计：营收320/3000', 'revenue 320万元?, revenue total 3000万元?'],
    ['营收累计3000万，利润210万', 'revenue total 3000万元, asks 1'],
    ['累计营收3000万，本月320万，利润25万', 'revenue total 3000万元, revenue 320万元, asks 1'],
    ['截至10月31日营收3000万，职工46人', '2026-10, staff 46人, asks 1'],
    ['本月营收320万，1-9月2680万', 'revenue 320万元, asks 1'],
    ['9月和10月营收共620万', 'asks 1'],
    ['第三季度营收900万', 'asks 1'],
    ['去年营收4000万', 'asks 1'],
    ['10月15日营收15万', 'asks 1'],
    ['10月1日-15日营收150万', 'asks 1'],
    ['11月3日填报，营收320万', 'revenue 320万元'],
    ['近3个月营收900万', 'asks 1'],
    ['营收320万，与9月相比增加20万，利润25万', 'revenue 320万元, totalProfit 25万元, asks 1'],
    ['营收320万，较去年10月增长5%，利润25万', 'revenue 320万元, totalProfit 25万元, asks 1'],
  ])('%s', (say, expected) => {
    expect(read(say)).toBe(expected);
  });

  it('takes a month without its year for the last one that is over, or the current one', () => {
    const periodOf = (say: string, today: string) =>
      readFigures(say, { indicators: builtInSet.indicators, today })?.period ?? null;
    expect(periodOf('12月营收320万', '2027-01-05')).toBe('2026-12');
    expect(periodOf('11月营收320万', '2027-01-05')).toBe('2026-11');
    expect(periodOf('1月营收320万', '2027-01-05')).toBe('2027-01');
    expect(periodOf('上月营收320万', '2027-01-05')).toBe('2026-12');
    expect(periodOf('2月28日职工46人', '2026-03-05')).toBe('2026-02');
  });
});

describe('labels', () => {
  it.each([
    ['研发经费投入18.5万', 'rndExpense 18.5万元'],
    ['实缴税金12万', 'taxPaid 12万元'],
    ['上交了12万税', 'taxPaid 12万元'],
    ['职工总数（期末从业人员）46人', 'staff 46人'],
    ['职工46名员工', 'staff 46人'],
    ['发明专利 申请2 授权1', 'inventionApplied 2件, inventionGranted 1件'],
    ['新增软著2件', 'softwareReg 2件'],
    ['新增有效发明专利1件', 'asks 1'],
    ['有效发明专利共7件，其中本月新增1件', 'inventionOwned 7件, asks 1'],
    ['从业人员平均人数46', 'asks 1'],
    ['净利润20万', 'asks 1'],
    ['营业 利润 22万', 'asks 1'],
    ['研发人员工资12万', 'asks 1'],
    ['集团营收2亿，本公司营收320万', 'revenue 320万元, asks 1'],
    ['利润从亏损5万到盈利3万', 'totalProfit 3万元'],
    ['利润25万（亏损）', 'asks 1'],
    ['营收多报了20万', 'asks 1'],
    ['营收计划350万，完成320万', 'revenue 320万元, asks 1'],
    ['营收由上月300万增加到320万', 'revenue 320万元'],
    ['营收320期末职工46', 'revenue 320万元?, staff 46人'],
    ['利润是负数，5万', 'totalProfit -5万元'],
    ['本月净亏损5万', 'totalProfit -5万元'],
    ['蒙东宏远科技营收320万', 'revenue 320万元'],
    ['职工增加3人，共46人', 'staff 46人, asks 1'],
    ['营收、利润和税分别是320万、25万和12万', 'revenue 320万元, totalProfit 25万元, taxPaid 12万元'],
    ['营收 利润 税\n320万 25万', 'asks 1'],
    ['（一）营收320万（二）利润25万', 'revenue 320万元, totalProfit 25万元'],
    ['营收320万，利润25万，均为暂估数', 'asks 2'],
    ['营收应该是321万，刚才写错了', 'revenue 321万元'],
    ['营收320万？利润25万', 'totalProfit 25万元, asks 1'],
    ['10月营收320万，研发怎么填', '2026-10, revenue 320万元, asks 1'],
    ['营收320万，职工46人，收到了吗', 'revenue 320万元, staff 46人'],
  ])('%s', (say, expected) => {
    expect(read(say)).toBe(expected);
  });

  it('are those of the form in force, which staff may have added to', () => {
    const own = IndicatorSchema.parse({
      key: 'powerUsed',
      label: '用电费用（含税）',
      unit: 'WAN',
      kind: 'FLOW',
      mayBeNegative: false,
      words: ['电费', '净利润'],
      asked: ['ALL'],
      required: [],
      note: null,
    });
    const options = { indicators: [...builtInSet.indicators, own], today: '2026-11-05' };
    const reading = readFigures('电费3.5万,用电费用4万元', options);
    expect(reading?.figures).toEqual([]);
    expect(reading?.questions).toEqual(['“用电费用（含税）”的数值前后不一致：3.5万元、4万元，请只写一个正确的数值。']);
    expect(readFigures('净利润20万', options)?.figures).toEqual([
      { key: 'powerUsed', of: 'MONTH', value: 20_000_000n, isAssumed: false },
    ]);
    expect(readFigures('利润20万', { ...options, indicators: [own] })?.figures).toEqual([]);
  });
});

describe('what is no report', () => {
  it.each([
    '10月营收是含税吗',
    '营收怎么填',
    '资金还剩多少',
    '10月的高企什么时候截止',
    '专项资金到位20万',
    '专项资金批复50万，到位30万',
    '资金 支出 P-01 2023-11 3.5万元',
    '拨付 P-01 50万元',
    '2026年10月31日',
    '0475-8230000',
    '我的手机号是13812345678',
    '地址：通辽市科尔沁区建国路1888号创业大厦3楼302室',
    '信用代码91150500000000019M',
    '会议时间2026年11月5日14:30',
    '我们招了5个研发人员，算职工吗',
    '营收2000万以上的企业，研发费用要占5%吗',
    '高企要求研发占比不低于5%',
    '今天28度',
    '第三批高企名单',
    '通辽智研研发有限公司',
    '',
  ])('%s', (say) => {
    expect(readAsSaid(say, '2026-10')).toBeNull();
  });
});

it('says what was not understood and how to write it', () => {
  expect(readAsSaid('10月营收大约320万，职工46万，还有18.5万', '2026-10')?.questions).toEqual([
    '“营收大约320万”不是确定的数值，请写明准确数值，例如“营业收入320.5万元”。',
    '“职工46万”的单位与“期末从业人员（职工总数）”不符，请以人为单位填写，例如“期末从业人员（职工总数）46人”。',
    '“18.5万”没有写明是哪个指标，请写成“营业收入320.5万元”这样的形式。',
  ]);
});
