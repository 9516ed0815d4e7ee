import { closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaClient as PostgresClient } from '../../prisma/generated/postgresql/client.ts';
import { type Prisma, PrismaClient } from '../../prisma/generated/sqlite/client.ts';
import type { Dialect } from './schema-engine.ts';

/**
 * The generated client; inside a transaction the same without its connection methods. Both dialects' clients are alike
 * in shape, and the program uses only what both databases do: the types are SQLite's.
 */
export type Client = PrismaClient;
export type Transaction = Prisma.TransactionClient;

export interface Database {
  dialect: Dialect;
  client: Client;
  adapter: SqlMigrationAwareDriverAdapterFactory;
  close(): Promise<void>;
}

/**
 * How long a writer waits for another process that holds the file (an import, a backup). libsql's own default is not to
 * wait at all; more than this and the platforms give up on us first (5 s).
 */
const sqliteBusyMs = 4000;

/**
 * Opens the database of a `DATABASE_URL`: `file:…` (SQLite) or `postgres://…`.
 * @throws Error with a sentence for the operator if the file is not a database or its folder cannot be made
 */
export async function openDatabase(url: string, options: { onStatement?: () => void } = {}): Promise<Database> {
  const dialect: Dialect = url.startsWith('file:') ? 'sqlite' : 'postgresql';
  const adapter = dialect === 'sqlite' ? sqliteAdapter(url) : new PrismaPg({ connectionString: url });
  const { onStatement } = options;
  const log = onStatement ? { log: [{ emit: 'event' as const, level: 'query' as const }] } : {};
  const client =
    dialect === 'sqlite'
      ? new PrismaClient({ adapter, ...log })
      : (new PostgresClient({ adapter, ...log }) as unknown as PrismaClient);
  if (onStatement) (client as PrismaClient<'query'>).$on('query', onStatement);
  // Readers then do not wait for the writer, and a commit is one fsync.
  if (dialect === 'sqlite') await client.$queryRaw`PRAGMA journal_mode = WAL`;
  return { dialect, client, adapter, close: () => client.$disconnect() };
}

function sqliteAdapter(url: string): SqlMigrationAwareDriverAdapterFactory {
  const file = resolve(url.slice('file:'.length));
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file)) assertSqlite(file);
  return new PrismaLibSql({ url: `file:${file}`, timeout: sqliteBusyMs });
}

/** A database file begins with this (SQLite, Database File Format, section 1.3) or is empty. */
const magic = Buffer.from('SQLite format 3\0');

function assertSqlite(file: string): void {
  const head = Buffer.alloc(magic.length);
  const descriptor = openSync(file, 'r');
  const length = readSync(descriptor, head, 0, magic.length, 0);
  closeSync(descriptor);
  if (length > 0 && !head.equals(magic)) throw new Error(`DATABASE_URL: ${file} is not an SQLite database`);
}
