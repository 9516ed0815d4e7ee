import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { scratchPostgresUrl } from '../../prisma/tools/scratch.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { copyPostgresTemplate, copySqliteTemplate } from './template-database.ts';

/** The database this run of the tests is about (vitest.config.ts). */
export const dialect = process.env.TEST_DIALECT === 'postgresql' ? 'postgresql' : 'sqlite';

/** The address of a database of its own, and how to be rid of it. `migrated`: with all tables, else quite empty. */
export async function scratchDatabase({ migrated = false } = {}): Promise<{ url: string; drop(): Promise<void> }> {
  if (dialect === 'sqlite') {
    const dir = await mkdtemp(join(tmpdir(), 'keqitong-test-'));
    if (migrated) await copySqliteTemplate(join(dir, 'test.db'));
    return { url: `file:${join(dir, 'test.db')}`, drop: () => rm(dir, { recursive: true, force: true }) };
  }
  const name = `keqitong_test_${randomUUID().replaceAll('-', '')}`;
  const administer = async (sql: string) => {
    const admin = new pg.Client({ connectionString: scratchPostgresUrl });
    await admin.connect();
    await admin.query(sql);
    await admin.end();
  };
  if (migrated) await copyPostgresTemplate(name);
  else await administer(`CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(scratchPostgresUrl), { pathname: name }).href;
  return { url, drop: () => administer(`DROP DATABASE ${name} WITH (FORCE)`) };
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
