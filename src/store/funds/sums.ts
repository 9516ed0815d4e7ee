import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import { grouped } from '../../core/grouped.ts';
import type { AsAt, Project } from '../../domain/funds/facts.ts';
import type { BatchSums, EnterpriseSums, ProjectSums, Scope } from '../../domain/funds/funds.ts';
import { addTo, noSums, type Sums, sumOf } from '../../domain/funds/sums.ts';
import type { Fen } from '../../domain/money.ts';
import type { Sql } from '../sql.ts';
import { isThere } from '../visible-rows.ts';
import { type BatchRow, EntryTypeSchema, toBatch } from './rows.ts';
import { projectsInScope } from './scope.ts';

/**
 * A sum of 分 as text: both databases sum integers exactly (SQLite refuses what passes 2^63), and SQLite's driver would
 * give a number, which ends at 2^53.
 */
const exactSum = (filter: Prisma.Sql = Prisma.empty) => Prisma.sql`CAST(SUM(e."fen") ${filter} AS TEXT)`;

/**
 * Which entries count, but for those that an import is still writing: they are summed apart by their import, of which there
 * are few, and left out sum by sum. Row by row the question is the dearest part of the statement.
 */
function countingEntries({ year, batchId, enterpriseId, projectId }: Scope, { on, knownBy }: AsAt): Prisma.Sql {
  const conditions = [Prisma.sql`e."effectiveOn" <= ${on}`];
  if (enterpriseId !== undefined) conditions.push(Prisma.sql`e."enterpriseId" = ${enterpriseId}`);
  if (projectId !== undefined) conditions.push(Prisma.sql`e."projectId" = ${projectId}`);
  if (batchId !== undefined) conditions.push(Prisma.sql`e."batchId" = ${batchId}`);
  if (year !== undefined) {
    conditions.push(Prisma.sql`e."batchId" IN (SELECT y."id" FROM "FundBatch" y WHERE y."year" = ${year})`);
  }
  if (knownBy) conditions.push(Prisma.sql`e."recordedAt" <= ${knownBy}`);
  return Prisma.join(conditions, ' AND ');
}

interface BatchSumRow extends BatchRow {
  type: string;
  fen: string;
  /** Of that what belongs to the batch itself; null: nothing */
  own: string | null;
}

/**
 * In the order of their numbers. A batch without an entry that counts has no row here and is left out. SQLite reads the
 * groups one after the other out of the index that begins with batch and type and has all columns.
 */
export async function sumsOfBatches(sql: Sql, scope: Scope, asAt: AsAt): Promise<BatchSums[]> {
  const rows = await sql.query<BatchSumRow>(Prisma.sql`
    SELECT b."id", b."number", b."name", b."level", b."category", b."year", b."surplusPolicy", b."trackSpending",
      s."type", s."fen", s."own"
    FROM (
      SELECT e."batchId", e."type", e."importId", ${exactSum()} AS "fen",
        ${exactSum(Prisma.sql`FILTER (WHERE e."projectId" IS NULL)`)} AS "own"
      FROM "FundEntry" e
      WHERE ${countingEntries(scope, asAt)}
      GROUP BY 1, 2, 3
    ) s
    JOIN "FundBatch" b ON b."id" = s."batchId"
    WHERE ${isThere('s')} AND ${isThere('b')}
    ORDER BY b."number"`);
  const found = new Map<string, BatchSums>();
  for (const row of rows) {
    const { batch, sums } = found.get(row.id) ?? { batch: toBatch(row), sums: noSums };
    const own = BigInt(row.own ?? 0);
    const withOwn = add(sums, row.type, own, { isOfProject: false, ...batch });
    found.set(row.id, { batch, sums: add(withOwn, row.type, BigInt(row.fen) - own, { isOfProject: true, ...batch }) });
  }
  return [...found.values()];
}

function add(
  sums: Sums,
  type: string,
  fen: Fen,
  { isOfProject, trackSpending }: { isOfProject: boolean; trackSpending: boolean },
): Sums {
  return addTo(sums, { type: EntryTypeSchema.parse(type), fen, isOfProject, tracked: trackSpending });
}

interface ProjectSumRow {
  projectId: string;
  type: string;
  fen: string;
  /** Of SQLite text, of PostgreSQL an instant. */
  lastAt: Date | string;
  recordedById: string | null;
  by: string | null;
}

/**
 * In the order of their numbers; a project without a 批复 that counts is left out. The sums are read first: a project that
 * is entered between the two statements has none yet.
 */
export async function sumsOfProjects(sql: Sql, scope: Scope, asAt: AsAt): Promise<ProjectSums[]> {
  // By who entered as well: it gives the last of them along with the sums, and there are few.
  const rows = await sql.query<ProjectSumRow>(Prisma.sql`
    SELECT s.*, COALESCE(m."name", p."name") AS "by"
    FROM (
      SELECT e."projectId", e."type", e."recordedById", e."importId", ${exactSum()} AS "fen",
        MAX(e."recordedAt") AS "lastAt"
      FROM "FundEntry" e
      WHERE ${countingEntries(scope, asAt)} AND e."projectId" IS NOT NULL
      GROUP BY 1, 2, 3, 4
    ) s
    LEFT JOIN "Person" p ON p."id" = s."recordedById"
    LEFT JOIN "Person" m ON m."id" = p."mergedIntoId"
    WHERE ${isThere('s')}`);
  const rowsOf = grouped(rows, ({ projectId }) => projectId);
  const projects = rows.length === 0 ? [] : await projectsInScope(sql, scope, asAt);
  return projects.flatMap((project) => {
    const own = rowsOf.get(project.id) ?? [];
    return own.some(({ type }) => type === 'APPROVE') ? [withSums(project, own)] : [];
  });
}

function withSums(project: Project, rows: readonly ProjectSumRow[]): ProjectSums {
  const { trackSpending } = project.batch;
  let sums = noSums;
  let last: { at: Date; by: string | null; byId: string } | null = null;
  for (const row of rows) {
    sums = add(sums, row.type, BigInt(row.fen), { isOfProject: true, trackSpending });
    const at = new Date(row.lastAt);
    const byId = row.recordedById ?? '';
    // Of two at the same instant always the same one.
    const isLater = last === null || at > last.at || (at.getTime() === last.at.getTime() && byId > last.byId);
    if (isLater) last = { at, by: row.by, byId };
  }
  return { project, sums, confirmed: last && { by: last.by, at: last.at } };
}

/** In the order of their names. */
export async function sumsOfEnterprises(sql: Sql, scope: Scope, asAt: AsAt): Promise<EnterpriseSums[]> {
  const projects = await sumsOfProjects(sql, scope, asAt);
  const of = grouped(projects, ({ project }) => project.enterprise.id);
  return [...of.values()]
    .flatMap((own): EnterpriseSums[] => {
      const [first] = own;
      if (!first) return [];
      return [
        {
          enterprise: first.project.enterprise,
          projects: own.length,
          sums: sumOf(own.map(({ sums }) => sums)),
        },
      ];
    })
    .sort((a, b) => a.enterprise.name.localeCompare(b.enterprise.name, 'zh-CN'));
}
