import { describe, expect, it } from 'vitest';
import { askedOf, isIndustry, projectKey } from '../../../src/domain/reports/asked.ts';
import { type Audience, builtInSet } from '../../../src/domain/reports/indicators.ts';
import { someFacts } from './checked.ts';

const project = (number: number, name: string) => ({ number, name, received: 0n });
/** Asked of an ordinary enterprise, and what is required of it: domain.md D1. */
const ordinary =
  'revenue! rndExpense! totalProfit! taxPaid! export staff! techStaff! rndStaff inventionApplied! inventionGranted! utilityGranted softwareReg inventionOwned techContractCount techContractAmount coopSigned';

const keysOf = (facts: Parameters<typeof someFacts>[0]) =>
  askedOf(builtInSet, someFacts(facts)).map(({ key, isRequired }) => `${key}${isRequired ? '!' : ''}`);

describe('what an enterprise is asked for', () => {
  it.each<[who: string, facts: Parameters<typeof someFacts>[0], expected: string]>([
    ['an ordinary one', {}, ordinary],
    ['高企', { isHnte: true }, ordinary.replace('revenue!', 'revenue! hiTechRevenue!')],
    ['科小', { isTechSme: true }, ordinary.replace('revenue!', 'revenue! hiTechRevenue')],
    ['both', { isHnte: true, isTechSme: true }, ordinary.replace('revenue!', 'revenue! hiTechRevenue!')],
    ['工业', { isIndustry: true }, ordinary.replace('revenue!', 'revenue! outputValue!')],
    ['two projects', { projects: [project(3, '甲'), project(12, '乙')] }, `${ordinary} fundSpent:3! fundSpent:12!`],
    ['one that stands still', { operatingState: 'SUSPENDED' }, ordinary],
  ])('%s', (_, facts, expected) => {
    expect(keysOf(facts)).toEqual(expected.split(' '));
  });

  it('names the project', () => {
    const facts = someFacts({ projects: [project(3, '甲'), project(123, '乙')] });
    const asked = askedOf(builtInSet, facts).filter(({ project }) => project !== null);
    expect(asked.map(({ label, project }) => [label, project])).toEqual([
      ['科技专项资金支出（P-03 甲）', 3],
      ['科技专项资金支出（P-123 乙）', 123],
    ]);
    expect(projectKey(12)).toBe('fundSpent:12');
  });

  it.each<[asked: Audience[], required: Audience[], expected: string]>([
    [[], [], ''],
    // Required of those who are asked only.
    [[], ['ALL'], ''],
    [['HNTE'], ['TECH_SME'], ''],
    [['TECH_SME'], ['HNTE'], 'revenue'],
    [['TECH_SME', 'HNTE'], ['TECH_SME'], 'revenue!'],
    [['ALL'], [], 'revenue'],
  ])('of 科小, where asked are %j and required %j', (asked, required, expected) => {
    const [revenue] = builtInSet.indicators;
    if (!revenue) throw new Error('The form begins with revenue');
    const set = { ...builtInSet, indicators: [{ ...revenue, asked, required }] };
    const found = askedOf(set, someFacts({ isTechSme: true }));
    expect(found.map(({ key, isRequired }) => `${key}${isRequired ? '!' : ''}`).join()).toBe(expected);
  });
});

describe('工业', () => {
  it.each([
    'C',
    'B',
    'D44',
    'C27',
    'C2740',
    'C27医药制造业',
    'C2740 中成药生产',
    'C、D',
    '制造业',
    '医药制造业',
    '采矿业',
    '有色金属矿采选业',
    '石油和天然气开采业',
    '电力、热力生产和供应业',
    '燃气生产和供应业',
    '水的生产和供应业',
    '农副食品加工业',
    '饲料加工',
    '中药制药',
    '中成药生产',
  ])('%s is', (industry) => {
    expect(isIndustry(industry)).toBe(true);
  });

  it.each([
    null,
    '',
    '软件和信息技术服务业',
    'I65 软件和信息技术服务业',
    'B2B电子商务',
    'C2C电子商务',
    'C++软件开发',
    'BIM咨询',
    'CRO医药研发',
    'D打印店',
    'A 农、林、牧、渔业',
    'A03畜牧业',
    '畜牧业',
    '渔业',
    '批发和零售业',
    '数据加工服务',
    'M73 研究和试验发展',
  ])('%s is not', (industry) => {
    expect(isIndustry(industry)).toBe(false);
  });
});
