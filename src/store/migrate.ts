import type { Database } from './database.ts';
import { createSchemaEngine, disposable, filters, readMigrations } from './schema-engine.ts';

/**
 * Brings the database up to date with Prisma's own engine (what `prisma migrate deploy` does) and returns the names of
 * the migrations it applied. On PostgreSQL several processes may start at once: the engine makes them take turns.
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  // The usual start: nothing to do, and the engine need not be loaded. A new database has no table to ask.
  const missing = await missingMigrations(database).catch(() => null);
  if (missing?.length === 0) return [];
  const { dialect, factory } = database;
  const { factory: engineFactory, dispose } = disposable(factory);
  const engine = await createSchemaEngine(dialect, engineFactory);
  try {
    const migrationsList = await readMigrations(dialect);
    return (await engine.applyMigrations({ migrationsList, filters })).appliedMigrationNames;
  } finally {
    engine.free();
    await dispose();
  }
}

/** The names of the program's migrations that the database does not have. */
export async function missingMigrations({ dialect, client }: Database): Promise<readonly string[]> {
  const rows = await client.$queryRaw<{ migration_name: string }[]>`
    SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  const applied = new Set(rows.map((row) => row.migration_name));
  const { migrationDirectories } = await readMigrations(dialect);
  return migrationDirectories.map(({ path }) => path).filter((name) => !applied.has(name));
}
