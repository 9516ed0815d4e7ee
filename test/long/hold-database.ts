import { createClient } from '@libsql/client';
import pg from 'pg';

/**
 * Holds a database as another program would: SQLite's only writer, on PostgreSQL all tables for itself alone. Resolves once
 * it is held. @returns what lets go of it
 */
export async function holdDatabase(url: string): Promise<() => Promise<void>> {
  if (url.startsWith('file:')) {
    const other = createClient({ url });
    const held = await other.transaction('write');
    return async () => {
      await held.rollback();
      other.close();
    };
  }
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  const { rows } = await other.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
  );
  await other.query('BEGIN');
  await other.query(`LOCK TABLE ${rows.map(({ name }) => name).join(', ')} IN ACCESS EXCLUSIVE MODE`);
  return async () => {
    await other.query('ROLLBACK');
    await other.end();
  };
}
