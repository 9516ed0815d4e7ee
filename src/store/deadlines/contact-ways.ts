import type { Rank } from '../../domain/bindings.ts';
import type { ContactWay } from '../../domain/deadlines/promises.ts';
import { byPreference } from '../staff-accounts.ts';
import type { Tx } from '../transact.ts';
import { thoseThere } from '../visible-rows.ts';

/** A statement in an order of its own may have 998 parameters on SQLite: the client splits only those without one. */
const idsAtMost = 900;

const order = (rank: Rank | null) => (rank === 'MAIN' ? 0 : rank === 'BACKUP' ? 2 : 1);

/** Who speaks for these enterprises, and by which accounts each is reached; the main contact first. */
export async function contactWays(
  tx: Pick<Tx, 'binding' | 'import'>,
  enterpriseIds: readonly string[],
): Promise<Map<string, ContactWay[]>> {
  const found = new Map<string, ContactWay[]>();
  for (let from = 0; from < enterpriseIds.length; from += idsAtMost) {
    const rows = await tx.binding.findMany({
      where: { enterpriseId: { in: enterpriseIds.slice(from, from + idsAtMost) }, endedAt: null },
      include: { person: { select: { accounts: true } } },
      orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
    });
    for (const { enterpriseId, personId, rank: stored, person } of await thoseThere(tx, rows)) {
      const rank: Rank | null = stored === 'MAIN' || stored === 'BACKUP' ? stored : null;
      const way = { personId, rank, accounts: byPreference(person.accounts, undefined) };
      const those = found.get(enterpriseId);
      if (those) those.push(way);
      else found.set(enterpriseId, [way]);
    }
  }
  for (const ways of found.values()) ways.sort((a, b) => order(a.rank) - order(b.rank));
  return found;
}
