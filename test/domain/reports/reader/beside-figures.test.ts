import { describe, expect, it } from 'vitest';
import { read } from './corpus.ts';

describe('parts of a figure', () => {
  it.each([
    ['职工76人，里面有研发人员14人', 'staff 76人, rndStaff 14人'],
    ['营收320万含出口45万，税12万', 'revenue 320万元, export 45万元, taxPaid 12万元'],
    ['职工46人，不含研发人员8人', 'staff 46人, asks 1'],
    ['营收320万，包括税12万', 'revenue 320万元, asks 1'],
    ['营收320万，含税12万', 'revenue 320万元, asks 1'],
    ['职工46人，其中男30人，女16人', 'staff 46人'],
    ['职工46人，其中男30人，女20人', 'asks 1'],
    ['税费31.6万元，其中增值税220000元、所得税6.6万、附加3万', 'taxPaid 31.6万元'],
    ['税费31.6万（其中增值税22万、所得税9.6万），利润5万', 'taxPaid 31.6万元, totalProfit 5万元'],
    ['税费合计31.6万，其中增值税22万', 'taxPaid 31.6万元, asks 1'],
    ['增值税20万，所得税5.1万，总共交税27.5万', 'taxPaid 27.5万元, asks 2'],
    ['增值税20万，所得税15.1万，总共交税27.5万', 'asks 1'],
    ['营收320万，其中技术收入120万、产品收入200万，应收账款90万', 'revenue 320万元, asks 1'],
    ['应收账款80万，营收合计320万', 'revenue 320万元, asks 1'],
  ])('%s', (say, expected) => {
    expect(read(say)).toBe(expected);
  });
});

describe('a loss', () => {
  it.each([
    ['利润-3.6万，亏损', 'totalProfit -3.6万元'],
    ['利润-3.6万元（盈利）', 'asks 1'],
    ['亏损3.6万（盈利）', 'asks 1'],
    ['上个月亏了，利润25万', 'asks 1'],
    ['利润总额（2.35万元）', 'asks 1'],
    ['利润（-2.35）万元', 'totalProfit -2.35万元'],
    ['营收（320）万元，税（120000）元', 'revenue 320万元, taxPaid 12万元'],
  ])('%s', (say, expected) => {
    expect(read(say)).toBe(expected);
  });
});

describe('what stands beside figures', () => {
  it.each([
    ['指标（元） 本月 累计 营收 3200000 30000000 职工 46 46', 'revenue 320万元, revenue total 3000万元, staff 46人'],
    ['本月（万元） 累计（万元） 营收 320 3000', 'revenue 320万元, revenue total 3000万元'],
    ['营收66万，联系电话：8230000', 'revenue 66万元'],
    ['手机13800000000,320万营收', 'revenue 320万元'],
    ['营收13800000000，税12万', 'taxPaid 12万元, asks 1'],
    ['营收66万，电话费12345元', 'revenue 66万元, asks 1'],
    ['刚才的25万作废，利润应为27.6万', 'totalProfit 27.6万元'],
    ['利润27.6万，刚才的27.6万作废', 'totalProfit 27.6万元, asks 1'],
    ['营收320万，作废', 'revenue 320万元, asks 1'],
    ['9万6的税，320万2的利润', 'taxPaid 9.6万元, totalProfit 320.2万元'],
    ['卖了280万，赚了30万', 'revenue 280万元, totalProfit 30万元'],
    ['老板卖了300万的房子', 'nothing'],
    ['补缴增值税22万被罚了', 'nothing'],
  ])('%s', (say, expected) => {
    expect(read(say)).toBe(expected);
  });
});
