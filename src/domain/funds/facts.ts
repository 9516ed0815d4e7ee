import type { EnterpriseRef } from '../../core/actor.ts';
import type { CalendarDate } from '../calendar.ts';
import type { Fen } from '../money.ts';
import type { EntryType, FundCategory, FundLevel, StoredProjectStatus, SurplusPolicy } from './terms.ts';

/** 批次, without its amounts: those are entries. */
export interface Batch {
  id: string;
  number: number;
  name: string;
  level: FundLevel;
  category: FundCategory;
  year: number;
  /** What becomes of what is left after a passed acceptance. */
  surplusPolicy: SurplusPolicy;
  /** False: a reward after the fact, its spending is not followed. */
  trackSpending: boolean;
}

/** A change of a project's status as it was entered. */
export interface ProjectStatusFact {
  status: StoredProjectStatus;
  effectiveOn: CalendarDate;
  docNo: string | null;
  note: string | null;
  recordedAt: Date;
}

/** 项目, without its amounts: those are entries. */
export interface Project {
  id: string;
  number: number;
  batch: Batch;
  enterprise: EnterpriseRef;
  name: string;
  /** 项目编号 of the authority; null = 未登记 */
  code: string | null;
  leader: string | null;
  partner: string | null;
  startsOn: CalendarDate | null;
  endsOn: CalendarDate | null;
  /** null = the end of 实施期 */
  acceptanceDueOn: CalendarDate | null;
  /** 自筹/配套: never part of a balance. */
  selfRaised: Fen;
  goal: string | null;
  isDemo: boolean;
  statuses: readonly ProjectStatusFact[];
}

/** One line of the ledger as it was entered. */
export interface EntryFact {
  id: string;
  batchId: string;
  /** null: of the batch itself */
  projectId: string | null;
  type: EntryType;
  /** What it adds to the sum of its type, signed. */
  fen: Fen;
  effectiveOn: CalendarDate;
  /** False: the day reads 未登记. */
  dateKnown: boolean;
  docNo: string | null;
  /** YYYY-MM of a spending */
  period: string | null;
  note: string | null;
  reversesId: string | null;
  claimId: string | null;
  /** null = imported, or the person is no longer recorded */
  recordedBy: string | null;
  recordedAt: Date;
}

/**
 * As at which day, and (for what was published) by what had been entered until when: a fact counts if effectiveOn ≤ `on`, and
 * recordedAt ≤ `knownBy` (domain.md B2).
 */
export interface AsAt {
  on: CalendarDate;
  /** Entries of later are not known yet; absent: everything that is recorded. */
  knownBy?: Date;
}
