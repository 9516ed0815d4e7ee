import { setTimeout as delay } from 'node:timers/promises';
import { isDriverAdapterError, type SqlDriverAdapter, type SqlQuery } from '@prisma/driver-adapter-utils';

/** Between two tries; meanwhile the program does everything else. */
const pauseMs = 50;

/**
 * Makes single statements wait while another process holds the SQLite file (an import, a backup). SQLite's own busy
 * timeout blocks the whole process as it waits, health checks and acknowledgements included, so it is kept short and the
 * statement is tried again from here. Of several that wait one tries and the others stand in line behind it, transactions
 * that are to begin too: each try by itself would block a little. Statements inside a transaction have the short timeout
 * alone: they cannot be repeated by themselves.
 */
export function patient(connection: SqlDriverAdapter, patienceMs: number): void {
  const { queryRaw, executeRaw, startTransaction } = connection;
  /** Ends when nobody stands in it any more. */
  let line: Promise<void> | null = null;
  let held: unknown;

  async function again<T>(statement: () => Promise<T>): Promise<T> {
    const until = performance.now() + patienceMs;
    const before = line;
    if (!before) {
      try {
        return await statement();
      } catch (error) {
        if (!isBusy(error)) throw error;
        held = error;
      }
    }
    return standInLine(async () => {
      for (;;) {
        if (performance.now() > until) throw held;
        try {
          return await statement();
        } catch (error) {
          if (!isBusy(error)) throw error;
          held = error;
        }
        await delay(pauseMs);
      }
    });
  }

  /** Runs what waits when those before it are through. */
  function standInLine<T>(wait: () => Promise<T>): Promise<T> {
    const mine = (line ?? Promise.resolve()).then(wait);
    const end = mine.then(
      () => undefined,
      () => undefined,
    );
    line = end;
    void end.then(() => {
      if (line === end) line = null;
    });
    return mine;
  }

  Object.assign(connection, {
    queryRaw: (query: SqlQuery) =>
      isRead(query) ? queryRaw.call(connection, query) : again(() => queryRaw.call(connection, query)),
    executeRaw: (query: SqlQuery) => again(() => executeRaw.call(connection, query)),
    startTransaction: async (...given: Parameters<typeof startTransaction>) => {
      await line;
      return startTransaction.apply(connection, given);
    },
  });
}

/** Reading waits for nobody (WAL). What begins otherwise may write. */
function isRead({ sql }: SqlQuery): boolean {
  return /^\s*SELECT\b/iu.test(sql);
}

/** SQLITE_BUSY, as Prisma's adapter names it. */
export function isBusy(error: unknown): boolean {
  return isDriverAdapterError(error) && error.cause.kind === 'SocketTimeout';
}
