import type { Tx } from './transact.ts';

/**
 * Holds whom `find` names until the transaction ends, and looks again once they are held: it may have become somebody else
 * meanwhile. All persons of a transaction at once, in the order of their ids and before anything else that it holds: then
 * of two transactions about the same persons one waits for the other, and neither for both.
 */
export async function holdPersons(tx: Tx, find: () => Promise<readonly string[]>): Promise<void> {
  const held = new Set<string>();
  for (;;) {
    const others = (await find()).filter((id) => !held.has(id));
    if (others.length === 0) return;
    for (const id of [...new Set(others)].sort()) {
      await tx.$executeRaw`UPDATE "Person" SET "name" = "name" WHERE "id" = ${id}`;
      held.add(id);
    }
  }
}
