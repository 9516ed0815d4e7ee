import type { CalendarDate } from '../calendar.ts';
import type { Period } from './period.ts';
import type { OverviewRow } from './reports.ts';
import { isOwed, type ReportStatus, statusOf } from './status.ts';

/** What enterprises of a period can be listed by. */
export type ProgressList =
  | 'missing'
  | 'overdue'
  | 'draft'
  | 'returned'
  | 'reported'
  | 'waiting'
  | 'approved'
  | 'exempt'
  | 'zero'
  | 'carried'
  | 'late'
  | 'corrected'
  | 'unreachable';

export const progressListLabels: Record<ProgressList, string> = {
  missing: '未报',
  overdue: '逾期',
  draft: '草稿',
  returned: '退回',
  reported: '已报',
  waiting: '待审核',
  approved: '通过',
  exempt: '免报',
  zero: '零报',
  carried: '沿用',
  late: '补报',
  corrected: '更正',
  unreachable: '无联系人',
};

/** How many of each. 应报 = 按时 + 补报 + 退回 + 未报 + 免报; the others overlap with these. */
export interface ReportProgress {
  /** 应报 */
  all: number;
  exempt: number;
  onTime: number;
  late: number;
  returned: number;
  /** 未报, those of whom there is a draft among them */
  missing: number;
  draft: number;
  zero: number;
  carried: number;
  corrected: number;
  approved: number;
  waiting: number;
  /** Who has something to do: 未报 and 退回 */
  owed: number;
  /** Of those who report: nobody of them is reached by a bot */
  unreachable: number;
}

export interface StandingRow extends OverviewRow {
  status: ReportStatus;
}

/** Everybody with how they stand on a day. */
export function standingRows(rows: readonly OverviewRow[], period: Period, today: CalendarDate): StandingRow[] {
  return rows.map((row) => ({ ...row, status: statusOf(row.record, period, today) }));
}

export function progressOf(rows: readonly StandingRow[]): ReportProgress {
  const count = (holds: (row: StandingRow) => boolean) => rows.filter(holds).length;
  const of = (list: ProgressList) => count((row) => isIn(row, list));
  return {
    all: rows.length,
    exempt: of('exempt'),
    onTime: count((row) => isIn(row, 'reported') && row.record?.submission?.isLate === false),
    late: of('late'),
    returned: of('returned'),
    missing: of('missing'),
    draft: of('draft'),
    zero: of('zero'),
    carried: of('carried'),
    corrected: of('corrected'),
    approved: of('approved'),
    waiting: of('waiting'),
    owed: count(({ status }) => isOwed(status)),
    unreachable: of('unreachable'),
  };
}

/** Whether an enterprise belongs to a list. What was handed back is owed again and counts as nothing else. */
export function isIn({ record, status, carried, isReachable }: StandingRow, list: ProgressList): boolean {
  const submission = status === 'EXEMPT' || status === 'RETURNED' ? null : (record?.submission ?? null);
  switch (list) {
    case 'missing':
      return status === 'NOT_STARTED' || status === 'DRAFT' || status === 'OVERDUE';
    case 'overdue':
      return status === 'OVERDUE';
    case 'draft':
      // After the window it is overdue as well.
      return record !== null && record.submission === null && status !== 'EXEMPT';
    case 'returned':
      return status === 'RETURNED';
    case 'reported':
      return submission !== null;
    case 'waiting':
      return submission !== null && record?.state === 'SUBMITTED';
    case 'approved':
      return submission !== null && record?.state === 'APPROVED';
    case 'exempt':
      return status === 'EXEMPT';
    case 'zero':
      return submission?.kind === 'ZERO';
    case 'carried':
      return submission !== null && carried > 0;
    case 'late':
      return submission?.isLate === true;
    case 'corrected':
      return submission?.kind === 'CORRECTION';
    case 'unreachable':
      return !isReachable && status !== 'EXEMPT';
  }
}
