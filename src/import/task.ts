import type { Doer } from '../core/audit.ts';
import type { Keys } from '../core/sealed.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import type { ImportProgress } from '../domain/exchange.ts';
import type { ImportOutcome, ImportReport } from '../domain/workbook/report.ts';

/** What the importing process is asked to do. It travels by a message, not by arguments, which everybody on the machine can read. */
export interface ImportTask {
  databaseUrl: string;
  keys: Pick<Keys, 'data' | 'digest' | 'audit'>;
  today: CalendarDate;
  /** The program's time when this is sent. */
  now: Date;
  source: { path: string } | { attachmentId: string };
  fileBytesAtMost: number;
  work:
    | { mode: 'check' }
    | {
        mode: 'apply';
        importId: string;
        doer: Doer;
        /** Whether what is registered may be changed. */
        allowChanges: boolean;
        /** The digest of the report that was agreed to; null = whatever the file says. */
        agreed: string | null;
      };
}

export type ImportMessage =
  | { kind: 'progress'; progress: ImportProgress }
  | { kind: 'result'; outcome: ImportOutcome | 'checked'; report: ImportReport; fileDigest: string }
  /** A UserError. */
  | { kind: 'refused'; message: string }
  | { kind: 'failed'; message: string };
