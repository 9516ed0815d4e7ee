import type { Card } from '../../core/card.ts';
import type { Sender } from '../../core/event.ts';
import type { Rank } from '../bindings.ts';
import type { CalendarDate } from '../calendar.ts';
import type { Deadline, DeadlineChange, Subject } from './deadline.ts';
import type { OccasionKind, OptionalKind, ReaderStep } from './reminders.ts';

/** Somebody who speaks for an enterprise, and by which accounts they are reached, the preferred one first. */
export interface ContactWay {
  personId: string;
  rank: Rank | null;
  accounts: readonly Sender[];
}

/** What is promised to one reader. */
export interface PlannedReminder {
  subject: Subject;
  enterpriseId: string;
  personId: string;
  occasion: OccasionKind;
  /** Of a change the deadline's version: two of one day are both told. */
  version?: number;
  /** The day it is for. */
  sendOn: CalendarDate;
  leads: readonly number[];
  step: ReaderStep;
  to: Sender;
}

/** One text, and everybody who gets it. */
export interface Mailing {
  card: Card;
  /** For the audit, e.g. `deadline.reminder`. */
  purpose: string;
  readers: readonly MailedReminder[];
}

/** Somebody a text goes to. */
export interface MailedReminder extends PlannedReminder {
  /** What the same text promises the same person of other subjects: where calls are short, several travel in one. */
  also?: readonly PlannedReminder[];
}

/** A mailing with what it is worth, where there are not enough calls for all. */
export interface ValuedMailing extends Mailing {
  /** The higher goes first. */
  value: number;
  /** What it says in one line among others; null: it cannot travel with others. */
  line: string | null;
}

/** A message of an earlier day that did not leave: its enterprise, and the steps that it was to make good. */
export interface CarriedOver {
  subject: Subject;
  enterpriseId: string;
  leads: readonly number[];
}

/** What rounds the clock makes: each once for its day, or its change. */
export const slotKinds = [
  'LADDER',
  'ANNOUNCE',
  'GROUPS',
  'GROUP',
  'REPORTS',
  'DIGEST',
  'CHECK',
  'CALLS',
  'HOLIDAYS',
  'READING',
] as const;
export type SlotKind = (typeof slotKinds)[number];

/** DONE: what was due is planned. MERGED: nobody was running, a later day's message made it good. DROPPED: it was over. */
export type SlotEnd = 'DONE' | 'MERGED' | 'DROPPED';

/** A round that was gone through, or is. */
export interface Slot {
  key: string;
  kind: SlotKind;
  day: CalendarDate;
  state: 'OPEN' | SlotEnd;
  planned: number;
  note: string | null;
}

/** The promises as the clock's rounds make them. Everything here may be done again after a crash, and then changes nothing. */
export interface Promises {
  /** By enterprise; the main contact first. */
  contacts(enterpriseIds: readonly string[]): Promise<ReadonlyMap<string, readonly ContactWay[]>>;
  /** Who does not want this kind. */
  optedOut(kind: OptionalKind): Promise<ReadonlySet<string>>;
  /**
   * Keeps promises and, in the same commit, the jobs that make them good, spread over `spreadMs` from `from` on. What was
   * promised before is left as it is. `cardsAtMost`: up to so many readers on DingTalk get a card each, with its buttons, one
   * call a reader; more get the words, twenty a call. @returns how many are new
   */
  plan(
    mailings: readonly Mailing[],
    options: { from: Date; spreadMs: number; cardsAtMost: number; now: Date },
  ): Promise<number>;
  /** Keeps on record what was promised to nobody because a platform's calls of the month are short. */
  leaveOut(readers: readonly PlannedReminder[], now: Date): Promise<void>;
  /** Steps of the ladder that were promised for the last days before this one, did not leave and were not made good since. */
  carriedOver(today: CalendarDate): Promise<readonly CarriedOver[]>;
  /** What was planned for an earlier day does not go out any more: today's message says it. */
  dropCarriedOver(today: CalendarDate, now: Date): Promise<void>;
  /** Takes a round on. False: it is done, or another process is at it. A process that died is waited for a minute. */
  openSlot(slot: Pick<Slot, 'key' | 'kind' | 'day'>, now: Date): Promise<boolean>;
  /** Opens a round again that could not be done, as it turned out: nobody takes it on before then. */
  leaveSlot(key: string, until: Date): Promise<void>;
  closeSlot(key: string, end: { state: SlotEnd; planned: number; note: string | null }, now: Date): Promise<void>;
  /** Gives up the rounds of this kind that earlier days left open. */
  giveUpSlots(kind: SlotKind, before: CalendarDate, end: { note: string; now: Date }): Promise<void>;
  /** The last day of this kind that is done, and when that was begun, first of all; null: none ever was. */
  lastDone(kind: SlotKind): Promise<{ day: CalendarDate; at: Date } | null>;
  slotsOf(day: CalendarDate): Promise<readonly Slot[]>;
  /**
   * Changes that are to be told by now and were not, with their deadline as it stands; the oldest first. `changes` of each: the
   * earlier ones that nobody was told, and itself at the end. Newest: no later change of it is told, now or before.
   */
  announcementsDue(
    now: Date,
  ): Promise<readonly { id: string; changes: readonly DeadlineChange[]; deadline: Deadline; isNewest: boolean }[]>;
  /** The enterprises that know of it: they were told anything, and not last that it does not concern them any more. */
  toldOf(subject: Subject): Promise<readonly string[]>;
  /** What waits to be told these enterprises of it does not go out any more, but what its change to that version tells. */
  dropPlanned(subject: Subject, enterpriseIds: readonly string[], version: number): Promise<void>;
  /** Promises for that day or later that reached nobody. */
  countFailed(since: Date): Promise<number>;
  /** What the platform may tell of who read it: promises that it took since then and nobody is known to have read. */
  unread(since: Date): Promise<readonly { readKey: string; platform: Sender['platform']; corpId: string }[]>;
  markRead(readKey: string, userIds: readonly string[], at: Date): Promise<number>;
}
