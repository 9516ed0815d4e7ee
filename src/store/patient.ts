import { setTimeout as delay } from 'node:timers/promises';
import { isDriverAdapterError, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';

/** Between two tries; meanwhile the program does everything else. */
const pauseMs = 50;

/**
 * Makes single statements wait while another process holds the SQLite file (an import, a backup). SQLite's own busy
 * timeout blocks the whole process as it waits, health checks and acknowledgements included, so it is kept short and the
 * statement is tried again from here. Statements inside a transaction have the short timeout alone: they cannot be
 * repeated by themselves.
 */
export function patient(connection: SqlDriverAdapter, patienceMs: number): void {
  const { queryRaw, executeRaw } = connection;
  async function again<T>(statement: () => Promise<T>): Promise<T> {
    const until = performance.now() + patienceMs;
    for (;;) {
      try {
        return await statement();
      } catch (error) {
        if (!isBusy(error) || performance.now() > until) throw error;
        await delay(pauseMs);
      }
    }
  }
  Object.assign(connection, {
    queryRaw: (query: Parameters<typeof queryRaw>[0]) => again(() => queryRaw.call(connection, query)),
    executeRaw: (query: Parameters<typeof executeRaw>[0]) => again(() => executeRaw.call(connection, query)),
  });
}

/** SQLITE_BUSY, as Prisma's adapter names it. */
export function isBusy(error: unknown): boolean {
  return isDriverAdapterError(error) && error.cause.kind === 'SocketTimeout';
}
