import type { EnterpriseRef } from '../../core/actor.ts';
import type { Sender } from '../../core/event.ts';
import type { RefusalOf } from '../../core/mailing.ts';
import type { CalendarDate } from '../calendar.ts';
import type { DeadlineKind, Subject } from './deadline.ts';

/** LADDER: a step of the ladder. ENTERED, CHANGED, WITHDRAWN: told when staff did so. */
export const occasionKinds = ['LADDER', 'ENTERED', 'CHANGED', 'WITHDRAWN'] as const;
export type OccasionKind = (typeof occasionKinds)[number];

/** Whom of an enterprise: first who is named 主联系人 (or all, where nobody is), after silence 备用联系人 as well. */
export const readerSteps = ['MAIN', 'BACKUP'] as const;
export type ReaderStep = (typeof readerSteps)[number];

/** PLANNED: a promise. SENDING: on its way. ACCEPTED: the platform took it. */
export const reminderStates = ['PLANNED', 'SENDING', 'ACCEPTED', 'FAILED', 'DROPPED'] as const;
export type ReminderState = (typeof reminderStates)[number];

/** Why a promise was dropped before it was sent. */
export const dropReasons = [
  /** Withdrawn, or its day was changed */
  'withdrawn',
  /** 已报送, 今年不报, 免除, or the ledger shows it */
  'settled',
  /** Does not speak for the enterprise any more, or the account is not theirs */
  'not-theirs',
  /** 退订 meanwhile */
  'opted-out',
  /** The platform's calls of the month are short, and it was worth least (src/domain/deadlines/fit-calls.ts) */
  'quota',
  /** Not sent before the hours for it were over, or the day was */
  'too-late',
] as const;
export type DropReason = (typeof dropReasons)[number];

/** One promise as it stands. */
export interface Reminder {
  id: string;
  subject: Subject;
  enterprise: EnterpriseRef;
  personId: string;
  occasion: OccasionKind;
  /** The day it is for. */
  sendOn: CalendarDate;
  /** The steps of the ladder that it makes good, in days or, of a certificate, months before the last day. */
  leads: readonly number[];
  step: ReaderStep;
  to: Sender;
  state: ReminderState;
  why: DropReason | RefusalOf | null;
  plannedAt: Date;
  acceptedAt: Date | null;
  /** null: not read, or not known (`tellsReading`) */
  readAt: Date | null;
  /** Whether the platform tells who read it (DingTalk, for 24 hours; WeCom never: 未知). */
  tellsReading: boolean;
}

/** What an enterprise said of a deadline. EXEMPT, REOPENED: staff. */
export const answerKinds = ['SUBMITTED', 'PREPARING', 'HELP', 'NOT_THIS_YEAR', 'EXEMPT', 'REOPENED'] as const;
export type AnswerKind = (typeof answerKinds)[number];
export const answerLabels: Record<AnswerKind, string> = {
  SUBMITTED: '已报送',
  PREPARING: '正在准备',
  HELP: '需要帮助',
  NOT_THIS_YEAR: '今年不报',
  EXEMPT: '免除',
  REOPENED: '恢复提醒',
};

/** These end the ladder; PREPARING and HELP keep it and stop the escalation (domain.md E2). */
export const endsLadder: ReadonlySet<AnswerKind> = new Set(['SUBMITTED', 'NOT_THIS_YEAR', 'EXEMPT']);
export const stopsEscalation: ReadonlySet<AnswerKind> = new Set(['PREPARING', 'HELP']);

/** The answer that holds: the last one. */
export interface DeadlineAnswer {
  subject: Subject;
  enterpriseId: string;
  kind: AnswerKind;
  reason: string | null;
  seq: number;
  by: { personId: string; name: string | null } | null;
  at: Date;
}

/** What one may unsubscribe: 申报通知, 证书到期. 报送义务 and 月报 nobody may. */
export const optionalKinds = ['CALL', 'CERTIFICATE'] as const;
export type OptionalKind = (typeof optionalKinds)[number];
export const optionalKindLabels: Record<OptionalKind, string> = { CALL: '申报通知', CERTIFICATE: '证书到期提醒' };

/** What a reminder is about, by which it may or may not be unsubscribed. */
export type ReminderKind = DeadlineKind | 'CERTIFICATE' | 'REPORT';
