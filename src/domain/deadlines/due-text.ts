import { type CalendarDate, daysBetween, formatDate } from '../calendar.ts';
import { isWorkday } from '../workday.ts';
import type { Basis, Deadline, DueTime } from './deadline.ts';

/**
 * For people: `2024年5月10日24:00` (domain.md G3). The time is always said, 24:00 too: of a day alone nobody knows whether it
 * is still counted.
 */
export function formatDueTime({ on, at }: DueTime): string {
  return `${formatDate(on)}${at}`;
}

/** Calendar days until 材料到开发区; 0 on the day itself, negative after it. Days moved for a holiday do not change it. */
export function daysLeft({ enterpriseDue }: Pick<Deadline, 'enterpriseDue'>, on: CalendarDate): number {
  return daysBetween(on, enterpriseDue.on);
}

/** What is added where a due day is a day off: it is never moved (domain.md E2). */
export function restDayRemark({ on }: DueTime): string | null {
  return isWorkday(on) ? null : '截止日为休息日，请提前办理';
}

/** Behind a day that is only known by custom (domain.md E1). */
export function expected(basis: Basis): string {
  return basis === 'CUSTOM' ? '（预计）' : '';
}

/** e.g. `2024年6月18日24:00`; what only custom says is 预计 (domain.md E1). */
export function dueText(due: DueTime, basis: Basis = 'NOTICE'): string {
  return `${formatDueTime(due)}${expected(basis)}`;
}

/** `2024年高新技术企业认定第二批` */
export function deadlineTitle({ program, year, batch }: Pick<Deadline, 'program' | 'year' | 'batch'>): string {
  // Who enters it may have written the year before the programme.
  const dated = program.startsWith(`${year}年`) ? program : `${year}年${program}`;
  return batch === null ? dated : `${dated}第${batchNumeral(batch)}批`;
}

const numerals = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** 1 to 99 as it is written in the name of a batch. */
function batchNumeral(batch: number): string {
  if (!Number.isInteger(batch) || batch < 1 || batch > 99) return String(batch);
  const tens = Math.floor(batch / 10);
  const ones = numerals[batch % 10] ?? '';
  if (tens === 0) return ones;
  return `${tens === 1 ? '' : (numerals[tens] ?? '')}十${ones}`;
}
