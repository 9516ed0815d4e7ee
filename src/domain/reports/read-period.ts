import { type CalendarDate, yearOf } from '../calendar.ts';
import { addPeriods, isPeriod, type Period, periodOf } from './period.ts';

const written = /^(?<year>20\d{2})(?:年|-|\/|\.)(?<month>\d{1,2})月?份?$/u;
const monthOnly = /^(?<of>去年|今年)?(?<month>\d{1,2})月份?$/u;

/**
 * A month as people write it in one word: `2026-10`, `2026年10月`, `10月`, `去年12月`, `今年12月`, `上月`. Without a year the latest such
 * month that has begun. Null if it is none.
 */
export function readPeriod(word: string, today: CalendarDate): Period | null {
  if (word === '上月' || word === '上个月') return addPeriods(periodOf(today), -1);
  const { year, month: named = '' } = written.exec(word)?.groups ?? {};
  if (year !== undefined) return checked(`${year}-${named.padStart(2, '0')}`);
  const { of, month } = monthOnly.exec(word)?.groups ?? {};
  if (month === undefined) return null;
  const period = checked(`${yearOf(today)}-${month.padStart(2, '0')}`);
  if (period === null) return null;
  return of === '去年' || (of === undefined && period > periodOf(today)) ? addPeriods(period, -12) : period;
}

function checked(text: string): Period | null {
  return isPeriod(text) ? text : null;
}
