import type { EnterpriseRef } from '../../core/actor.ts';
import type { Doer } from '../../core/audit.ts';
import type { Sender } from '../../core/event.ts';
import type { DutyFact } from '../applications.ts';
import type { Telling } from '../bindings.ts';
import type { CalendarDate } from '../calendar.ts';
import type { QualificationHistory } from '../ledger.ts';
import type { Deadline, DeadlineChange, DeadlineContent, Subject } from './deadline.ts';
import type { HelpRequest } from './help.ts';
import type { Policy } from './policy.ts';
import type { AnswerKind, DeadlineAnswer, OptionalKind, Reminder } from './reminders.ts';

/** An enterprise as an audience's rule sees it. */
export interface EnterpriseFacts {
  enterprise: EnterpriseRef;
  industry: string | null;
  operatingState: string;
  history: QualificationHistory;
  /** What was recorded of its certificates' duties. */
  duties: readonly DutyFact[];
}

/** How an answer went. `help`: what it opened, found or closed. `withdrawn`: there is nothing to answer any more. */
export type Answered =
  | { is: 'done'; answer: DeadlineAnswer; help: HelpRequest | null; before: DeadlineAnswer | null }
  | { is: 'withdrawn'; deadline: Deadline };

/** How an officer's step went: `stale`: the deadline has changed since they saw it. `known`: entered before. */
export type DeadlineStepped =
  | { is: 'done'; deadline: Deadline }
  | { is: 'known'; deadline: Deadline }
  | { is: 'stale'; deadline: Deadline };

/** A day's promises, counted. */
export interface DayCount {
  subject: Subject;
  state: Reminder['state'];
  count: number;
  enterprises: number;
}

/** 截止事项, 提醒, 代办: reads and changes. Each change records itself and tells those concerned in one commit. */
export interface Deadlines {
  // Reads
  /** In the order of their days; without those withdrawn unless asked for. `from`: due on that day or later. */
  list(filter: { from?: CalendarDate; withWithdrawn?: boolean }): Promise<readonly Deadline[]>;
  find(number: number): Promise<Deadline | null>;
  findById(id: string): Promise<Deadline | null>;
  /** The oldest first. */
  changes(deadlineId: string): Promise<readonly DeadlineChange[]>;
  /** Of every enterprise, or of one: what audiences are cut from. In the order of their ids. */
  facts(enterpriseId?: string): Promise<readonly EnterpriseFacts[]>;
  /** The answers that hold, of these subjects. */
  answers(subjects: readonly Subject[], enterpriseId?: string): Promise<readonly DeadlineAnswer[]>;
  /** The promises to an enterprise, the latest first. */
  remindersOf(enterpriseId: string, most: number): Promise<readonly Reminder[]>;
  /** The promises of one subject, the latest first. */
  remindersAbout(subject: Subject): Promise<readonly Reminder[]>;
  countDay(day: CalendarDate): Promise<readonly DayCount[]>;

  // Changes. @throws UserError with the rule that is broken
  /** `announceAt`: when those concerned are told; null: the ladder tells them in time. One that was entered is found. */
  enter(
    doer: Doer,
    entered: { content: DeadlineContent; announceAt: Date | null; ladderFrom: CalendarDate },
  ): Promise<DeadlineStepped>;
  change(
    doer: Doer,
    changed: {
      id: string;
      version: number;
      content: DeadlineContent;
      reason: string | null;
      announceAt: Date | null;
      ladderFrom: CalendarDate;
    },
  ): Promise<DeadlineStepped>;
  withdraw(
    doer: Doer,
    withdrawn: { id: string; version: number; reason: string; announceAt: Date },
  ): Promise<DeadlineStepped>;
  /**
   * Keeps an answer. HELP opens a request for a 代办员, or finds the open one; what is said to staff is in `tell`. One that
   * ends the matter closes the request about it that nobody has taken; who has to hear of that is in `tellClosed`. An equal
   * answer again changes nothing.
   */
  answer(
    doer: Doer,
    answer: {
      subject: Subject;
      enterprise: EnterpriseRef;
      kind: AnswerKind;
      reason: string | null;
      /** Of a request for help: what it is about, and by when it is to be accepted. */
      help?: { topic: string; acceptBy: CalendarDate; tell(request: HelpRequest): readonly Telling[] };
      tellClosed?(request: HelpRequest): readonly Telling[];
    },
  ): Promise<Answered>;

  // 代办
  /** Asks for a 代办员 without answering a deadline; one that is open for the same matter is found. */
  askHelp(
    doer: Doer,
    asked: {
      subject: Subject | null;
      enterprise: EnterpriseRef;
      topic: string;
      acceptBy: CalendarDate;
      tell(request: HelpRequest): readonly Telling[];
    },
  ): Promise<{ request: HelpRequest; isNew: boolean }>;
  findHelp(number: number): Promise<HelpRequest | null>;
  /** Of an enterprise, or all; the oldest first. */
  openHelp(enterpriseId?: string): Promise<readonly HelpRequest[]>;
  /** Of two agents the first. Null: somebody else has it, or it is closed. */
  takeHelp(
    doer: Doer,
    taken: { number: number; dueOn: CalendarDate | null; tell(request: HelpRequest): readonly Telling[] },
  ): Promise<HelpRequest | null>;
  /** The date of who has it, also another than before. Null: they do not have it, or it is closed. */
  planHelp(
    doer: Doer,
    planned: { number: number; dueOn: CalendarDate; tell(request: HelpRequest): readonly Telling[] },
  ): Promise<HelpRequest | null>;
  closeHelp(
    doer: Doer,
    closed: { number: number; note: string | null; tell(request: HelpRequest): readonly Telling[] },
  ): Promise<HelpRequest | null>;

  // 订阅, 日历
  optedOut(personId: string): Promise<readonly OptionalKind[]>;
  /** False: it is so already. */
  setOptOut(doer: Doer, personId: string, kind: OptionalKind, isOut: boolean): Promise<boolean>;
  /** A person's secret address, the same each time; `anew`: another one, the one before ends. @returns what it ends with */
  openFeed(doer: Doer, personId: string, anew: boolean): Promise<string>;
  /** What a person's address ends with; null: they have none that is open. */
  openFeedOf(personId: string): Promise<string | null>;
  /** Whose feed it is, and for whom they speak now; not open: ended, or they speak for nobody. Null: made up. */
  feedOf(token: string): Promise<{ personId: string; isOpen: boolean; enterprises: readonly EnterpriseRef[] } | null>;
  closeFeed(doer: Doer, personId: string): Promise<boolean>;

  // 提醒规则
  policy(): Promise<Policy>;
  /** `seen`: the number of the policy that was changed; null: somebody else made one since. */
  savePolicy(doer: Doer, policy: Omit<Policy, 'number'>, seen: number): Promise<Policy | null>;
  /** Sends a reminder to one person by the way that reminders take. */
  sendTest(doer: Doer, to: Sender, card: Telling['card']): Promise<void>;
}
