import { describe, expect, it } from 'vitest';
import { alreadyReported, openKeyOf, whyNotClaim } from '../../../src/domain/funds/claim-rules.ts';
import { whyNotTerm } from '../../../src/domain/funds/day-rules.ts';
import type { NewBatch, NewProject } from '../../../src/domain/funds/funds.ts';
import { type Namesakes, whyNotBatch, whyNotProject } from '../../../src/domain/funds/register-rules.ts';
import { aBatch, anEntry, aProject, wan } from './facts.ts';

const today = '2023-12-29';

describe('a batch', () => {
  const wanted: NewBatch = { ...aBatch(), name: '批次', fen: wan(200), effectiveOn: '2023-01-05', docNo: null };
  const why = (given: Partial<NewBatch> = {}, namesakes: Namesakes = {}) =>
    whyNotBatch({ ...wanted, ...given }, namesakes, today, null);
  it.each<[string, Partial<NewBatch>, string | null]>([
    ['as it should be', {}, null],
    ['without a name', { name: ' ' }, '批次名称不能为空，请填写后再提交。'],
    ['with a name of 200', { name: '名'.repeat(200) }, null],
    ['with a name of 201', { name: '名'.repeat(201) }, '批次名称共201个字，超过200个字，请缩短后重填。'],
    ['of 1999', { year: 1999 }, '年度1999不在2000年至2024年之间，请核对后重填。'],
    ['of 2000', { year: 2000 }, null],
    // 提前下达: the money of next year is allotted in this one.
    ['of next year', { year: 2024 }, null],
    ['of the year after', { year: 2025 }, '年度2025不在2000年至2024年之间，请核对后重填。'],
    ['of nothing', { fen: 0n }, '金额不能为零，请核对后重填。'],
    ['of less', { fen: -1n }, '金额不能为负数；如需更正，请冲销原记录。'],
    ['of tomorrow', { effectiveOn: '2023-12-30' }, '日期2023年12月30日晚于今天（2023年12月29日），请核对后重填。'],
  ])('%s', (_, given, reason) => {
    expect(why(given)).toBe(reason);
  });
  it('of a name that is used', () => {
    expect(why({}, { batch: 3 })).toBe('批次“批次”已登记为 B-03，不能重复登记；如需追加指标，请对 B-03 登记指标调整。');
  });
});

describe('a project', () => {
  const wanted: NewProject = {
    ...aProject({ code: 'KJ-1' }),
    batchId: 'BATCH',
    fen: wan(50),
    effectiveOn: '2023-01-10',
    docNo: null,
  };
  const place = {
    batch: aBatch(),
    totals: { allocated: wan(200), withdrawn: 0n, approved: wan(150), disbursed: 0n },
  };
  const why = (given: Partial<NewProject> = {}, namesakes: Namesakes = {}) =>
    whyNotProject({ ...wanted, ...given }, place, namesakes, today);
  it.each<[string, Partial<NewProject>, Namesakes, string | null]>([
    ['up to what is left of the batch', {}, {}, null],
    [
      'beyond it',
      { fen: wan(50.01) },
      {},
      '批次各项目批复合计将为200.01万元，超过批次指标200万元（下达±调整−收回指标），超出0.01万元；请核对金额，或先登记指标调整。',
    ],
    ['without a name', { name: '' }, {}, '项目名称不能为空，请填写后再提交。'],
    ['with 自筹 below nothing', { selfRaised: -1n }, {}, '自筹金额不能为负数，请核对后重填。'],
    [
      'of a name that is used',
      {},
      { project: 7 },
      '批次 B-03 中示例企业01已有同名项目 P-07，不能重复登记；如需追加批复，请对 P-07 登记立项批复。',
    ],
    ['of a 项目编号 that is used', {}, { code: 7 }, '项目编号“KJ-1”已用于 P-07，请核对后重填。'],
    ['of tomorrow', { effectiveOn: '2023-12-30' }, {}, '日期2023年12月30日晚于今天（2023年12月29日），请核对后重填。'],
  ])('%s', (_, given, namesakes, reason) => {
    expect(why(given, namesakes)).toBe(reason);
  });

  it.each<[string | null, string | null, string | null, string | null]>([
    [null, null, null, null],
    ['2023-05-01', '2023-05-01', '2023-05-01', null],
    ['2023-05-02', '2023-05-01', null, '实施期结束日期2023年5月1日早于实施期开始日期2023年5月2日，请核对后重填。'],
    [
      '2023-01-01',
      '2023-12-31',
      '2023-12-30',
      '验收到期日2023年12月30日早于实施期结束日期2023年12月31日，请核对后重填。',
    ],
    ['2023-05-02', null, '2023-05-01', '验收到期日2023年5月1日早于实施期开始日期2023年5月2日，请核对后重填。'],
    ['1999-12-31', '2023-12-31', null, '日期1999年12月31日早于2000年，请核对后重填。'],
  ])('%s … %s, acceptance %s', (startsOn, endsOn, acceptanceDueOn, reason) => {
    expect(whyNotTerm({ startsOn, endsOn, acceptanceDueOn })).toBe(reason);
  });
});

describe('企业自报', () => {
  const spent = anEntry('SPEND', wan(20), '2023-10-31');
  const claim = (given: object) => ({
    type: 'SPEND' as const,
    fen: wan(5),
    effectiveOn: '2023-11-30',
    period: null,
    ...given,
  });
  it.each<[string, object, string | null]>([
    ['of a month that is free', {}, null],
    ['of money that has not come in yet: staff decide', { fen: wan(900) }, null],
    [
      'of a month that is entered',
      { period: '2023-10' },
      'P-12 的2023年10月支出已登记20万元（王晨于2023年10月31日登记），每月只登记一次；如需更正，请先冲销原记录再重新登记。',
    ],
    ['到位 in that month', { type: 'RECEIVE', effectiveOn: '2023-10-31' }, null],
    ['of nothing', { fen: 0n }, '金额不能为零，请核对后重填。'],
    ['of less', { fen: -1n }, '金额不能为负数；如需更正，请联系开发区科技局冲销原记录。'],
    ['of tomorrow', { effectiveOn: '2023-12-30' }, '日期2023年12月30日晚于今天（2023年12月29日），请核对后重填。'],
    ['of a month to come', { period: '2023-12' }, '支出月份2023年12月晚于支出日期2023年11月30日，请核对后重填。'],
  ])('%s', (_, given, reason) => {
    expect(whyNotClaim(aProject(), [spent], claim(given), today)).toBe(reason);
  });
  it('of a reward', () => {
    const reward = aProject({ batch: aBatch({ category: 'INNOVATION_REWARD', trackSpending: false }) });
    expect(whyNotClaim(reward, [], claim({}), today)).toBe('项目 P-12 为奖励性资金，不核算支出，无需填报支出。');
    expect(whyNotClaim(reward, [], claim({ type: 'RECEIVE' }), today)).toBeNull();
  });
  it('is open once for a month, or for a day', () => {
    expect(openKeyOf('P', claim({}))).toBe('P SPEND 2023-11');
    expect(openKeyOf('P', claim({ period: '2023-10' }))).toBe('P SPEND 2023-10');
    expect(openKeyOf('P', claim({ type: 'RECEIVE' }))).toBe('P RECEIVE 2023-11-30');
    expect(alreadyReported(claim({}))).toBe(
      '2023年11月的支出已填报5万元，正在等待工作人员确认；如需修改，请先撤回该笔填报再重新填报。',
    );
  });
});
