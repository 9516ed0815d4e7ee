import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory, SqlQuery } from '@prisma/driver-adapter-utils';
import { OperatorError } from '../core/errors.ts';
import { OneConnectionLibSql } from './one-connection.ts';

/**
 * How long a statement waits for another process that holds the file: with the program standing still, and in all
 * (src/store/patient.ts). libsql's own default is not to wait at all; beyond this the platforms give up on us (5 s).
 */
const sqliteBusyMs = 20;
export const sqlitePatienceMs = 4000;

/** PostgreSQL: a server that does not answer must not hold a callback, nor the check whether we are ready, for ever. */
const connectMs = 4000;
export const statementMs = 15_000;

/** Named statements kept by a PostgreSQL connection; the program has far fewer. */
const preparedAtMost = 500;

export function postgresFactory(
  connectionString: string,
  { query_timeout, max }: { query_timeout?: number; max?: number } = {},
): SqlMigrationAwareDriverAdapterFactory {
  // Statements of the same text are prepared once per connection.
  const names = new Map<string, string>();
  const statementNameGenerator = ({ sql }: SqlQuery) => {
    const name = names.get(sql) ?? `s${names.size}`;
    if (names.size < preparedAtMost) names.set(sql, name);
    return names.has(sql) ? name : '';
  };
  const limits = {
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    ...(query_timeout ? { query_timeout } : {}),
    ...(max ? { max } : {}),
  };
  return new PrismaPg({ connectionString, ...limits }, { statementNameGenerator });
}

/** The file of a `file:` address, null for any other. */
export function sqliteFile(url: string): string | null {
  return url.startsWith('file:') ? resolve(url.slice('file:'.length)) : null;
}

export function sqliteFactory(file: string): SqlMigrationAwareDriverAdapterFactory {
  mkdirSync(dirname(file), { recursive: true });
  assertSqlite(file);
  return new OneConnectionLibSql({ url: `file:${file}`, timeout: sqliteBusyMs });
}

/** A database file begins with this (SQLite, Database File Format, section 1.3) or is empty. */
const magic = Buffer.from('SQLite format 3\0');

/**
 * Files looked at by this process, each once: closing a file takes away all locks that the process has on it (POSIX), those
 * of its open database too, and another process would then remove the log that this one goes on writing to.
 */
const lookedAt = new Set<string>();

function assertSqlite(file: string): void {
  if (lookedAt.has(file)) return;
  lookedAt.add(file);
  const isFile = statSync(file, { throwIfNoEntry: false })?.isFile();
  if (isFile === undefined) return;
  if (!isFile) throw new OperatorError(`DATABASE_URL 指定的 ${file} 不是文件。`);
  const head = Buffer.alloc(magic.length);
  const descriptor = openSync(file, 'r');
  const length = readSync(descriptor, head, 0, magic.length, 0);
  closeSync(descriptor);
  if (length > 0 && !head.equals(magic))
    throw new OperatorError(`DATABASE_URL 指定的文件 ${file} 不是 SQLite 数据库。`);
}
