import type { Tx } from './transact.ts';

/** Holds persons until the transaction ends, always in the same order: what else concerns them comes before or after. */
export async function hold(tx: Tx, ids: readonly string[]): Promise<void> {
  for (const id of [...new Set(ids)].sort()) {
    await tx.$executeRaw`UPDATE "Person" SET "name" = "name" WHERE "id" = ${id}`;
  }
}
