import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import type { EnterpriseRef } from '../core/actor.ts';
import { UserError } from '../core/errors.ts';
import { type Sender, SenderSchema } from '../core/event.ts';
import type { Join, JoinObstacle, JoinSide } from '../domain/joins.ts';
import { mergePersons } from './merge-persons.ts';
import { toStaffRole } from './people.ts';
import type { Tx } from './transact.ts';
import { isThere } from './visible-rows.ts';

export interface AccountRow {
  id: string;
  platform: string;
  corpId: string;
  userId: string;
  personId: string;
}

interface Sides {
  asker: AccountRow;
  typist: AccountRow;
}

/** As a list of none or one, for a platform that this release does not know. */
export function toSender(row: AccountRow): Sender[] {
  const { data } = SenderSchema.safeParse(row);
  return data ? [data] : [];
}

/** What stands in the way of two accounts being one person's; null if nothing does. */
export async function obstacleBetween(tx: Tx, asker: AccountRow, typist: AccountRow): Promise<JoinObstacle | null> {
  if (asker.id === typist.id) return 'same-account';
  if (asker.personId === typist.personId) return 'joined';
  const both = [asker.personId, typist.personId];
  const accounts = await tx.account.findMany({ where: { personId: { in: both } } });
  const organisations = accounts.map(({ platform, corpId }) => JSON.stringify([platform, corpId]));
  if (new Set(organisations).size < organisations.length) return 'same-organisation';
  const roles = await tx.person.findMany({ where: { id: { in: both }, staffRole: { not: null } } });
  return new Set(roles.map(({ staffRole }) => staffRole)).size > 1 ? 'roles-differ' : null;
}

export async function readJoin(tx: Tx, id: string, { asker, typist }: Sides): Promise<Join> {
  return { id, asker: await readSide(tx, asker), typist: await readSide(tx, typist) };
}

async function readSide(tx: Tx, row: AccountRow): Promise<JoinSide> {
  const { name, staffRole } = await tx.person.findUniqueOrThrow({ where: { id: row.personId } });
  const enterprises = await tx.$queryRaw<EnterpriseRef[]>(Prisma.sql`
    SELECT b."enterpriseId" AS "id", n."text" AS "name" FROM "Binding" b
    JOIN "EnterpriseName" n ON n."enterpriseId" = b."enterpriseId" AND n."kind" = 'FULL'
    WHERE b."personId" = ${row.personId} AND b."endedAt" IS NULL AND ${isThere('b')}
    ORDER BY n."text"`);
  const role = toStaffRole(staffRole) ?? (enterprises.length > 0 ? 'contact' : 'stranger');
  return { account: SenderSchema.parse(row), name, role, enterprises };
}

/**
 * Makes the persons behind the two accounts one. Who works at the bureau, or speaks for more enterprises, or is known for
 * longer, is the record that stays.
 */
export async function mergeSides(tx: Tx, { asker, typist }: Sides, at: Date): Promise<{ from: string; into: string }> {
  const records = await tx.person.findMany({
    where: { id: { in: [asker.personId, typist.personId] } },
    include: { bindings: { where: { endedAt: null } } },
  });
  const [kept, left] = records.sort(
    (a, b) =>
      Number(b.staffRole !== null) - Number(a.staffRole !== null) ||
      b.bindings.length - a.bindings.length ||
      a.recordedAt.getTime() - b.recordedAt.getTime(),
  );
  if (!kept || !left) throw new UserError('账号已变更，请重新发送“/关联”。');
  const persons = { from: left.id, into: kept.id };
  const merged = await mergePersons(tx, { ...persons, at });
  // Changed at this very moment by somebody else: nothing of this is kept.
  if (merged !== 'merged') throw new UserError('账号已变更，请重新发送“/关联”。');
  return persons;
}
