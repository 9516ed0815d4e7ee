import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import type { Client } from './database.ts';
import { isBusy } from './patient.ts';

/** The client within a transaction. Nothing else may be asked of the database meanwhile: on SQLite it would wait for ever. */
export type Tx = Prisma.TransactionClient;

const patienceMs = 4000;
const pauseMs = 50;

/**
 * Of several who insert the same key at once the first does; the others find it, at the latest after so many tries. As many
 * as may want the next number of a sequence in one moment: each round only one of them gets it.
 */
const insertsAtMost = 12;

/**
 * Runs a short transaction. It is run again where another process was in the way (SQLite: the file is held; PostgreSQL: a
 * conflict or a deadlock; either: the same key inserted at the same moment), so it must do nothing outside the database.
 */
export async function transact<T>(client: Client, work: (tx: Tx) => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return await client.$transaction(work, { maxWait: patienceMs, timeout: patienceMs });
    } catch (error) {
      const mayPass = isPassing(error) || (isKeyTaken(error) && tries < insertsAtMost);
      if (!mayPass || performance.now() > until) throw error;
      // Not all of them again at the same moment.
      await delay(pauseMs * (0.5 + Math.random()));
    }
  }
}

const RawErrorSchema = z.object({
  driverAdapterError: z.object({
    cause: z.object({ kind: z.enum(['TransactionWriteConflict', 'SocketTimeout']) }),
  }),
});

/** P1008: held by another process. P2034: conflict or deadlock. P2010: either, in a raw statement. */
function isPassing(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2010') {
    return RawErrorSchema.safeParse(error.meta).success;
  }
  return (
    isBusy(error) || (error instanceof Prisma.PrismaClientKnownRequestError && /^(?:P1008|P2034)$/.test(error.code))
  );
}

/** P2002: a unique key. */
function isKeyTaken(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
