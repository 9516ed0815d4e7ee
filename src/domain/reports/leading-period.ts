import { UserError } from '../../core/errors.ts';
import type { CalendarDate } from '../calendar.ts';
import type { Period } from './period.ts';
import { readPeriod } from './read-period.ts';

/** What stands at the beginning of a text, and what is left of it. */
export interface Led<T> {
  found: T;
  rest: string;
}

const month = /^(?:20\d{2}(?:年|-|\/|\.)\d{1,2}|(?:20\d{2}年|去年|今年)?\d{1,2}月份?)$/u;

/** A report's month in one word, null if it is none. @throws UserError for a month that the calendar does not have */
export function periodWord(word: string, today: CalendarDate): Period | null {
  const found = readPeriod(word, today);
  if (found === null && month.test(word)) {
    throw new UserError(`没有“${word}”这个月份，请按 2026-10 的格式填写。`);
  }
  return found;
}

/**
 * A report's month as the first word, which may be written with blanks: `2026-10`, `2026年 10月`, `10月`, `上月`. Null if
 * there is none.
 * @throws UserError for a month that the calendar does not have
 */
export function leadingPeriod(text: string, today: CalendarDate): Led<Period> | null {
  const joined = text.replace(/^(20\d{2})\s*年\s*(\d{1,2})\s*(月?)/u, '$1年$2$3');
  const [all = '', word = ''] = /^([^\s,、:;]+)[\s,、:;]*/u.exec(joined) ?? [];
  const found = periodWord(word, today);
  return found === null ? null : { found, rest: joined.slice(all.length) };
}
