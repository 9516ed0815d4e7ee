import { createClient } from '@libsql/client';
import pg from 'pg';

/** Rows to a statement; PostgreSQL takes 65 535 parameters, so the values are computed by the database itself. */
const rowsAtOnce = 100_000;

/** Fills a migrated database by its own means. */
export async function openFilling(url: string): Promise<Filling> {
  return url.startsWith('file:') ? sqlite(url) : await postgres(url);
}

interface Filling {
  statement(sql: string): Promise<unknown>;
  /** The statement over a series 1 … count, some at a time. */
  series(count: number, sql: (series: string) => string): Promise<void>;
  /** A letter and eleven digits, as long as our ids are. */
  id(letter: string, n: string): string;
  truth(value: boolean): string;
  finish(): Promise<void>;
}

function parts(count: number): { from: number; to: number }[] {
  const starts = Array.from({ length: Math.ceil(count / rowsAtOnce) }, (_, n) => n * rowsAtOnce + 1);
  return starts.map((from) => ({ from, to: Math.min(from + rowsAtOnce - 1, count) }));
}

function sqlite(url: string): Filling {
  const client = createClient({ url });
  return {
    statement: (sql) => client.execute(sql),
    async series(count, sql) {
      for (const { from, to } of parts(count)) {
        await client.execute(
          sql(
            `(WITH RECURSIVE s(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM s WHERE n < ${to}) SELECT n FROM s)`,
          ),
        );
      }
    },
    id: (letter, n) => `printf('${letter}%011d', ${n})`,
    truth: (value) => (value ? '1' : '0'),
    finish: async () => {
      await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
      client.close();
    },
  };
}

async function postgres(url: string): Promise<Filling> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    statement: (sql) => client.query(sql),
    async series(count, sql) {
      for (const { from, to } of parts(count)) await client.query(sql(`generate_series(${from}, ${to}) AS s(n)`));
    },
    id: (letter, n) => `'${letter}' || lpad((${n})::text, 11, '0')`,
    truth: String,
    // As the server does by itself a minute later.
    finish: async () => {
      await client.query('VACUUM ANALYZE');
      await client.end();
    },
  };
}
