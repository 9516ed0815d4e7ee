import type { EnterpriseRef } from '../../core/actor.ts';
import type { Sender } from '../../core/event.ts';
import type { RefusalOf } from '../../core/mailing.ts';
import type { CalendarDate } from '../calendar.ts';
import { windowOf } from '../reports/window.ts';
import type { DeadlineKind, Subject } from './deadline.ts';

/** LADDER: a step of the ladder. The others are told when staff did so; RELEASED: to whom it does not concern any more. */
export const occasionKinds = ['LADDER', 'ENTERED', 'CHANGED', 'RELEASED', 'WITHDRAWN'] as const;
export type OccasionKind = (typeof occasionKinds)[number];
const occasionLabels: Record<OccasionKind, string> = {
  LADDER: '按期提醒',
  ENTERED: '登记通知',
  CHANGED: '变更通知',
  RELEASED: '不再涉及通知',
  WITHDRAWN: '撤销通知',
};

/** Whom of an enterprise: first who is named 主联系人 (or all, where nobody is), after silence 备用联系人 as well. */
export const readerSteps = ['MAIN', 'BACKUP'] as const;
export type ReaderStep = (typeof readerSteps)[number];

/** PLANNED: a promise. SENDING: on its way. ACCEPTED: the platform took it. */
export const reminderStates = ['PLANNED', 'SENDING', 'ACCEPTED', 'FAILED', 'DROPPED'] as const;
export type ReminderState = (typeof reminderStates)[number];

export const reminderStateLabels: Record<ReminderState, string> = {
  PLANNED: '待发送',
  SENDING: '发送中',
  ACCEPTED: '已发送',
  FAILED: '未送达',
  DROPPED: '未发送',
};

/** What somebody was told: of a month that is over its ladder is 催报. */
export function occasionWords({
  occasion,
  subject,
  sendOn,
}: Pick<Reminder, 'occasion' | 'subject' | 'sendOn'>): string {
  const [kind, period = ''] = subject.split(':');
  const isLate = kind === 'report' && sendOn > windowOf(period).closesOn;
  return isLate ? '催报' : occasionLabels[occasion];
}

/** Why a promise was dropped before it was sent. */
export const dropReasons = [
  /** Withdrawn, or its day was changed */
  'withdrawn',
  /** 已报送, 今年不报, 免除, or the ledger shows it */
  'settled',
  /** Does not speak for the enterprise any more, or the account is not theirs */
  'not-theirs',
  /** Whom it concerns was changed */
  'not-concerned',
  /** 退订 meanwhile */
  'opted-out',
  /** The platform's calls of the month are short, and it was worth least (src/domain/deadlines/fit-calls.ts) */
  'quota',
  /** Not sent before the hours for it were over, or the day was */
  'too-late',
] as const;
export type DropReason = (typeof dropReasons)[number];

/** Why somebody was not told, as staff read it. */
export const unsentLabels: Record<DropReason | RefusalOf, string> = {
  withdrawn: '事项已撤销或变更',
  settled: '企业已答复或已办理',
  'not-theirs': '接收人已不是该企业联系人',
  'not-concerned': '事项不再涉及该企业',
  'opted-out': '接收人已退订',
  quota: '本月平台调用次数不足',
  'too-late': '错过可发送时间',
  invalid: '平台没有该成员',
  unlicensed: '成员没有接口许可',
  paced: '超过平台频次限制',
  refused: '平台拒绝发送',
  'given-up': '多次发送未成功',
};

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

/** For so long a platform tells who has read (钉钉 查询人与机器人会话机器人消息是否已读). */
const readingToldMs = 24 * 60 * 60_000;

/** Whether what the platform took was read, as far as it tells that. */
export function readingOf(
  { acceptedAt, readAt, tellsReading }: Pick<Reminder, 'acceptedAt' | 'readAt' | 'tellsReading'>,
  now: Date,
): 'read' | 'unread' | 'unknown' {
  if (readAt !== null) return 'read';
  const isTold = tellsReading && acceptedAt !== null && now.getTime() - acceptedAt.getTime() < readingToldMs;
  return isTold ? 'unread' : 'unknown';
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

/** What a card says from then on, wherever it stands: at most ten characters. */
export const answeredState = (kind: AnswerKind): string =>
  kind === 'EXEMPT' || kind === 'REOPENED' ? `已${answerLabels[kind]}` : `已答复${answerLabels[kind]}`;

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
