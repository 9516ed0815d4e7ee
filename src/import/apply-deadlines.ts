import type { AuditFact, Doer } from '../core/audit.ts';
import { deadlineSubject } from '../domain/deadlines/deadline.ts';
import type { Line } from './line.ts';
import { insertNumbered, insertStaged, type Staged, stagedInsert } from './staged.ts';
import { listOf, sql } from './statement.ts';
import { deadlineColumns, deadlineTables, type Writes } from './writes.ts';

/** New deadlines and what became of others, to be laid ready: they are written in the last transaction only. */
export function stagedDeadlines({ deadlines }: Writes, doer: Doer): Staged[] {
  return deadlineTables.map((table) =>
    stagedInsert(
      table,
      [...deadlineColumns[table], 'recordedAt', 'recordedById'],
      deadlines[table].map((row) => [...row, doer.at, doer.personId]),
    ),
  );
}

/** Inserts what was laid ready; a new deadline gets the next number. */
export async function insertDeadlines(line: Line, staged: readonly Staged[], writes: Writes): Promise<void> {
  for (const rows of staged) {
    if (rows.rows.length > 0) await (rows.columns.includes('number') ? insertNumbered : insertStaged)(line, rows);
  }
  // As where an officer changes one: what was promised of a day that is another by now does not go out any more.
  const subjects = toldOf(writes).map(deadlineSubject);
  for (let from = 0; from < subjects.length; from += subjectsAtOnce) {
    await line.execute(sql`
      UPDATE "Reminder" SET "state" = 'DROPPED', "why" = 'withdrawn'
      WHERE "subject" IN ${listOf(subjects.slice(from, from + subjectsAtOnce))} AND "state" IN ('PLANNED', 'SENDING')`);
  }
}

const subjectsAtOnce = 300;

/** Deadlines of whose change those concerned are told. */
function toldOf({ deadlines }: Writes): string[] {
  const at = (column: string) => deadlineColumns.DeadlineChange.indexOf(column);
  return deadlines.DeadlineChange.flatMap((row) =>
    row[at('kind')] === 'CHANGE' && row[at('announceAt')] !== null ? [String(row[at('deadlineId')])] : [],
  );
}

/** What is recorded of the new ones; changes are recorded as everybody's are. */
export function deadlineFacts(
  { deadlines }: Writes,
  importId: string,
): Pick<AuditFact, 'objectType' | 'objectId' | 'detail'>[] {
  const at = (column: string) => deadlineColumns.Deadline.indexOf(column);
  return deadlines.Deadline.map((row) => ({
    objectType: 'deadline',
    objectId: String(row[at('id')]),
    detail: { import: importId, program: row[at('program')], due: row[at('enterpriseDue')] },
  }));
}
