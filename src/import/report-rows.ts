import { setImmediate } from 'node:timers/promises';
import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import { grouped } from '../core/grouped.ts';
import type { Cell } from '../domain/reports/cell.ts';
import { fundSpentKey } from '../domain/reports/indicators.ts';
import type { Period } from '../domain/reports/period.ts';
import { type StoredState, submissionKinds } from '../domain/reports/record.ts';
import type { Standing } from '../domain/reports/status.ts';
import type { Sql } from '../store/sql.ts';
import { isThere } from '../store/visible-rows.ts';

/** As many enterprises as are read at once: of a year each has a few hundred figures. */
const atOnce = 25;

/** One report as it is exported. */
export interface ExportedReport extends Standing {
  /** Which of the enterprises, from 0 in the order of their names. */
  index: number;
  enterprise: string;
  period: Period;
  receipt: { id: string; at: Date; number: number; onBehalf: boolean; reason: string | null } | null;
  /** By indicator; of 科技专项资金支出 all its projects together. */
  figures: ReadonlyMap<string, Cell>;
  /** Keys of what is 沿用. */
  carried: readonly string[];
}

interface ReportRow {
  enterpriseId: string;
  period: string;
  state: string;
  exemptReason: string | null;
  submissionId: string | null;
  number: number | null;
  kind: string | null;
  isLate: boolean | number | null;
  onBehalf: boolean | number | null;
  reason: string | null;
  recordedAt: Date | string | null;
}

interface ValueRow {
  submissionId: string;
  key: string;
  month: string | null;
  total: string | null;
  isCarried: boolean | number;
}

export interface Enterprise {
  id: string;
  name: string;
}

/** Enterprises of which something is to be said in these months, by name. */
export function reporters(sql: Sql, periods: readonly Period[]): Promise<Enterprise[]> {
  return sql.query<Enterprise>(Prisma.sql`
    SELECT e."id", n."text" AS "name" FROM "Enterprise" e
    JOIN "EnterpriseName" n ON n."enterpriseId" = e."id" AND n."kind" = 'FULL'
    WHERE ${isThere('e')} AND ${isThere('n')} AND EXISTS (
      SELECT 1 FROM "MonthlyReport" r WHERE r."enterpriseId" = e."id" AND r."period" IN (${Prisma.join([...periods])})
      AND (r."submissionId" IS NOT NULL OR r."exemptReason" IS NOT NULL))
    ORDER BY n."text", e."id"`);
}

/** Their reports in these months, some enterprises at a time: what was handed in or is exempt. */
export async function* exportedReports(
  sql: Sql,
  enterprises: readonly Enterprise[],
  periods: readonly Period[],
): AsyncGenerator<ExportedReport> {
  for (let from = 0; from < enterprises.length; from += atOnce) {
    const some = enterprises.slice(from, from + atOnce);
    const rows = await sql.query<ReportRow>(Prisma.sql`
      SELECT r."enterpriseId", r."period", r."state", r."exemptReason", r."submissionId", s."number", s."kind",
        s."isLate", s."onBehalf", s."reason", s."recordedAt"
      FROM "MonthlyReport" r LEFT JOIN "ReportSubmission" s ON s."id" = r."submissionId"
      WHERE r."enterpriseId" IN (${Prisma.join(some.map(({ id }) => id))})
        AND r."period" IN (${Prisma.join([...periods])})
        AND (r."submissionId" IS NOT NULL OR r."exemptReason" IS NOT NULL)
      ORDER BY r."period"`);
    const values = await valuesOf(
      sql,
      rows.flatMap(({ submissionId }) => submissionId ?? []),
    );
    // SQLite answers before anything else of the program runs: now it is everybody else's turn.
    await setImmediate();
    const byEnterprise = grouped(rows, ({ enterpriseId }) => enterpriseId);
    for (const [offset, { id, name }] of some.entries()) {
      for (const row of byEnterprise.get(id) ?? []) {
        yield toReport(row, { index: from + offset, enterprise: name }, values.get(row.submissionId ?? '') ?? []);
      }
    }
  }
}

async function valuesOf(sql: Sql, ids: readonly string[]): Promise<Map<string, ValueRow[]>> {
  if (ids.length === 0) return new Map();
  const values = await sql.query<ValueRow>(Prisma.sql`
    SELECT v."submissionId", v."key", CAST(v."month" AS TEXT) AS "month", CAST(v."total" AS TEXT) AS "total",
      v."isCarried"
    FROM "ReportValue" v WHERE v."submissionId" IN (${Prisma.join([...ids])}) ORDER BY v."key"`);
  return grouped(values, ({ submissionId }) => submissionId);
}

function toReport(
  row: ReportRow,
  of: { index: number; enterprise: string },
  values: readonly ValueRow[],
): ExportedReport {
  const kind = submissionKinds.find((one) => one === row.kind);
  const figures = new Map<string, Cell>();
  for (const { key, month, total } of values) {
    const name = key.startsWith(`${fundSpentKey}:`) ? fundSpentKey : key;
    const before = figures.get(name);
    figures.set(name, { month: plus(before?.month, month), total: plus(before?.total, total) });
  }
  return {
    ...of,
    period: row.period,
    state: row.state as StoredState,
    exempt: row.exemptReason === null ? null : {},
    submission: kind ? { kind, isLate: Boolean(row.isLate) } : null,
    receipt:
      row.submissionId === null || row.recordedAt === null
        ? null
        : {
            id: row.submissionId,
            at: new Date(row.recordedAt),
            number: Number(row.number),
            onBehalf: Boolean(row.onBehalf),
            reason: row.reason,
          },
    figures,
    carried: values.filter(({ isCarried }) => Boolean(isCarried)).map(({ key }) => key),
  };
}

function plus(sum: bigint | null | undefined, text: string | null): bigint | null {
  return text === null ? (sum ?? null) : (sum ?? 0n) + BigInt(text);
}
