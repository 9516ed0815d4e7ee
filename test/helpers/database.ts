import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { addressOf, administer, dropPostgres, givePostgresBack, takePostgres } from './postgres-pool.ts';
import { scratchDir } from './scratch-dir.ts';
import { copySqliteTemplate } from './template-database.ts';

/** The database this run of the tests is about (vitest.config.ts). */
export const dialect = process.env.TEST_DIALECT === 'postgresql' ? 'postgresql' : 'sqlite';

/** The address of a database of its own, and how to be rid of it. `migrated`: with all tables, else quite empty. */
export async function scratchDatabase({ migrated = false } = {}): Promise<{ url: string; drop(): Promise<void> }> {
  if (dialect === 'sqlite') {
    const { path, remove } = await scratchDir();
    if (migrated) await copySqliteTemplate(join(path, 'test.db'));
    return { url: `file:${join(path, 'test.db')}`, drop: remove };
  }
  if (migrated) {
    const name = await takePostgres();
    return { url: addressOf(name), drop: () => givePostgresBack(name) };
  }
  const name = `keqitong_test_${randomUUID().replaceAll('-', '')}`;
  await administer(`CREATE DATABASE ${name}`);
  return { url: addressOf(name), drop: () => dropPostgres(name) };
}

/** An open, migrated, empty database. */
export async function testDatabase(): Promise<Database & { drop(): Promise<void> }> {
  const { url, drop } = await scratchDatabase({ migrated: true });
  const database = await openDatabase(url);
  return {
    ...database,
    drop: async () => {
      await database.close();
      await drop();
    },
  };
}
