import days from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { Temporal } from 'temporal-polyfill';
import type { CalendarDate } from './calendar.ts';

/**
 * 调休 by the State Council's holiday notices, as the package chinese-days has them (domain.md E3): weekdays that are off,
 * weekend days that are worked.
 */
const off: Readonly<Record<string, string>> = days.holidays;
const worked: Readonly<Record<string, string>> = days.workdays;
const yearsWithNotice = new Set(Object.keys(off).map((date) => Number(date.slice(0, 4))));

/** Whether people of the bureau work on that day. Without a notice of its year: Monday to Friday. */
export function isWorkday(date: CalendarDate): boolean {
  if (date in worked) return true;
  return !(date in off) && Temporal.PlainDate.from(date).dayOfWeek <= 5;
}

/** Whether the year's holidays are known: without them an answer that depends on workdays says so. */
export function hasHolidayNotice(year: number): boolean {
  return yearsWithNotice.has(year);
}

/** The day itself, or the first workday after it. */
export function sameOrNextWorkday(date: CalendarDate): CalendarDate {
  return isWorkday(date) ? date : sameOrNextWorkday(addDays(date, 1));
}

/** The n-th workday after a day, which is not counted itself. */
export function workdaysAfter(date: CalendarDate, n: number): CalendarDate {
  return n <= 0 ? date : workdaysAfter(sameOrNextWorkday(addDays(date, 1)), n - 1);
}

/** The day itself, or the last workday before it. */
export function sameOrPreviousWorkday(date: CalendarDate): CalendarDate {
  return isWorkday(date) ? date : sameOrPreviousWorkday(addDays(date, -1));
}

/** The n-th workday before a day, which is not counted itself. */
export function workdaysBefore(date: CalendarDate, n: number): CalendarDate {
  return n <= 0 ? date : workdaysBefore(sameOrPreviousWorkday(addDays(date, -1)), n - 1);
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}
