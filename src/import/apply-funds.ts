import type { AuditFact, Doer } from '../core/audit.ts';
import { grouped } from '../core/grouped.ts';
import type { Line } from './line.ts';
import { insertStaged, type Staged, stagedInsert } from './staged.ts';
import { raw, sql } from './statement.ts';
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

/** Inserts what was laid ready; batches and projects get the next numbers, which nobody had before. */
export async function insertFunds(line: Line, staged: Staged): Promise<void> {
  const { like, name, rows, columns } = staged;
  if (rows.length === 0) return;
  if (!columns.includes('number')) return insertStaged(line, staged);
  const table = raw(`"${like.table}"`);
  const quoted = columns.map((column) => `"${column}"`);
  // Computed before the insert begins: a statement does not see what it inserts.
  await line.execute(sql`
    UPDATE ${raw(`"${name}"`)} SET "number" = "number" + (SELECT COALESCE(MAX(t."number"), 0) FROM ${table} t)`);
  await line.execute(sql`
    INSERT INTO ${table} (${raw(quoted.join(', '))}) SELECT ${raw(quoted.join(', '))} FROM ${raw(`"${name}"`)}
    ORDER BY "number"`);
}
