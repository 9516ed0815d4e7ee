import { describe, expect, it } from 'vitest';
import { readProgressQuestion } from '../../src/domain/progress-question.ts';

const hnte = { kind: { type: 'HNTE', level: null } };
const small = { kind: { type: 'TECH_SME', level: null } };
const leader = { kind: { type: 'TECH_LEADER', level: 'CITY' } };
const named = (name: string, about: object = {}) => ({ of: 'enterprise', name, ...about });
const own = (about: object = {}) => ({ of: 'own', ...about });

describe('is a question about the progress of an application', () => {
  it.each([
    ['我们高企申报到哪一步了', own(hnte)],
    ['我们公司的高企申报到哪了', own(hnte)],
    ['请问我们的高企认定进展如何', own(hnte)],
    ['申报进度怎么样', own()],
    ['申报进度', own()],
    ['查一下申报进度', own()],
    ['帮我查一下我们申报的进度', own()],
    ['今年的高企申报进度怎么样了', own(hnte)],
    ['2023年高企申报到什么阶段了', own(hnte)],
    ['我司科小评价到哪个环节了', own(small)],
    ['科小入库进度', own(small)],
    ['高企批下来了吗', own(hnte)],
    ['我们的高企批下来没有', own(hnte)],
    ['高企公示了吗', own(hnte)],
    ['我们高企推荐上去了没有', own(hnte)],
    ['高企申报有结果了吗', own(hnte)],
    ['高企认定出结果了没', own(hnte)],
    ['高企什么时候能批下来', own(hnte)],
    ['我们的申请材料审核得怎么样了', own()],
    ['我们的申报办得怎么样了', own()],
    ['申报材料初审过了吗', own()],
    ['市级科技领军企业申报到哪一步了', own(leader)],
    ['我们公司申报到哪一步了啊', own()],
    ['高企复审走到哪一步了', own(hnte)],
    ['易统云高企批下来没有', named('易统云', hnte)],
    ['示例企业02的高企申报到哪一步了', named('示例企业02', hnte)],
    ['示例企业18高企认定进展', named('示例企业18', hnte)],
    ['创元软件申报进度怎么样', named('创元软件')],
    ['示例企业02科小评审有消息了吗', named('示例企业02', small)],
    ['麻烦查一下蒙药股份市级科技领军企业认定进度', named('蒙药股份', leader)],
  ])('%s', (text, expected) => {
    expect(readProgressQuestion(text)).toEqual(expected);
  });
});

describe('is a question about something else', () => {
  it.each([
    '高企到期了吗',
    '易统云高企到期了吗',
    '我们高企有效期到什么时候',
    '高企第二批什么时候截止',
    '高企申报什么时候截止',
    '高企申报条件',
    '怎么申报高企',
    '高企怎么申报',
    '高企申报需要什么材料',
    '申报高企有什么好处',
    '专项资金批下来了吗',
    '高企奖励批下来了吗',
    '高企奖补资金到哪了',
    '研发补助有结果了吗',
    '科技项目申报到哪一步了',
    '月报提交了吗',
    '有多少家高企',
    '高企名单',
    '资质统计',
    '待批复',
    '易统云',
    '易统云高企',
    '绑定申请审核了吗',
    '10月营收320万 研发18.5万 职工46',
    '测一下能不能报科小',
    '我们的证书编号是什么',
    '高企年报报了没有',
    '今天天气怎么样',
    '进度条',
    '你好',
  ])('%s', (text) => {
    expect(readProgressQuestion(text)).toBeNull();
  });
});

it('takes no longer for a long sentence', () => {
  const started = performance.now();
  readProgressQuestion(`${'帮我查一下'.repeat(200)}${'高企申报'.repeat(100)}`);
  readProgressQuestion(`${'的'.repeat(900)}高企${'的'.repeat(900)}`);
  // As long as a sentence may be that is asked for a question.
  readProgressQuestion('想知道'.repeat(26));
  expect(performance.now() - started).toBeLessThan(500);
});
