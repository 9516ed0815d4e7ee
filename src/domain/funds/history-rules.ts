import type { CalendarDate } from '../calendar.ts';
import type { Batch, EntryFact, Project } from './facts.ts';
import { type BatchTotals, type Place, type Proposal, periodOf, signedFen } from './proposal.ts';
import { type DocUse, whyNotEntry } from './rules.ts';
import { addTo, noSums } from './sums.ts';
import { entryTypes } from './terms.ts';

/** An entry among many that are to be made at once. */
export interface Added extends Proposal {
  id: string;
  /** null: of the batch itself */
  projectId: string | null;
}

/** A batch with everything that is recorded of it, and what is to be added. */
export interface BatchHistory {
  batch: Batch;
  /** All of it, new ones too. */
  projects: readonly Project[];
  entries: readonly EntryFact[];
  added: readonly Added[];
}

/**
 * What of the added may not be entered, each with its reason. They are asked in the order in which they hold, not in which
 * they stand: first what raises the batch and what lowers it, then each project by its days.
 * @param allocatedBy where else the document number of a 下达 still holds
 */
export function problemsOfBatch(
  { batch, projects, entries, added }: BatchHistory,
  today: CalendarDate,
  allocatedBy: (docNo: string) => DocUse | null = () => null,
): { id: string; problem: string }[] {
  const byId = new Map(projects.map((project) => [project.id, project]));
  const of = new Map<string | null, EntryFact[]>();
  for (const entry of entries) push(of, entry);
  let totals: BatchTotals = entries.reduce(
    (sums, { type, fen, projectId }) => addTo(sums, { type, fen, isOfProject: projectId !== null, tracked: true }),
    noSums,
  );
  const problems: { id: string; problem: string }[] = [];
  for (const one of [...added].sort((a, b) => compare(orderOf(a), orderOf(b)))) {
    const project = one.projectId === null ? null : (byId.get(one.projectId) ?? null);
    if (one.projectId !== null && !project) throw new Error(`no project ${one.projectId} in the batch`);
    const place: Place = { batch, totals, project, entries: of.get(one.projectId) ?? [] };
    const problem = whyNotEntry(place, one, today, one.docNo === null ? null : allocatedBy(one.docNo));
    if (problem !== null) {
      problems.push({ id: one.id, problem });
      continue;
    }
    const entry = toFact(batch, one);
    push(of, entry);
    totals = addTo({ ...noSums, ...totals }, { ...entry, isOfProject: project !== null, tracked: true });
  }
  return problems;
}

function push(of: Map<string | null, EntryFact[]>, entry: EntryFact): void {
  const known = of.get(entry.projectId);
  if (known) known.push(entry);
  else of.set(entry.projectId, [entry]);
}

/** The chain of domain.md C1; a 冲销 makes room for a 支出 of the same day. */
const chain = ['ALLOCATE', 'ADJUST', 'APPROVE', 'DISBURSE', 'RECEIVE', 'SPEND_REVERSAL', 'SPEND', 'RECOVER', 'KEEP'];

function orderOf({ projectId, type, fen, effectiveOn, dateKnown }: Added): string {
  const lowersBatch = projectId === null && (type === 'RECOVER' || fen < 0n);
  const round = lowersBatch ? 2 : projectId === null ? 1 : 3;
  // What raises a sum and has no day may have been there always: before what has one.
  const isEarly = !dateKnown && (type === 'APPROVE' || type === 'DISBURSE');
  const place = chain.indexOf(type) === -1 ? entryTypes.length : chain.indexOf(type);
  return [round, projectId ?? '', isEarly ? '' : effectiveOn, place].join(' ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** As it will stand in the ledger, for the rules of those behind it. */
function toFact(batch: Batch, added: Added): EntryFact {
  const { id, projectId, type, effectiveOn, dateKnown, docNo, note } = added;
  return {
    id,
    batchId: batch.id,
    projectId,
    type,
    fen: signedFen(added),
    effectiveOn,
    dateKnown,
    docNo,
    period: periodOf(added),
    note,
    reversesId: null,
    claimId: null,
    recordedBy: null,
    recordedAt: notYet,
  };
}

const notYet = new Date(0);
