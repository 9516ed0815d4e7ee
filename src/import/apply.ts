import type { AuditFact, Doer } from '../core/audit.ts';
import { grouped } from '../core/grouped.ts';
import { maskName } from '../domain/masking.ts';
import { contactColumns } from '../domain/workbook/columns.ts';
import { fundProjectColumns } from '../domain/workbook/fund-project-columns.ts';
import { auditRows } from '../store/audit-rows.ts';
import { deadlineFacts, insertDeadlines, stagedDeadlines } from './apply-deadlines.ts';
import { fundFacts, insertFunds, stagedFunds } from './apply-funds.ts';
import type { Claim, Now } from './claim.ts';
import type { Line } from './line.ts';
import type { Change, Plan } from './plan.ts';
import { insertStaged, stage, stagedInsert, stagedUpdate, updateStaged } from './staged.ts';
import { insertInto, listOf, raw, sql } from './statement.ts';
import { insertColumns, type Table, tables, type UpdatedTable, updateColumns, type Writes } from './writes.ts';

/** As many rows as one transaction writes: it holds a SQLite file for some ten milliseconds. */
const rowsAtOnce = 300;

/** Something that the plan was made by has been changed since. */
export class Stale extends Error {}

/** Writes a plan: all of it becomes visible in the last transaction, or nothing ever does. */
export async function applyPlan(
  line: Line,
  plan: Plan,
  options: {
    importId: string;
    doer: Doer;
    auditKey: Buffer;
    claim: Claim;
    now: Now;
    onProgress(done: number, total: number): void;
  },
): Promise<void> {
  const { importId, doer, auditKey, claim, now, onProgress } = options;
  const { writes } = plan;
  await insertAhead(line, writes, options);

  const audit = auditRows(doer, factsOf(plan, importId), auditKey);
  const [some] = audit;
  const auditColumns = Object.keys(some ?? {}) as (keyof NonNullable<typeof some>)[];
  const staged = {
    updates: (Object.keys(updateColumns) as UpdatedTable[]).map((table) =>
      stagedUpdate(
        table,
        updateColumns[table],
        [...writes.updates[table]].map(([id, { before, after }]) => [id, ...before, ...after]),
      ),
    ),
    names: stagedInsert('EnterpriseName', insertColumns.EnterpriseName, [...writes.names.values()].flat()),
    transitions: stagedInsert(
      'Transition',
      [...insertColumns.Transition, 'recordedAt'],
      writes.transitions.map((row) => [...row, doer.at]),
    ),
    audit: stagedInsert(
      'AuditEntry',
      auditColumns,
      audit.map((row) => auditColumns.map((column) => row[column])),
    ),
  };
  const { updates, names, transitions } = staged;
  const funds = stagedFunds(writes, doer);
  const deadlines = stagedDeadlines(writes, doer);
  const laidReady = [...updates, names, transitions, ...funds, ...deadlines, staged.audit].filter(
    ({ rows }) => rows.length > 0,
  );
  await line.transaction(
    async () => {
      await claim.renew();
      for (const update of updates.filter(({ rows }) => rows.length > 0)) {
        if ((await updateStaged(line, update)) !== update.rows.length) throw new Stale();
      }
      await revive(line, writes.revived, doer.personId);
      if (names.rows.length > 0) {
        const replaced = raw(`SELECT "enterpriseId" FROM "${names.name}"`);
        await line.execute(sql`DELETE FROM "EnterpriseName" WHERE "enterpriseId" IN (${replaced})`);
        await insertStaged(line, names);
      }
      if (transitions.rows.length > 0) await insertStaged(line, transitions);
      for (const rows of funds) await insertFunds(line, rows);
      await insertDeadlines(line, deadlines, writes);
      await insertStaged(line, staged.audit);
      await line.execute(sql`
        UPDATE "Import" SET "state" = 'APPLIED', "openKey" = NULL, "heldUntil" = NULL, "appliedAt" = ${now()}
        WHERE "id" = ${importId}`);
    },
    // Before the file is held.
    async () => {
      for (const rows of laidReady) await stage(line, rows);
    },
  );
  const total = countInserts(writes);
  onProgress(total, total);
}

/** New rows, marked with the import: they are there for nobody yet. */
async function insertAhead(
  line: Line,
  { inserts }: Writes,
  {
    importId,
    doer,
    claim,
    onProgress,
  }: { importId: string; doer: Doer; claim: Claim; onProgress(done: number, total: number): void },
): Promise<void> {
  const total = countInserts({ inserts });
  let done = 0;
  const common: Readonly<Record<Table, Readonly<Record<string, unknown>>>> = {
    Enterprise: { importId, recordedAt: doer.at },
    EnterpriseName: { importId },
    Person: { importId, recordedAt: doer.at },
    Binding: { importId, recordedAt: doer.at, confirmedById: doer.personId },
    Qualification: { importId, recordedAt: doer.at },
    Transition: { recordedAt: doer.at },
  };
  for (const table of tables) {
    // A transition belongs to its qualification, by which it is found when that is removed: they go in together.
    if (table === 'Transition') continue;
    const rows = inserts[table];
    const columns = [...insertColumns[table], ...Object.keys(common[table])];
    const values = Object.values(common[table]);
    const ofChunk = (from: number) => rows.slice(from, from + rowsAtOnce);
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      await line.transaction(async () => {
        await claim.renew();
        await line.execute(
          insertInto(
            table,
            columns,
            ofChunk(from).map((row) => [...row, ...values]),
          ),
        );
        if (table !== 'Qualification') return;
        const transitions = inserts.Transition.slice(from, from + rowsAtOnce);
        await line.execute(insertTransitions(transitions, doer.at));
      });
      done += ofChunk(from).length * (table === 'Qualification' ? 2 : 1);
      onProgress(done, total);
    }
  }
}

function insertTransitions(rows: readonly (readonly unknown[])[], recordedAt: Date) {
  const columns = [...insertColumns.Transition, 'recordedAt'];
  return insertInto(
    'Transition',
    columns,
    rows.map((row) => [...row, recordedAt]),
  );
}

async function revive(line: Line, bindings: readonly string[], confirmedById: string | null): Promise<void> {
  for (let from = 0; from < bindings.length; from += rowsAtOnce) {
    const ids = bindings.slice(from, from + rowsAtOnce);
    const changed = await line.execute(sql`
      UPDATE "Binding" SET "endedAt" = NULL, "confirmedById" = ${confirmedById}
      WHERE "id" IN ${listOf(ids)} AND "endedAt" IS NOT NULL`);
    if (changed !== ids.length) throw new Stale();
  }
}

/** One for the import, one for each enterprise, batch or deadline that something was changed of or entered into. */
function factsOf({ counts, changes, writes }: Plan, importId: string): AuditFact[] {
  const about = { action: 'import.apply', result: 'allowed' } as const;
  const byEnterprise = grouped(changes, ({ enterpriseId, objectId }) => enterpriseId ?? objectId);
  return [
    { ...about, objectType: 'import', objectId: importId, detail: { counts } },
    ...[...byEnterprise].map(
      ([objectId, own]): AuditFact => ({
        ...about,
        ...(own[0]?.enterpriseId === null
          ? { objectType: own[0].objectType, objectId }
          : { objectType: 'enterprise', objectId, enterpriseId: objectId }),
        detail: { import: importId, changes: own.map(masked) },
      }),
    ),
    ...[...fundFacts(writes, importId), ...deadlineFacts(writes, importId)].map(
      (fact): AuditFact => ({ ...about, ...fact }),
    ),
  ];
}

function masked({ objectType, objectId, column, before, after }: Change) {
  // Never a figure.
  if (objectType === 'fund-project' && column === fundProjectColumns.selfRaised.header) {
    return { objectType, objectId, column };
  }
  const isName =
    (objectType === 'person' && column === contactColumns.name.header) ||
    (objectType === 'fund-project' && column === fundProjectColumns.leader.header);
  const told = isName ? { before: maskName(before), after: maskName(after) } : { before, after };
  return { objectType, objectId, column, ...told };
}

function countInserts({ inserts }: Pick<Writes, 'inserts'>): number {
  return tables.reduce((sum, table) => sum + inserts[table].length, 0);
}
