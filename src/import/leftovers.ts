import type { Now } from './claim.ts';
import type { Line } from './line.ts';
import { listOf, raw, sql } from './statement.ts';

/** As many rows as one transaction removes or unmarks. */
const atOnce = 500;

/** In the order in which they may go: what refers to others first. */
const marked = ['Qualification', 'Binding', 'EnterpriseName', 'Person', 'Enterprise'] as const;

/**
 * Ends imports whose process is dead, removes what they and others that failed had written, and takes the mark off what
 * an applied one left marked. Nobody sees any of it; the rows only take room.
 */
export async function tidyUp(line: Line, now: Now): Promise<void> {
  await line.execute(sql`
    UPDATE "Import" SET "state" = 'FAILED', "openKey" = NULL, "heldUntil" = NULL
    WHERE "state" = 'APPLYING' AND "heldUntil" < ${now()}`);
  const ids = new Set<string>();
  for (const table of marked) {
    const rows = await line.query<{ importId: string }>(
      sql`SELECT DISTINCT "importId" FROM ${raw(`"${table}"`)} WHERE "importId" IS NOT NULL`,
    );
    for (const { importId } of rows) ids.add(importId);
  }
  for (const id of ids) {
    const [row] = await line.query<{ state: string }>(sql`SELECT "state" FROM "Import" WHERE "id" = ${id}`);
    if (row?.state === 'APPLIED') await unmark(line, id);
    else if (row?.state !== 'APPLYING') await remove(line, id);
  }
}

/** Takes the mark off the rows of an applied import: they are there with it, and cheaper to find without. */
export async function unmark(line: Line, importId: string): Promise<void> {
  for (const table of marked) {
    const name = raw(`"${table}"`);
    for (;;) {
      const changed = await line.transaction(() =>
        line.execute(sql`
          UPDATE ${name} SET "importId" = NULL
          WHERE "id" IN (SELECT "id" FROM ${name} WHERE "importId" = ${importId} LIMIT ${atOnce})`),
      );
      if (changed < atOnce) break;
    }
  }
}

async function remove(line: Line, importId: string): Promise<void> {
  for (const table of marked) {
    const name = raw(`"${table}"`);
    for (;;) {
      const rows = await line.query<{ id: string }>(
        sql`SELECT "id" FROM ${name} WHERE "importId" = ${importId} LIMIT ${atOnce}`,
      );
      if (rows.length === 0) break;
      const ids = listOf(rows.map(({ id }) => id));
      await line.transaction(async () => {
        if (table === 'Qualification')
          await line.execute(sql`DELETE FROM "Transition" WHERE "qualificationId" IN ${ids}`);
        await line.execute(sql`DELETE FROM ${name} WHERE "id" IN ${ids}`);
      });
    }
  }
}
