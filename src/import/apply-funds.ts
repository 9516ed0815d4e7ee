import type { AuditFact, Doer } from '../core/audit.ts';
import { grouped } from '../core/grouped.ts';
import type { Line } from './line.ts';
import { insertNumbered, insertStaged, type Staged, stagedInsert } from './staged.ts';
import { type FundTable, fundColumns, fundTables, type Writes } from './writes.ts';

/** The rows of the fund ledger, to be laid ready: they are written in the last transaction only. */
export function stagedFunds({ funds }: Writes, doer: Doer): Staged[] {
  return fundTables.map((table) =>
    stagedInsert(
      table,
      [...fundColumns[table], 'recordedAt', ...signed(table)],
      funds[table].map((row) => [...row, doer.at, ...(signed(table).length > 0 ? [doer.personId] : [])]),
    ),
  );
}

/** An entry without a name reads 导入. */
function signed(table: FundTable): readonly string[] {
  return table === 'FundEntry' ? [] : ['recordedById'];
}

/** What is recorded of the batches that something is entered into: how many entries, never how much. */
export function fundFacts(
  { funds }: Writes,
  importId: string,
): Pick<AuditFact, 'objectType' | 'objectId' | 'detail'>[] {
  const batchAt = fundColumns.FundEntry.indexOf('batchId');
  return [...grouped(funds.FundEntry, (row) => String(row[batchAt]))].map(([objectId, { length }]) => ({
    objectType: 'fund-batch',
    objectId,
    detail: { import: importId, entries: length },
  }));
}

/** Inserts what was laid ready; batches and projects get the next numbers. */
export async function insertFunds(line: Line, staged: Staged): Promise<void> {
  if (staged.rows.length === 0) return;
  await (staged.columns.includes('number') ? insertNumbered : insertStaged)(line, staged);
}
