import { grouped } from '../core/grouped.ts';
import { docNoKey } from '../domain/funds/doc-no.ts';
import type { EntryFact, Project, ProjectStatusFact } from '../domain/funds/facts.ts';
import { problemsOfBatch } from '../domain/funds/history-rules.ts';
import { docKeyBase, keysOf, sourceKeyBase, stillHolding } from '../domain/funds/keys.ts';
import { noteOf, periodOf } from '../domain/funds/proposal.ts';
import type { DocUse } from '../domain/funds/rules.ts';
import { batchLabel, type EntryType } from '../domain/funds/terms.ts';
import { formatMonth } from '../domain/funds/wording.ts';
import { sheets } from '../domain/workbook/columns.ts';
import { fundBatchColumns } from '../domain/workbook/fund-batch-columns.ts';
import { fundEntryColumns } from '../domain/workbook/fund-entry-columns.ts';
import { fundProjectColumns } from '../domain/workbook/fund-project-columns.ts';
import { knownStatuses, projectTotals } from './fund-existing.ts';
import { named, type PlannedBatch, type PlannedEntry, type PlannedProject } from './fund-plan.ts';
import type { PlanBook, PlanDeps } from './plan.ts';

/** What may not be entered, and the line that says it. */
export interface Refusal {
  sheet: PlannedEntry['sheet'];
  row: number;
  column: string | null;
  reason: string;
}

/**
 * Checks what is added to a batch by the rules of the ledger, over all that is recorded of it and all that the file adds,
 * and plans the rows. Gives what is refused.
 * @param allocations every 下达 of the ledger
 */
export function createFundChecks(
  allocations: readonly EntryFact[],
  batches: ReadonlyMap<string, PlannedBatch>,
  { db, today }: PlanDeps,
  book: PlanBook,
): (batch: PlannedBatch, known: readonly EntryFact[]) => Promise<readonly Refusal[]> {
  const byDocNo = grouped(
    allocations.filter(({ docNo, reversesId }) => docNo !== null && reversesId === null),
    ({ docNo }) => docNoKey(docNo ?? ''),
  );
  const allocatedBy = (docNo: string): DocUse | null => {
    const entry = stillHolding(byDocNo.get(docNoKey(docNo)) ?? [], allocations);
    return entry && { entry, label: batchLabel(batches.get(entry.batchId)?.batch.number ?? 0) };
  };
  const said = new Map<string, Pick<PlannedEntry, 'sheet' | 'row'>>();

  return async (batch, known) => {
    const { added } = batch;
    const twice = new Map(added.flatMap((one) => saidBefore(one, batch, said).map((refusal) => [one, refusal])));
    const rest = added.filter((one) => !twice.has(one));
    const projects = new Map(added.flatMap(({ project }) => (project ? [[project.project.id, project] as const] : [])));
    const statuses = await knownStatuses(
      db,
      [...projects].flatMap(([id, { isNew }]) => (isNew ? [] : [id])),
    );
    const facts = [...projects.values()].map((one) => asFact(one, batch, statuses.get(one.project.id) ?? []));
    const others = batch.isNew ? [] : await othersOf(batch, known);
    const history = { batch: batch.batch, projects: facts, entries: [...known, ...others], added: rest };
    const refused = refusals(rest, problemsOfBatch(history, today, allocatedBy));

    const byPlace = grouped(known, ({ projectId }) => projectId);
    const factOf = new Map(facts.map((one) => [one.id, one]));
    for (const one of rest) {
      const place = {
        batch: batch.batch,
        totals: noTotals,
        project: factOf.get(one.projectId ?? '') ?? null,
        entries: byPlace.get(one.projectId) ?? [],
      };
      const isAllocation = one.type === 'ALLOCATE' && one.docNo !== null;
      const uses = isAllocation ? (byDocNo.get(docNoKey(one.docNo ?? ''))?.length ?? 0) : undefined;
      book.writes.funds.FundEntry.push(rowOf(one, batch, keysOf(place, one, uses)));
    }
    return [...twice.values(), ...refused];
  };

  /** What the projects of which nothing is added have in sum: for the totals of the batch, one entry a type. */
  async function othersOf({ batch }: PlannedBatch, known: readonly EntryFact[]): Promise<EntryFact[]> {
    const totals = new Map(await projectTotals(db, batch.id));
    for (const { type, fen, projectId } of known) {
      if (projectId !== null) totals.set(type, (totals.get(type) ?? 0n) - fen);
    }
    return [...totals].map(([type, fen]) => inSum(batch.id, type, fen));
  }
}

const noTotals = { allocated: 0n, withdrawn: 0n, approved: 0n, disbursed: 0n };

function inSum(batchId: string, type: EntryType, fen: bigint): EntryFact {
  const nothing = { docNo: null, period: null, note: null, reversesId: null, claimId: null, recordedBy: null };
  const when = { effectiveOn: '2000-01-01', dateKnown: false, recordedAt: new Date(0) };
  return { id: `others ${type}`, batchId, projectId: 'others', type, fen, ...when, ...nothing };
}

function asFact(
  { project, isNew }: PlannedProject,
  { batch, added }: PlannedBatch,
  known: readonly ProjectStatusFact[],
): Project {
  const approval = isNew ? added.find(({ id }) => id === project.id) : undefined;
  const first: ProjectStatusFact[] = approval
    ? [{ status: 'APPROVED', effectiveOn: approval.effectiveOn, docNo: null, note: null, recordedAt: new Date(0) }]
    : [];
  return { ...project, batch, statuses: [...first, ...known] };
}

/** The same document number or month twice in the file: the second line is told of the first. */
function saidBefore(
  one: PlannedEntry,
  { batch }: PlannedBatch,
  said: Map<string, Pick<PlannedEntry, 'sheet' | 'row'>>,
): Refusal[] {
  const { type, docNo, projectId, project, sheet, row } = one;
  const claims: { key: string; column: string; what: string }[] = [];
  if (docNo !== null) {
    const rule =
      type === 'ALLOCATE' ? '同一下达文号只能用于一个批次' : '同一文号对同一项目（批次）的同一类型只能用一次';
    const key = docKeyBase(type, projectId ?? batch.id, docNo);
    claims.push({ key, column: docNoColumns[sheet], what: `使用同一文号“${docNo}”，${rule}` });
  }
  const period = periodOf(one);
  if (project && period !== null) {
    const key = `month ${sourceKeyBase(project.project.id, period)}`;
    const what = `都是“${project.project.name}”${formatMonth(period)}的支出，每月只登记一笔`;
    claims.push({ key, column: fundEntryColumns.period.header, what });
  }
  for (const { key, column, what } of claims) {
    const before = said.get(key);
    if (before) {
      const where = before.sheet === sheet ? '' : `“${sheets[before.sheet].name}”表`;
      return [{ sheet, row, column, reason: `与${where}第${before.row}行${what}，请核对。` }];
    }
    said.set(key, { sheet, row });
  }
  return [];
}

const docNoColumns = {
  fundBatches: fundBatchColumns.docNo.header,
  fundProjects: fundProjectColumns.docNo.header,
  fundEntries: fundEntryColumns.docNo.header,
};

/** Each by its line; what only follows from another one that is refused is left out. */
function refusals(added: readonly PlannedEntry[], problems: readonly { id: string; problem: string }[]): Refusal[] {
  const byId = new Map(added.map((one) => [one.id, one]));
  const found = problems.flatMap(({ id, problem }) => {
    const entry = byId.get(id);
    return entry ? [{ entry, problem }] : [];
  });
  const ofSheet = (sheet: PlannedEntry['sheet']) => found.filter(({ entry }) => entry.sheet === sheet);
  const making = ofSheet('fundBatches');
  const refused = new Set(ofSheet('fundProjects').map(({ entry }) => entry.projectId));
  return (making.length > 0 ? making : found)
    .filter(({ entry: { sheet, projectId } }) => sheet !== 'fundEntries' || !refused.has(projectId))
    .map(({ entry: { sheet, row }, problem }) => ({ sheet, row, column: null, reason: named(problem) }));
}

function rowOf(
  one: PlannedEntry,
  { batch }: PlannedBatch,
  { docKey, sourceKey }: ReturnType<typeof keysOf>,
): unknown[] {
  const { id, projectId, project, type, fen, effectiveOn, dateKnown, docNo } = one;
  const owner = [batch.id, projectId, project?.project.enterprise.id ?? null];
  return [
    id,
    ...owner,
    type,
    String(fen),
    effectiveOn,
    dateKnown,
    docNo,
    docKey,
    periodOf(one),
    sourceKey,
    noteOf(one),
  ];
}
