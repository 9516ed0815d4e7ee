import { expect, it } from 'vitest';
import { standingText } from '../../cards/report-standing.ts';
import type { EnteredBy, ReportRecord } from '../../src/domain/reports/record.ts';
import { viewReport } from '../../src/domain/reports/view.ts';

const period = '2023-12';
const entered: EnteredBy = {
  ...{ by: { personId: 'li', name: '李一' }, at: new Date('2024-01-05T02:03:00Z'), via: 'h5', onBehalf: false },
};
const typed = { key: 'staff', month: 46n, total: null, seq: 2, replaced: null, ...entered };

function record(given: Partial<ReportRecord>): ReportRecord {
  return {
    ...{ id: 'R', enterprise: { id: 'E', name: '示例企业01' }, period, version: 2, state: 'SUBMITTED' },
    ...{ exempt: null, returned: null, inquiry: null, values: [], reasons: [], draft: [], draftReasons: [] },
    submission: {
      id: 'S',
      number: 1,
      kind: 'REPORT',
      isLate: false,
      reason: null,
      setNumber: 0,
      fromVersion: 1,
      ...entered,
    },
    ...given,
  };
}

const returned = { keys: [], reason: '请核对', dueOn: '2024-01-16', by: entered.by, at: entered.at };
const draft = record({ state: 'DRAFT', submission: null, draft: [typed] });
const by = '由李一（2024年1月5日 10:03）提交';

it.each<[string, ReportRecord | null, string]>([
  ['2023-12-29', null, '未填报。填报自2024年1月1日开始。'],
  ['2024-01-05', null, '未填报。填报截止2024年1月10日24:00，请在此之前提交。'],
  ['2024-01-05', draft, '草稿。填报截止2024年1月10日24:00，请在此之前提交。'],
  ['2024-01-05', record({}), `已提交，${by}。2024年1月10日24:00前可以修改，修改后须重新确认。`],
  [
    '2024-01-05',
    record({ draft: [typed] }),
    `已提交，${by}，另有修改尚未提交。2024年1月10日24:00前可以修改，修改后须重新确认。`,
  ],
  ['2024-01-05', record({ state: 'APPROVED' }), `审核通过，${by}。2024年1月10日24:00前可以更正，提交时须写明原因。`],
  ['2024-01-12', record({}), `已提交，${by}。2024年2月18日24:00前可以更正，提交时须写明原因。`],
  ['2024-01-12', draft, '逾期未报。填报期已于2024年1月10日24:00截止，补报请于2024年2月18日24:00前提交并说明原因。'],
  ['2024-01-12', record({ state: 'RETURNED', returned }), `退回，${by}。请于2024年1月16日前修改后重新提交。`],
  ['2024-03-01', null, '逾期未报。填报已结束，补报或更正请联系开发区科技局重新开放。'],
  [
    '2024-01-05',
    record({ exempt: { reason: '停产', by: entered.by, at: entered.at }, submission: null, state: 'DRAFT' }),
    '免报。本期无需填报。',
  ],
])('what a plain question is told first, on %s', (today, present, expected) => {
  const facts = { isHnte: false, isTechSme: false, isIndustry: false, operatingState: 'NORMAL' as const, projects: [] };
  const past = { previous: null, lastYear: null, lastYearRevenue: null };
  const enterprise = { id: 'E', name: '示例企业01' };
  const of = { asked: [], facts, past, openings: [] };
  const view = viewReport({ period, record: present, ...of, today });
  const set = { number: 0, fromPeriod: '2020-01', indicators: [] };
  expect(standingText({ enterprise, set: set as never, ...of, view })).toBe(`2023年12月月报：${expected}`);
});
