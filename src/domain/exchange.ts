import type { Doer } from '../core/audit.ts';
import type { Sender } from '../core/event.ts';
import type { ReportFiles } from './reports/files.ts';
import { type SheetKind, sheetKinds, sheets } from './workbook/columns.ts';
import type { ImportOutcome, ImportReport } from './workbook/report.ts';

/** A file that was checked, and what became of it. */
export interface ImportRecord {
  id: string;
  state: 'CHECKED' | 'APPLYING' | 'APPLIED' | 'FAILED' | 'DISCARDED';
  /** Who sent it. */
  personId: string | null;
  /** Long lists are cut. */
  report: ImportReport;
}

/** How far a file is: reading, comparing, writing, tidying up. `total` null = not known. */
export interface ImportProgress {
  stage: 'read' | 'compare' | 'write' | 'tidy';
  done: number;
  total: number | null;
}

/** Told every now and then, often several times a second. */
export type OnProgress = (progress: ImportProgress) => void;

/** Files may be as large as the platforms let them be: 20 MB (企业微信 获取临时素材 90254, 钉钉 机器人接收消息). */
export const importBytesAtMost = 20 * 2 ** 20;

/** The endings of files that are taken. */
export function isWorkbookName(name: string): boolean {
  return /\.xls[xm]$/iu.test(name.trim());
}

/** What can be exported: a sheet, or those of the fund ledger in one workbook. */
export type ExportKind = SheetKind | 'funds';
export const exportKinds: readonly ExportKind[] = [...sheetKinds, 'funds'];
/** By these words they are asked for. */
export const exportNames: Readonly<Record<ExportKind, string>> = {
  ...(Object.fromEntries(sheetKinds.map((kind) => [kind, sheets[kind].name])) as Record<SheetKind, string>),
  funds: '资金',
};

/** 导入 and 导出. Chat and pages call the same. */
export interface Exchange extends ReportFiles {
  /** Keeps a file of somebody known. @returns its id (Attachment) */
  keep(doer: Doer, file: { name: string; bytes: Uint8Array }): Promise<string>;
  /**
   * Checks a kept file in a process of its own; nothing is written but that it was checked.
   * @throws UserError if it cannot be read at all
   */
  check(doer: Doer, attachmentId: string, onProgress?: OnProgress): Promise<ImportRecord>;
  find(importId: string): Promise<ImportRecord | null>;
  /**
   * Applies what was checked and agreed to, all of it or nothing. `stale`: registered data has changed since, and the
   * record has what the file would change now. @throws UserError if it cannot be applied (any more)
   */
  apply(
    doer: Doer,
    importId: string,
    onProgress?: OnProgress,
  ): Promise<{ outcome: ImportOutcome; record: ImportRecord }>;
  /** Gives up what was checked. False: it is no longer to be decided. */
  discard(doer: Doer, importId: string): Promise<boolean>;
  /** Where a file is that is being checked or applied; null if it is not. By the id of the attachment or the import. */
  progressOf(id: string): ImportProgress | null;
  /** Writes everything of a kind that is registered as a workbook, and records that it was exported. @returns its id (Attachment) */
  export(doer: Doer, wanted: { kind: ExportKind; whole: boolean }): Promise<{ attachmentId: string; rows: number }>;
  /** Writes the empty workbook with its columns explained. @returns its id (Attachment) */
  template(doer: Doer): Promise<string>;
  /** Leaves long work to be done for `to`, who is told when it is. */
  begin(doer: Doer, work: { to: Sender; work: string; args: Record<string, unknown> }): Promise<void>;
  /** Removes files that are older than a week. */
  purge(now: Date): Promise<void>;
}
