import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { scratchPostgresUrl } from '../../prisma/tools/scratch.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { type Dialect, readMigrations } from '../../src/store/schema-engine.ts';

/** A migrated, empty database that the tests copy: migrating anew for each would take most of their time. */

/** Of the migrations as they are now; they do not change while tests run. */
const names = new Map<Dialect, Promise<string>>();

function nameOf(dialect: Dialect): Promise<string> {
  const name = names.get(dialect) ?? readName(dialect);
  names.set(dialect, name);
  return name;
}

async function readName(dialect: Dialect): Promise<string> {
  const { migrationDirectories } = await readMigrations(dialect);
  const migrations = JSON.stringify(migrationDirectories);
  return `keqitong_template_${createHash('sha256').update(migrations).digest('hex').slice(0, 16)}`;
}

/** Migrates the database of an address, and does `then` with it. */
async function migrated(url: string, then: (database: Database) => Promise<unknown> = async () => undefined) {
  const database = await openDatabase(url);
  await migrate(database);
  await then(database);
  await database.close();
}

/** Copies the template to a file that does not exist yet. */
export async function copySqliteTemplate(file: string): Promise<void> {
  const template = join(tmpdir(), `${await nameOf('sqlite')}.db`);
  if (!existsSync(template)) {
    // Whoever else makes it at this moment makes the same. As one file, without a log beside it.
    const dir = await mkdtemp(join(tmpdir(), 'keqitong-template-'));
    const whole = join(dir, 'whole.db');
    await migrated(`file:${join(dir, 'made.db')}`, ({ client }) => client.$executeRaw`VACUUM INTO ${whole}`);
    await rename(whole, template);
    await rm(dir, { recursive: true });
  }
  await copyFile(template, file);
}

/** Makes a PostgreSQL database of this name, copied from the template. */
export async function copyPostgresTemplate(name: string): Promise<void> {
  const template = await nameOf('postgresql');
  const admin = new pg.Client({ connectionString: scratchPostgresUrl });
  await admin.connect();
  try {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [
      template,
    ]);
    if (rowCount === 0) await makePostgresTemplate(admin, template);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  } finally {
    await admin.end();
  }
}

/** Any number that is ours. */
const lock = 7_413_905;

async function makePostgresTemplate(admin: pg.Client, template: string): Promise<void> {
  await admin.query('SELECT pg_advisory_lock($1)', [lock]);
  const { rows } = await admin.query<{ datistemplate: boolean }>(
    'SELECT datistemplate FROM pg_database WHERE datname = $1',
    [template],
  );
  if (!rows[0]?.datistemplate) {
    // Left half made.
    await admin.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${template}`);
    await migrated(Object.assign(new URL(scratchPostgresUrl), { pathname: template }).href);
    await admin.query(`ALTER DATABASE ${template} IS_TEMPLATE true`);
  }
  await admin.query('SELECT pg_advisory_unlock($1)', [lock]);
}
