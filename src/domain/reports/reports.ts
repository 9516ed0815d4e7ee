import type { EnterpriseRef } from '../../core/actor.ts';
import type { Doer } from '../../core/audit.ts';
import type { Sender } from '../../core/event.ts';
import type { Telling } from '../bindings.ts';
import type { CalendarDate } from '../calendar.ts';
import type { Fen } from '../money.ts';
import type { Parts } from './aggregate.ts';
import type { ReporterFacts } from './asked.ts';
import type { Cell } from './cell.ts';
import type { GivenReason } from './finding.ts';
import type { Indicator, IndicatorSet } from './indicators.ts';
import type { Period } from './period.ts';
import type {
  DraftEntry,
  EnteredBy,
  Past,
  PersonRef,
  ReportRecord,
  ReportStep,
  Submission,
  SubmissionKind,
  SubmittedValue,
} from './record.ts';
import type { ReportView } from './view.ts';
import type { PeriodOpening } from './window.ts';

/** A figure to be kept as a draft. Both null: it is taken out of the draft. */
export interface NewEntry extends Cell {
  key: string;
}

/** What became of figures that were typed. */
export interface Filled {
  record: ReportRecord;
  /** Somebody else's figure since the form was opened, and what was typed here: not stored, to be decided between. */
  conflicts: readonly { key: string; theirs: DraftEntry; yours: Cell }[];
  /** What stood there before, of each figure that was changed. */
  before: ReadonlyMap<string, Cell & EnteredBy>;
}

/** What became of handing in: `stale`: the report has changed since it was shown. */
export type Submitted =
  | {
      is: 'submitted';
      record: ReportRecord;
      submission: Submission;
      isNew: boolean;
      /** Figures of the next month, handed in already, whose sum does not follow from this one any more. */
      nextOff: readonly string[];
    }
  | { is: 'stale'; record: ReportRecord | null }
  | { is: 'refused'; view: ReportView };

/** A spending of a month that the fund ledger has otherwise than the report. */
export interface SpendingOff {
  /** P-number */
  project: number;
  name: string;
  reported: Fen;
  ledger: Fen;
  /** The 自报 that waits for staff; null: it was entered. */
  claimId: string | null;
}

/** How an officer's step went: `stale`: the report has changed since they saw it. */
export type Stepped = { is: 'done'; record: ReportRecord } | { is: 'stale'; record: ReportRecord | null };

/** How many messages are new, and of how many people had had theirs before; who cannot be reached is in neither. */
export interface Told {
  sent: number;
  before: number;
}

/** A contact who was told something about an enterprise, on whose word and when. */
export interface ToldContact {
  to: Sender;
  enterpriseId: string;
  by: PersonRef;
  at: Date;
}

/** One enterprise in the overview of a period. */
export interface OverviewRow {
  enterprise: EnterpriseRef;
  record: Pick<ReportRecord, 'state' | 'exempt' | 'submission' | 'returned' | 'version'> | null;
  /** How many figures are 沿用 */
  carried: number;
  /** Whether a bot reaches somebody of it. */
  isReachable: boolean;
}

/** What is in force for one enterprise and month, for exports and pictures. */
export interface ReportedMonth {
  enterprise: EnterpriseRef;
  period: Period;
  submission: Submission;
  state: ReportRecord['state'];
  values: readonly SubmittedValue[];
}

/** All enterprises together in one month, of one indicator. */
export interface PeriodSums {
  period: Period;
  month: Parts;
  /** 本年累计 */
  total: Parts;
}

/** 月报: reads and changes. Each change records itself and tells those concerned in one commit. */
export interface Reports {
  // Reads
  /** The sets that staff made, the oldest first; the built-in one is not among them. */
  sets(): Promise<readonly IndicatorSet[]>;
  find(enterprise: EnterpriseRef, period: Period): Promise<ReportRecord | null>;
  /** An enterprise by its id, whether it is to report or not. */
  enterprise(id: string): Promise<EnterpriseRef | null>;
  findById(reportId: string): Promise<ReportRecord | null>;
  past(enterpriseId: string, period: Period): Promise<Past>;
  /** As at the last day of the period. */
  facts(enterprise: EnterpriseRef, period: Period): Promise<ReporterFacts>;
  /** Those of a period for everybody, and for this enterprise. */
  openings(period: Period, enterpriseId: string | null): Promise<readonly PeriodOpening[]>;
  /** Every version of a report that was handed in, the oldest first, with its figures. */
  submissions(reportId: string): Promise<readonly (Submission & { values: readonly SubmittedValue[] })[]>;
  /** What was done about a report, the oldest first. */
  steps(reportId: string): Promise<readonly ReportStep[]>;
  /** What of a report the fund ledger has otherwise: entered by staff, or reported there before and waiting. */
  spendingsOff(record: ReportRecord): Promise<readonly SpendingOff[]>;
  /** Everybody who is to report: in operation, and ever had a contact or a report. In the order of their names. */
  overview(period: Period): Promise<readonly OverviewRow[]>;
  /** What is in force in these months, of one enterprise or of all. */
  reported(span: { from: Period; to: Period; enterpriseId?: string }): Promise<readonly ReportedMonth[]>;
  /**
   * Sums of what is in force, made by the database: what each enterprise has of an indicator, of 科技专项资金支出 all its
   * projects together. Months of which nobody reported are absent.
   */
  sums(key: string, span: { from: Period; to: Period }): Promise<readonly PeriodSums[]>;

  // Changes. @throws UserError with the rule that is broken
  /**
   * Keeps figures as a draft. `seen`: the version that a form was drawn from: what others have typed since then is not
   * overwritten but handed back. Null: what was typed last counts.
   */
  fill(
    doer: Doer,
    filling: {
      enterprise: EnterpriseRef;
      period: Period;
      entries: readonly NewEntry[];
      seen: number | null;
      onBehalf: boolean;
    },
  ): Promise<Filled>;
  /** Keeps the reasons for soft findings. */
  explain(doer: Doer, explained: { reportId: string; reasons: readonly GivenReason[] }): Promise<ReportRecord | null>;
  /** Lets go of what was typed since it was handed in. */
  discard(doer: Doer, reportId: string, version: number): Promise<Stepped>;
  /**
   * Hands in what was seen. All rules are asked again within the transaction. Carried figures go along, marked. `kind`:
   * asked for; a correction is one by what the report is.
   */
  submit(
    doer: Doer,
    submission: {
      enterprise: EnterpriseRef;
      period: Period;
      version: number;
      kind: Exclude<SubmissionKind, 'CORRECTION'>;
      reason: string | null;
      onBehalf: boolean;
      tell(record: ReportRecord): readonly Telling[];
    },
  ): Promise<Submitted>;
  /** 退回. The enterprise can put it right until `dueOn`: if the period would be closed by then, it is opened for it as well. */
  giveBack(
    doer: Doer,
    step: {
      reportId: string;
      version: number;
      keys: readonly string[];
      reason: string;
      dueOn: CalendarDate;
      tell(record: ReportRecord): readonly Telling[];
    },
  ): Promise<Stepped>;
  /** 通过 */
  approve(
    doer: Doer,
    step: { reportId: string; version: number; tell(record: ReportRecord): readonly Telling[] },
  ): Promise<Stepped>;
  /** 核实: asks for an explanation. */
  inquire(
    doer: Doer,
    step: { reportId: string; version: number; text: string; tell(record: ReportRecord): readonly Telling[] },
  ): Promise<Stepped>;
  /** The enterprise explains what was asked. Null: nothing is asked (any more). */
  answer(
    doer: Doer,
    step: { reportId: string; text: string; tell(record: ReportRecord): readonly Telling[] },
  ): Promise<ReportRecord | null>;
  /** 免报 of one period; `reason` null takes it back. Of two officers the first: what is so already stays as it is. */
  exempt(
    doer: Doer,
    step: {
      enterprise: EnterpriseRef;
      period: Period;
      reason: string | null;
      tell(record: ReportRecord): readonly Telling[];
    },
  ): Promise<ReportRecord>;
  /**
   * 重新开放 a period until a day, for everybody or one enterprise. `by`: who opened it, of several the first. `works`: what
   * takes longer than the commit, e.g. telling thousands.
   */
  reopen(
    doer: Doer,
    opening: PeriodOpening & {
      tell: readonly Telling[];
      works?: readonly { to: Sender; work: string; args: Record<string, unknown> }[];
    },
  ): Promise<{ opening: PeriodOpening; isNew: boolean; by: PersonRef; at: Date }>;
  /** A new form from a period on. `seen`: the highest number of a set that was known; null: somebody else made one since. */
  saveSet(
    doer: Doer,
    set: { fromPeriod: Period; indicators: readonly Indicator[]; seen: number },
  ): Promise<IndicatorSet | null>;
  /**
   * Tells many, once each for a day or a round: `occasion` and the reader make the key of a message. @returns how many are
   * new, and how many had been told before
   */
  tellAll(doer: Doer, occasion: string, tellings: readonly Telling[]): Promise<Told>;
  /** Who was told something about an enterprise for an occasion since then, the oldest first. */
  toldFor(occasion: string, since: Date): Promise<readonly ToldContact[]>;
  /** Marks that something was told (a period, or a period and a group). False: it was, by whomever. */
  markTold(what: string, now: Date): Promise<boolean>;
  wasTold(what: string): Promise<boolean>;
  /** Everything that was marked as told and begins like this. */
  toldOf(beginning: string): Promise<readonly string[]>;
}
