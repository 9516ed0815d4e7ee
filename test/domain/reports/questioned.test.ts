import { describe, expect, it } from 'vitest';
import { askedOf } from '../../../src/domain/reports/asked.ts';
import { builtInSet } from '../../../src/domain/reports/indicators.ts';
import { readQuestioned } from '../../../src/domain/reports/questioned.ts';

const facts = (projects: readonly number[]) => ({
  ...{ isHnte: true, isTechSme: false, isIndustry: true, operatingState: 'NORMAL' },
  projects: projects.map((number) => ({ number, name: '智能检测 装备研发', received: 0n })),
});
const asked = askedOf(builtInSet, facts([3]));
const read = (text: string, of = asked) => {
  const { indicators, reason, unknown, ambiguous } = readQuestioned(text, of);
  return { keys: indicators.map(({ key }) => key), reason, unknown, ambiguous: ambiguous.length };
};

describe('which figures are handed back, and why', () => {
  it.each<[string, string[], string]>([
    ['研发费用 与辅助账不符', ['rndExpense'], '与辅助账不符'],
    ['研发费用、营业收入 与账面不符', ['rndExpense', 'revenue'], '与账面不符'],
    ['研发费用、营业收入、研发费用 与账面不符', ['rndExpense', 'revenue'], '与账面不符'],
    ['研发和税费：请核对', ['rndExpense', 'taxPaid'], '请核对'],
    ['营收,利润 数据异常,请核对', ['revenue', 'totalProfit'], '数据异常,请核对'],
    ['研发费用 营业收入 与账面不符', ['rndExpense', 'revenue'], '与账面不符'],
    ['r&d 偏高', ['rndExpense'], '偏高'],
    ['研发人员 人数有误', ['rndStaff'], '人数有误'],
    ['期末从业人员（职工总数） 有误', ['staff'], '有误'],
    ['营业收入（万元） 有误', ['revenue'], '有误'],
    ['P-03 与到位不符', ['fundSpent:3'], '与到位不符'],
    ['专项资金支出 与到位不符', ['fundSpent:3'], '与到位不符'],
    ['科技专项资金支出（P-03 智能检测 装备研发） 有误', ['fundSpent:3'], '有误'],
    ['研发费用', ['rndExpense'], ''],
    ['研发费用、', ['rndExpense'], ''],
    ['', [], ''],
  ])('%s', (text, keys, reason) => {
    expect(read(text)).toEqual({ keys, reason, unknown: null, ambiguous: 0 });
  });

  it.each([
    ['与账面不符', '与账面不符'],
    ['税务局要求核对', '税务局要求核对'],
    ['P-04 有误', 'P-04'],
  ])('names none of what is asked: %s', (text, unknown) => {
    expect(read(text)).toMatchObject({ keys: [], unknown });
  });

  it('of several projects a word names none alone', () => {
    const several = askedOf(builtInSet, facts([3, 4]));
    expect(read('专项资金支出 有误', several)).toMatchObject({ keys: [], ambiguous: 2 });
    expect(read('P-04 有误', several)).toMatchObject({ keys: ['fundSpent:4'], reason: '有误' });
  });
});
