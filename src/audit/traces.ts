import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import { type Keys, unseal } from '../core/sealed.ts';
import type { Client } from '../store/database.ts';

/** By what a person can be found where no column names them. */
export interface Traces {
  personId: string;
  /** Of records that were merged into the person's. */
  formerIds: readonly string[];
  accounts: readonly { id: string; platform: string; corpId: string; userId: string }[];
  /** Of what is theirs alone: bindings, requests, links, sessions. */
  objectIds: readonly string[];
  /** Names and numbers as they may stand in a text. */
  words: readonly string[];
}

/** Null if there is no such person. */
export async function tracesOf(client: Client, keys: Keys, personId: string): Promise<Traces | null> {
  const row = await client.person.findUnique({
    where: { id: personId },
    include: {
      accounts: true,
      bindings: { select: { id: true } },
      requests: { select: { id: true, claimedName: true } },
      links: { select: { id: true } },
      sessions: { select: { id: true } },
    },
  });
  if (!row) return null;
  if (row.mergedIntoId !== null) return tracesOf(client, keys, row.mergedIntoId);
  const former = await client.person.findMany({ where: { mergedIntoId: personId }, select: { id: true } });
  const formerIds = former.map(({ id }) => id);
  const { name, mobileSealed, accounts, bindings, requests, links, sessions } = row;
  const mobile = mobileSealed === null ? null : unseal(keys.data, mobileSealed);
  const words = [name, mobile, ...requests.map(({ claimedName }) => claimedName)].filter((one) => one !== null);
  return {
    personId,
    formerIds,
    accounts,
    objectIds: [personId, ...formerIds, ...[...bindings, ...requests, ...links, ...sessions].map(({ id }) => id)],
    // One character alone may be part of anything.
    words: [...new Set(words)].filter((word) => word.length > 1),
  };
}

/** Rows of the audit trail whose detail names the person or one of the accounts. */
export async function entriesNaming(
  client: Client,
  { personId, formerIds, accounts }: Traces,
): Promise<readonly string[]> {
  const found: string[] = [];
  const look = async (text: string, isMeant: (detail: string) => boolean) => {
    const rows = await client.auditEntry.findMany({
      where: { detail: { contains: JSON.stringify(text) } },
      select: { id: true, detail: true },
    });
    for (const { id, detail } of rows) if (detail !== null && isMeant(detail)) found.push(id);
  };
  // Nobody else has the id (SQLite's search does not mind the case); a user id means somebody only in its organisation.
  for (const id of [personId, ...formerIds]) await look(id, (detail) => detail.includes(JSON.stringify(id)));
  for (const account of accounts) await look(account.userId, (detail) => names(JSON.parse(detail), account));
  return found;
}

function names(value: unknown, account: Traces['accounts'][number]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { platform, corpId, userId } = value as Record<string, unknown>;
  if (platform === account.platform && corpId === account.corpId && userId === account.userId) return true;
  return Object.values(value).some((inner) => names(inner, account));
}

/**
 * Jobs that are done with and tell of the person, and those that still wait to tell the person something. What is being
 * worked on ends by itself.
 */
export async function jobsOf(client: Client, { accounts, words }: Traces): Promise<readonly string[]> {
  const found = new Set<string>();
  const patterns = [...accounts.map(({ userId }) => userId), ...words];
  for (const text of patterns) {
    const like = `%${text.replace(/[!%_]/gu, '!$&')}%`;
    const rows = await client.$queryRaw<{ id: string; state: string; event: string; plan: string | null }[]>(Prisma.sql`
      SELECT "id", "state", "event", "plan" FROM "Job"
      WHERE "state" <> 'running' AND ("event" LIKE ${like} ESCAPE '!' OR "plan" LIKE ${like} ESCAPE '!')`);
    for (const { id, state, event, plan } of rows) {
      const { sender } = JSON.parse(event) as { sender: unknown };
      const isTheirs = accounts.some((account) => names(sender, account));
      const all = event + (plan ?? '');
      const tells = words.some((word) => all.includes(word)) || accounts.some(({ userId }) => mentions(all, userId));
      if (isTheirs || (state !== 'waiting' && tells)) found.add(id);
    }
  }
  return [...found];
}

/** In quotes, also where JSON stands within JSON. */
function mentions(json: string, userId: string): boolean {
  const quoted = JSON.stringify(userId);
  return json.includes(quoted) || json.includes(JSON.stringify(quoted).slice(1, -1));
}
