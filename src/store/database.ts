import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory, SqlQuery } from '@prisma/driver-adapter-utils';
import { PrismaClient as PostgresClient } from '../../prisma/generated/postgresql/client.ts';
import { PrismaClient } from '../../prisma/generated/sqlite/client.ts';
import { OperatorError } from '../core/errors.ts';
import { patient } from './patient.ts';
import type { Dialect } from './schema-engine.ts';
import { createSql, type Sql } from './sql.ts';

/**
 * The generated client. Both dialects' clients are alike in shape, and the program uses only what both databases do: the
 * types are SQLite's.
 */
export type Client = PrismaClient;

export interface Database {
  dialect: Dialect;
  client: Client;
  sql: Sql;
  /** Opens further connections, for migrations. */
  factory: SqlMigrationAwareDriverAdapterFactory;
  close(): Promise<void>;
}

/**
 * How long a statement waits for another process that holds the file: with the program standing still, and in all
 * (src/store/patient.ts). libsql's own default is not to wait at all; beyond this the platforms give up on us (5 s).
 */
const sqliteBusyMs = 200;
const sqlitePatienceMs = 4000;

/** PostgreSQL: a server that does not answer must not hold a callback, nor the check whether we are ready, for ever. */
const connectMs = 4000;
const statementMs = 15_000;

/** Named statements kept by a PostgreSQL connection; the program has far fewer. */
const preparedAtMost = 500;

/**
 * Opens the database of a `DATABASE_URL`: `file:…` (SQLite) or `postgres://…`.
 * @throws OperatorError if the file is no database or the server cannot be used
 */
export async function openDatabase(url: string, options: { onStatement?: () => void } = {}): Promise<Database> {
  const file = sqliteFile(url);
  const dialect: Dialect = file === null ? 'postgresql' : 'sqlite';
  const factory = file === null ? postgresFactory(url, statementMs) : sqliteFactory(file);
  // The client and `sql` share one connection (one pool): libsql's would lock each other out.
  const connection = await factory.connect();
  if (dialect === 'sqlite') patient(connection, sqlitePatienceMs);
  if (options.onStatement) countStatements(connection, options.onStatement);
  const adapter = { provider: factory.provider, adapterName: factory.adapterName, connect: async () => connection };
  const client =
    dialect === 'sqlite' ? new PrismaClient({ adapter }) : (new PostgresClient({ adapter }) as unknown as PrismaClient);
  try {
    // SQLite: readers then do not wait for the writer, and a commit is one fsync. PostgreSQL: any statement connects.
    await (dialect === 'sqlite' ? client.$queryRaw`PRAGMA journal_mode = WAL` : client.$queryRaw`SELECT 1`);
  } catch (error) {
    throw new OperatorError('无法使用 DATABASE_URL 指定的数据库，请检查地址、账号、库名和数据库服务。', {
      cause: error,
    });
  }
  // A migration may take its time.
  const migrating = dialect === 'sqlite' ? factory : postgresFactory(url);
  return {
    dialect,
    client,
    sql: createSql(connection, dialect),
    factory: migrating,
    close: () => client.$disconnect(),
  };
}

function countStatements(connection: SqlDriverAdapter, onStatement: () => void): void {
  const { queryRaw, executeRaw } = connection;
  Object.assign(connection, {
    queryRaw: (query: SqlQuery) => {
      onStatement();
      return queryRaw.call(connection, query);
    },
    executeRaw: (query: SqlQuery) => {
      onStatement();
      return executeRaw.call(connection, query);
    },
  });
}

function postgresFactory(connectionString: string, query_timeout?: number): SqlMigrationAwareDriverAdapterFactory {
  // Statements of the same text are prepared once per connection.
  const names = new Map<string, string>();
  const statementNameGenerator = ({ sql }: SqlQuery) => {
    const name = names.get(sql) ?? `s${names.size}`;
    if (names.size < preparedAtMost) names.set(sql, name);
    return names.has(sql) ? name : '';
  };
  const limits = { connectionTimeoutMillis: connectMs, keepAlive: true, ...(query_timeout ? { query_timeout } : {}) };
  return new PrismaPg({ connectionString, ...limits }, { statementNameGenerator });
}

/** The file of a `file:` address, null for any other. */
export function sqliteFile(url: string): string | null {
  return url.startsWith('file:') ? resolve(url.slice('file:'.length)) : null;
}

function sqliteFactory(file: string): SqlMigrationAwareDriverAdapterFactory {
  mkdirSync(dirname(file), { recursive: true });
  assertSqlite(file);
  return new PrismaLibSql({ url: `file:${file}`, timeout: sqliteBusyMs });
}

/** A database file begins with this (SQLite, Database File Format, section 1.3) or is empty. */
const magic = Buffer.from('SQLite format 3\0');

function assertSqlite(file: string): void {
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
