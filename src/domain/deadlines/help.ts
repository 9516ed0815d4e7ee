import type { EnterpriseRef } from '../../core/actor.ts';
import type { CalendarDate } from '../calendar.ts';
import type { Subject } from './deadline.ts';
import { type AnswerKind, answerLabels } from './reminders.ts';

export const helpStates = ['OPEN', 'TAKEN', 'CLOSED'] as const;
export type HelpState = (typeof helpStates)[number];
/** domain.md F2 */
export const helpStateLabels: Record<HelpState, string> = { OPEN: '待受理', TAKEN: '办理中', CLOSED: '已办结' };

/** A request for a 申报代办员. */
export interface HelpRequest {
  id: string;
  /** What people call it by: H-7. */
  number: number;
  enterprise: EnterpriseRef;
  /** null: of no deadline */
  subject: Subject | null;
  topic: string;
  state: HelpState;
  askedBy: { personId: string; name: string | null };
  askedAt: Date;
  /** To be accepted by: the next workday. */
  acceptBy: CalendarDate;
  agent: { personId: string; name: string | null } | null;
  takenAt: Date | null;
  /** The agent's own date. */
  dueOn: CalendarDate | null;
  closedAt: Date | null;
  note: string | null;
  /** The answer that has ended the matter, if one holds: then nothing is left but to close it. */
  ended: AnswerKind | null;
}

/** What has ended the matter of a request, as people read it. */
export const endedText = (kind: AnswerKind): string =>
  kind === 'EXEMPT' ? '本局已免除该事项' : `企业已答复“${answerLabels[kind]}”`;

/** Whether it waits for longer than was said. What has ended by itself waits for nobody. */
export function isLate({ state, acceptBy, dueOn, ended }: HelpRequest, today: CalendarDate): boolean {
  const day = state === 'OPEN' ? acceptBy : state === 'TAKEN' ? dueOn : null;
  return ended === null && day !== null && day < today;
}

/** What a card about a request is about: the change of it is said by the card. */
export const helpSubject = ({ id }: Pick<HelpRequest, 'id'>): string => `help:${id}`;

export const helpNo = (number: number): string => `H-${number}`;
