import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import type { Sender } from '../../core/event.ts';
import { grouped } from '../../core/grouped.ts';
import { inParts } from '../../core/in-parts.ts';
import type { Rank } from '../../domain/bindings.ts';
import type { ContactWay } from '../../domain/deadlines/promises.ts';
import { byPreference } from '../staff-accounts.ts';
import type { Tx } from '../transact.ts';
import { isThere } from '../visible-rows.ts';

/** A statement in an order of its own may have 998 parameters on SQLite: the client splits only those without one. */
const idsAtMost = 900;

const order = (rank: Rank | null) => (rank === 'MAIN' ? 0 : rank === 'BACKUP' ? 2 : 1);

/** With one of the person's accounts, or none. */
interface Row {
  bindingId: string;
  enterpriseId: string;
  personId: string;
  rank: string | null;
  platform: string | null;
  corpId: string | null;
  userId: string | null;
}

/**
 * Who speaks for these enterprises, and by which accounts each is reached; the main contact first. By one plain statement:
 * as objects within objects, those of ten thousand enterprises took a hundred megabytes.
 * @param reaches whether any channel gets to an account
 */
export async function contactWays(
  tx: Pick<Tx, '$queryRaw'>,
  enterpriseIds: readonly string[],
  reaches: (to: Sender) => boolean,
): Promise<Map<string, ContactWay[]>> {
  const found = new Map<string, ContactWay[]>();
  for (const ids of inParts(enterpriseIds, idsAtMost)) {
    const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
      SELECT b."id" AS "bindingId", b."enterpriseId", b."personId", b."rank", a."platform", a."corpId", a."userId"
      FROM "Binding" b LEFT JOIN "Account" a ON a."personId" = b."personId"
      WHERE b."enterpriseId" IN (${Prisma.join(ids)}) AND b."endedAt" IS NULL AND ${isThere('b')}
      ORDER BY b."recordedAt", b."id"`);
    for (const accounts of grouped(rows, ({ bindingId }) => bindingId).values()) {
      const [first] = accounts;
      if (!first) continue;
      const { enterpriseId, personId, rank: stored } = first;
      const rank: Rank | null = stored === 'MAIN' || stored === 'BACKUP' ? stored : null;
      const way = { personId, rank, accounts: byPreference(accounts, undefined).filter(reaches) };
      const those = found.get(enterpriseId);
      if (those) those.push(way);
      else found.set(enterpriseId, [way]);
    }
  }
  for (const ways of found.values()) ways.sort((a, b) => order(a.rank) - order(b.rank));
  return found;
}
