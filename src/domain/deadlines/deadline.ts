import { z } from 'zod';
import type { DutyKind } from '../applications.ts';
import type { CalendarDate } from '../calendar.ts';
import type { QualificationType } from '../qualification.ts';
import type { Audience } from './audience.ts';

/** CALL 申报: whoever does not want to hear of it may unsubscribe. DUTY 报送义务: nobody may. */
export const deadlineKinds = ['CALL', 'DUTY'] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];
export const deadlineKindLabels: Record<DeadlineKind, string> = { CALL: '申报', DUTY: '报送义务' };

/** CUSTOM 惯例 is shown as 预计 (domain.md E1). */
export const bases = ['NOTICE', 'CUSTOM'] as const;
export type Basis = (typeof bases)[number];
export const basisLabels: Record<Basis, string> = { NOTICE: '通知', CUSTOM: '惯例' };

/** What in the ledger shows that an enterprise has done it, without its saying so. */
export type SettledBy =
  | { kind: 'application'; type: QualificationType }
  | { kind: 'duty'; duty: DutyKind /** The year it is about. */; year: number };

/** A day, and until when on it: `HH:MM`, up to `24:00`, Asia/Shanghai. */
export interface DueTime {
  on: CalendarDate;
  at: string;
}

/** What staff enter of a deadline. */
export interface DeadlineContent {
  /** e.g. 高新技术企业认定 */
  program: string;
  year: number;
  /** null: the one of its year */
  batch: number | null;
  kind: DeadlineKind;
  /** 材料到开发区: what enterprises act on, and what the ladder counts to */
  enterpriseDue: DueTime;
  /** 推荐上报; null: only one day is known */
  officialDue: DueTime | null;
  basis: Basis;
  noticeNo: string | null;
  url: string | null;
  audience: Audience;
  settledBy: SettledBy | null;
}

/** Whether two are the same: of a programme, year and batch one is entered. */
export function isSameRound(a: DeadlineContent, b: DeadlineContent): boolean {
  return a.program === b.program && a.year === b.year && a.batch === b.batch;
}

/** Of a whole deadline its content and nothing else. */
export function contentOf(deadline: DeadlineContent): DeadlineContent {
  const { program, year, batch, kind, enterpriseDue, officialDue, basis, noticeNo, url, audience, settledBy } =
    deadline;
  return { program, year, batch, kind, enterpriseDue, officialDue, basis, noticeNo, url, audience, settledBy };
}

/** 截止事项 as it stands. */
export interface Deadline extends DeadlineContent {
  id: string;
  /** What people call it by: J-12. */
  number: number;
  isWithdrawn: boolean;
  version: number;
  /** Steps of the ladder up to this day are covered by what was told when it was entered or changed. */
  ladderFrom: CalendarDate;
}

/** CHANGE: of something that those concerned read. AUDIENCE: of whom it concerns, or what settles it, alone. */
export const changeKinds = ['ENTER', 'CHANGE', 'AUDIENCE', 'WITHDRAW'] as const;
export type ChangeKind = (typeof changeKinds)[number];
export const changeLabels: Record<ChangeKind, string> = {
  ENTER: '登记',
  CHANGE: '变更',
  AUDIENCE: '对象变更',
  WITHDRAW: '撤销',
};

/** What became of a deadline. `before` and `after` are whole, so that what changed can be told. */
export interface DeadlineChange {
  version: number;
  kind: ChangeKind;
  before: DeadlineContent | null;
  after: DeadlineContent | null;
  reason: string | null;
  /** When those concerned are told of it; null: nobody need be. */
  announceAt: Date | null;
  recordedAt: Date;
  by: { personId: string; name: string | null } | null;
}

/** What a reminder is about, as a key. */
export type Subject = `deadline:${string}` | `certificate:${string}` | `report:${string}`;

export const deadlineSubject = (id: string): Subject => `deadline:${id}`;
export const certificateSubject = (qualificationId: string): Subject => `certificate:${qualificationId}`;
/** What a card to one enterprise is about: answered, it is closed wherever it stands. */
export const cardSubject = (subject: Subject, enterpriseId: string): string => `${subject}:${enterpriseId}`;
export const reportsSubject = (period: string): Subject => `report:${period}`;

/** How people write a deadline's number: `J-12`. */
export const deadlineNo = (number: number): string => `J-${number}`;

const Time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/u);
export const DueTimeSchema = z.object({ on: z.iso.date(), at: Time });
