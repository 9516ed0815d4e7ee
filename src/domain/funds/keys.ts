import { docNoKey } from './doc-no.ts';
import type { EntryFact } from './facts.ts';
import { liveOf, type Place, type Proposal, periodOf } from './proposal.ts';
import type { EntryType } from './terms.ts';

/** What an entry occupies while it holds, as unique keys: nothing else may be entered under them. */
export interface EntryKeys {
  /** One use of a document number; null: without one. */
  docKey: string | null;
  /** One 支出 a project and month; null: no spending. */
  sourceKey: string | null;
}

/** The document number of a 下达 stands for one batch only; every other may be used once for each project (or batch) and type. */
export function docKeyBase(type: EntryType, ownerId: string, docNo: string): string {
  return type === 'ALLOCATE' ? `${type} ${docNoKey(docNo)}` : `${type} ${ownerId} ${docNoKey(docNo)}`;
}

export function sourceKeyBase(projectId: string, period: string): string {
  return `${projectId} ${period}`;
}

/** How a key is told from those of entries that were reversed before it. */
function numbered(base: string, reversedBefore: number): string {
  return reversedBefore === 0 ? base : `${base} #${reversedBefore}`;
}

/** Nobody reverses a 下达 more often. */
const reversedAtMost = 99;

/** Every key under which the document number of a 下达 may stand. */
export function allocationKeys(docNo: string): string[] {
  const base = docKeyBase('ALLOCATE', '', docNo);
  return Array.from({ length: reversedAtMost + 1 }, (_, n) => numbered(base, n));
}

/** Those that used the same document number, reversed ones too: of `entries`, which are of the place. */
export function usesOfDocNo(
  entries: readonly EntryFact[],
  { type, docNo }: Pick<Proposal, 'type' | 'docNo'>,
): EntryFact[] {
  if (docNo === null) return [];
  const key = docNoKey(docNo);
  return entries.filter(
    (one) => one.type === type && one.reversesId === null && one.docNo !== null && docNoKey(one.docNo) === key,
  );
}

/** The spendings of that month, reversed ones too. */
export function spendingsOf(entries: readonly EntryFact[], period: string): EntryFact[] {
  return entries.filter((one) => one.type === 'SPEND' && one.reversesId === null && one.period === period);
}

/**
 * The keys of an entry that the rules let in.
 * @param ofDocNo where the document number was used before (all reversed by now); of a 下达 in the whole ledger
 */
export function keysOf(
  { batch, project, entries }: Place,
  proposal: Proposal,
  ofDocNo: number = usesOfDocNo(entries, proposal).length,
): EntryKeys {
  const { type, docNo } = proposal;
  const period = periodOf(proposal);
  const isSpending = type === 'SPEND' && project !== null && period !== null;
  return {
    docKey: docNo === null ? null : numbered(docKeyBase(type, project?.id ?? batch.id, docNo), ofDocNo),
    sourceKey: isSpending ? numbered(sourceKeyBase(project.id, period), spendingsOf(entries, period).length) : null,
  };
}

/** Which of these still holds. */
export function stillHolding(uses: readonly EntryFact[], entries: readonly EntryFact[]): EntryFact | null {
  const live = new Set(liveOf(entries).map(({ id }) => id));
  return uses.find(({ id }) => live.has(id)) ?? null;
}
