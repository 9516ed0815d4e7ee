import { OperatorError } from '../../core/errors.ts';
import { type Dialect, readMigrations } from '../schema-engine.ts';

/** @throws OperatorError if a copy with these migrations is none of this program's database */
export async function assertOurs(dialect: Dialect, migrations: readonly string[]): Promise<void> {
  const known = await knownOf(dialect);
  if (!migrations.some((name) => known.has(name)))
    throw new OperatorError('没有找到本程序的数据（_prisma_migrations 表）。');
}

/** @throws OperatorError if a backup with these migrations was written by a later release */
export async function assertNotLater(dialect: Dialect, migrations: readonly string[]): Promise<void> {
  const known = await knownOf(dialect);
  if (migrations.some((name) => !known.has(name))) {
    throw new OperatorError('这份备份来自更新的版本，请先把程序升级到备份时的版本或更新的版本。');
  }
}

async function knownOf(dialect: Dialect): Promise<ReadonlySet<string>> {
  const { migrationDirectories } = await readMigrations(dialect);
  return new Set(migrationDirectories.map(({ path }) => path));
}
