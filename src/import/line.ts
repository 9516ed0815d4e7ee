import { setTimeout as delay } from 'node:timers/promises';
import { postgresFactory, sqliteFactory, sqliteFile } from '../store/connection.ts';
import { isBusy, patient } from '../store/patient.ts';
import type { Dialect } from '../store/schema-engine.ts';
import { createSql, type Sql } from '../store/sql.ts';
import { raw } from './statement.ts';

/** One connection without the client, for one process that does one thing after another. */
export interface Line extends Sql {
  dialect: Dialect;
  /** Runs a short transaction; again, where the file is held or rows are in conflict. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Whoever answers people comes first: this side waits longer than they ever would. */
const patienceMs = 60_000;

export async function openLine(url: string): Promise<Line> {
  const file = sqliteFile(url);
  const dialect: Dialect = file === null ? 'postgresql' : 'sqlite';
  const factory = file === null ? postgresFactory(url, { max: 1 }) : sqliteFactory(file);
  const connection = await factory.connect();
  if (dialect === 'sqlite') patient(connection, patienceMs);
  const { query, execute } = createSql(connection, dialect);
  // SQLite: the lock is asked for at the beginning, where nothing has been done yet.
  const begin = raw(dialect === 'sqlite' ? 'BEGIN IMMEDIATE' : 'BEGIN');

  async function once<T>(work: () => Promise<T>): Promise<T> {
    await execute(begin);
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
    async transaction(work) {
      const until = performance.now() + patienceMs;
      for (;;) {
        const began = performance.now();
        try {
          const result = await once(work);
          // SQLite has one writer. Whoever waits for the file looks again every few milliseconds: leave them room.
          if (dialect === 'sqlite') await delay(pauseAfter(performance.now() - began));
          return result;
        } catch (error) {
          if (!isPassing(error) || performance.now() > until) throw error;
          await delay(50);
        }
      }
    },
    close: () => connection.dispose(),
  };
}

/** As long as the file was held, within reason. */
function pauseAfter(heldMs: number): number {
  return Math.min(Math.max(heldMs, 5), 50);
}

function isPassing(error: unknown): boolean {
  const kind = (error as { cause?: { kind?: unknown } } | null)?.cause?.kind;
  return isBusy(error) || kind === 'TransactionWriteConflict';
}
