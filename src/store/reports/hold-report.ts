import { newId } from '../../core/ids.ts';
import type { Period } from '../../domain/reports/period.ts';
import type { Tx } from '../transact.ts';

interface ReportKey {
  enterpriseId: string;
  period: Period;
}

/**
 * Makes the next change of a report ours: its version is counted up, which holds the row until the commit, so that of two
 * who change it at once the second sees what the first did. The report begins with its first change.
 * @returns the row with the new version
 */
export async function holdReport(tx: Tx, of: ReportKey, now: Date) {
  await insertReport(tx, of, 0, now);
  return tx.monthlyReport.update({ where: { enterpriseId_period: of }, data: { version: { increment: 1 } } });
}

/** Begins a report that nobody has begun; null: somebody did. */
export async function beginReport(tx: Tx, of: ReportKey, now: Date) {
  const begun = await insertReport(tx, of, 1, now);
  return begun === 0 ? null : tx.monthlyReport.findUnique({ where: { enterpriseId_period: of } });
}

/** The same of one that was seen at a version; null: it is not there, or has changed since. */
export async function holdSeen(tx: Tx, id: string, version: number) {
  const { count } = await tx.monthlyReport.updateMany({
    where: { id, version },
    data: { version: { increment: 1 } },
  });
  return count === 0 ? null : tx.monthlyReport.findUnique({ where: { id } });
}

/** @returns how many rows were made: 0 where there is one already */
function insertReport(tx: Tx, { enterpriseId, period }: ReportKey, version: number, now: Date) {
  return tx.$executeRaw`
    INSERT INTO "MonthlyReport" ("id", "enterpriseId", "period", "state", "version", "submittedSeq", "recordedAt")
    VALUES (${newId()}, ${enterpriseId}, ${period}, 'DRAFT', ${version}, 0, ${now})
    ON CONFLICT ("enterpriseId", "period") DO NOTHING`;
}
