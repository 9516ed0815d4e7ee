import { UserError } from '../../core/errors.ts';
import type { CalendarDate } from '../calendar.ts';
import { addPeriods, isPeriod, type Period, periodOf } from './period.ts';

/** What stands at the beginning of a text, and what is left of it. */
export interface Led<T> {
  found: T;
  rest: string;
}

const behind = String.raw`(?=$|[\s,、:;])[\s,、:;]*`;
const inFull = new RegExp(String.raw`^(20\d{2})(?:\s*年\s*|[-/.])(\d{1,2})(?:\s*月份?)?${behind}`, 'u');
const inDigits = new RegExp(String.raw`^(20\d{2})(\d{2})${behind}`, 'u');
const withoutYear = new RegExp(String.raw`^(\d{1,2})\s*月份?${behind}`, 'u');
const inWords = new RegExp(String.raw`^(上上个?月|上个?月|本月|当月|这个月)${behind}`, 'u');
const monthsBack: Record<string, number> = { 上上月: -2, 上上个月: -2, 上月: -1, 上个月: -1 };

/**
 * A report's month at the beginning: `2026-10`, `2026年10月`, `202610`, `10月` (the last one that has begun), `上月`. Null if
 * there is none.
 * @throws UserError for a month that the calendar does not have
 */
export function leadingPeriod(text: string, today: CalendarDate): Led<Period> | null {
  const full = inFull.exec(text) ?? inDigits.exec(text);
  if (full) {
    const [all, year = '', month = ''] = full;
    const period = `${year}-${month.padStart(2, '0')}`;
    // Six digits may be something else.
    if (!isPeriod(period)) {
      if (/^\d{6}/u.test(all)) return null;
      throw noSuchMonth(all);
    }
    return { found: period, rest: text.slice(all.length) };
  }
  const short = withoutYear.exec(text);
  if (short) {
    const [all, month = ''] = short;
    const ofThisYear = `${today.slice(0, 4)}-${month.padStart(2, '0')}`;
    if (!isPeriod(ofThisYear)) throw noSuchMonth(all);
    const found = ofThisYear > periodOf(today) ? addPeriods(ofThisYear, -12) : ofThisYear;
    return { found, rest: text.slice(all.length) };
  }
  const spoken = inWords.exec(text);
  if (!spoken) return null;
  const [all, word = ''] = spoken;
  return { found: addPeriods(periodOf(today), monthsBack[word] ?? 0), rest: text.slice(all.length) };
}

function noSuchMonth(written: string): UserError {
  return new UserError(`没有“${written.replace(/[\s,、:;]+$/u, '')}”这个月份，请按 2026-10 的格式填写。`);
}
