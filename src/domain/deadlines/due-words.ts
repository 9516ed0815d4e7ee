import { type CalendarDate, readDate, yearOf } from '../calendar.ts';

/**
 * A day as it was typed, with the time if one stood behind it. `isNextYear`: no year was said, and this year's is over.
 * `problem`: it is meant for one, but cannot be; `day` is the day where only the time cannot.
 */
export type DueRead =
  | { on: CalendarDate; at: string | null; isNextYear: boolean }
  | { problem: string; day: CalendarDate | null };
export type TimeRead = { at: string } | { problem: string };

const aTime = String.raw`(?<half>上午|中午|下午|晚上|晚)?(?<hour>\d{1,2})(?::(?<minute>\d{2})|[点时](?:(?<halfPast>半)|(?<minutes>\d{1,2})分?)?)`;
const before = '(?:之?前|截止)?';
const time = new RegExp(`^${aTime}${before}$`, 'u');
const due = new RegExp(
  String.raw`^(?:(?<year>\d{4})(?:年|-|/|\.)(?<m1>\d{1,2})(?:月|-|/|\.)(?<d1>\d{1,2})|(?<m2>\d{1,2})月(?<d2>\d{1,2}))[日号]?(?:${aTime})?${before}$`,
  'u',
);

/** Said of days that are not the same for everybody who reads them, or on every day. */
const vagueWords =
  /^(?:今天|今日|明天|明日|后天|大后天|(?:本|这|下)?(?:周|星期|礼拜)[一二三四五六日天末]|(?:本|这个?|下个?)?月[底末初中]|\d{1,2}月(?:[底末初中]|[上中下]旬)|(?:今年|明年)?年[底末初]|(?:本|这个?|下个?)月\d{1,2}[日号]?)(?:之?前|截止)?$/u;

/**
 * Digits and their units stand in one word: `7 月 10 日` is `7月10日`. Only where the unit ends there: an enterprise may well
 * begin with one of them. A year stays by itself: of `2023年 3月31日` the day need not be in that year.
 */
export function joinDigits(text: string): string {
  return text
    .replace(/(\d) (?=[年月日号点时批](?:[\s\d次度前半第]|之前|$))/gu, '$1')
    .replace(/(月) (?=\d{1,2}[日号])|(第) (?=\d{1,2}批)/gu, '$1$2');
}

/** `明天`, `3月底`: a day is meant by it, or it is said of much else. Null: it is none of these. */
export function readVague(word: string): DueRead | null {
  return vagueWords.test(word) ? { problem: `日期“${word}”不明确，请写明几月几日，例如 7月10日。`, day: null } : null;
}

/** `2024年7月10日`, `7月10日24:00前`, `2024-07-10`; without a year the next such day. Null: it is no day. */
export function readDue(word: string, today: CalendarDate): DueRead | null {
  const found = due.exec(word)?.groups;
  if (!found) return null;
  const [month = '', day = ''] = found.year === undefined ? [found.m2, found.d2] : [found.m1, found.d1];
  const { year, isNextYear } = yearMeant(
    found.year ?? null,
    `${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    today,
  );
  const on = readDate(`${year}-${month}-${day}`);
  if (on === null) {
    return { problem: `日期“${word}”无效，日历中没有这一天，请按 2024-07-10 的格式填写。`, day: null };
  }
  const read = found.hour === undefined ? null : timeOf(found, word);
  if (read && 'problem' in read) return { ...read, day: on };
  return { on, at: read?.at ?? null, isNextYear };
}

/** Of a day without a year the year in which it is next, whether it has such a day or not: 29 February waits for no leap year. */
function yearMeant(year: string | null, day: string, today: CalendarDate): { year: number; isNextYear: boolean } {
  if (year !== null) return { year: Number(year), isNextYear: false };
  const isNextYear = `${yearOf(today)}-${day}` < today;
  return { year: yearOf(today) + (isNextYear ? 1 : 0), isNextYear };
}

/** `24:00`, `16点`, `下午4点半`. Null: it is no time. */
export function readTime(word: string): TimeRead | null {
  const found = time.exec(word)?.groups;
  return found ? timeOf(found, word) : null;
}

function timeOf(found: Readonly<Record<string, string | undefined>>, word: string): TimeRead {
  const { half, hour, minute, halfPast, minutes } = found;
  const h = Number(hour);
  const m = halfPast === undefined ? Number(minute ?? minutes ?? '0') : 30;
  const isClock = minute !== undefined;
  const isLate = half === '下午' || half === '晚上' || half === '晚';
  const hours = half === '下午' && h === 12 ? 12 : isLate && h <= 12 ? h + 12 : h;
  // 4点 is said of the morning and of the afternoon.
  const isUnclear = half === undefined && !isClock && h > 0 && h < 8;
  if (isUnclear || m > 59 || hours * 60 + m > 24 * 60) {
    return { problem: `时间“${word}”不明确，请按 24 小时制填写，例如 16:00。` };
  }
  return { at: `${String(hours).padStart(2, '0')}:${String(m).padStart(2, '0')}` };
}

const numerals = '一二三四五六七八九';
const aBatch = String.raw`第?(?<batch>[${numerals}]?十[${numerals}]?|[${numerals}]|(?<!\d)\d{1,2})批次?`;
const round = new RegExp(String.raw`^(?:(?<year>20\d{2})年度?)?(?:${aBatch})?$`, 'u');

/** `2024年第二批`, `2024年度`, `第2批`. Null: it is neither a year nor a batch. */
export function readRound(word: string): { year: number | null; batch: number | null } | null {
  const { year, batch } = (word === '' ? null : round.exec(word)?.groups) ?? {};
  if (year === undefined && batch === undefined) return null;
  return { year: year === undefined ? null : Number(year), batch: batch === undefined ? null : numeral(batch) };
}

const roundAround = new RegExp(String.raw`^(?:(?<year>20\d{2})年度?)?(?<rest>.*?)(?:${aBatch})?$`, 'u');

/** Takes the year off the beginning and the batch off the end: `2024年高企认定第二批`. */
export function cutRound(text: string): { rest: string; year: number | null; batch: number | null } {
  const { year, rest = text, batch } = roundAround.exec(text)?.groups ?? {};
  return {
    rest: rest.trim(),
    year: year === undefined ? null : Number(year),
    batch: batch === undefined ? null : numeral(batch),
  };
}

function numeral(text: string): number {
  if (/^\d/u.test(text)) return Number(text);
  const [tens = '', ones = ''] = text.includes('十') ? text.split('十') : ['', text];
  const ten = text.includes('十') ? 10 * (tens === '' ? 1 : numerals.indexOf(tens) + 1) : 0;
  return ten + (ones === '' ? 0 : numerals.indexOf(ones) + 1);
}
