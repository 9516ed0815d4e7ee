import { z } from 'zod';
import type { ApplicationFact, QualificationFact, QualificationHistory, TransitionFact } from '../domain/ledger.ts';
import { levels, qualificationTypes, statuses } from '../domain/qualification.ts';
import type { Statement } from './sql.ts';

const QualificationTypeSchema = z.enum(qualificationTypes);
const LevelSchema = z.enum(levels);
const StatusSchema = z.enum(statuses);

export interface HistoryRow {
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

/**
 * Qualifications and applications with their transitions, in one statement. `x` stands for either.
 * @param sql what writes the statement: the client's own tag, or that of the importing process, which has no client
 */
export function historyStatement<S extends Statement>(
  sql: (strings: TemplateStringsArray, ...parts: S[]) => S,
  { name, join, where, isThere }: Readonly<Record<'name' | 'join' | 'where' | 'isThere', S>>,
): S {
  return sql`
    SELECT 'qualification' AS "kind", x."id", x."enterpriseId", ${name} AS "enterprise", x."type", x."level",
      x."certNo", x."issuedOn", x."validFrom", x."validTo", x."applicationId",
      NULL AS "year", NULL AS "batch", t."status", t."effectiveOn", t."dateKnown", t."recordedAt" AS "recordedAt"
    FROM "Qualification" x ${join}
    JOIN "Transition" t ON t."qualificationId" = x."id"
    WHERE ${where} AND ${isThere}
    UNION ALL
    SELECT 'application', x."id", x."enterpriseId", ${name}, x."type", x."level",
      NULL, NULL, NULL, NULL, NULL, x."year", x."batch", t."status", t."effectiveOn", t."dateKnown", t."recordedAt"
    FROM "Application" x ${join}
    JOIN "Transition" t ON t."applicationId" = x."id"
    WHERE ${where}
    ORDER BY "recordedAt"`;
}

export function toHistory(rows: readonly HistoryRow[]): QualificationHistory {
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
