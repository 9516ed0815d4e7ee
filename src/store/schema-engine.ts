import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type * as Engine from '@prisma/schema-engine-wasm/schema_engine_bg';

export type Dialect = 'sqlite' | 'postgresql';
export type MigrationList = Engine.MigrationList;
export type SchemaEngine = Engine.SchemaEngine;

/** Of Node, but only declared by TypeScript's library for browsers. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, unknown>,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

const prismaDir = join(import.meta.dirname, '../../prisma');

/** No table is kept outside Prisma's hands. */
export const filters: Engine.SchemaFilter = { externalTables: [], externalEnums: [] };

/** The schema of one dialect, as `npm run db:generate` derived it. */
export async function readSchema(dialect: Dialect): Promise<Engine.SchemaContainer> {
  const path = join(prismaDir, 'generated', `${dialect}.prisma`);
  return { path, content: await readFile(path, 'utf8') };
}

export function migrationsDir(dialect: Dialect): string {
  return join(prismaDir, 'migrations', dialect);
}

/** The migrations of one dialect, oldest first, in the form the engine takes. */
export async function readMigrations(dialect: Dialect): Promise<MigrationList> {
  const baseDir = migrationsDir(dialect);
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: `provider = "${dialect}"\n` },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.sort().map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(join(baseDir, name, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  };
}

let loading: Promise<typeof Engine> | undefined;

/**
 * Prisma's own schema engine as WebAssembly. Its binary twin is downloaded from Prisma's host at install, which a closed
 * office network does not reach. The package's entry file imports `.wasm`, which Node refuses, so it is linked by hand.
 */
function loadEngine(): Promise<typeof Engine> {
  loading ??= (async () => {
    const bindings: typeof Engine = await import('@prisma/schema-engine-wasm/schema_engine_bg');
    const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
    const wasm = await readFile(join(entry, '..', 'schema_engine_bg.wasm'));
    const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings });
    bindings.__wbg_set_wasm(instance.exports);
    const start = instance.exports.__wbindgen_start;
    if (typeof start === 'function') start();
    return bindings;
  })();
  return loading;
}

/** An engine on the database behind `factory`; free it after use. */
export async function createSchemaEngine(
  dialect: Dialect,
  factory: SqlMigrationAwareDriverAdapterFactory,
): Promise<SchemaEngine> {
  const { SchemaEngine } = await loadEngine();
  const { path, content } = await readSchema(dialect);
  return SchemaEngine.new(
    { datamodels: [[path, content]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

/**
 * The engine never closes what it opened, and on PostgreSQL the session it leaves open keeps its advisory lock: the next
 * one would wait ten seconds for it.
 */
export function disposable(adapter: SqlMigrationAwareDriverAdapterFactory): {
  factory: SqlMigrationAwareDriverAdapterFactory;
  dispose(): Promise<void>;
} {
  const open: SqlDriverAdapter[] = [];
  const remember = async (connection: Promise<SqlDriverAdapter>) => {
    open.push(await connection);
    return connection;
  };
  return {
    factory: {
      provider: adapter.provider,
      adapterName: adapter.adapterName,
      connect: () => remember(adapter.connect()),
      connectToShadowDb: () => remember(adapter.connectToShadowDb()),
    },
    dispose: async () => {
      // The engine may have closed some itself.
      await Promise.allSettled(open.map((connection) => connection.dispose()));
    },
  };
}
