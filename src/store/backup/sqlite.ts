import { copyFile, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import { OperatorError } from '../../core/errors.ts';
import { sqliteFactory, sqlitePatienceMs } from '../connection.ts';
import { patient } from '../patient.ts';
import { becomeSoleProcess } from '../sole-process.ts';
import { createSql } from '../sql.ts';
import { assertNotLater, assertOurs } from './known-migrations.ts';
import { isThere, makeNewFile } from './new-file.ts';
import { closeOpenJobs } from './open-jobs.ts';

/**
 * Copies the database as it is at one moment, while others write it: a reader stands in no writer's way.
 * @throws OperatorError if there is no database, or the copy is not sound
 */
export async function backUpSqlite(file: string, path: string): Promise<number> {
  if (!(await isThere(file))) throw new OperatorError(`数据库文件 ${file} 不存在，没有可备份的内容。`);
  return makeNewFile(path, async (part) => {
    await onFile(file, (connection) => run(connection, 'VACUUM INTO ?', part));
    await onFile(part, assertSound);
  });
}

/**
 * Makes the database file out of a backup. Nothing that is there is touched.
 * @throws OperatorError if there is a database, a bot runs on it, or the backup is none or not sound
 */
export async function restoreSqlite(path: string, file: string, { closeJobsAt }: { closeJobsAt: Date | null }) {
  // A log without its database would be played into the one that is restored.
  for (const one of [file, `${file}-wal`, `${file}-journal`, `${file}-shm`]) {
    if (await isThere(one)) {
      throw new OperatorError(
        `${one} 已存在，没有恢复。请先停止服务，把原来的数据库文件（连同 -wal、-shm）移到别处，再运行一次。`,
      );
    }
  }
  if (await isThere(`${path}-wal`)) {
    throw new OperatorError(`${path} 旁边有 -wal 文件，是直接复制的数据库，不是 npm run backup 写出的备份。`);
  }
  await mkdir(dirname(file), { recursive: true });
  const soleProcess = await becomeSoleProcess(`file:${file}`);
  try {
    await makeNewFile(file, async (part) => {
      await copyFile(path, part);
      await onFile(part, async (connection) => {
        // A copy made otherwise may keep a log, which would stay behind when the file gets its name.
        await run(connection, 'PRAGMA journal_mode = DELETE');
        await assertNotLater('sqlite', await assertSound(connection));
        if (closeJobsAt) await createSql(connection, 'sqlite').execute(closeOpenJobs(closeJobsAt));
      });
    });
  } finally {
    await soleProcess.release();
  }
}

/** A database file begins with this (SQLite, Database File Format, section 1.3). */
const magic = 'SQLite format 3\0';

export async function isSqlite(path: string): Promise<boolean> {
  return (await firstBytes(path, magic.length)) === magic;
}

/** @throws OperatorError if it is no file that can be read */
export async function firstBytes(path: string, length: number): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
      return buffer.toString('latin1', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new OperatorError(`无法读取文件 ${path}。`, { cause });
  }
}

/** @throws OperatorError if the file is damaged */
async function onFile(file: string, work: (connection: SqlDriverAdapter) => Promise<unknown>): Promise<void> {
  const connection = await sqliteFactory(file).connect();
  patient(connection, sqlitePatienceMs);
  try {
    await work(connection);
  } catch (error) {
    throw /SQLITE_(?:CORRUPT|NOTADB)/u.test(String(error)) ? damaged(error) : error;
  } finally {
    await connection.dispose();
  }
}

const damaged = (cause: unknown) => new OperatorError('数据库已损坏：完整性检查没有通过。', { cause });

function run(connection: SqlDriverAdapter, sql: string, ...args: string[]) {
  return connection.queryRaw({ sql, args, argTypes: args.map(() => ({ scalarType: 'string', arity: 'scalar' })) });
}

/** @returns its migrations @throws OperatorError if a page or an index is damaged, or it is no database of this program */
async function assertSound(connection: SqlDriverAdapter): Promise<readonly string[]> {
  const sql = createSql(connection, 'sqlite');
  const [first] = await sql.query<{ integrity_check: string }>(Prisma.sql`PRAGMA integrity_check`);
  if (first?.integrity_check !== 'ok') throw damaged(new Error(first?.integrity_check ?? ''));
  const rows = await sql
    .query<{ migration_name: string }>(Prisma.sql`SELECT migration_name FROM _prisma_migrations`)
    .catch(() => []);
  const migrations = rows.map(({ migration_name }) => migration_name);
  await assertOurs('sqlite', migrations);
  return migrations;
}
