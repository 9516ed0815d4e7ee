import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import type { OverviewRow, ReportedMonth, Reports } from '../../domain/reports/reports.ts';
import { personsNow } from '../persons-now.ts';
import type { StoreDeps } from '../store-deps.ts';
import { isThere } from '../visible-rows.ts';
import { toKeys, toStoredState, toSubmission, toValue } from './rows.ts';

interface RosterRow {
  id: string;
  name: string;
  isReachable: unknown;
}

/** Lists and sums over many enterprises. */
export function createOverview({
  client,
  sql,
}: Pick<StoreDeps, 'client' | 'sql'>): Pick<Reports, 'overview' | 'reported'> {
  /** In operation, and ever had a contact or a report: whom nobody speaks for is asked nothing. */
  const roster = () =>
    sql.query<RosterRow>(Prisma.sql`
      SELECT e."id", n."text" AS "name", CASE WHEN EXISTS (
          SELECT 1 FROM "Binding" b JOIN "Account" a ON a."personId" = b."personId"
          WHERE b."enterpriseId" = e."id" AND b."endedAt" IS NULL AND ${isThere('b')}
        ) THEN 1 ELSE 0 END AS "isReachable"
      FROM "Enterprise" e
      JOIN "EnterpriseName" n ON n."enterpriseId" = e."id" AND n."kind" = 'FULL'
      WHERE ${isThere('e')} AND ${isThere('n')} AND e."operatingState" IN ('NORMAL', 'SUSPENDED') AND (
        EXISTS (SELECT 1 FROM "Binding" b WHERE b."enterpriseId" = e."id" AND ${isThere('b')})
        OR EXISTS (SELECT 1 FROM "MonthlyReport" r WHERE r."enterpriseId" = e."id"))
      ORDER BY n."text"`);

  /** Of the reports of a month: the client would count those of all months, which takes seconds where there are many. */
  async function carriedIn(period: string): Promise<Map<string, number>> {
    const rows = await sql.query<{ id: string; count: number | bigint | string }>(Prisma.sql`
      SELECT v."submissionId" AS "id", COUNT(*) AS "count" FROM "MonthlyReport" r
      JOIN "ReportValue" v ON v."submissionId" = r."submissionId" AND v."isCarried" = true
      WHERE r."period" = ${period} GROUP BY v."submissionId"`);
    return new Map(rows.map(({ id, count }) => [id, Number(count)]));
  }

  return {
    async overview(period) {
      const enterprises = await roster();
      const reports = await client.monthlyReport.findMany({ where: { period } });
      const ids = reports.flatMap(({ submissionId }) => submissionId ?? []);
      const submissions = await inParts(ids, (part) =>
        client.reportSubmission.findMany({ where: { id: { in: part } } }),
      );
      const carried = await carriedIn(period);
      const returns = await client.reportStep.findMany({
        where: { kind: 'RETURN', report: { period, state: 'RETURNED' } },
        orderBy: { seq: 'asc' },
      });
      const persons = await personsNow(client, [
        ...reports.map(({ exemptById }) => exemptById),
        ...[...submissions, ...returns].map(({ personId }) => personId),
      ]);
      const byId = new Map(submissions.map((row) => [row.id, row]));
      const byEnterprise = new Map(reports.map((row) => [row.enterpriseId, row]));
      const returned = new Map(returns.map((row) => [row.reportId, row]));
      const who = (id: string | null) => persons.get(id ?? '') ?? { personId: id ?? '', name: null };
      return enterprises.map(({ id, name, isReachable }): OverviewRow => {
        const row = byEnterprise.get(id);
        const submission = byId.get(row?.submissionId ?? '');
        const step = row && returned.get(row.id);
        const record: OverviewRow['record'] = row
          ? {
              state: toStoredState(row.state),
              version: row.version,
              exempt:
                row.exemptReason === null || row.exemptAt === null
                  ? null
                  : { reason: row.exemptReason, by: who(row.exemptById), at: row.exemptAt },
              submission: submission ? toSubmission(persons, submission) : null,
              returned: step
                ? {
                    keys: toKeys(step.keys),
                    reason: step.text ?? '',
                    dueOn: step.dueOn ?? '',
                    by: who(step.personId),
                    at: step.recordedAt,
                  }
                : null,
            }
          : null;
        return {
          enterprise: { id, name },
          record,
          carried: carried.get(submission?.id ?? '') ?? 0,
          isReachable: Number(isReachable) === 1,
        };
      });
    },

    async reported({ from, to, enterpriseId }) {
      const reports = await client.monthlyReport.findMany({
        where: {
          period: { gte: from, lte: to },
          submissionId: { not: null },
          ...(enterpriseId === undefined ? {} : { enterpriseId }),
        },
        include: { enterprise: { select: { names: { where: { kind: 'FULL' }, select: { text: true } } } } },
        orderBy: [{ period: 'asc' }, { enterpriseId: 'asc' }],
      });
      const submissions = await inParts(
        reports.flatMap(({ submissionId }) => submissionId ?? []),
        (part) => client.reportSubmission.findMany({ where: { id: { in: part } }, include: { values: true } }),
      );
      const persons = await personsNow(
        client,
        submissions.map(({ personId }) => personId),
      );
      const byId = new Map(submissions.map((row) => [row.id, row]));
      return reports.flatMap((row): ReportedMonth[] => {
        const submission = byId.get(row.submissionId ?? '');
        if (!submission) return [];
        return [
          {
            enterprise: { id: row.enterpriseId, name: row.enterprise.names[0]?.text ?? '' },
            period: row.period,
            state: toStoredState(row.state),
            submission: toSubmission(persons, submission),
            values: submission.values.map((value) => toValue(persons, value)),
          },
        ];
      });
    },
  };
}

/** A statement takes so many parameters on both databases with room to spare (SQLite: 32 766). */
const idsAtMost = 5_000;

async function inParts<T>(ids: readonly string[], read: (part: string[]) => Promise<T[]>): Promise<T[]> {
  const all: T[] = [];
  for (let from = 0; from < ids.length; from += idsAtMost) all.push(...(await read(ids.slice(from, from + idsAtMost))));
  return all;
}
