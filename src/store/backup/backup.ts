import { resolve } from 'node:path';
import { OperatorError } from '../../core/errors.ts';
import { sqliteFile } from '../connection.ts';
import { openDatabase } from '../database.ts';
import { isThere } from './new-file.ts';
import { coverClosed } from './open-jobs.ts';
import { backUpPostgres, dumpMagic, restorePostgres } from './postgres.ts';
import { backUpSqlite, firstBytes, isSqlite, restoreSqlite } from './sqlite.ts';

interface Given {
  databaseUrl: string;
  /** The backup */
  path: string;
  /** What PostgreSQL's programs are found and set up by. */
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * Writes a copy of the database as it is at one moment, checked and whole, while the bot runs or not.
 * @returns the size in bytes
 * @throws OperatorError if the file exists or cannot be written, or there is nothing to copy or to copy it with
 */
export async function backUp({ databaseUrl, path, env }: Given): Promise<number> {
  const target = resolve(path);
  const file = sqliteFile(databaseUrl);
  return file === null ? backUpPostgres(databaseUrl, target, env) : backUpSqlite(file, target);
}

/**
 * Makes a database out of a backup, where there is none yet. What was waiting to be sent when it was written is closed,
 * unless it is to be sent again.
 * @returns how many jobs that was
 * @throws OperatorError if there is a database, a bot runs on it, or the file is no backup of that kind
 */
export async function restore(given: Given & { resend: boolean; now: Date }): Promise<{ open: number }> {
  const { databaseUrl, env, resend, now } = given;
  const path = resolve(given.path);
  if (!(await isThere(path))) throw new OperatorError(`找不到文件 ${path}。`);
  const file = sqliteFile(databaseUrl);
  const [ofSqlite, ofPostgres] = [await isSqlite(path), (await firstBytes(path, dumpMagic.length)) === dumpMagic];
  if (!ofSqlite && !ofPostgres) throw new OperatorError(`${path} 不是 npm run backup 写出的备份。`);
  if (ofSqlite !== (file !== null)) {
    const kind = ofSqlite ? 'SQLite' : 'PostgreSQL';
    throw new OperatorError(`这是 ${kind} 数据库的备份，只能恢复到 ${kind}；请检查 DATABASE_URL。`);
  }
  const closeJobsAt = resend ? null : now;
  if (file === null) await restorePostgres(path, databaseUrl, { closeJobsAt, given: env });
  else await restoreSqlite(path, file, { closeJobsAt });
  const database = await openDatabase(databaseUrl);
  try {
    const { client } = database;
    if (!resend) return { open: await coverClosed(client, now) };
    return { open: await client.job.count({ where: { state: { in: ['waiting', 'running'] } } }) };
  } finally {
    await database.close();
  }
}
