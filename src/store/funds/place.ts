import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import { UserError } from '../../core/errors.ts';
import type { Batch, EntryFact, Project } from '../../domain/funds/facts.ts';
import { allocationKeys, stillHolding, usesOfDocNo } from '../../domain/funds/keys.ts';
import type { Place, Proposal } from '../../domain/funds/proposal.ts';
import type { DocUse } from '../../domain/funds/rules.ts';
import { addTo, noSums, type Sums } from '../../domain/funds/sums.ts';
import { batchLabel } from '../../domain/funds/terms.ts';
import type { Tx } from '../transact.ts';
import { isThere, thoseThere } from '../visible-rows.ts';
import { EntryTypeSchema, projectParts, toBatch, toEntries, toProjects } from './rows.ts';

/** What the rules look at, with all sums of the batch. */
export interface HeldPlace extends Place {
  totals: Sums;
}

/** Where an entry is of, read once its batch is held. @throws UserError if it is not there */
export async function readPlace(tx: Tx, of: { projectId: string } | { batchId: string }): Promise<HeldPlace> {
  const project = 'projectId' in of ? await findProject(tx, of.projectId) : null;
  if ('projectId' in of && !project) throw new UserError('没有找到这个项目，请核对项目编号后重新登记。');
  const batch = project?.batch ?? ('batchId' in of ? await findBatch(tx, of.batchId) : null);
  if (!batch) throw new UserError('没有找到这个批次，请核对批次编号后重新登记。');
  await refuseWhileImporting(tx, batch.id);
  const rows = await tx.fundEntry.findMany({
    where: project ? { projectId: project.id } : { batchId: batch.id, projectId: null },
    orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
  });
  return { batch, project, entries: await toEntries(tx, rows), totals: await totalsOf(tx, batch) };
}

export async function findBatch(tx: Tx, id: string): Promise<Batch | null> {
  const row = await tx.fundBatch.findUnique({ where: { id } });
  const [there] = await thoseThere(tx, row ? [row] : []);
  return there ? toBatch(there) : null;
}

export async function findProject(tx: Tx, id: string): Promise<Project | null> {
  const row = await tx.fundProject.findUnique({ where: { id }, include: projectParts });
  const [project = null] = await toProjects(tx, row ? [row] : []);
  return project;
}

/** Of a project or of a batch as a whole, with one more entry if there is one. */
export function sumsOf({ batch, project, entries, totals }: HeldPlace, further: EntryFact | null): Sums {
  const add = (sums: Sums, { type, fen, projectId }: EntryFact) =>
    addTo(sums, { type, fen, isOfProject: projectId !== null, tracked: batch.trackSpending });
  const sums = project ? entries.reduce(add, noSums) : totals;
  return further ? add(sums, further) : sums;
}

/**
 * What an import is writing right now was checked against what was there before: nothing is entered into the same batch
 * until that is over.
 */
async function refuseWhileImporting(tx: Tx, batchId: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "FundEntry" e JOIN "Import" i ON i."id" = e."importId" AND i."state" = 'APPLYING'
    WHERE e."batchId" = ${batchId} LIMIT 1`;
  if (rows.length > 0) throw new UserError('该批次的数据正在导入，请在导入完成后再登记。');
}

/** All entries of a batch, of every day. As text: SQLite's driver would give a number, which ends at 2^53. */
async function totalsOf(tx: Tx, { id, trackSpending }: Batch): Promise<Sums> {
  const rows = await tx.$queryRaw<{ type: string; isOfProject: number; fen: string }[]>(Prisma.sql`
    SELECT s."type", s."isOfProject", CAST(SUM(s."fen") AS TEXT) AS "fen"
    FROM (
      SELECT e."type", CASE WHEN e."projectId" IS NULL THEN 0 ELSE 1 END AS "isOfProject", e."fen"
      FROM "FundEntry" e WHERE e."batchId" = ${id} AND ${isThere('e')}
    ) s
    GROUP BY 1, 2`);
  return rows.reduce(
    (sums, { type, isOfProject, fen }) =>
      addTo(sums, {
        type: EntryTypeSchema.parse(type),
        fen: BigInt(fen),
        isOfProject: Number(isOfProject) === 1,
        tracked: trackSpending,
      }),
    noSums,
  );
}

/** How a document number of a 下达 was used in the whole ledger, whichever batch it is of. */
export interface Allocations {
  /** How often, counting what was reversed since. */
  uses: number;
  holding: DocUse | null;
}

export async function allocationsBy(tx: Tx, { type, docNo }: Proposal): Promise<Allocations> {
  if (type !== 'ALLOCATE' || docNo === null) return { uses: 0, holding: null };
  const rows = await tx.fundEntry.findMany({
    where: { docKey: { in: allocationKeys(docNo) } },
    include: { batch: { select: { number: true } }, reversedBy: true },
  });
  const entries = await toEntries(tx, [...rows, ...rows.flatMap(({ reversedBy }) => reversedBy ?? [])]);
  const uses = usesOfDocNo(entries, { type, docNo });
  const entry = stillHolding(uses, entries);
  const number = rows.find(({ id }) => id === entry?.id)?.batch.number ?? 0;
  return { uses: uses.length, holding: entry && { entry, label: batchLabel(number) } };
}
