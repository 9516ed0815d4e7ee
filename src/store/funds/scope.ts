import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import type { AsAt, Project, ProjectStatusFact } from '../../domain/funds/facts.ts';
import type { Scope } from '../../domain/funds/funds.ts';
import type { Sql } from '../sql.ts';
import { isThere } from '../visible-rows.ts';
import { type ProjectRow, toProject, toStatus } from './rows.ts';

interface Row extends Omit<ProjectRow, 'batch' | 'enterprise' | 'selfRaised' | 'statuses'> {
  enterpriseId: string;
  enterprise: string;
  selfRaised: string;
  batchId: string;
  batchNumber: number;
  batchName: string;
  level: string;
  category: string;
  year: number;
  surplusPolicy: string;
  trackSpending: boolean;
  status: string | null;
  effectiveOn: string;
  docNo: string | null;
  note: string | null;
  recordedAt: Date;
}

/**
 * The projects of a scope with their batches and statuses, in the order of their numbers, in one statement: one row a
 * status. Statuses entered after `knownBy` are not known; from which day they hold is for who reads them.
 */
export async function projectsInScope(
  sql: Sql,
  { year, batchId, enterpriseId, projectId }: Scope,
  { knownBy }: AsAt,
): Promise<Project[]> {
  const conditions = [isThere('p'), isThere('b')];
  if (enterpriseId !== undefined) conditions.push(Prisma.sql`p."enterpriseId" = ${enterpriseId}`);
  if (projectId !== undefined) conditions.push(Prisma.sql`p."id" = ${projectId}`);
  if (batchId !== undefined) conditions.push(Prisma.sql`p."batchId" = ${batchId}`);
  if (year !== undefined) conditions.push(Prisma.sql`b."year" = ${year}`);
  const known = knownBy ? Prisma.sql`AND t."recordedAt" <= ${knownBy}` : Prisma.empty;
  const rows = await sql.query<Row>(Prisma.sql`
    SELECT p."id", p."number", p."name", p."code", p."leader", p."partner", p."startsOn", p."endsOn",
      p."acceptanceDueOn", CAST(p."selfRaised" AS TEXT) AS "selfRaised", p."goal", p."isDemo",
      p."enterpriseId", n."text" AS "enterprise",
      b."id" AS "batchId", b."number" AS "batchNumber", b."name" AS "batchName", b."level", b."category", b."year",
      b."surplusPolicy", b."trackSpending",
      t."status", t."effectiveOn", t."docNo", t."note", t."recordedAt"
    FROM "FundProject" p
    JOIN "FundBatch" b ON b."id" = p."batchId"
    JOIN "EnterpriseName" n ON n."enterpriseId" = p."enterpriseId" AND n."kind" = 'FULL'
    LEFT JOIN "FundProjectStatus" t ON t."projectId" = p."id" AND ${isThere('t')} ${known}
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY p."number", t."recordedAt", t."id"`);
  const projects = new Map<string, Project & { statuses: ProjectStatusFact[] }>();
  for (const row of rows) {
    const project = projects.get(row.id) ?? { ...toProject(nested(row)), statuses: [] };
    projects.set(row.id, project);
    if (row.status !== null) project.statuses.push(toStatus({ ...row, status: row.status }));
  }
  return [...projects.values()];
}

function nested(row: Row): ProjectRow {
  const { batchId, batchNumber, batchName, level, category, year, surplusPolicy, trackSpending } = row;
  return {
    ...row,
    selfRaised: BigInt(row.selfRaised),
    enterprise: { id: row.enterpriseId, names: [{ text: row.enterprise }] },
    batch: { id: batchId, number: batchNumber, name: batchName, level, category, year, surplusPolicy, trackSpending },
    statuses: [],
  };
}
