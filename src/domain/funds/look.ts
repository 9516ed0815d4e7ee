import type { AuditFact } from '../../core/audit.ts';
import type { OrderOf } from './entry-order.ts';
import type { EntryFact } from './facts.ts';
import type { Funds } from './funds.ts';
import type { Place, Proposal } from './proposal.ts';
import { signedFen } from './proposal.ts';
import { addTo, noSums, type Sums } from './sums.ts';

/** Where something is to be entered, as it stands: what the rules look at, and the sums of it. */
export interface Look extends Place {
  /** Of the project, or of the batch as a whole; every day counts. */
  sums: Sums;
  /** Of the batch as a whole. */
  totals: Sums;
}

type Reads = Pick<Funds, 'findProject' | 'findBatch' | 'projects' | 'entries' | 'batches'>;

/** Every day: the rules look ahead as well. */
const asAt = { on: '9999-12-31' } as const;

/**
 * Reads where something is to be entered, before it is confirmed. The store asks the rules again when it is: this look
 * only spares people a confirmation that would be refused. Null: there is no such project or batch.
 */
export async function lookAt(funds: Reads, { kind, number }: OrderOf): Promise<Look | null> {
  const project = kind === 'P' ? await funds.findProject(number) : null;
  const batch = kind === 'P' ? project?.batch : await funds.findBatch(number);
  if (!batch) return null;
  const of = project ? { projectId: project.id } : { batchId: batch.id, batchOnly: true };
  const [entries, [known]] = await Promise.all([funds.entries(of, asAt), funds.batches({ batchId: batch.id }, asAt)]);
  const totals = known?.sums ?? noSums;
  const sums = project ? sumEntries(entries, batch.trackSpending) : totals;
  return { batch, project, entries, totals, sums };
}

/** Where an entry of the ledger is of. */
export async function lookAtEntry(funds: Reads, { projectId, batchId }: EntryFact): Promise<Look | null> {
  if (projectId !== null) {
    const [found] = await funds.projects({ projectId }, asAt);
    return found ? lookAt(funds, { kind: 'P', number: found.project.number }) : null;
  }
  const [found] = await funds.batches({ batchId }, asAt);
  return found ? lookAt(funds, { kind: 'B', number: found.batch.number }) : null;
}

function sumEntries(entries: readonly EntryFact[], tracked: boolean): Sums {
  return entries.reduce(
    (sums, { type, fen, projectId }) => addTo(sums, { type, fen, isOfProject: projectId !== null, tracked }),
    noSums,
  );
}

/** The sums with one more entry. */
export function sumsWith({ sums, batch, project }: Look, proposal: Pick<Proposal, 'type' | 'fen'>): Sums {
  return addTo(sums, {
    type: proposal.type,
    fen: signedFen(proposal),
    isOfProject: project !== null,
    tracked: batch.trackSpending,
  });
}

/** What was looked at, for the record: a project of an enterprise, or a batch. */
export function lookedAt({ batch, project }: Pick<Look, 'batch' | 'project'>): AuditFact {
  if (!project) return { action: 'fund.list', result: 'allowed', objectType: 'fund-batch', objectId: batch.id };
  const about = { objectType: 'fund-project', objectId: project.id, enterpriseId: project.enterprise.id };
  return { action: 'fund.read', result: 'allowed', ...about };
}
