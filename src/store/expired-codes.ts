import type { Client } from './database.ts';

/** What was asked again about a join within a day is still answered. */
const keepJoinsMs = 24 * 60 * 60_000;

/** Codes that are over. A link's row stays, since the trail names it; a join's goes with its code. */
export async function purgeCodes(client: Client, now: Date): Promise<void> {
  await client.accessLink.updateMany({
    where: { codeDigest: { not: null }, OR: [{ codeExpiresAt: { lte: now } }, { expiresAt: { lte: now } }] },
    data: { codeDigest: null, codeExpiresAt: null },
  });
  await client.accountJoin.deleteMany({ where: { expiresAt: { lt: new Date(now.getTime() - keepJoinsMs) } } });
}
