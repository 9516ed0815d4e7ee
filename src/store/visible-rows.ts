import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import { isThereText } from './is-there.ts';
import type { Tx } from './transact.ts';

/**
 * Whether a row of this alias is there for everybody: what an import is still writing is not, so that all of it appears at
 * once. The alias is ours, never a person's text.
 */
export function isThere(alias: string): Prisma.Sql {
  return Prisma.raw(isThereText(alias));
}

/** Those of the rows that are there, by the same rule, for who has read them with the client. */
export async function thoseThere<T extends { importId: string | null }>(
  tx: Pick<Tx, 'import'>,
  rows: readonly T[],
): Promise<T[]> {
  const ids = [...new Set(rows.flatMap(({ importId }) => importId ?? []))];
  const applied = ids.length === 0 ? [] : await tx.import.findMany({ where: { id: { in: ids }, state: 'APPLIED' } });
  const known = new Set(applied.map(({ id }) => id));
  return rows.filter(({ importId }) => importId === null || known.has(importId));
}
