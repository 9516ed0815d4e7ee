import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import { type Actor, stranger } from '../core/actor.ts';
import type { Sender } from '../core/event.ts';
import type { Sql } from './sql.ts';

interface ActorRow {
  name: string;
  staffRole: string | null;
  enterpriseId: string | null;
  enterprise: string | null;
}

/** Who is behind a platform identity: one statement. A person bound to nothing is a stranger. */
export async function findActor(sql: Sql, sender: Sender): Promise<Actor> {
  const rows = await sql.query<ActorRow>(Prisma.sql`
    SELECT p."name", p."staffRole", b."enterpriseId", n."text" AS "enterprise"
    FROM "Account" a
    JOIN "Person" p ON p."id" = a."personId"
    LEFT JOIN "Binding" b ON b."personId" = p."id"
    LEFT JOIN "EnterpriseName" n ON n."enterpriseId" = b."enterpriseId" AND n."kind" = 'FULL'
    WHERE a."platform" = ${sender.platform} AND a."corpId" = ${sender.corpId} AND a."userId" = ${sender.userId}
    ORDER BY n."text"`);
  const [first] = rows;
  if (!first) return stranger;
  const enterprises = rows.flatMap(({ enterpriseId: id, enterprise: name }) => (id && name ? [{ id, name }] : []));
  if (first.staffRole === 'OFFICER') return { role: 'officer', name: first.name, enterprises };
  return enterprises.length > 0 ? { role: 'contact', name: first.name, enterprises } : stranger;
}
