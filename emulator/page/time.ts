// The world of the emulator lives in Asia/Shanghai, whatever the zone of the browser is.
const SHANGHAI = 8 * 3600_000;
const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'];

const two = (number: number) => String(number).padStart(2, '0');

function parts(ms: number) {
  const date = new Date(ms + SHANGHAI);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: WEEKDAYS[date.getUTCDay()] ?? '',
    time: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
    seconds: two(date.getUTCSeconds()),
  };
}

/** 2023年12月29日 星期五 */
export function longDate(ms: number): string {
  const { year, month, day, weekday } = parts(ms);
  return `${year}年${month}月${day}日 星期${weekday}`;
}

/** 10:03:21 */
export function clockTime(ms: number): string {
  const { time, seconds } = parts(ms);
  return `${time}:${seconds}`;
}

/** 10:03:21, with the day where it is not today's. */
export function wireTime(ms: number, now: number): string {
  const { year, month, day } = parts(ms);
  const today = parts(now);
  if (year !== today.year) return `${year}年${month}月${day}日 ${clockTime(ms)}`;
  return month === today.month && day === today.day ? clockTime(ms) : `${month}月${day}日 ${clockTime(ms)}`;
}

/** 10:03, with the day where it is not today's. */
export function shortTime(ms: number, now: number): string {
  const { year, month, day, time } = parts(ms);
  const today = parts(now);
  if (year !== today.year) return dayAndTime(ms);
  return month === today.month && day === today.day ? time : `${month}月${day}日 ${time}`;
}

/** 2024年4月1日 09:00 */
export function dayAndTime(ms: number): string {
  const { year, month, day, time } = parts(ms);
  return `${year}年${month}月${day}日 ${time}`;
}

/** For a list: the time today, otherwise the day. */
export function listTime(ms: number, now: number): string {
  const { year, month, day, time } = parts(ms);
  const today = parts(now);
  if (year !== today.year) return `${year}/${month}/${day}`;
  return month === today.month && day === today.day ? time : `${month}月${day}日`;
}

/** 2023-12-29T10:03, for a date-and-time input. */
export function inputTime(ms: number): string {
  const { year, month, day, time } = parts(ms);
  return `${year}-${two(month)}-${two(day)}T${time}`;
}

/** What a date-and-time input holds, as a time in Shanghai. */
export function inputMs(value: string): number {
  return Date.parse(`${value}Z`) - SHANGHAI;
}
