import type { CalendarDate } from '../calendar.ts';
import type { ReportRecord, Submission } from './record.ts';
import { windowOf } from './window.ts';

/** domain.md D3. OVERDUE, LATE_SUBMITTED and CORRECTED follow from the calendar and from what was handed in. */
export const reportStatuses = [
  'NOT_STARTED',
  'DRAFT',
  'SUBMITTED',
  'RETURNED',
  'APPROVED',
  'OVERDUE',
  'LATE_SUBMITTED',
  'EXEMPT',
  'CORRECTED',
] as const;
export type ReportStatus = (typeof reportStatuses)[number];

export const reportStatusLabels: Record<ReportStatus, string> = {
  NOT_STARTED: '未填报',
  DRAFT: '草稿',
  SUBMITTED: '已提交',
  RETURNED: '退回',
  APPROVED: '审核通过',
  OVERDUE: '逾期未报',
  LATE_SUBMITTED: '逾期补报',
  EXEMPT: '免报',
  CORRECTED: '已更正',
};

/** What decides how a report stands; of an enterprise that never began one there is no record. */
export interface Standing extends Pick<ReportRecord, 'state'> {
  exempt: object | null;
  submission: Pick<Submission, 'kind' | 'isLate'> | null;
}

/** How the report of a period stands on a day. A late one stays late after it was approved. */
export function statusOf(report: Standing | null, period: string, today: CalendarDate): ReportStatus {
  if (report?.exempt) return 'EXEMPT';
  if (report?.state === 'RETURNED') return 'RETURNED';
  if (!report?.submission) {
    if (today > windowOf(period).closesOn) return 'OVERDUE';
    return report ? 'DRAFT' : 'NOT_STARTED';
  }
  if (report.submission.kind === 'CORRECTION') return 'CORRECTED';
  if (report.submission.isLate) return 'LATE_SUBMITTED';
  return report.state === 'APPROVED' ? 'APPROVED' : 'SUBMITTED';
}

/** Whether the enterprise still has something to do: nothing handed in, or handed back. */
export function isOwed(status: ReportStatus): boolean {
  return status === 'NOT_STARTED' || status === 'DRAFT' || status === 'OVERDUE' || status === 'RETURNED';
}
