import type { AuditFact, Doer } from '../core/audit.ts';
import { maskName } from '../domain/masking.ts';
import { contactColumns } from '../domain/workbook/columns.ts';
import { auditRows } from '../store/audit-rows.ts';
import type { Claim, Now } from './claim.ts';
import type { Line } from './line.ts';
import type { Change, Plan } from './plan.ts';
import { insertInto, listOf, sql, updateRows } from './statement.ts';
import { insertColumns, type Table, tables, type UpdatedTable, updateColumns, type Writes } from './writes.ts';

/** As many rows as one transaction writes: it holds a SQLite file for some ten milliseconds. */
const rowsAtOnce = 300;
/** As many rows as one statement of the last transaction takes. */
const changesAtOnce = 500;

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

  // Whatever can be prepared is, before the file is held.
  const facts = factsOf(plan, importId);
  const audit = auditRows(doer, facts, auditKey);
  await line.transaction(async () => {
    await claim.renew();
    await writeChanges(line, writes, { confirmedById: doer.personId, recordedAt: doer.at });
    for (const rows of chunks(audit, changesAtOnce)) {
      const [first] = rows;
      if (!first) continue;
      const columns = Object.keys(first) as (keyof typeof first)[];
      await line.execute(
        insertInto(
          'AuditEntry',
          columns,
          rows.map((row) => columns.map((one) => row[one])),
        ),
      );
    }
    await line.execute(sql`
      UPDATE "Import" SET "state" = 'APPLIED', "openKey" = NULL, "heldUntil" = NULL, "appliedAt" = ${now()}
      WHERE "id" = ${importId}`);
  });
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

/** Everything that changes what is there already. */
async function writeChanges(
  line: Line,
  { updates, names, revived, transitions }: Writes,
  { confirmedById, recordedAt }: { confirmedById: string | null; recordedAt: Date },
): Promise<void> {
  for (const table of Object.keys(updates) as UpdatedTable[]) {
    for (const rows of chunks([...updates[table]], changesAtOnce)) {
      const values = rows.map(([id, { before, after }]) => [id, ...before, ...after]);
      const changed = await line.execute(updateRows(line.dialect, table, updateColumns[table], values));
      if (changed !== rows.length) throw new Stale();
    }
  }
  for (const ids of chunks(revived, changesAtOnce)) {
    const changed = await line.execute(sql`
      UPDATE "Binding" SET "endedAt" = NULL, "confirmedById" = ${confirmedById}
      WHERE "id" IN ${listOf(ids)} AND "endedAt" IS NOT NULL`);
    if (changed !== ids.length) throw new Stale();
  }
  for (const some of chunks([...names], changesAtOnce)) {
    await line.execute(sql`DELETE FROM "EnterpriseName" WHERE "enterpriseId" IN ${listOf(some.map(([id]) => id))}`);
    const rows = some.flatMap(([, own]) => own);
    for (const part of chunks(rows, changesAtOnce)) {
      await line.execute(insertInto('EnterpriseName', insertColumns.EnterpriseName, part));
    }
  }
  for (const part of chunks(transitions, changesAtOnce)) await line.execute(insertTransitions(part, recordedAt));
}

/** One entry for the import, and one for each enterprise of which something was changed. */
function factsOf({ counts, changes }: Plan, importId: string): AuditFact[] {
  const about = { action: 'import.apply', result: 'allowed' } as const;
  const byEnterprise = new Map<string, Change[]>();
  for (const change of changes) {
    const own = byEnterprise.get(change.enterpriseId);
    if (own) own.push(change);
    else byEnterprise.set(change.enterpriseId, [change]);
  }
  return [
    { ...about, objectType: 'import', objectId: importId, detail: { counts } },
    ...[...byEnterprise].map(
      ([enterpriseId, own]): AuditFact => ({
        ...about,
        objectType: 'enterprise',
        objectId: enterpriseId,
        enterpriseId,
        detail: { import: importId, changes: own.map(masked) },
      }),
    ),
  ];
}

function masked({ objectType, objectId, column, before, after }: Change) {
  const isName = objectType === 'person' && column === contactColumns.name.header;
  const told = isName ? { before: maskName(before), after: maskName(after) } : { before, after };
  return { objectType, objectId, column, ...told };
}

function countInserts({ inserts }: Pick<Writes, 'inserts'>): number {
  return tables.reduce((sum, table) => sum + inserts[table].length, 0);
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < all.length; from += size) parts.push(all.slice(from, from + size));
  return parts;
}
