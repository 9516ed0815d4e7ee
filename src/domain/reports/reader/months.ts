import { type CalendarDate, yearOf } from '../../calendar.ts';
import { addPeriods, lastDayOf, monthOfPeriod, type Period, periodOf } from '../period.ts';
import { matchAt } from './sticky.ts';

/** What time a figure is said of. */
export interface Scope {
  /** OTHER: a year, a quarter or some months, of which no figure is asked. */
  of: 'MONTH' | 'TOTAL' | 'OTHER';
  /** The month that was named, of a total its last one. */
  period: Period | null;
  /** this: 本月, last: 上月; of a named month null */
  relative: 'this' | 'last' | null;
  /** 截至10月底, 10月31日: of a flow it is not said whether since January or of the month. */
  isUntil: boolean;
  /** A month without its year that lies far back: its year has to be asked. */
  isOldYear: boolean;
}

export type MonthHit = { end: number; scope: Scope | null };

const numeral = '(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|元)';
const year = '(?:(?<year>(?:20)?\\d{2}|[二2][〇零0][〇零一二三四五六七八九]{2}|[今去上本前]) ?年 ?)';
const dash = ' ?(?:[-—–―~至到]{1,2}) ?';
const monthEnd = '(?: ?月(?:份|度)?)';
const behind = '(?: ?(?:底|末|报(?![表数送])))?';

/** 1—10月, 1月至10月, 2026年1-10月, and 1-10累计 */
const rangeAt = new RegExp(
  `${year}?(?<from>${numeral})${monthEnd}?${dash}(?:\\d{4} ?年)? ?(?<to>${numeral})(?:${monthEnd}${behind}|(?= ?累计))(?! ?\\d{1,2}[日号])`,
  'uy',
);
/** 10月31日, 2026年10月31日, 10月1日至31日 */
const dayAt = new RegExp(
  `${year}?(?<month>${numeral}) ?月 ?(?<span>\\d{1,2} ?[日号]?${dash}(?:${numeral} ?月 ?)?)?(?<day>[0-3]?\\d|[二三]?十[一二三四五六七八九]?) ?[日号]`,
  'uy',
);
const isoDayAt = /(?<year>20\d{2})[-/.](?<month>1[0-2]|0?[1-9])[-/.](?<day>[0-3]?\d)(?![\d.])/uy;
const monthAt = new RegExp(`${year}?(?<month>${numeral})${monthEnd}${behind}`, 'uy');
const isoMonthAt =
  /(?<year>20\d{2})(?<mark>[-/.])(?<month>1[0-2]|0?[1-9])(?![\d.元万千亿])(?: ?月(?:份|度)?)?(?:报(?![表数送]))?/uy;
const compactMonthAt = /(?<year>20\d{2})(?<month>1[0-2]|0[1-9])(?![\d.,元万千亿人名件项个])(?: ?月(?:份|度)?)?/uy;
const wholeYearAt =
  /(?:20\d{2}|[今本去上前]) ?年(?:度|全年)?(?:(?<total> ?(?:以来|累计|至今|1?-本月))数?)?|全年(?:度)?|年度|[上下]半年|(?:前|第)?[一二三四1-4]季度?|[Qq][1-4](?!\w)/uy;

/** 前10个月 are those from January; other spans are none of which a figure is asked. */
const monthsAt = /(?<first>前 ?)?(?:近|这|后|最近)? ?(?<count>\d{1,2}|[一二两三四五六七八九十]{1,2}) ?个多?月/uy;

/** Numbers that are no figures: telephones, times, days, codes, addresses of pages. */
const noises = [
  /https?:\/\/\S{1,300}/uy,
  /1[3-9]\d{9}(?!\d|\.\d| ?[元万千亿块])/uy,
  /(?:\(0\d{2,3}\) ?|0\d{2,3}[- ]?)\d{7,8}(?!\d)/uy,
  /[48]00-\d{3,4}-?\d{3,4}(?!\d)/uy,
  /[\dA-Za-z]{15,24}(?![\dA-Za-z])/uy,
  /[A-Za-z]{1,6}-\d{1,8}(?![\d.])/uy,
  /\d{1,2}:\d{2}(?::\d{2})?(?!\d)/uy,
  /[\d一二两三四五六七八九十]{1,3}(?:点(?:钟|半|整|前|后|左右|开|\d{1,2}分)|时(?!间))/uy,
  /\d{1,5}(?:号|楼|室|栋|层|单元|院|路|街|弄|幢|座|期|届|版|页|班|队|组|车间|分厂|厂|周岁|周)(?:楼|线|院|厂房|厂)?/uy,
  /[一二三四五六七八九十]{1,3}(?:号(?!召)|楼|室|栋|层|期|届|车间|分厂|厂)/uy,
  /第 ?(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?! ?季)[个次版期页批名位家条项]?/uy,
  /\d{1,3} ?(?:周年|小时|分钟|工作日|个工作日|天内|日前|日内|秒)/uy,
  /[0-3]?\d ?日(?!元|币)/uy,
];

/** 10, 十, 十一, 元 (of 元月) */
function monthNumber(written: string): number {
  if (/^\d/u.test(written)) return Number(written);
  if (written === '元') return 1;
  const ones = '一二三四五六七八九'.indexOf(written.at(-1) ?? '') + 1;
  return written.startsWith('十') ? 10 + ones : ones;
}

function yearNumber(written: string | undefined, today: CalendarDate): number | null {
  if (written === undefined) return null;
  const back = ['今', '本'].includes(written) ? 0 : ['去', '上'].includes(written) ? 1 : written === '前' ? 2 : null;
  if (back !== null) return yearOf(today) - back;
  const digits = [...written].map((one) =>
    '零一二三四五六七八九'.includes(one) ? '零一二三四五六七八九'.indexOf(one) : one,
  );
  const number = Number(digits.join('').replaceAll('〇', '0'));
  return number < 100 ? 2000 + number : number;
}

/** The month meant by one without a year: the current one or the last such month that is over. */
function resolve(month: number, year: number | null, today: CalendarDate): { period: Period; isOldYear: boolean } {
  const now = periodOf(today);
  const thisYear = yearOf(today);
  const guessed = year ?? (month > monthOfPeriod(now) ? thisYear - 1 : thisYear);
  const period = `${guessed}-${String(month).padStart(2, '0')}`;
  // What is reported is a month or two old. December said in November is far more likely a slip, or yet to come.
  return { period, isOldYear: year === null && guessed < thisYear && period < addPeriods(now, -6) };
}

function scope(of: Scope['of'], period: Period | null, isOldYear = false): Scope {
  return { of, period, relative: null, isOldYear, isUntil: false };
}

/**
 * Reads a month, a span of months or a day that begins at a place, or a number that is nothing of a report (scope null).
 * @param isValueExpected a label stands before: `2026.10` behind it is a number
 */
export function readMonth(text: string, start: number, today: CalendarDate, isValueExpected: boolean): MonthHit | null {
  const character = text[start] ?? '';
  if (!/[\d一二三四五六七八九十元今去上下本前全年第近这Qqhs(A-Za-z]/u.test(character)) return null;
  const day = matchAt(dayAt, text, start) ?? matchAt(isoDayAt, text, start);
  if (day?.groups) {
    const { period } = resolve(monthNumber(day.groups.month ?? ''), yearNumber(day.groups.year, today), today);
    const end = start + day[0].length;
    // Only the last day stands for the month: 10月31日职工46人. Others tell when something was sent or signed.
    const isLast = /^\d+$/u.test(day.groups.day ?? '')
      ? Number(day.groups.day) === Number(lastDayOf(period).slice(8))
      : /三十/u.test(day.groups.day ?? '');
    const isUntil = day.groups.span === undefined;
    return { end, scope: isLast ? { ...scope('MONTH', period), isUntil } : null };
  }
  const months = matchAt(monthsAt, text, start);
  if (months?.groups) {
    const count = monthNumber((months.groups.count ?? '').replace('两', '二'));
    const isTotal = months.groups.first !== undefined && count > 1 && count <= 12;
    const end = start + months[0].length;
    return { end, scope: isTotal ? scope('TOTAL', resolve(count, null, today).period) : scope('OTHER', null) };
  }
  for (const noise of noises) {
    const hit = matchAt(noise, text, start);
    if (hit && !(/^[A-Za-z]/u.test(hit[0]) && /[A-Za-z\d]/u.test(text[start - 1] ?? ''))) {
      return { end: start + hit[0].length, scope: null };
    }
  }
  const range = matchAt(rangeAt, text, start);
  if (range?.groups) {
    const [from, to] = [monthNumber(range.groups.from ?? ''), monthNumber(range.groups.to ?? '')];
    const { period, isOldYear } = resolve(to, yearNumber(range.groups.year, today), today);
    const end = start + range[0].length;
    return { end, scope: from === 1 && to > 1 ? scope('TOTAL', period, isOldYear) : scope('OTHER', null) };
  }
  const month =
    matchAt(monthAt, text, start) ??
    matchAt(isoMonthAt, text, start) ??
    (isValueExpected ? null : matchAt(compactMonthAt, text, start));
  const isNumber = month?.groups?.mark === '.' && isValueExpected && !month[0].includes('月');
  if (month?.groups && !isNumber) {
    const { period, isOldYear } = resolve(
      monthNumber(month.groups.month ?? ''),
      yearNumber(month.groups.year, today),
      today,
    );
    return { end: start + month[0].length, scope: scope('MONTH', period, isOldYear) };
  }
  const whole = matchAt(wholeYearAt, text, start);
  if (whole) {
    const written = /^20\d{2}/u.exec(whole[0])?.[0];
    const isThisYear = written === undefined ? /^[今本]/u.test(whole[0]) : Number(written) === yearOf(today);
    const isTotal = whole.groups?.total !== undefined && isThisYear;
    return { end: start + whole[0].length, scope: scope(isTotal ? 'TOTAL' : 'OTHER', null) };
  }
  return null;
}
