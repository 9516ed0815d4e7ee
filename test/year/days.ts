import type { Day, Moment } from './script.ts';

/**
 * Plain arithmetic of days, and the holidays of 2024 typed in from the State Council's notice: nothing of it is shared with the
 * bot, so that the two may disagree.
 */

const makeUpWorkdays = ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12'];
const weekdaysOff = [
  ...['01-01', '02-12', '02-13', '02-14', '02-15', '02-16', '04-04', '04-05', '05-01', '05-02', '05-03', '06-10'],
  ...['09-16', '09-17', '10-01', '10-02', '10-03', '10-04', '10-07'],
];
const table = new Map<Day, boolean>([
  ...makeUpWorkdays.map((day) => [`2024-${day}`, true] as const),
  ...weekdaysOff.map((day) => [`2024-${day}`, false] as const),
  ['2025-01-01', false] as const,
]);

const utc = (day: Day) => new Date(`${day}T00:00:00Z`);
const toDay = (date: Date): Day => date.toISOString().slice(0, 10);

export function plusDays(day: Day, days: number): Day {
  const date = utc(day);
  date.setUTCDate(date.getUTCDate() + days);
  return toDay(date);
}

/** The same day of an earlier month, or that month's last day where it has none. */
export function minusMonths(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - months, 0));
  const first = toDay(lastOfMonth).slice(0, 8);
  return `${first}${String(Math.min(date, lastOfMonth.getUTCDate())).padStart(2, '0')}`;
}

export function isWorkday(day: Day): boolean {
  const weekday = utc(day).getUTCDay();
  return table.get(day) ?? (weekday !== 0 && weekday !== 6);
}

/** The day itself if it is a workday, else the last one before it. */
export function workdayBack(day: Day): Day {
  let found = day;
  while (!isWorkday(found)) found = plusDays(found, -1);
  return found;
}

/** The day itself if it is a workday, else the first one after it. */
export function workdayOn(day: Day): Day {
  let found = day;
  while (!isWorkday(found)) found = plusDays(found, 1);
  return found;
}

/** The n-th workday after a day that is not counted. */
export function nthWorkdayAfter(day: Day, n: number): Day {
  let found = day;
  for (let count = 0; count < n; count += 1) found = workdayOn(plusDays(found, 1));
  return found;
}

/** Both ends included. */
export function daysBetween(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  for (let day = first; day <= last; day = plusDays(day, 1)) days.push(day);
  return days;
}

export const dayOf = (moment: Moment): Day => moment.slice(0, 10);

/** When what staff have entered is told: at once from 08:00 to 21:00, else at the next 09:00. */
export function toldAt(moment: Moment): Moment {
  const [day, time = ''] = [dayOf(moment), moment.slice(11)];
  if (time >= '21:00') return `${plusDays(day, 1)}T09:00`;
  return time < '08:00' ? `${day}T09:00` : moment;
}
