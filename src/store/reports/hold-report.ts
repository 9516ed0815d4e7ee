import { newId } from '../../core/ids.ts';
import type { Period } from '../../domain/reports/period.ts';
import type { Tx } from '../transact.ts';

/**
 * Makes the next change of a report ours: its version is counted up, which holds the row until the commit, so that of two
 * who change it at once the second sees what the first did. The report begins with its first change.
 * @returns the row with the new version
 */
export async function holdReport(tx: Tx, of: { enterpriseId: string; period: Period }, now: Date) {
  await tx.$executeRaw`
    INSERT INTO "MonthlyReport" ("id", "enterpriseId", "period", "state", "version", "submittedSeq", "recordedAt")
    VALUES (${newId()}, ${of.enterpriseId}, ${of.period}, 'DRAFT', 0, 0, ${now})
    ON CONFLICT ("enterpriseId", "period") DO NOTHING`;
  return tx.monthlyReport.update({ where: { enterpriseId_period: of }, data: { version: { increment: 1 } } });
}

/** Begins a report that nobody has begun; null: somebody did. */
export async function beginReport(tx: Tx, of: { enterpriseId: string; period: Period }, now: Date) {
  const begun = await tx.$executeRaw`
    INSERT INTO "MonthlyReport" ("id", "enterpriseId", "period", "state", "version", "submittedSeq", "recordedAt")
    VALUES (${newId()}, ${of.enterpriseId}, ${of.period}, 'DRAFT', 1, 0, ${now})
    ON CONFLICT ("enterpriseId", "period") DO NOTHING`;
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
