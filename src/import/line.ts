import { setTimeout as delay } from 'node:timers/promises';
import { postgresFactory, sqliteFactory, sqliteFile } from '../store/connection.ts';
import { isBusy, patient } from '../store/patient.ts';
import type { Dialect } from '../store/schema-engine.ts';
import { createSql, type Sql } from '../store/sql.ts';
import { raw } from './statement.ts';

/** One connection without the client, for one process that does one thing after another. */
export interface Line extends Sql {
  dialect: Dialect;
  /**
   * Runs a short transaction; again, where the file is held or rows are in conflict. `prepare` goes before each try, on
   * the connection of that try: what it leaves in temporary tables is there for `work`.
   */
  transaction<T>(work: () => Promise<T>, prepare?: () => Promise<void>): Promise<T>;
  close(): Promise<void>;
}

/** Whoever answers people comes first: this side waits longer than they ever would. */
const patienceMs = 60_000;

export async function openLine(url: string): Promise<Line> {
  const file = sqliteFile(url);
  const dialect: Dialect = file === null ? 'postgresql' : 'sqlite';
  const factory = file === null ? postgresFactory(url, { max: 1 }) : sqliteFactory(file);
  const connection = await factory.connect();
  // SQLite: the lock is asked for at the beginning, where nothing has been done yet; by one try at a time.
  const begin = raw(dialect === 'sqlite' ? 'BEGIN IMMEDIATE' : 'BEGIN');
  const { execute: executeOnce } = createSql(impatient(connection), dialect);
  if (dialect === 'sqlite') patient(connection, patienceMs);
  const { query, execute } = createSql(connection, dialect);

  async function once<T>(work: () => Promise<T>): Promise<T> {
    await executeOnce(begin);
    try {
      const result = await work();
      await execute(raw('COMMIT'));
      return result;
    } catch (error) {
      await execute(raw('ROLLBACK')).catch(() => undefined);
      throw error;
    }
  }

  return {
    dialect,
    query,
    execute,
    async transaction(work, prepare) {
      const until = performance.now() + patienceMs;
      for (;;) {
        await prepare?.();
        const began = performance.now();
        try {
          const result = await once(work);
          // SQLite has one writer. Whoever waits for the file looks again every few milliseconds: leave them room.
          if (dialect === 'sqlite') await delay(pauseAfter(performance.now() - began));
          return result;
        } catch (error) {
          if (!isPassing(error) || performance.now() > until) throw error;
          await delay(20);
        }
      }
    },
    close: () => connection.dispose(),
  };
}

type Connection = Parameters<typeof patient>[0];

/** The same connection as it is before it learns to wait. */
function impatient(connection: Connection): Connection {
  const { queryRaw, executeRaw } = connection;
  return Object.assign(Object.create(connection) as Connection, {
    queryRaw: queryRaw.bind(connection),
    executeRaw: executeRaw.bind(connection),
  });
}

/** As long as the file was held, within reason. */
function pauseAfter(heldMs: number): number {
  return Math.min(Math.max(heldMs, 5), 50);
}

function isPassing(error: unknown): boolean {
  const kind = (error as { cause?: { kind?: unknown } } | null)?.cause?.kind;
  return isBusy(error) || kind === 'TransactionWriteConflict';
}
