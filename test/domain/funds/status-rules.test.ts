import { describe, expect, it } from 'vitest';
import { statusesAfter, whyNotStatus } from '../../../src/domain/funds/status-rules.ts';
import { type StoredProjectStatus, storedProjectStatuses } from '../../../src/domain/funds/terms.ts';
import { aBatch, anEntry, aProject, aReversal, aStatus, wan } from './facts.ts';

const today = '2023-12-29';
const isReward = { batch: aBatch({ category: 'RND_SUBSIDY' }) };
const at = (status: StoredProjectStatus, given = {}) =>
  aProject({ ...given, statuses: [aStatus('APPROVED', '2023-01-10'), aStatus(status, '2023-06-01')] });

describe('what may follow what', () => {
  it.each<[StoredProjectStatus, StoredProjectStatus[]]>([
    ['APPROVED', ['ACCEPT_APPLIED', 'TERMINATED', 'REVOKED']],
    ['ACCEPT_APPLIED', ['ACCEPTED', 'FAILED', 'TERMINATED', 'REVOKED']],
    ['FAILED', ['ACCEPT_APPLIED', 'TERMINATED', 'REVOKED']],
    ['ACCEPTED', ['CONCLUDED']],
    ['CONCLUDED', []],
    ['TERMINATED', []],
    ['REVOKED', []],
  ])('%s: %j and nothing else', (status, allowed) => {
    const project = at(status);
    expect(statusesAfter(project)).toEqual(allowed);
    const open = storedProjectStatuses.filter(
      (next) => whyNotStatus(project, [], { status: next, on: today, docNo: '文〔2023〕1号' }, today) === null,
    );
    expect(open.sort()).toEqual([...allowed].sort());
  });

  it('a reward is concluded without acceptance', () => {
    expect(statusesAfter(at('APPROVED', isReward))).toEqual(['CONCLUDED', 'TERMINATED', 'REVOKED']);
    expect(statusesAfter(at('CONCLUDED', isReward))).toEqual([]);
    expect(
      whyNotStatus(at('APPROVED', isReward), [], { status: 'ACCEPT_APPLIED', on: today, docNo: null }, today),
    ).toBe('项目 P-12 当前为“已立项”（奖励性资金，无需验收），不能变更为“已申请验收”；可变更为：结题、终止、撤销。');
  });

  it('a project whose first status was never entered counts as 已立项', () => {
    expect(statusesAfter(aProject({ statuses: [] }))).toEqual(['ACCEPT_APPLIED', 'TERMINATED', 'REVOKED']);
  });
});

describe('why not', () => {
  const paid = anEntry('DISBURSE', wan(20), '2023-10-09');
  it.each<[string, StoredProjectStatus, string, string | null, string | null]>([
    ['2023-06-01', 'TERMINATED', '2023-06-01', '文〔2023〕1号', null],
    [
      'before the status that it follows',
      'TERMINATED',
      '2023-05-31',
      '文〔2023〕1号',
      '“终止”日期2023年5月31日早于“已申请验收”日期2023年6月1日，请核对后重填。',
    ],
    ['tomorrow', 'ACCEPTED', '2023-12-30', null, '日期2023年12月30日晚于今天（2023年12月29日），请核对后重填。'],
    ['no document', 'TERMINATED', today, null, '项目终止须填写决定文号，请填写后再提交。'],
    ['no document', 'REVOKED', today, null, '项目撤销须填写决定文号，请填写后再提交。'],
    ['needs none', 'ACCEPTED', today, null, null],
    [
      'not allowed',
      'CONCLUDED',
      today,
      null,
      '项目 P-12 当前为“已申请验收”，不能变更为“结题”；可变更为：验收通过、验收不通过、终止、撤销。',
    ],
  ])('%s', (_, status, on, docNo, reason) => {
    expect(whyNotStatus(at('ACCEPT_APPLIED'), [], { status, on, docNo }, today)).toBe(reason);
  });

  it('an end before money that was still paid', () => {
    const end = (on: string, entries = [paid]) =>
      whyNotStatus(aProject(), entries, { status: 'TERMINATED', on, docNo: '文〔2023〕1号' }, today);
    expect(end('2023-10-09')).toBeNull();
    expect(end('2023-10-08')).toBe(
      '终止日期2023年10月8日之后还有2023年10月9日拨付20万元；请核对日期，或先冲销该笔记录。',
    );
    expect(end('2023-10-08', [paid, aReversal(paid, '2023-11-01')])).toBeNull();
  });

  it('nothing follows the end', () => {
    expect(whyNotStatus(at('REVOKED'), [], { status: 'ACCEPTED', on: today, docNo: null }, today)).toBe(
      '项目 P-12 当前为“撤销”，不能变更为“验收通过”；该状态不再变更。',
    );
  });
});
