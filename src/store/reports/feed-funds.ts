import type { Doer } from '../../core/audit.ts';
import { UserError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { dateOf } from '../../domain/calendar.ts';
import { openKeyOf, whyNotClaim } from '../../domain/funds/claim-rules.ts';
import { formatPeriod, lastDayOf, type Period } from '../../domain/reports/period.ts';
import type { ViewRow } from '../../domain/reports/view.ts';
import { holdBatch } from '../funds/hold-batch.ts';
import { type HeldPlace, readPlace } from '../funds/place.ts';
import type { Tx } from '../transact.ts';

/**
 * 科技专项资金支出 of the month becomes a 自报 of each project, which staff confirm into the ledger like any other (domain.md
 * D1: feeds C). What is reported or entered for the month already stays; a report that is corrected replaces its own
 * 自报 while that waits.
 */
export async function feedFunds(
  tx: Tx,
  doer: Doer,
  { period, rows }: { period: Period; rows: readonly ViewRow[] },
): Promise<void> {
  for (const { indicator, month } of rows) {
    if (indicator.project === null || month === null) continue;
    const found = await tx.fundProject.findUnique({ where: { number: indicator.project }, select: { id: true } });
    if (found) await feed(tx, doer, { projectId: found.id, period, fen: month });
  }
}

async function feed(
  tx: Tx,
  doer: Doer,
  { projectId, period, fen }: { projectId: string; period: Period; fen: bigint },
): Promise<void> {
  await holdBatch(tx, { projectId });
  const place = await placeOf(tx, projectId);
  if (!place?.project) return;
  const note = `${formatPeriod(period)}月报填报`;
  const wanted = { type: 'SPEND' as const, fen, effectiveOn: lastDayOf(period), period };
  const openKey = openKeyOf(projectId, wanted);
  const open = await tx.fundClaim.findUnique({ where: { openKey } });
  if (open && (open.note !== note || open.fen === fen)) return;
  if (open) {
    const withdrawn = { state: 'WITHDRAWN', openKey: null, decidedById: doer.personId, decidedAt: doer.at };
    await tx.fundClaim.update({ where: { id: open.id }, data: withdrawn });
  }
  if (whyNotClaim(place.project, place.entries, wanted, dateOf(doer.at)) !== null) return;
  const reported = { reportedById: doer.personId ?? '', reportedAt: doer.at };
  await tx.fundClaim.create({
    data: { id: newId(), projectId, ...wanted, docNo: null, note, state: 'PENDING', openKey, ...reported },
  });
}

/** Null while an import writes into the batch: the report is not held up by that. */
async function placeOf(tx: Tx, projectId: string): Promise<HeldPlace | null> {
  try {
    return await readPlace(tx, { projectId });
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
