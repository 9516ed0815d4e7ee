import type { EnterpriseRef } from '../../core/actor.ts';
import type { AuditFact } from '../../core/audit.ts';
import type { CalendarDate } from '../calendar.ts';
import type { Cell, Cells } from './cell.ts';
import type { GivenReason } from './finding.ts';
import type { Period } from './period.ts';

/** Stored; what else a report can be follows from the calendar and from what was handed in (`statusOf`). */
export const storedStates = ['DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED'] as const;
export type StoredState = (typeof storedStates)[number];

export interface PersonRef {
  personId: string;
  /** null = not told, or erased */
  name: string | null;
}

/** Who entered something, when, and by which way. */
export interface EnteredBy {
  by: PersonRef;
  at: Date;
  /** wecom-app … dingtalk-card, h5 (src/core/audit.ts Doer.channel) */
  via: string;
  /** 代填: staff, on the enterprise's behalf */
  onBehalf: boolean;
}

/** A figure that was typed and is not handed in yet. */
export interface DraftEntry extends Cell, EnteredBy {
  key: string;
  /** The report's version that it made: what a form that was opened before has not seen. */
  seq: number;
  /** What was typed there before, since the report was handed in; null: it is the first. */
  replaced: (Cell & EnteredBy) | null;
}

/** A figure as it was handed in. */
export interface SubmittedValue extends Cell, EnteredBy {
  key: string;
  /** 沿用: last month's, which nobody confirmed. */
  isCarried: boolean;
}

export const submissionKinds = ['REPORT', 'ZERO', 'CORRECTION'] as const;
export type SubmissionKind = (typeof submissionKinds)[number];
export const submissionKindLabels: Record<SubmissionKind, string> = {
  REPORT: '月报',
  ZERO: '零报告',
  CORRECTION: '更正',
};

/** One handing in: kept for ever, the newest one is in force (V7). */
export interface Submission extends EnteredBy {
  /** 回执编号 */
  id: string;
  /** 1, 2, … of this report */
  number: number;
  kind: SubmissionKind;
  /** After the window: 逾期补报 */
  isLate: boolean;
  /** Of a zero report, a late one or a correction */
  reason: string | null;
  /** Which form was asked (IndicatorSet.number) */
  setNumber: number;
  /** The report's version that was confirmed: a second tap on the same button finds it. */
  fromVersion: number;
}

/** 退回: only these figures are questioned. */
export interface Returned {
  keys: readonly string[];
  reason: string;
  dueOn: CalendarDate;
  by: PersonRef;
  at: Date;
}

/** 核实: staff ask, the enterprise explains. */
export interface Inquiry {
  text: string;
  by: PersonRef;
  at: Date;
  answer: { text: string; by: PersonRef; at: Date } | null;
}

export const stepKinds = ['RETURN', 'APPROVE', 'INQUIRE', 'ANSWER', 'EXEMPT', 'UNEXEMPT'] as const;
export type StepKind = (typeof stepKinds)[number];

/** What was done about a report beside filling it in: kept for ever. */
export interface ReportStep {
  kind: StepKind;
  /** The questioned figures of a 退回 */
  keys: readonly string[];
  text: string | null;
  /** Of a 退回 */
  dueOn: CalendarDate | null;
  by: PersonRef;
  at: Date;
}

/** The report of one enterprise and month as it stands. */
export interface ReportRecord {
  id: string;
  enterprise: EnterpriseRef;
  period: Period;
  state: StoredState;
  /** Counts its changes. Who confirms or decides names the version they saw. */
  version: number;
  /** 免报 */
  exempt: { reason: string; by: PersonRef; at: Date } | null;
  /** The last 退回, while the report is returned. */
  returned: Returned | null;
  /** The last 核实 since it was handed in. */
  inquiry: Inquiry | null;
  /** What is in force; null: nothing was handed in yet. */
  submission: Submission | null;
  values: readonly SubmittedValue[];
  reasons: readonly GivenReason[];
  /** What was typed since then, the last of each figure. */
  draft: readonly DraftEntry[];
  draftReasons: readonly GivenReason[];
}

export function cellsOf(values: readonly (Cell & { key: string })[]): Cells {
  return new Map(values.map(({ key, month, total }) => [key, { month, total }]));
}

/** What was in force in the months that the checks look back to. */
export interface Past {
  /** The month before */
  previous: Cells | null;
  /** The same month of last year */
  lastYear: Cells | null;
  /** December of last year: 累计营业收入, 分 */
  lastYearRevenue: bigint | null;
}

/** What a card about a report is about (Card.subject): when that is settled, the cards that were sent say so. */
export function reportSubject(enterpriseId: string, period: Period): string {
  return `report:${enterpriseId}:${period}`;
}

/** For the audit: which report was read, never its figures. One that nobody has begun is named by whose and of when it is. */
export function reportRead(of: {
  enterprise: EnterpriseRef;
  period: Period;
  record: { id: string } | null;
}): AuditFact {
  const { enterprise, period, record } = of;
  return {
    action: 'report.read',
    result: 'allowed',
    objectType: 'report',
    objectId: record?.id ?? `${enterprise.id} ${period}`,
    enterpriseId: enterprise.id,
    detail: { period },
  };
}
