import { addMonths, type CalendarDate, dateOf } from '../calendar.ts';
import { addDays } from '../workday.ts';

/** 报告期: a calendar month, `YYYY-MM`; compares as text. */
export type Period = string;

export function isPeriod(text: string): boolean {
  return /^20\d{2}-(?:0[1-9]|1[0-2])$/u.test(text);
}

export function periodOf(date: CalendarDate): Period {
  return date.slice(0, 7);
}

/** Adds months; may be negative. */
export function addPeriods(period: Period, months: number): Period {
  return periodOf(addMonths(firstDayOf(period), months));
}

/** The month that was over last at an instant: what is reported now. */
export function lastPeriod(now: Date): Period {
  return addPeriods(periodOf(dateOf(now)), -1);
}

export function yearOfPeriod(period: Period): number {
  return Number(period.slice(0, 4));
}

/** 1 to 12 */
export function monthOfPeriod(period: Period): number {
  return Number(period.slice(5));
}

export function firstDayOf(period: Period): CalendarDate {
  return `${period}-01`;
}

export function lastDayOf(period: Period): CalendarDate {
  return addDays(addMonths(firstDayOf(period), 1), -1);
}

/** From the first to the last, both included. */
export function periodsBetween(from: Period, to: Period): Period[] {
  const periods: Period[] = [];
  for (let period = from; period <= to; period = addPeriods(period, 1)) periods.push(period);
  return periods;
}

/** e.g. `2023年11月` */
export function formatPeriod(period: Period): string {
  return `${yearOfPeriod(period)}年${monthOfPeriod(period)}月`;
}

/** e.g. `2023年1—11月`, in January `2023年1月` (domain.md G3). */
export function formatCumulative(period: Period): string {
  const month = monthOfPeriod(period);
  return `${yearOfPeriod(period)}年${month === 1 ? '1月' : `1—${month}月`}`;
}
