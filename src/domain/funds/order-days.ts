import { addMonths, type CalendarDate, readDate, yearOf } from '../calendar.ts';

/** A month as it was understood: YYYY-MM. null: there is no such month. */
export interface Period {
  period: string | null;
  /** The year was not written. */
  isAssumed: boolean;
}

const two = (number: number) => String(number).padStart(2, '0');

/** `10月8日`: of this year; if that has not come yet, of the year before. Null: this year has no such day. */
export function readShortDay(month: number, day: number, today: CalendarDate): CalendarDate | null {
  const year = yearOf(today);
  const on = readDate(`${year}-${two(month)}-${two(day)}`);
  return on !== null && on > today ? readDate(`${year - 1}-${two(month)}-${two(day)}`) : on;
}

/** `2023-11`, `2023年11月`, `202311`, `11月`, `本月`, `上月`; without its year like a day. */
export function readMonth(written: string, today: CalendarDate): Period {
  const text = written.replace(/\s+/gu, '');
  if (text === '本月') return { period: today.slice(0, 7), isAssumed: true };
  if (text === '上月' || text === '上个月') return { period: addMonths(today, -1).slice(0, 7), isAssumed: true };
  const full = /^(?<year>(?:19|20)\d{2})(?:[-/.年])?(?<month>\d{1,2})/u.exec(text)?.groups;
  const month = Number(full?.month ?? /^\d{1,2}/u.exec(text)?.[0]);
  if (month < 1 || month > 12) return { period: null, isAssumed: false };
  if (full) return { period: `${full.year}-${two(month)}`, isAssumed: false };
  const year = yearOf(today);
  const period = `${year}-${two(month)}`;
  return { period: period > today.slice(0, 7) ? `${year - 1}-${two(month)}` : period, isAssumed: true };
}

/** The last day of a month, or today while it lasts. */
export function lastDayOf(period: string, today: CalendarDate): CalendarDate {
  const last = readDate(period) ?? today;
  return last > today ? today : last;
}
