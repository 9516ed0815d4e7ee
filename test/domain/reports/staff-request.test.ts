import { describe, expect, it } from 'vitest';
import { hear } from '../../../src/core/said.ts';
import { readStaffRequest, type StaffRequest } from '../../../src/domain/reports/staff-request.ts';

const today = '2026-11-20';
const id = '7K2M9Q4R5T6W';
/** As it arrives: tidied, behind the command. */
const read = (argument: string) => readStaffRequest(hear(argument).text, today);

describe('what staff ask of monthly reports', () => {
  it.each<[string, StaffRequest]>([
    ['', { do: 'overview', period: null }],
    ['2026-10', { do: 'overview', period: '2026-10' }],
    ['10月', { do: 'overview', period: '2026-10' }],
    ['12月', { do: 'overview', period: '2025-12' }],
    ['2026年10月', { do: 'overview', period: '2026-10' }],
    ['２０２６年 １０ 月', { do: 'overview', period: '2026-10' }],
    ['2026/9', { do: 'overview', period: '2026-09' }],
    ['上月', { do: 'overview', period: '2026-10' }],
    ['未报', { do: 'list', list: 'missing', period: null, page: 1 }],
    ['2026-10 未报', { do: 'list', list: 'missing', period: '2026-10', page: 1 }],
    ['未报 2026-10 第2页', { do: 'list', list: 'missing', period: '2026-10', page: 2 }],
    ['10月 未报名单 第 3 页', { do: 'list', list: 'missing', period: '2026-10', page: 3 }],
    ['未报 第0页', { do: 'list', list: 'missing', period: null, page: 1 }],
    ['退回', { do: 'list', list: 'returned', period: null, page: 1 }],
    ['退回 2026-10', { do: 'list', list: 'returned', period: '2026-10', page: 1 }],
    ['通过 第2页', { do: 'list', list: 'approved', period: null, page: 2 }],
    ['免报 10月', { do: 'list', list: 'exempt', period: '2026-10', page: 1 }],
    ['无联系人', { do: 'list', list: 'unreachable', period: null, page: 1 }],
    ['示例企业01', { do: 'one', of: { name: '示例企业01' }, period: null }],
    ['示例企业01 2026-10', { do: 'one', of: { name: '示例企业01' }, period: '2026-10' }],
    ['2026-10 示例企业01', { do: 'one', of: { name: '示例企业01' }, period: '2026-10' }],
    ['示例 企业01 10月', { do: 'one', of: { name: '示例 企业01' }, period: '2026-10' }],
    ['slqy01', { do: 'one', of: { name: 'slqy01' }, period: null }],
    [id, { do: 'one', of: { reportId: id }, period: null }],
    [id.toLowerCase(), { do: 'one', of: { reportId: id }, period: null }],
    ['91150500000000019M', { do: 'one', of: { name: '91150500000000019M' }, period: null }],
  ])('%s', (argument, expected) => {
    expect(read(argument)).toEqual(expected);
  });

  it.each<[string, ...ReturnType<typeof row>]>([
    ['逾期', ...row('overdue')],
    ['草稿', ...row('draft')],
    ['已报', ...row('reported')],
    ['待审核', ...row('waiting')],
    ['零报', ...row('zero')],
    ['沿用', ...row('carried')],
    ['补报', ...row('late')],
    ['更正', ...row('corrected')],
  ])('the list %s', (argument, list) => {
    expect(read(argument)).toEqual({ do: 'list', list, period: null, page: 1 });
  });
});

function row(list: string): [string] {
  return [list];
}

describe('what staff do about monthly reports', () => {
  const byId = { of: { reportId: id }, period: null };
  const byName = { of: { name: '示例企业01' }, period: null, version: null };

  it.each<[string, StaffRequest]>([
    [`通过 ${id} 7`, { do: 'approve', ...byId, version: 7 }],
    [`通过 ${id}`, { do: 'approve', ...byId, version: null }],
    ['通过 示例企业01', { do: 'approve', ...byName }],
    ['审核通过 示例企业01', { do: 'approve', ...byName }],
    ['通过 示例企业01 2026-10', { do: 'approve', ...byName, period: '2026-10' }],
    ['通过 示例企业01 2026-10 7', { do: 'approve', ...byName, period: '2026-10', version: 7 }],
    ['10月 通过 示例企业01', { do: 'approve', ...byName, period: '2026-10' }],
    ['取消免报 示例企业01 2026-10', { do: 'unexempt', ...byName, period: '2026-10' }],
    ['退回 示例企业01', { do: 'return', ...byName, text: '' }],
    [
      '退回 示例企业01 2026-10 研发费用、营业收入 与账面不符',
      { do: 'return', ...byName, period: '2026-10', text: '研发费用、营业收入 与账面不符' },
    ],
    [`退回 ${id} 7 研发费用 数据异常，请核对`, { do: 'return', ...byId, version: 7, text: '研发费用 数据异常,请核对' }],
    // A number behind a name is said of it.
    ['核实 示例企业01 3 人离职', { do: 'inquire', ...byName, text: '3 人离职' }],
    [`核实 ${id} 7`, { do: 'inquire', ...byId, version: 7, text: '' }],
    [
      '代填 示例企业01 2026-10 营收320万 研发18.5万',
      { do: 'fill', ...byName, period: '2026-10', text: '营收320万 研发18.5万' },
    ],
    ['代填 示例企业01 10月营收320万', { do: 'fill', ...byName, text: '10月营收320万' }],
    [`代填确认 ${id} 7`, { do: 'submit', reportId: id, version: 7, reason: null }],
    [`代填确认 ${id} 7 企业书面申请`, { do: 'submit', reportId: id, version: 7, reason: '企业书面申请' }],
    [`代填说明 ${id} W2:revenue SEASON`, { do: 'explain', reportId: id, findingId: 'W2:revenue', reason: 'SEASON' }],
    [
      `代填说明 ${id} W8:fundSpent:3 自有资金 垫支`,
      { do: 'explain', reportId: id, findingId: 'W8:fundSpent:3', reason: '自有资金 垫支' },
    ],
    ['免报 示例企业01 2026-10 阶段性停产', { do: 'exempt', ...byName, period: '2026-10', text: '阶段性停产' }],
    [
      '重开 2026-09 至 2026-12-05 系统故障',
      { do: 'reopen', period: '2026-09', until: '2026-12-05', text: '系统故障', isConfirmed: false },
    ],
    [
      '重开 2026-09 至12月5日 示例企业01 数据更正',
      { do: 'reopen', period: '2026-09', until: '2026-12-05', text: '示例企业01 数据更正', isConfirmed: false },
    ],
    [
      '重开 示例企业01 2026年9月 到 2026年12月5日 数据更正',
      { do: 'reopen', period: '2026-09', until: '2026-12-05', text: '示例企业01 数据更正', isConfirmed: false },
    ],
    ['重开 9月 至 1月5日', { do: 'reopen', period: '2026-09', until: '2027-01-05', text: '', isConfirmed: false }],
    [
      '重开确认 2026-09 至 2026-12-05 系统故障',
      { do: 'reopen', period: '2026-09', until: '2026-12-05', text: '系统故障', isConfirmed: true },
    ],
    ['催报', { do: 'press', period: null, pressId: null }],
    ['催报 2026-10', { do: 'press', period: '2026-10', pressId: null }],
    ['催报 2026-10 确认', { do: 'press', period: '2026-10', pressId: null }],
    [`催报 2026-10 确认 20261120-${id}`, { do: 'press', period: '2026-10', pressId: `20261120-${id}` }],
  ])('%s', (argument, expected) => {
    expect(read(argument)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['通过 2026-10 示例企业01 随便', 'approve'],
    ['核实', 'inquire'],
    ['代填', 'fill'],
    ['代填 2026-10', 'fill'],
    ['代填确认', 'submit'],
    [`代填确认 ${id}`, 'submit'],
    [`代填说明 ${id} W2:revenue`, 'explain'],
    ['取消免报', 'unexempt'],
    ['重开', 'reopen'],
    ['重开 2026-09', 'reopen'],
    ['重开 示例企业01 至 2026-12-05', 'reopen'],
    ['催报 示例企业01', 'press'],
    ['零报 示例企业01', 'list'],
    ['未报 示例企业01', 'list'],
  ])('is told what is missing: %s', (argument, verb) => {
    const request = read(argument);
    // A name may have several words: of the first of these an enterprise is not found instead.
    if (verb === 'approve') expect(request).toMatchObject({ do: 'approve', of: { name: '示例企业01 随便' } });
    else expect(request).toEqual({ do: 'unclear', verb });
  });

  it.each([
    ['2026-13', '没有“2026-13”这个月份'],
    ['13月 未报', '没有“13月”这个月份'],
    ['重开 2026-09 至 2026-02-30 原因', '日期“2026-02-30”无效'],
  ])('is told of what the calendar does not have: %s', (argument, message) => {
    expect(() => read(argument)).toThrow(message);
  });
});
