import { Prisma } from '../../prisma/generated/sqlite/client.ts';

/**
 * Whether a row of this alias is there for everybody: what an import is still writing is not, so that all of it appears at
 * once. The alias is ours, never a person's text.
 */
export function isThere(alias: string): Prisma.Sql {
  const column = Prisma.raw(`${alias}."importId"`);
  return Prisma.sql`(${column} IS NULL OR EXISTS (SELECT 1 FROM "Import" i WHERE i."id" = ${column} AND i."state" = 'APPLIED'))`;
}
