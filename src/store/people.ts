import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import { type Actor, type EnterpriseRef, type StaffRole, staffRoles, stranger } from '../core/actor.ts';
import type { Sender } from '../core/event.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import type { Sql } from './sql.ts';
import { isThere } from './visible-rows.ts';

export interface ActorRow {
  personId: string;
  name: string | null;
  staffRole: string | null;
  enterpriseId: string | null;
  enterprise: string | null;
  chosenId: string | null;
}

/**
 * Who is behind a platform identity, and which enterprise they chose in this conversation today: one statement. A person
 * bound to nothing is a stranger.
 */
export async function findActor(
  sql: Sql,
  sender: Sender,
  { conversation, today }: { conversation: string; today: CalendarDate },
): Promise<Actor> {
  const rows = await sql.query<ActorRow>(Prisma.sql`
    SELECT p."id" AS "personId", p."name", p."staffRole", b."enterpriseId", n."text" AS "enterprise",
      c."enterpriseId" AS "chosenId"
    FROM "Account" a
    JOIN "Person" p ON p."id" = a."personId"
    LEFT JOIN "Binding" b ON b."personId" = p."id" AND b."endedAt" IS NULL AND ${isThere('b')}
    LEFT JOIN "EnterpriseName" n ON n."enterpriseId" = b."enterpriseId" AND n."kind" = 'FULL'
    LEFT JOIN "ConversationChoice" c
      ON c."personId" = p."id" AND c."conversation" = ${conversation} AND c."chosenOn" = ${today}
    WHERE a."platform" = ${sender.platform} AND a."corpId" = ${sender.corpId} AND a."userId" = ${sender.userId}
    ORDER BY n."text"`);
  return toActor(rows);
}

/** Who the rows of one person are, one for each enterprise; a stranger if there is none. */
export function toActor(rows: readonly ActorRow[]): Actor {
  const [first] = rows;
  if (!first) return stranger;
  const { personId, name } = first;
  const enterprises: EnterpriseRef[] = rows.flatMap(({ enterpriseId: id, enterprise }) =>
    id && enterprise ? [{ id, name: enterprise }] : [],
  );
  const chosen = enterprises.find(({ id }) => id === first.chosenId) ?? null;
  const role = toStaffRole(first.staffRole) ?? (enterprises.length > 0 ? 'contact' : 'stranger');
  return { role, personId, name, enterprises, chosen };
}

/** Null if it is none, or none that this release knows: then nobody has rights by it. */
export function toStaffRole(stored: string | null): StaffRole | null {
  return staffRoles.find((role) => role === stored?.toLowerCase()) ?? null;
}

export function fromStaffRole(role: StaffRole): string {
  return role.toUpperCase();
}
