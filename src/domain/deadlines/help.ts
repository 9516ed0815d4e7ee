import type { EnterpriseRef } from '../../core/actor.ts';
import type { CalendarDate } from '../calendar.ts';
import type { Subject } from './deadline.ts';

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
}

export const helpNo = (number: number): string => `H-${number}`;
