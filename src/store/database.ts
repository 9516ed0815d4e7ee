import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQuery,
  SqlQueryable,
} from '@prisma/driver-adapter-utils';
import { PrismaClient as PostgresClient } from '../../prisma/generated/postgresql/client.ts';
import { PrismaClient } from '../../prisma/generated/sqlite/client.ts';
import { OperatorError } from '../core/errors.ts';
import { postgresFactory, sqliteFactory, sqliteFile, sqlitePatienceMs, statementMs } from './connection.ts';
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
 * Opens the database of a `DATABASE_URL`: `file:…` (SQLite) or `postgres://…`.
 * @throws OperatorError if the file is no database or the server cannot be used
 */
export async function openDatabase(url: string, options: { onStatement?: () => void } = {}): Promise<Database> {
  const file = sqliteFile(url);
  const dialect: Dialect = file === null ? 'postgresql' : 'sqlite';
  const factory = file === null ? postgresFactory(url, { query_timeout: statementMs }) : sqliteFactory(file);
  // The client and `sql` share one connection (one pool): libsql's would lock each other out.
  const connection = await factory.connect();
  if (dialect === 'sqlite') {
    patient(connection, sqlitePatienceMs);
    takeMany(connection);
  }
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

/** SQLite's own limit since version 3.32 (SQLite, Limits In SQLite, section 9). */
const sqliteValuesAtMost = 32_766;

/**
 * How many values the client gives to one statement. It holds 999 to be the limit, and refuses a statement that it cannot
 * cut in pieces, as one that sorts: a thousand enterprises in it, and nobody would be reminded any more.
 */
function takeMany(connection: SqlDriverAdapter): void {
  const info = connection.getConnectionInfo?.() ?? { supportsRelationJoins: false };
  connection.getConnectionInfo = () => ({ ...info, maxBindValues: sqliteValuesAtMost });
}

/** Those within transactions as well. */
function countStatements(connection: SqlDriverAdapter, onStatement: () => void): void {
  const { startTransaction } = connection;
  countOwn(connection, onStatement);
  Object.assign(connection, {
    startTransaction: async (...given: Parameters<typeof startTransaction>) => {
      const transaction = await startTransaction.apply(connection, given);
      countOwn(transaction, onStatement);
      return transaction;
    },
  });
}

function countOwn(connection: SqlQueryable, onStatement: () => void): void {
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
