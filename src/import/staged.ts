import type { Line } from './line.ts';
import { insertInto, raw, sql } from './statement.ts';

/** As many rows as one statement of the staging takes. */
const rowsAtOnce = 250;

/**
 * Rows laid ready in a temporary table, which is this connection's own: from there one statement writes them to where they
 * belong in a fraction of the time, and only then is the file held.
 */
export interface Staged {
  /** The temporary table. */
  name: string;
  columns: readonly string[];
  rows: readonly (readonly unknown[])[];
  /** Where each column takes its type from: `"Table"."column"`, in the order of the columns. */
  like: { table: string; columns: readonly string[] };
}

const quoted = (name: string) => `"${name}"`;

/** Rows to be inserted into a table as they are. */
export function stagedInsert(table: string, columns: readonly string[], rows: readonly (readonly unknown[])[]): Staged {
  return { name: `staged_new_${table}`, columns, rows, like: { table, columns } };
}

/** Rows to be changed: each is id, the values seen, the values wanted. */
export function stagedUpdate(table: string, columns: readonly string[], rows: readonly (readonly unknown[])[]): Staged {
  const named = (prefix: string) => columns.map((_, index) => `${prefix}${index}`);
  const like = { table, columns: ['id', ...columns, ...columns] };
  return { name: `staged_${table}`, columns: ['id', ...named('o'), ...named('n')], rows, like };
}

/** Lays rows ready. What was laid ready under this name before is gone. */
export async function stage(line: Line, { name, columns, rows, like }: Staged): Promise<void> {
  const typed = columns.map((column, index) => `${quoted(like.columns[index] ?? '')} AS ${quoted(column)}`).join(', ');
  await line.execute(raw(`DROP TABLE IF EXISTS ${quoted(name)}`));
  await line.execute(
    raw(`CREATE TEMP TABLE ${quoted(name)} AS SELECT ${typed} FROM ${quoted(like.table)} WHERE 1 = 0`),
  );
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    await line.execute(insertInto(name, columns, rows.slice(from, from + rowsAtOnce)));
  }
}

export async function insertStaged(line: Line, { name, columns, like }: Staged): Promise<void> {
  const list = raw(columns.map(quoted).join(', '));
  await line.execute(sql`INSERT INTO ${raw(quoted(like.table))} (${list}) SELECT ${list} FROM ${raw(quoted(name))}`);
}

/** The same for rows whose `number` counts from 1: they get the next numbers, which nobody had before. */
export async function insertNumbered(line: Line, { name, columns, like }: Staged): Promise<void> {
  const table = raw(quoted(like.table));
  const list = raw(columns.map(quoted).join(', '));
  // Computed before the insert begins: a statement does not see what it inserts.
  await line.execute(sql`
    UPDATE ${raw(quoted(name))} SET "number" = "number" + (SELECT COALESCE(MAX(t."number"), 0) FROM ${table} t)`);
  await line.execute(sql`
    INSERT INTO ${table} (${list}) SELECT ${list} FROM ${raw(quoted(name))} ORDER BY "number"`);
}

/** @returns how many rows it changed: those that still had the values seen */
export async function updateStaged(line: Line, { name, like }: Staged): Promise<number> {
  const table = quoted(like.table);
  const columns = like.columns.slice(1, 1 + (like.columns.length - 1) / 2);
  // SQLite is kept from looking rows up by one of these: of what is not told there may be thousands.
  const noIndex = line.dialect === 'sqlite' ? '+' : '';
  const set = columns.map((column, index) => `${quoted(column)} = v."n${index}"`).join(', ');
  const same = columns.map(
    (column, index) => `${noIndex}${table}.${quoted(column)} IS NOT DISTINCT FROM v."o${index}"`,
  );
  const where = [`${table}."id" = v."id"`, ...same].join(' AND ');
  return line.execute(raw(`UPDATE ${table} SET ${set} FROM ${quoted(name)} AS v WHERE ${where}`));
}
