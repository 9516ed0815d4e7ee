import { setTimeout as delay } from 'node:timers/promises';
import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import type { Client } from './database.ts';
import { isBusy } from './patient.ts';

/** The client within a transaction. Nothing else may be asked of the database meanwhile: on SQLite it would wait for ever. */
export type Tx = Prisma.TransactionClient;

const patienceMs = 4000;
const pauseMs = 50;

/**
 * Runs a short transaction. It is run again where another process was in the way (SQLite: the file is held; PostgreSQL: a
 * conflict or a deadlock), so it must do nothing outside the database.
 */
export async function transact<T>(client: Client, work: (tx: Tx) => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await client.$transaction(work, { maxWait: patienceMs, timeout: patienceMs });
    } catch (error) {
      if (!isPassing(error) || performance.now() > until) throw error;
      await delay(pauseMs);
    }
  }
}

/** P1008: held by another process. P2034: conflict or deadlock. */
function isPassing(error: unknown): boolean {
  return (
    isBusy(error) || (error instanceof Prisma.PrismaClientKnownRequestError && /^(?:P1008|P2034)$/.test(error.code))
  );
}
