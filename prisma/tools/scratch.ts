import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import {
  createSchemaEngine,
  type Dialect,
  filters,
  readMigrations,
  readSchema,
} from '../../src/store/schema-engine.ts';

/** A fresh file each time the engine asks for a scratch database: SQLite's `:memory:` gave it wrong answers. */
async function scratchSqlite(dir: string): Promise<SqlMigrationAwareDriverAdapterFactory> {
  let files = 0;
  const open = () => new PrismaLibSql({ url: `file:${join(dir, `${files++}.db`)}` }).connect();
  return { provider: 'sqlite', adapterName: '@prisma/adapter-libsql', connect: open, connectToShadowDb: open };
}

/**
 * The SQL that leads from the migrations of a dialect to its schema; empty if they agree.
 * For PostgreSQL `postgresUrl` names a server on which a scratch database may be made and dropped.
 */
export async function pendingSql(dialect: Dialect, postgresUrl: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'keqitong-schema-'));
  try {
    const factory = dialect === 'sqlite' ? await scratchSqlite(dir) : new PrismaPg({ connectionString: postgresUrl });
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
    await rm(dir, { recursive: true, force: true });
  }
}

export const dialects: readonly Dialect[] = ['sqlite', 'postgresql'];

/** The server for scratch databases in development and tests. */
export const scratchPostgresUrl = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
