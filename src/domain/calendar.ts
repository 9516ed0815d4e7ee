import { Temporal } from 'temporal-polyfill';

/** A calendar date in Asia/Shanghai, `YYYY-MM-DD`; compares as text. */
export type CalendarDate = string;

export const timeZone = 'Asia/Shanghai';

/** China keeps UTC+8 all year and has done so since 1991. */
const offsetMs = 8 * 60 * 60_000;

/** The calendar date of an instant in Asia/Shanghai. */
export function dateOf(instant: Date): CalendarDate {
  return local(instant).slice(0, 10);
}

/** e.g. `10:03`, 24 hours, Asia/Shanghai. */
export function timeOf(instant: Date): string {
  return local(instant).slice(11, 16);
}

/** The first instant of a day in Asia/Shanghai. */
export function startOfDay(date: CalendarDate): Date {
  return new Date(`${date}T00:00:00.000+08:00`);
}

/** The instant of a time of day, `HH:MM`, in Asia/Shanghai; 24:00 is the first instant of the next day. */
export function instantOf(date: CalendarDate, time: string): Date {
  return new Date(startOfDay(date).getTime() + minutesOf(time) * 60_000);
}

/** Minutes since midnight of `HH:MM`. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** The last instant of a day in Asia/Shanghai. */
export function endOfDay(date: CalendarDate): Date {
  return new Date(`${date}T23:59:59.999+08:00`);
}

function local(instant: Date): string {
  return new Date(instant.getTime() + offsetMs).toISOString();
}

/** Adds months (may be negative); a day that the month has not becomes its last day: 08-31 − 6 months = 02-28. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  return Temporal.PlainDate.from(date).add({ months }, { overflow: 'constrain' }).toString();
}

/** Adds years; 29 February becomes 28 February. */
export function addYears(date: CalendarDate, years: number): CalendarDate {
  return addMonths(date, years * 12);
}

/** Days from `from` to `to`; negative if `to` lies before. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;
}

export function yearOf(date: CalendarDate): number {
  return Number(date.slice(0, 4));
}

/** For people: `2023年10月8日`, no leading zeros (公文格式). */
export function formatDate(date: CalendarDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

const writtenDay = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$|^(\d{4})(\d{2})(\d{2})$/u;
const writtenMonth = /^((?:19|20)\d{2})(?:-|\/|\.|年)(\d{1,2})月?(?:底|末)?$/u;
const writtenYear = /^((?:19|20)\d{2})年?(?:底|末)?$/u;

/** What looks like a date: `2023-12-31`, `2023/12/31`, `2023.12.31`, `20231231`, `2023年12月31日`, `2023年12月`, `2023年底`. */
export function looksLikeDate(text: string): boolean {
  return writtenDay.test(text) || writtenMonth.test(text) || writtenYear.test(text);
}

/** Reads a date as people write it; a month or a year means its last day. Null if the calendar has no such day. */
export function readDate(text: string): CalendarDate | null {
  const parts = writtenDay.exec(text) ?? writtenMonth.exec(text) ?? writtenYear.exec(text);
  if (!parts) return null;
  const [year = 0, month = 12, day] = parts.slice(1).filter(Boolean).map(Number);
  try {
    // A day beyond the month's last is cut to it, which is only right where no day was written.
    const overflow = day === undefined ? 'constrain' : 'reject';
    if (month < 1 || month > 12) return null;
    return Temporal.PlainDate.from({ year, month, day: day ?? 31 }, { overflow }).toString();
  } catch {
    return null;
  }
}
