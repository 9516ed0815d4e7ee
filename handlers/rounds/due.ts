import type { EnterpriseRef } from '../../src/core/actor.ts';
import type { CalendarDate } from '../../src/domain/calendar.ts';
import type { Deadline, Subject } from '../../src/domain/deadlines/deadline.ts';
import type { EnterpriseFacts } from '../../src/domain/deadlines/deadlines.ts';
import type { Policy } from '../../src/domain/deadlines/policy.ts';
import type { ContactWay, ValuedMailing } from '../../src/domain/deadlines/promises.ts';
import type { Round } from './round.ts';

/** The days whose steps are due together: all behind the last day that was done, up to this one. */
export interface Span {
  after: CalendarDate;
  on: CalendarDate;
  /** When it is told; absent: when sending begins that day. */
  at?: Date;
}

/** What is due of one subject, and to whom it goes. */
export interface Due {
  subject: Subject;
  title: string;
  /** Who is reminded. */
  enterprises: readonly EnterpriseRef[];
  /** Whom no bot reaches: for the telephone. */
  unreachable: readonly EnterpriseRef[];
  mailings: readonly ValuedMailing[];
}

export interface DueReminders {
  due: readonly Due[];
  /** Steps of these fell into the span, and they are over by now: nobody was running when it was time. */
  over: readonly Deadline[];
}

/** What is the same for everything that is due on a day, read once. */
export interface Known {
  round: Pick<Round, 'stores' | 'bureau' | 'pages'>;
  policy: Policy;
  span: Span;
  facts: readonly EnterpriseFacts[];
  deadlines: readonly Deadline[];
  contacts: ReadonlyMap<string, readonly ContactWay[]>;
  optedOut: Readonly<Record<'CALL' | 'CERTIFICATE', ReadonlySet<string>>>;
}
