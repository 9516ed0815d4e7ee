import type { CalendarDate } from '../calendar.ts';
import { type Cell, type DateSystem, empty, type Reading, refuse, tidy, whyUnusable } from './cell.ts';

/** Nothing the bureau records is older or lies further ahead; numbers that are no dates usually do. */
const yearFrom = 1949;
const yearTo = 2100;

/** The day before the first one of the 1900 system; its 60 is a 29 February 1900 that never was (kept from Lotus 1-2-3). */
const epoch1900 = Date.UTC(1899, 11, 31);
const epoch1904 = Date.UTC(1904, 0, 1);
const neverWas = 60;
const dayMs = 86_400_000;
/** 31 December 9999 in the 1900 system. */
const serialAtMost = 2_958_465;

/** The date of a serial number; the time of day is left out. Null if there is no such date. */
export function dateOfSerial(serial: number, system: DateSystem): CalendarDate | null {
  const day = Math.floor(serial);
  if (!Number.isFinite(serial) || day < (system === 1900 ? 1 : 0) || day > serialAtMost) return null;
  if (system === 1904) return isoOf(epoch1904 + day * dayMs);
  if (day === neverWas) return null;
  return isoOf(epoch1900 + (day > neverWas ? day - 1 : day) * dayMs);
}

function isoOf(ms: number): CalendarDate | null {
  const text = new Date(ms).toISOString();
  return /^\d{4}-/u.test(text) ? text.slice(0, 10) : null;
}

/** With a time behind it, as programs write it; the same mark twice, so that `2023.1-2` is no date. */
const writtenDate =
  /^(\d{4}) ?(?:([-/.]) ?(\d{1,2}) ?\2 ?(\d{1,2})|年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日?)(?:[T ] ?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$/u;
const eightDigits = /^(\d{4})(\d{2})(\d{2})$/u;
const yearAndMonth = /^\d{4} ?(?:[-/.年] ?\d{1,2} ?月?)?$|^\d{4}年$/u;
const dayFirst = /^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$/u;

const howTo = '请写成 2023-01-02 这样的日期。';

/** A date as people write it in a table: 2023-01-02, 2023/1/2, 2023.1.2, 2023年1月2日, 20230102. */
export function dateWritten(text: string): Reading<CalendarDate> {
  const tidied = tidy(text).replace(/[\u2010-\u2015\u2212]/gu, '-');
  if (tidied === '') return empty;
  const match = writtenDate.exec(tidied);
  const eight = eightDigits.exec(tidied);
  const [year, month, day] = match
    ? [match[1], match[3] ?? match[5], match[4] ?? match[6]]
    : eight
      ? [eight[1], eight[2], eight[3]]
      : [];
  if (year === undefined) {
    const shown = tidied.slice(0, 20);
    if (yearAndMonth.test(tidied)) return refuse(`“${shown}”没有写到日，${howTo}`);
    if (dayFirst.test(tidied)) return refuse(`“${shown}”的年月日次序不明，${howTo}`);
    return refuse(`“${shown}”不是日期，${howTo}`);
  }
  return checked(Number(year), Number(month), Number(day), tidied);
}

function checked(year: number, month: number, day: number, shown: string): Reading<CalendarDate> {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    return refuse(`没有“${shown.slice(0, 20)}”这一天。`);
  if (year < yearFrom || year > yearTo) return refuse(`年份 ${year} 不合理，应在${yearFrom}至${yearTo}年之间。`);
  return { ok: true, value: `${year}-${pad(month)}-${pad(day)}` };
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

/**
 * The date in a cell: a serial number, whatever its format says, or text. Eight digits are a date written without marks,
 * not a serial number (those have at most seven).
 */
export function readDateCell(cell: Cell | undefined, system: DateSystem): Reading<CalendarDate> {
  if (!cell) return empty;
  const unusable = whyUnusable(cell);
  if (unusable) return refuse(unusable);
  if (cell.kind === 'boolean') return refuse(`应为日期，这里是逻辑值，${howTo}`);
  if (cell.kind === 'text') return dateWritten(cell.value);
  if (eightDigits.test(cell.value)) return dateWritten(cell.value);
  const date = dateOfSerial(Number(cell.value), system);
  if (date === null) return refuse(`数字 ${cell.value.slice(0, 20)} 不是日期，${howTo}`);
  const year = Number(date.slice(0, 4));
  if (year >= yearFrom && year <= yearTo) return { ok: true, value: date };
  return refuse(`数字 ${cell.value.slice(0, 20)} 作为日期是 ${date}，不合理，${howTo}`);
}
