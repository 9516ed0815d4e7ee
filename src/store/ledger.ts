import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import { readCreditCode } from '../domain/credit-code.ts';
import { looksLikeInitials, searchKey } from '../domain/enterprise-name.ts';
import type { Candidate, Candidates, Ledger, QualificationHistory } from '../domain/ledger.ts';
import { type HistoryRow, historyStatement, toHistory } from './history-rows.ts';
import type { Sql } from './sql.ts';
import { isThere } from './visible-rows.ts';

/** No enterprise's name is longer; and SQLite refuses to search for a very long text. */
const nameCharactersAtMost = 100;

/** As many as a person can choose from. */
const candidatesAtMost = 10;

/** The read side of the store. */
export function createLedger(sql: Sql): Ledger {
  return {
    async findEnterprises(name) {
      const key = searchKey(name);
      if (key.length > nameCharactersAtMost) return { enterprises: [], total: 0 };
      // Exact full name, exact alias, part of a name, initials, part of initials: the first that finds any decides.
      const tiers = [Prisma.sql`n."searchKey" = ${key} AND n."kind" = 'FULL'`, Prisma.sql`n."searchKey" = ${key}`];
      const code = readCreditCode(name);
      if (code.ok) tiers.unshift(Prisma.sql`e."creditCode" = ${code.code}`);
      if (key !== '') tiers.push(Prisma.sql`n."searchKey" LIKE ${`%${escapeLike(key)}%`} ESCAPE '!'`);
      if (looksLikeInitials(key)) {
        tiers.push(Prisma.sql`n."initials" = ${key}`, Prisma.sql`n."initials" LIKE ${`%${key}%`}`);
      }
      for (const condition of tiers) {
        const found = await candidates(sql, condition);
        if (found.total > 0) return found;
      }
      return { enterprises: [], total: 0 };
    },
    historyOf: (enterprise) =>
      readHistory(sql, {
        // The name is known: no need to look it up.
        name: Prisma.sql`CAST(${enterprise.name} AS TEXT)`,
        join: Prisma.empty,
        where: Prisma.sql`x."enterpriseId" = ${enterprise.id}`,
      }),
    history: ({ type }) =>
      readHistory(sql, {
        name: Prisma.sql`n."text"`,
        join: Prisma.sql`JOIN "EnterpriseName" n ON n."enterpriseId" = x."enterpriseId" AND n."kind" = 'FULL'`,
        where: type ? Prisma.sql`x."type" = ${type}` : Prisma.sql`1 = 1`,
      }),
  };
}

function escapeLike(text: string): string {
  return text.replace(/[!%_]/gu, '!$&');
}

async function candidates(sql: Sql, condition: Prisma.Sql): Promise<Candidates> {
  const rows = await sql.query<Candidate>(Prisma.sql`
    SELECT DISTINCT e."id", f."text" AS "name", e."creditCode"
    FROM "EnterpriseName" n
    JOIN "Enterprise" e ON e."id" = n."enterpriseId"
    JOIN "EnterpriseName" f ON f."enterpriseId" = e."id" AND f."kind" = 'FULL'
    WHERE ${condition} AND ${isThere('e')} AND ${isThere('n')}
    ORDER BY f."text", e."creditCode"`);
  return { enterprises: rows.slice(0, candidatesAtMost), total: rows.length };
}

async function readHistory(
  sql: Sql,
  of: { name: Prisma.Sql; join: Prisma.Sql; where: Prisma.Sql },
): Promise<QualificationHistory> {
  const statement = historyStatement<Prisma.Sql>(Prisma.sql, { ...of, isThere: isThere('x') });
  return toHistory(await sql.query<HistoryRow>(statement));
}
