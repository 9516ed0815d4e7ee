import type { Doer } from '../../core/audit.ts';
import type { Period } from './period.ts';
import type { ReportGrid } from './sheet.ts';
import type { ReportTemplate } from './template.ts';

/** A filled-in sheet is a few kilobytes; with pictures of stamps and the like in it it may be more. */
export const reportBytesAtMost = 2 ** 20;

/** So many months are exported at once. */
export const exportMonthsAtMost = 24;

/** 月报 as workbooks. */
export interface ReportFiles {
  /** Writes every report of these months, and records that it was exported. @returns its id (Attachment) */
  exportReports(
    doer: Doer,
    span: { from: Period; to: Period },
  ): Promise<{ attachmentId: string; enterprises: number; rows: number }>;
  /** Writes the sheet that an enterprise fills in. @returns its id (Attachment) */
  reportTemplate(doer: Doer, template: ReportTemplate): Promise<string>;
  /** Reads a kept file of this person. @throws UserError if it is no such sheet */
  readReports(doer: Doer, attachmentId: string): Promise<ReportGrid>;
}
