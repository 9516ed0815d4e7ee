import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import {
  createSchemaEngine,
  type Dialect,
  disposable,
  filters,
  readMigrations,
  readSchema,
} from '../../src/store/schema-engine.ts';

/** A fresh file each time the engine asks for a scratch database: SQLite's `:memory:` gave it wrong answers. */
function scratchSqlite(dir: string): ReturnType<typeof scratchPostgres> {
  let files = 0;
  const open = async () => {
    const adapter = await new PrismaLibSql({ url: `file:${join(dir, `${files++}.db`)}` }).connect();
    // The engine runs a whole migration as one statement here, of which libsql would execute only the first.
    const executeRaw: typeof adapter.executeRaw = async ({ sql }) => {
      await adapter.executeScript(sql);
      return 0;
    };
    return Object.assign(adapter, { executeRaw });
  };
  return {
    factory: { provider: 'sqlite', adapterName: '@prisma/adapter-libsql', connect: open, connectToShadowDb: open },
    drop: async () => undefined,
  };
}

/** PostgreSQL's internal one-byte type, which the catalogue uses and the adapter does not know; and text. */
const charOid = 18;
const textOid = 25;

/** A database of its own on a server for each connection; all are dropped by `drop`. */
function scratchPostgres(url: string): { factory: SqlMigrationAwareDriverAdapterFactory; drop(): Promise<void> } {
  const names: string[] = [];
  const administer = async (sql: string) => {
    const adapter = await new PrismaPg({ connectionString: url }).connect();
    await adapter.executeScript(sql);
    await adapter.dispose();
  };
  const open = async () => {
    const name = `keqitong_schema_${randomUUID().replaceAll('-', '')}`;
    await administer(`CREATE DATABASE ${name}`);
    names.push(name);
    const adapter = await new PrismaPg({
      connectionString: Object.assign(new URL(url), { pathname: name }).href,
    }).connect();
    const pool = adapter.underlyingDriver();
    const query = pool.query.bind(pool) as (...given: unknown[]) => Promise<{ fields?: { dataTypeID: number }[] }>;
    const readable = async (...given: unknown[]) => {
      const result = await query(...given);
      for (const field of result.fields ?? []) if (field.dataTypeID === charOid) field.dataTypeID = textOid;
      return result;
    };
    Object.assign(pool, { query: readable });
    return adapter;
  };
  return {
    factory: { provider: 'postgres', adapterName: '@prisma/adapter-pg', connect: open, connectToShadowDb: open },
    drop: async () => {
      for (const name of names) await administer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/**
 * The SQL that leads from the migrations of a dialect to its schema; empty if they agree.
 * For PostgreSQL `postgresUrl` names a server on which a scratch database may be made and dropped.
 */
export async function pendingSql(dialect: Dialect, postgresUrl: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'keqitong-schema-'));
  const scratch = dialect === 'sqlite' ? scratchSqlite(dir) : scratchPostgres(postgresUrl);
  const { factory, dispose } = disposable(scratch.factory);
  try {
    const engine = await createSchemaEngine(dialect, factory);
    const migrations = await readMigrations(dialect);
    const { stdout } = await engine.diff({
      from: migrations.migrationDirectories.length > 0 ? { tag: 'migrations', ...migrations } : { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [await readSchema(dialect)] },
      script: true,
      exitCode: null,
      filters,
    });
    engine.free();
    const sql = stdout?.trim() ?? '';
    return sql === '-- This is an empty migration.' ? '' : sql;
  } finally {
    await dispose();
    await scratch.drop();
    await rm(dir, { recursive: true, force: true });
  }
}

export const dialects: readonly Dialect[] = ['sqlite', 'postgresql'];

/** Whether there is a PostgreSQL server for scratch databases. */
export async function postgresAnswers(): Promise<boolean> {
  try {
    const connection = await new PrismaPg({
      connectionString: scratchPostgresUrl,
      connectionTimeoutMillis: 2000,
    }).connect();
    await connection.executeScript('SELECT 1');
    await connection.dispose();
    return true;
  } catch {
    return false;
  }
}

/** Whether PostgreSQL's own programs are there, and not older than that server: a backup needs them. */
export async function postgresHasTools(): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)('pg_dump', ['--version']);
    const connection = await new PrismaPg({ connectionString: scratchPostgresUrl }).connect();
    const { rows } = await connection.queryRaw({ sql: 'SHOW server_version_num', args: [], argTypes: [] });
    await connection.dispose();
    return Number(/\) (\d+)/u.exec(stdout)?.[1]) >= Math.floor(Number(rows[0]?.[0]) / 10_000);
  } catch {
    return false;
  }
}

/** The server for scratch databases in development and tests. */
export const scratchPostgresUrl = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
