import { UserError } from '../../core/errors.ts';
import { type CalendarDate, readDate, yearOf } from '../calendar.ts';
import type { Led } from './leading-period.ts';

const behind = String.raw`(?=$|[\s,、:;])[\s,、:;]*`;
const inFull = new RegExp(
  String.raw`^(\d{4}(?:-|/|\.|\s*年\s*)\d{1,2}(?:-|/|\.|\s*月\s*)\d{1,2}\s*[日号]?|20\d{6})${behind}`,
  'u',
);
const withoutYear = new RegExp(String.raw`^(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?${behind}`, 'u');

/**
 * A day to come at the beginning of a text: `2026-12-05`, `2026年12月5日`, `12月5日` (the next one). Null if there is none.
 * @throws UserError for a day that the calendar does not have
 */
export function leadingDay(text: string, today: CalendarDate): Led<CalendarDate> | null {
  const [all, written] = inFull.exec(text) ?? [];
  if (all !== undefined && written !== undefined) {
    return { found: dayOf(written.replace(/\s/gu, '').replace('号', '日')), rest: text.slice(all.length) };
  }
  const [short, month = '', day = ''] = withoutYear.exec(text) ?? [];
  if (short === undefined) return null;
  const ofThisYear = dayOf(`${yearOf(today)}-${month}-${day}`);
  const found = ofThisYear < today ? dayOf(`${yearOf(today) + 1}-${month}-${day}`) : ofThisYear;
  return { found, rest: text.slice(short.length) };
}

function dayOf(written: string): CalendarDate {
  const found = readDate(written);
  if (found === null) throw new UserError(`日期“${written}”无效，请按 2026-12-05 的格式填写。`);
  return found;
}
