import { PrismaLibSql } from '@prisma/adapter-libsql';
import { OperatorError } from '../core/errors.ts';
import { sqliteFile } from './connection.ts';
import { isBusy } from './patient.ts';

/** Keeps the lock as long as it is referred to. */
export interface SoleProcess {
  release(): Promise<void>;
}

/**
 * Makes sure that no second program answers from the same SQLite file: both would take the other's work for left over.
 * The lock is one of SQLite's own, on a small file beside the database, so the system frees it however the process ends.
 * Tools that only read or write (an import, a backup) do not need it. PostgreSQL serves any number: nothing to do.
 * @throws OperatorError if the lock is taken
 */
export async function becomeSoleProcess(databaseUrl: string): Promise<SoleProcess> {
  const file = sqliteFile(databaseUrl);
  if (file === null) return { release: async () => undefined };
  const lock = await new PrismaLibSql({ url: `file:${file}.lock` }).connect();
  const run = (sql: string) => lock.executeRaw({ sql, args: [], argTypes: [] });
  try {
    // Not as a script: libsql ends what a script leaves open.
    await run('BEGIN EXCLUSIVE');
  } catch (error) {
    throw isBusy(error)
      ? new OperatorError(`数据库文件 ${file} 正被另一个科企通进程使用，请先停止它；要多个进程请改用 PostgreSQL。`)
      : new OperatorError(`无法在数据库文件 ${file} 旁边建立锁文件。`, { cause: error });
  }
  return {
    release: async () => {
      // libsql lets go of a connection some time after it was closed.
      await run('ROLLBACK');
      await lock.dispose();
    },
  };
}
