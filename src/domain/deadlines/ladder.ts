import { addMonths, type CalendarDate, dateOf, instantOf, timeOf } from '../calendar.ts';
import { firstDayOf, type Period } from '../reports/period.ts';
import { windowOf } from '../reports/window.ts';
import { addDays, sameOrPreviousWorkday, workdaysAfter, workdaysBefore } from '../workday.ts';
import type { Deadline } from './deadline.ts';
import type { Policy } from './policy.ts';

/** A day on which is reminded, and the leads that this makes good, falling: several where a day off moved one back. */
export interface LadderStep {
  on: CalendarDate;
  leads: readonly number[];
}

/**
 * When is reminded of a due day: so many calendar days before it. A lead's day that is no workday moves back to the last
 * workday before it, lead 0 too, and never forward; equal days become one (domain.md E2). The due day itself is not moved.
 */
export function ladderOf(due: CalendarDate, leads: readonly number[]): LadderStep[] {
  return merged(leads.map((lead) => ({ on: sameOrPreviousWorkday(addDays(due, -lead)), lead })));
}

/** The same for a certificate's last day, in months: 31 August less six months is 28 or 29 February (domain.md E2). */
export function monthLadderOf(validTo: CalendarDate, months: readonly number[]): LadderStep[] {
  return merged(months.map((lead) => ({ on: sameOrPreviousWorkday(addMonths(validTo, -lead)), lead })));
}

function merged(days: readonly { on: CalendarDate; lead: number }[]): LadderStep[] {
  const leadsOn = new Map<CalendarDate, Set<number>>();
  for (const { on, lead } of days) leadsOn.set(on, (leadsOn.get(on) ?? new Set()).add(lead));
  return [...leadsOn].map(([on, leads]) => ({ on, leads: falling(leads) })).sort((a, b) => (a.on < b.on ? -1 : 1));
}

function falling(leads: Iterable<number>): number[] {
  return [...new Set(leads)].sort((a, b) => b - a);
}

/** The leads of every step behind `after` and up to `on`, as one message tells them; empty: none is due. */
export function stepsDue(
  ladder: readonly LadderStep[],
  { after, on }: { after: CalendarDate; on: CalendarDate },
): readonly number[] {
  return falling(ladder.filter((step) => after < step.on && step.on <= on).flatMap(({ leads }) => leads));
}

/** The same for a deadline: up to `ladderFrom` its steps are covered by what was announced, or there are none. */
export function stepsOf(
  { enterpriseDue, ladderFrom }: Pick<Deadline, 'enterpriseDue' | 'ladderFrom'>,
  leads: readonly number[],
  { after, on }: { after: CalendarDate; on: CalendarDate },
): readonly number[] {
  return stepsDue(ladderOf(enterpriseDue.on, leads), { after: ladderFrom > after ? ladderFrom : after, on });
}

/**
 * OPEN the notice that a month's reports are taken, REMIND and LAST to who owes; LATE 催报 to who owes and the list of
 * 逾期 to staff, PHONE the list for the telephone to staff.
 */
export type ReportStepKind = 'OPEN' | 'REMIND' | 'LAST' | 'LATE' | 'PHONE';

export interface ReportStep {
  on: CalendarDate;
  kinds: readonly ReportStepKind[];
}

/**
 * When is reminded of a month's reports (domain.md D3). The notice's day moves forward, those of reminders move back, but
 * never before the notice. A reminder that falls on the day of the notice or on the last day is told by that alone: nobody
 * is told twice on one day. Reminder days behind the window are left out, since 催报 takes over there.
 * @param days of the month after the period
 */
export function reportLadderOf(period: Period, days: readonly number[]): ReportStep[] {
  const { noticeOn, closesOn } = windowOf(period);
  const nextMonth = addMonths(firstDayOf(period), 1);
  const reminders = days
    .map((day) => sameOrPreviousWorkday(addDays(nextMonth, day - 1)))
    .filter((on) => noticeOn < on && on < closesOn);
  const kindsOn = new Map<CalendarDate, Set<ReportStepKind>>();
  const add = (on: CalendarDate, kind: ReportStepKind) => {
    kindsOn.set(on, (kindsOn.get(on) ?? new Set()).add(kind));
  };
  add(noticeOn, 'OPEN');
  for (const on of reminders) add(on, 'REMIND');
  add(closesOn, 'LAST');
  add(workdaysAfter(closesOn, 1), 'LATE');
  add(workdaysAfter(closesOn, 3), 'PHONE');
  return [...kindsOn].map(([on, kinds]) => ({ on, kinds: [...kinds] })).sort((a, b) => (a.on < b.on ? -1 : 1));
}

/** The last workday before a due day, which is not counted itself. */
export function lastWorkdayBefore(due: CalendarDate): CalendarDate {
  return workdaysBefore(due, 1);
}

/** Whether staff get the list of who has not answered, for the telephone: on the last workday that is left for it. */
export function isCallListDay(due: CalendarDate, on: CalendarDate): boolean {
  return on === lastWorkdayBefore(due);
}

type Hours = Pick<Policy, 'sendAt' | 'quietFrom' | 'quietUntil'>;

/** Whether nothing but answers may go out now: from `quietFrom` on, before `quietUntil`, over midnight or not. */
export function isQuiet(now: Date, policy: Pick<Policy, 'quietFrom' | 'quietUntil'>): boolean {
  return isQuietAt(timeOf(now), policy);
}

/** The same for a time of day. */
export function isQuietAt(time: string, { quietFrom, quietUntil }: Pick<Policy, 'quietFrom' | 'quietUntil'>): boolean {
  if (quietFrom <= quietUntil) return quietFrom <= time && time < quietUntil;
  return quietFrom <= time || time < quietUntil;
}

/**
 * When a change or a withdrawal is told: at once, on days off too; in the quiet hours at the next time of sending (domain.md
 * E2). What is told so covers the steps of the ladder up to that day.
 */
export function tellAt(now: Date, policy: Hours): Date {
  if (!isQuiet(now, policy)) return now;
  const today = dateOf(now);
  return instantOf(timeOf(now) < policy.sendAt ? today : addDays(today, 1), policy.sendAt);
}

/**
 * What becomes of a new deadline's ladder (domain.md E2): the steps that it missed become one message at once, or at the next
 * time of sending if it was entered in the quiet hours. Steps up to `ladderFrom` are covered by that message, or there are
 * none; those behind it are the daily round's.
 *
 * A step of the very day is the round's as long as the round is to come, and missed from the minute on in which it begins.
 * What is announced covers the steps of its own day too, which else would be told twice within minutes: entered at 08:30
 * with an older step missed, or at night before the day of a step.
 */
export function announcementOf({ dues, now, policy }: { dues: readonly LadderStep[]; now: Date; policy: Hours }): {
  announceAt: Date | null;
  ladderFrom: CalendarDate;
} {
  const today = dateOf(now);
  const over = timeOf(now) < policy.sendAt ? addDays(today, -1) : today;
  if (!dues.some(({ on }) => on <= over)) return { announceAt: null, ladderFrom: over };
  const announceAt = tellAt(now, policy);
  return { announceAt, ladderFrom: dateOf(announceAt) };
}
