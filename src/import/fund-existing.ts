import type { Batch, EntryFact, Project, ProjectStatusFact } from '../domain/funds/facts.ts';
import type { EntryType } from '../domain/funds/terms.ts';
import type { Fen } from '../domain/money.ts';
import { isThereText } from '../store/is-there.ts';
import type { Sql } from '../store/sql.ts';
import { lookUp } from './existing.ts';
import { listOf, raw, sql } from './statement.ts';

const there = (alias: string) => raw(isThereText(alias));

/** A batch as it is registered, and how often something was entered into it. */
export interface KnownBatch extends Batch {
  version: number;
}

/** A project as it is registered; its batch by id. */
export type KnownProject = Omit<Project, 'batch' | 'statuses'> & { batchId: string };

/** All batches: there are as many as there are documents, not as there are enterprises. */
export async function knownBatches(db: Sql): Promise<KnownBatch[]> {
  const rows = await db.query<KnownBatch>(sql`
    SELECT b."id", b."number", b."name", b."level", b."category", b."year", b."surplusPolicy", b."trackSpending",
      b."version"
    FROM "FundBatch" b WHERE ${there('b')} ORDER BY b."number"`);
  return rows.map((row) => ({
    ...row,
    number: Number(row.number),
    year: Number(row.year),
    version: Number(row.version),
  }));
}

/** Every 下达 of the ledger. */
export async function knownAllocations(db: Sql): Promise<EntryFact[]> {
  const rows = await db.query<EntryRow>(sql`
    ${entryColumns} FROM "FundBatch" b JOIN "FundEntry" e ON e."batchId" = b."id" AND e."type" = 'ALLOCATE'
    LEFT JOIN "Person" p ON p."id" = e."recordedById" WHERE ${there('e')} ORDER BY e."recordedAt", e."id"`);
  return rows.map(toFact);
}

/** The projects with any of these numbers, codes or names, and those of these enterprises; `take` keeps what is wanted. */
export async function knownProjects(
  db: Sql,
  wanted: {
    numbers: Iterable<string>;
    codes: Iterable<string>;
    names: Iterable<string>;
    enterpriseIds: Iterable<string>;
  },
  take: (project: KnownProject) => void,
): Promise<void> {
  const columns = raw(`
    SELECT j."id", j."number", j."batchId", j."enterpriseId", n."text" AS "enterpriseName", j."name", j."code",
      j."leader", j."partner", j."startsOn", j."endsOn", j."acceptanceDueOn",
      CAST(j."selfRaised" AS TEXT) AS "selfRaised", j."goal", j."isDemo"
    FROM "FundProject" j
    JOIN "EnterpriseName" n ON n."enterpriseId" = j."enterpriseId" AND n."kind" = 'FULL' AND ${isThereText('n')}`);
  const by = (column: string, values: Iterable<string>, toValue: (value: string) => unknown = (value) => value) =>
    lookUp(
      values,
      (some) =>
        db.query<ProjectRow>(
          sql`${columns} WHERE ${raw(`j."${column}"`)} IN ${listOf(some.map(toValue))} AND ${there('j')} ORDER BY j."number"`,
        ),
      ({ enterpriseId, enterpriseName, selfRaised, number, ...row }) =>
        take({
          ...row,
          number: Number(number),
          enterprise: { id: enterpriseId, name: enterpriseName },
          selfRaised: BigInt(selfRaised),
        }),
    );
  await by('number', wanted.numbers, Number);
  await by('code', wanted.codes);
  await by('name', wanted.names);
  await by('enterpriseId', wanted.enterpriseIds);
}

type ProjectRow = Omit<KnownProject, 'enterprise' | 'selfRaised'> & {
  enterpriseId: string;
  enterpriseName: string;
  selfRaised: string;
};

/** The entries of these projects, or (null) of a batch itself. */
export async function knownEntries(
  db: Sql,
  of: { batchId: string } | { projectIds: Iterable<string>; type?: EntryType },
): Promise<EntryFact[]> {
  const found: EntryFact[] = [];
  const from = raw('FROM "FundEntry" e LEFT JOIN "Person" p ON p."id" = e."recordedById"');
  if ('batchId' in of) {
    const rows = await db.query<EntryRow>(sql`
      ${entryColumns} ${from} WHERE e."batchId" = ${of.batchId} AND e."projectId" IS NULL AND ${there('e')}
      ORDER BY e."recordedAt", e."id"`);
    return rows.map(toFact);
  }
  const only = of.type === undefined ? raw('') : sql`AND e."type" = ${of.type}`;
  await lookUp(
    of.projectIds,
    (ids) =>
      db.query<EntryRow>(sql`
        ${entryColumns} ${from} WHERE e."projectId" IN ${listOf(ids)} ${only} AND ${there('e')}
        ORDER BY e."recordedAt", e."id"`),
    (row) => found.push(toFact(row)),
  );
  return found;
}

/** What all projects of a batch add up to, by type. */
export async function projectTotals(db: Sql, batchId: string): Promise<ReadonlyMap<EntryType, Fen>> {
  const rows = await db.query<{ type: EntryType; fen: string }>(sql`
    SELECT e."type", CAST(SUM(e."fen") AS TEXT) AS "fen" FROM "FundEntry" e
    WHERE e."batchId" = ${batchId} AND e."projectId" IS NOT NULL AND ${there('e')} GROUP BY e."type"`);
  return new Map(rows.map(({ type, fen }) => [type, BigInt(fen)]));
}

/** How these projects stand, by id, in the order in which it was entered. */
export async function knownStatuses(
  db: Sql,
  projectIds: Iterable<string>,
): Promise<ReadonlyMap<string, readonly ProjectStatusFact[]>> {
  const found = new Map<string, ProjectStatusFact[]>();
  await lookUp(
    projectIds,
    (ids) =>
      db.query<ProjectStatusFact & { projectId: string }>(sql`
        SELECT s."projectId", s."status", s."effectiveOn", s."docNo", s."note", s."recordedAt" FROM "FundProjectStatus" s
        WHERE s."projectId" IN ${listOf(ids)} AND ${there('s')} ORDER BY s."recordedAt", s."id"`),
    ({ projectId, ...fact }) => {
      const known = found.get(projectId);
      if (known) known.push(fact);
      else found.set(projectId, [fact]);
    },
  );
  return found;
}

/** Which of these enterprises are invented for the demo: what belongs to them is, too. */
export async function demoEnterprises(db: Sql, ids: Iterable<string>): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  await lookUp(
    ids,
    (some) =>
      db.query<{ id: string; isDemo: boolean | number }>(
        sql`SELECT e."id", e."isDemo" FROM "Enterprise" e WHERE e."id" IN ${listOf(some)}`,
      ),
    ({ id, isDemo }) => {
      if (isDemo) found.add(id);
    },
  );
  return found;
}

const entryColumns = raw(`
  SELECT e."id", e."batchId", e."projectId", e."type", CAST(e."fen" AS TEXT) AS "fen", e."effectiveOn", e."dateKnown",
    e."docNo", e."period", e."note", e."reversesId", e."claimId", p."name" AS "recordedBy", e."recordedAt"`);

/** Amounts as text: SQLite's driver would give a number, which ends at 2^53. */
type EntryRow = Omit<EntryFact, 'fen'> & { fen: string };

function toFact({ fen, dateKnown, ...row }: EntryRow): EntryFact {
  return { ...row, fen: BigInt(fen), dateKnown: Boolean(dateKnown) };
}
