import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { scratchPostgresUrl } from '../../prisma/tools/scratch.ts';
import { copyPostgresTemplate } from './template-database.ts';

/**
 * Migrated, empty PostgreSQL databases for tests. The server takes a quarter of a second to copy one and to drop it, and a
 * few milliseconds to empty one: what a test gives back is emptied and goes, under another name, to the next.
 */

/** Databases of this run of the tests, which its end removes (test/setup/postgres.ts). */
const prefix = `keqitong_test_${process.env.TEST_RUN ?? process.pid}_`;
const newName = () => `${prefix}${randomUUID().replaceAll('-', '')}`;

/** Given back and empty, to be used by this process. */
const free: string[] = [];

/** What makes a database worth keeping is that it is small: a large one is quicker dropped than emptied. */
const bytesAtMost = 2 ** 20;

export const addressOf = (name: string) => Object.assign(new URL(scratchPostgresUrl), { pathname: name }).href;

/** Does something by a connection of its own. */
export async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** One connection for all of a process. */
let admin: Promise<pg.Client> | undefined;

async function connectAdmin(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: scratchPostgresUrl });
  // A server that stops ends it: the next statement says so.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** A statement to the server itself. */
export async function administer(sql: string): Promise<void> {
  admin ??= connectAdmin();
  await (await admin).query(sql);
}

/** @returns the name of a migrated, empty database; the address it had with another test leads nowhere any more */
export async function takePostgres(): Promise<string> {
  const name = newName();
  const used = free.pop();
  if (used) {
    await administer(`ALTER DATABASE ${used} RENAME TO ${name}`);
    return name;
  }
  await copyPostgresTemplate(name);
  // Nobody pulls the plug of a test: a commit need not wait for the disk.
  await administer(`ALTER DATABASE ${name} SET synchronous_commit = off`);
  await connected(addressOf(name), async (client) => {
    schema ??= await schemaOf(client);
  });
  return name;
}

export async function givePostgresBack(name: string): Promise<void> {
  const isEmpty = await connected(addressOf(name), empty).catch(() => false);
  if (isEmpty) free.push(name);
  else await dropPostgres(name);
}

export const dropPostgres = (name: string) => administer(`DROP DATABASE ${name} WITH (FORCE)`);

/** Removes all that a run of the tests has kept. */
export async function dropPostgresOf(run: string): Promise<void> {
  await connected(scratchPostgresUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [`keqitong_test_${run}_`],
    );
    for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`);
  });
}

/** Of the template and all its copies. */
let schema: string | undefined;

/** Tells whether a test has changed more than rows. */
async function schemaOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ schema: string }>(`
    SELECT md5(string_agg(line, ',' ORDER BY line)) AS schema FROM (
      SELECT concat_ws(' ', oid, relname, relkind, relnatts, relchecks, relhastriggers) AS line
        FROM pg_class WHERE relnamespace = 'public'::regnamespace
      UNION ALL SELECT concat_ws(' ', attrelid, attname, atttypid, attnotnull)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
      UNION ALL SELECT concat_ws(' ', oid, conname) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
      UNION ALL SELECT concat_ws(' ', oid, tgname, tgenabled) FROM pg_trigger
      UNION ALL SELECT concat_ws(' ', oid, proname) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
      UNION ALL SELECT concat_ws(' ', id, checksum, finished_at, rolled_back_at) FROM _prisma_migrations) lines`);
  return rows[0]?.schema ?? '';
}

/** @returns whether the database is as the template is */
async function empty(client: pg.Client): Promise<boolean> {
  // Whoever still has it open, and its own connections that are about to end.
  await client.query(`
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`);
  if ((await schemaOf(client)) !== schema) return false;
  const tables = await filled(client);
  if (tables.reduce((sum, { bytes }) => sum + Number(bytes), 0) > bytesAtMost) return false;
  // In one statement, at whose end nothing refers to anything any more.
  await together(
    client,
    tables.map(({ name }) => `DELETE FROM ${name}`),
  );
  // Rows would fill the gaps otherwise and come in another order than in a new database, where a test does not say which.
  if (tables.length > 0) await client.query(`VACUUM ${tables.map(({ name }) => name).join(', ')}`);
  return true;
}

/** The tables with something in them, now or a while ago. */
async function filled(client: pg.Client): Promise<{ name: string; bytes: string }[]> {
  const { rows } = await client.query<{ name: string; bytes: string }>(`
    SELECT format('%I', relname) AS name, pg_relation_size(oid) AS bytes FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_prisma_migrations'
      AND pg_relation_size(oid) > 0`);
  return rows;
}

/** Changes as one statement: whether every reference leads somewhere is looked at when all are made. */
async function together(client: pg.Client, changes: string[], values: string[] = []): Promise<void> {
  const parts = changes.map((change, index) => `t${index} AS (${change})`);
  if (parts.length > 0) await client.query(`WITH ${parts.join(', ')} SELECT 1`, values);
}

/** @returns what writes all rows of this database into an empty one */
export async function fillingOf(client: pg.Client): Promise<(empty: pg.Client) => Promise<void>> {
  const inserts: string[] = [];
  const rowsOf: string[] = [];
  for (const { name } of await filled(client)) {
    const { rows } = await client.query<{ json: string | null }>(`SELECT json_agg(r)::text AS json FROM ${name} r`);
    if (!rows[0]?.json) continue;
    rowsOf.push(rows[0].json);
    inserts.push(`INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, $${rowsOf.length}::json)`);
  }
  return (empty) => together(empty, inserts, rowsOf);
}
