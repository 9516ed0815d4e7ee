import type { Batch, EntryFact, Project, ProjectStatusFact } from '../../../src/domain/funds/facts.ts';
import type { Proposal } from '../../../src/domain/funds/proposal.ts';
import type { EntryType } from '../../../src/domain/funds/terms.ts';
import type { Fen } from '../../../src/domain/money.ts';

/** Facts of the fund ledger for tables: everything that a test does not name is ordinary. */
export const wan = (amount: number): Fen => BigInt(Math.round(amount * 100)) * 10_000n;

export const aBatch = (given: Partial<Batch> = {}): Batch => ({
  id: 'BATCH',
  number: 3,
  name: '市科技创新专项资金（第一批）',
  level: 'CITY',
  category: 'CITY_INNOVATION',
  year: 2023,
  surplusPolicy: 'KEEP_BY_UNIT',
  trackSpending: true,
  ...given,
});

export const aStatus = (
  status: ProjectStatusFact['status'],
  effectiveOn: string,
  given: Partial<ProjectStatusFact> = {},
): ProjectStatusFact => ({
  status,
  effectiveOn,
  docNo: null,
  note: null,
  recordedAt: new Date(`${effectiveOn}T02:00:00Z`),
  ...given,
});

export const aProject = (given: Partial<Project> = {}): Project => ({
  id: 'PROJECT',
  number: 12,
  batch: aBatch(),
  enterprise: { id: 'FIRM', name: '示例企业01' },
  name: '示例项目',
  code: null,
  leader: null,
  partner: null,
  startsOn: '2023-01-01',
  endsOn: '2023-12-31',
  acceptanceDueOn: null,
  selfRaised: 0n,
  goal: null,
  isDemo: true,
  statuses: [aStatus('APPROVED', '2023-01-10')],
  ...given,
});

let made = 0;
/** An entry as it stands in the ledger: `fen` signed. */
export function anEntry(type: EntryType, fen: Fen, effectiveOn: string, given: Partial<EntryFact> = {}): EntryFact {
  made += 1;
  return {
    id: `ENTRY${made}`,
    batchId: 'BATCH',
    projectId: 'PROJECT',
    type,
    fen,
    effectiveOn,
    dateKnown: true,
    docNo: null,
    period: type === 'SPEND' ? effectiveOn.slice(0, 7) : null,
    note: null,
    reversesId: null,
    claimId: null,
    recordedBy: '王晨',
    recordedAt: new Date(`${effectiveOn}T02:00:00Z`),
    ...given,
  };
}

/** What takes an entry back. */
export function aReversal(of: EntryFact, on: string): EntryFact {
  const type = of.type === 'SPEND' ? 'SPEND_REVERSAL' : of.type;
  return anEntry(type, -of.fen, on, { reversesId: of.id, period: of.period, projectId: of.projectId });
}

/** An entry that is to be made: `fen` as people say it. */
export const aProposal = (type: EntryType, fen: Fen, effectiveOn: string, given: Partial<Proposal> = {}): Proposal => ({
  type,
  fen,
  effectiveOn,
  dateKnown: true,
  docNo: null,
  period: null,
  note: null,
  isAdvance: false,
  ...given,
});
