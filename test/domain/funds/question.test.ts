import { describe, expect, it } from 'vitest';
import { readFundQuestion } from '../../../src/domain/funds/question.ts';

const own = { of: 'own' };
const named = (name: string) => ({ of: 'enterprise', name });
const year = (wanted: number) => ({ of: 'year', year: wanted, page: 1 });

describe('asks about special funds', () => {
  it.each([
    ['专项资金还剩多少', own],
    ['我们专项资金还剩多少钱', own],
    ['我们公司的专项资金还剩多少', own],
    ['请问我们的专项资金现在还有多少', own],
    ['科技专项资金余额是多少', own],
    ['专项资金余额', own],
    ['我司专项资金剩余多少', own],
    ['帮我查一下专项资金余额', own],
    ['我们的资金到了没有', own],
    ['我们的专项资金到了吗', own],
    ['我们的资金到账了吗', own],
    ['专项资金到位了没有', own],
    ['项目资金拨下来了吗', own],
    ['拨款到了没', own],
    ['我们公司的项目经费到账了没有', own],
    ['还有多少没拨', own],
    ['我们还有多少没有拨付', own],
    ['专项资金还有多少没到位', own],
    ['还有多少钱没到账', own],
    ['专项资金使用情况', own],
    ['我们专项资金的支出情况怎么样', own],
    ['查一下我们的专项资金', own],
    ['我们的专项资金', own],
    ['我们专项资金批了多少', own],
    ['专项资金一共到了多少钱', own],
    ['项目资金用了多少', own],
    ['示例企业01专项资金还剩多少', named('示例企业01')],
    ['示例企业01的专项资金', named('示例企业01')],
    ['查一下示例企业02的专项资金余额', named('示例企业02')],
    ['易统云的资金到了没有', named('易统云')],
    ['蒙药股份专项资金使用情况', named('蒙药股份')],
    ['示例企业03的项目资金到位情况', named('示例企业03')],
    ['2023年拿了多少专项资金', year(2023)],
    ['2023年获得多少科技专项资金', year(2023)],
    ['我区2023年一共争取到多少专项资金', year(2023)],
    ['2023年专项资金有多少', year(2023)],
    ['2022年度获得了几批专项资金', year(2022)],
    ['2023年专项资金情况', year(2023)],
    ['执行率多少', { of: 'which-rate' }],
    ['我们的执行率是多少', { of: 'which-rate' }],
    ['专项资金执行率怎么样', { of: 'which-rate' }],
    ['资金执行率', { of: 'which-rate' }],
    ['支出执行率多少', { of: 'rates', rate: 'spending', year: null }],
    ['预算执行率是多少', { of: 'rates', rate: 'budget', year: null }],
    ['拨付率现在是多少', { of: 'rates', rate: 'disbursement', year: null }],
    ['到位率多少', { of: 'rates', rate: 'receipt', year: null }],
    ['截至2023年11月30日专项资金还剩多少', { of: 'own', on: '2023-11-30' }],
    ['我们2023年11月底的专项资金余额', { of: 'own', on: '2023-11-30' }],
    ['示例企业01截至2023-11-30的专项资金余额', { ...named('示例企业01'), on: '2023-11-30' }],
    ['有哪些项目还没验收', { of: 'acceptance', page: 1 }],
    ['哪些项目快要验收了', { of: 'acceptance', page: 1 }],
  ])('%s', (text, expected) => {
    expect(readFundQuestion(text)).toEqual(expected);
  });
});

describe('is about something else', () => {
  it.each([
    '我们高企到期了吗',
    '高企申报到哪一步了',
    '易统云高企到期了吗',
    '有多少家高企',
    '专项资金怎么申请',
    '如何申报科技专项资金',
    '专项资金申报条件是什么',
    '专项资金什么时候截止申报',
    '专项资金管理办法',
    '公司流动资金不够怎么办',
    '我们公司注册资金是多少',
    '你好',
    '谢谢',
    '帮助',
    '联系人是谁',
    '10月营收320万 研发18.5万 职工46',
    '研发投入还剩多少没填',
    '还剩几天到期',
    '还有多少天',
    '高企第二批什么时候截止',
    '测一下能不能报科小',
    '通过率多少',
    '增长率是多少',
    '明天开会吗',
    '项目什么时候开始',
    '项目负责人是谁',
    '资金',
    '钱到了没有给我说一声',
    '专项资金到位20万元',
    '登记 P-03 拨付 20万元',
    '科小名单',
    '截至2023年13月30日专项资金还剩多少',
    '我们的材料到了没有',
  ])('%s', (text) => {
    expect(readFundQuestion(text)).toBeNull();
  });
});

it('takes no longer the longer a sentence is that nearly fits', () => {
  for (const part of ['我想', '想知道', '我想知道', '查查', '帮我', '的', '现在', '一共', '专项资金']) {
    const from = performance.now();
    readFundQuestion(part.repeat(40).slice(0, 80));
    expect(performance.now() - from).toBeLessThan(100);
  }
});
