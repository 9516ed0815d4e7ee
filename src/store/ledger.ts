import { z } from 'zod';
import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import { readCreditCode } from '../domain/credit-code.ts';
import { looksLikeInitials, searchKey } from '../domain/enterprise-name.ts';
import type {
  ApplicationFact,
  Candidate,
  Candidates,
  Ledger,
  QualificationFact,
  QualificationHistory,
  TransitionFact,
} from '../domain/ledger.ts';
import { levels, qualificationTypes, statuses } from '../domain/qualification.ts';
import type { Sql } from './sql.ts';
import { isThere } from './visible-rows.ts';

const QualificationTypeSchema = z.enum(qualificationTypes);
const LevelSchema = z.enum(levels);
const StatusSchema = z.enum(statuses);

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

interface HistoryRow {
  kind: string;
  id: string;
  enterpriseId: string;
  enterprise: string;
  type: string;
  level: string;
  certNo: string | null;
  issuedOn: string | null;
  validFrom: string | null;
  validTo: string | null;
  applicationId: string | null;
  year: number | null;
  batch: number | null;
  status: string;
  effectiveOn: string;
  dateKnown: boolean;
  recordedAt: Date;
}

/** Qualifications and applications with their transitions, in one statement. `x` stands for either. */
async function readHistory(
  sql: Sql,
  { name, join, where }: { name: Prisma.Sql; join: Prisma.Sql; where: Prisma.Sql },
): Promise<QualificationHistory> {
  const rows = await sql.query<HistoryRow>(Prisma.sql`
    SELECT 'qualification' AS "kind", x."id", x."enterpriseId", ${name} AS "enterprise", x."type", x."level",
      x."certNo", x."issuedOn", x."validFrom", x."validTo", x."applicationId",
      NULL AS "year", NULL AS "batch", t."status", t."effectiveOn", t."dateKnown", t."recordedAt" AS "recordedAt"
    FROM "Qualification" x ${join}
    JOIN "Transition" t ON t."qualificationId" = x."id"
    WHERE ${where} AND ${isThere('x')}
    UNION ALL
    SELECT 'application', x."id", x."enterpriseId", ${name}, x."type", x."level",
      NULL, NULL, NULL, NULL, NULL, x."year", x."batch", t."status", t."effectiveOn", t."dateKnown", t."recordedAt"
    FROM "Application" x ${join}
    JOIN "Transition" t ON t."applicationId" = x."id"
    WHERE ${where}
    ORDER BY "recordedAt"`);

  const qualifications = new Map<string, QualificationFact & { transitions: TransitionFact[] }>();
  const applications = new Map<string, ApplicationFact & { transitions: TransitionFact[] }>();
  for (const row of rows) {
    const { id, certNo, issuedOn, validFrom, validTo, applicationId } = row;
    const common = {
      id,
      enterprise: { id: row.enterpriseId, name: row.enterprise },
      type: QualificationTypeSchema.parse(row.type),
      level: LevelSchema.parse(row.level),
    };
    const transition = {
      status: StatusSchema.parse(row.status),
      effectiveOn: row.effectiveOn,
      dateKnown: row.dateKnown,
      recordedAt: row.recordedAt,
    };
    if (row.kind === 'qualification') {
      const fact = { ...common, certNo, issuedOn, validFrom, validTo, applicationId, transitions: [] };
      upsert(qualifications, id, fact).transitions.push(transition);
    } else {
      const fact = {
        ...common,
        year: Number(row.year),
        batch: row.batch === null ? null : Number(row.batch),
        transitions: [],
      };
      upsert(applications, id, fact).transitions.push(transition);
    }
  }
  return { qualifications: [...qualifications.values()], applications: [...applications.values()] };
}

function upsert<T>(map: Map<string, T>, key: string, fresh: T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  map.set(key, fresh);
  return fresh;
}
