import type { EnterpriseRef } from '../../core/actor.ts';
import type { Doer } from '../../core/audit.ts';
import type { Telling } from '../bindings.ts';
import type { CalendarDate } from '../calendar.ts';
import type { Fen } from '../money.ts';
import type { AsAt, Batch, EntryFact, Project } from './facts.ts';
import type { Sums } from './sums.ts';
import type { ClaimType, EntryType, FundCategory, FundLevel, StoredProjectStatus, SurplusPolicy } from './terms.ts';

/** Which part of the ledger. All that are given hold together. */
export interface Scope {
  year?: number;
  batchId?: string;
  enterpriseId?: string;
  projectId?: string;
}

/** By what sums are shown. `enterprise` and `project` leave out what belongs to a batch itself. */
export const groupings = ['level', 'category', 'batch', 'enterprise', 'project'] as const;
export type Grouping = (typeof groupings)[number];

/** As it is said and read. */
export const groupingLabels: Record<Grouping, string> = {
  level: '按级次',
  category: '按类别',
  batch: '按批次',
  enterprise: '按企业',
  project: '按项目',
};

export interface BatchSums {
  batch: Batch;
  sums: Sums;
}

export interface EnterpriseSums {
  enterprise: EnterpriseRef;
  /** How many projects of it are in the scope. */
  projects: number;
  sums: Sums;
}

/** A project with what its entries say, and how fresh that is. */
export interface ProjectSums {
  project: Project;
  sums: Sums;
  /** Who entered or confirmed something of it last; null: nothing was entered yet. */
  confirmed: { by: string | null; at: Date } | null;
}

/** 企业自报 */
export interface Claim {
  id: string;
  project: Project;
  type: ClaimType;
  fen: Fen;
  effectiveOn: CalendarDate;
  period: string | null;
  docNo: string | null;
  note: string | null;
  state: 'PENDING' | 'CONFIRMED' | 'REJECTED' | 'WITHDRAWN';
  reason: string | null;
  reportedBy: { personId: string; name: string | null };
  reportedAt: Date;
  decidedBy: { personId: string; name: string | null } | null;
  decidedAt: Date | null;
}

/** A batch to be entered, with the allocation that makes it. */
export interface NewBatch {
  name: string;
  level: FundLevel;
  category: FundCategory;
  year: number;
  surplusPolicy: SurplusPolicy;
  trackSpending: boolean;
  /** 下达: amount in 分, day and 文号 */
  fen: Fen;
  effectiveOn: CalendarDate;
  docNo: string | null;
}

/** A project to be entered, with its 立项批复. */
export interface NewProject {
  batchId: string;
  enterprise: EnterpriseRef;
  name: string;
  code: string | null;
  leader: string | null;
  partner: string | null;
  startsOn: CalendarDate | null;
  endsOn: CalendarDate | null;
  acceptanceDueOn: CalendarDate | null;
  /** 自筹, 分 */
  selfRaised: Fen;
  goal: string | null;
  /** 批复: amount in 分, day and 文号 */
  fen: Fen;
  effectiveOn: CalendarDate;
  docNo: string | null;
}

/** A line of the ledger to be entered. */
export interface NewEntry {
  /** Of a project, or of a batch itself. */
  of: { projectId: string } | { batchId: string };
  type: EntryType;
  /** More than nothing; ADJUST may be negative. */
  fen: Fen;
  effectiveOn: CalendarDate;
  docNo: string | null;
  /** YYYY-MM, of SPEND only; the month of `effectiveOn` if null */
  period: string | null;
  note: string | null;
  /** 垫支: spending beyond what was received, agreed to; needs a note. */
  isAdvance: boolean;
}

/**
 * What became of something entered. `already`: the same (by its id) was entered before, e.g. the form was sent twice. A
 * rule that is broken is a UserError with its reason.
 */
export interface Entered {
  entry: EntryFact;
  batch: Batch;
  project: Project | null;
  isNew: boolean;
  /** Of the project, or of the batch, after it. */
  sums: Sums;
}

/** 专项资金: reads and changes. Each change records itself and tells those concerned in one commit. */
export interface Funds {
  // Reads: every figure as at a day.
  findBatch(number: number): Promise<Batch | null>;
  findProject(number: number): Promise<Project | null>;
  /** The years for which there are batches, the latest first. */
  years(): Promise<readonly number[]>;
  /** Batches in the order of their numbers, those without any entry by then left out. */
  batches(scope: Scope, asAt: AsAt): Promise<readonly BatchSums[]>;
  /** In the order of their names. Only projects that were approved by then. */
  enterprises(scope: Scope, asAt: AsAt): Promise<readonly EnterpriseSums[]>;
  /** In the order of their numbers; only those approved by then. */
  projects(scope: Scope, asAt: AsAt): Promise<readonly ProjectSums[]>;
  /** The movements behind a number, in the order in which they hold. */
  entries(scope: Scope & { batchOnly?: boolean }, asAt: AsAt): Promise<readonly EntryFact[]>;
  findEntry(id: string): Promise<EntryFact | null>;
  /** Reports of enterprises; the oldest first. */
  claims(filter: { enterpriseId?: string; projectId?: string; state?: Claim['state'] }): Promise<readonly Claim[]>;
  findClaim(id: string): Promise<Claim | null>;

  // Changes. @throws UserError with the rule that is broken
  addBatch(doer: Doer, id: string, batch: NewBatch): Promise<{ batch: Batch; isNew: boolean }>;
  addProject(doer: Doer, id: string, project: NewProject): Promise<{ project: Project; isNew: boolean }>;
  enter(doer: Doer, id: string, entry: NewEntry, tell?: (entered: Entered) => readonly Telling[]): Promise<Entered>;
  /** Takes an entry back by a further one: at most once. */
  reverse(doer: Doer, id: string, reversal: { entryId: string; on: CalendarDate; reason: string }): Promise<Entered>;
  setStatus(
    doer: Doer,
    id: string,
    change: {
      projectId: string;
      status: StoredProjectStatus;
      on: CalendarDate;
      docNo: string | null;
      note: string | null;
      tell?: (project: Project) => readonly Telling[];
    },
  ): Promise<{ project: Project; isNew: boolean }>;
  /** An enterprise reports what it received or spent. `enterpriseIds`: those it may report for. */
  claim(
    doer: Doer,
    id: string,
    claim: {
      enterpriseIds: readonly string[];
      projectId: string;
      type: ClaimType;
      fen: Fen;
      effectiveOn: CalendarDate;
      period: string | null;
      docNo: string | null;
      note: string | null;
      tell(claim: Claim): readonly Telling[];
    },
  ): Promise<{ claim: Claim; isNew: boolean }>;
  /** Staff decide a report: of two officers the first. Confirming enters it. */
  decideClaim(
    doer: Doer,
    decision: {
      claimId: string;
      confirm: boolean;
      reason: string | null;
      isAdvance: boolean;
      tell(claim: Claim): readonly Telling[];
    },
  ): Promise<{ claim: Claim; isNew: boolean } | null>;
  /** The enterprise takes its report back. False: it was decided already. */
  withdrawClaim(doer: Doer, claimId: string, enterpriseIds: readonly string[]): Promise<boolean>;

  // What is read back before it is stored.
  keepDraft(doer: Doer, content: unknown): Promise<string>;
  /** Of this person, not expired. */
  findDraft(id: string, personId: string, now: Date): Promise<unknown>;
  /** Lets go of what was read back: it cannot be confirmed any more. */
  dropDraft(id: string, personId: string): Promise<void>;
  purgeDrafts(now: Date): Promise<void>;
}
