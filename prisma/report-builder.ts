import { newId } from '../src/core/ids.ts';
import type { SubmissionKind } from '../src/domain/reports/record.ts';
import type { Client } from '../src/store/database.ts';
import type { Prisma } from './generated/sqlite/client.ts';

export interface BuiltReport {
  /** YYYY-MM */
  period: string;
  state: 'SUBMITTED' | 'RETURNED' | 'APPROVED';
  kind?: SubmissionKind;
  isLate?: boolean;
  reason?: string;
  /** By indicator: amounts in 分, counts as they are; `total` null of a stock. */
  figures: readonly { key: string; month: bigint; total: bigint | null; isCarried?: boolean }[];
  by: string | null;
  at: Date;
  /** 退回: why, which figures, until when */
  returned?: { reason: string; keys: readonly string[]; dueOn: string; by: string | null; at: Date };
}

/** Collects rows of monthly reports as they would have been handed in; the checks are not asked. */
export function createReportBuilder() {
  const reports: Prisma.MonthlyReportCreateManyInput[] = [];
  const submissions: Prisma.ReportSubmissionCreateManyInput[] = [];
  const values: Prisma.ReportValueCreateManyInput[] = [];
  const steps: Prisma.ReportStepCreateManyInput[] = [];

  return {
    /** @returns the report's id */
    report(enterpriseId: string, built: BuiltReport): string {
      const { period, state, kind = 'REPORT', isLate = false, reason = null, figures, by, at, returned } = built;
      const [id, submissionId] = [newId(), newId()];
      const entered = { personId: by, via: 'wecom-app', onBehalf: false, recordedAt: at };
      const version = returned ? 3 : 2;
      reports.push({ id, enterpriseId, period, state, version, submissionId, submittedSeq: 2, recordedAt: at });
      submissions.push({
        id: submissionId,
        reportId: id,
        ...{ number: 1, kind, isLate, reason, setNumber: 0, fromVersion: 1, reasons: '[]', ...entered },
      });
      for (const { key, month, total, isCarried = false } of figures) {
        values.push({ submissionId, key, month, total, isCarried, ...entered });
      }
      if (returned) {
        const { reason: text, keys, dueOn, by: personId, at: recordedAt } = returned;
        const step = { kind: 'RETURN', seq: 3, keys: JSON.stringify(keys), text, dueOn, personId, recordedAt };
        steps.push({ id: newId(), reportId: id, ...step });
      }
      return id;
    },

    async writeReports(client: Client): Promise<void> {
      await client.monthlyReport.createMany({ data: reports });
      await client.reportSubmission.createMany({ data: submissions });
      await client.reportValue.createMany({ data: values });
      await client.reportStep.createMany({ data: steps });
    },
  };
}
