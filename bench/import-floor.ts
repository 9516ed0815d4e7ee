import { createClient } from '@libsql/client';
import pg from 'pg';
import type { PlainRows } from './import-data.ts';

/** As many rows to a transaction as the import writes in one. */
const rowsAtOnce = 300;

/** Inserts ready rows by plain SQL, one statement a row, and says how long it took in ms. */
export async function insertPlainly(url: string, tables: readonly PlainRows[]): Promise<number> {
  const insert = url.startsWith('file:') ? libsql(url) : await postgres(url);
  const started = performance.now();
  for (const { table, columns, rows } of tables) {
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      await insert.chunk(table, columns, rows.slice(from, from + rowsAtOnce));
    }
  }
  const ms = performance.now() - started;
  await insert.close();
  return ms;
}

interface Inserting {
  chunk(table: string, columns: readonly string[], rows: PlainRows['rows']): Promise<void>;
  close(): Promise<void>;
}

const into = (table: string, columns: readonly string[], value: (index: number) => string) =>
  `INSERT INTO "${table}" (${columns.map((one) => `"${one}"`).join(', ')}) VALUES (${columns.map((_, n) => value(n)).join(', ')})`;

function libsql(url: string): Inserting {
  const client = createClient({ url });
  return {
    async chunk(table, columns, rows) {
      const sql = into(table, columns, () => '?');
      await client.batch(
        rows.map((args) => ({ sql, args: [...args] })),
        'write',
      );
    },
    close: async () => client.close(),
  };
}

async function postgres(url: string): Promise<Inserting> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    async chunk(table, columns, rows) {
      const text = into(table, columns, (n) => `$${n + 1}`);
      await client.query('BEGIN');
      for (const values of rows) await client.query({ name: table, text, values: [...values] });
      await client.query('COMMIT');
    },
    close: () => client.end(),
  };
}
