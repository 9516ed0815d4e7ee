import { type CalendarDate, formatDate } from '../calendar.ts';
import { formatMonth } from './wording.ts';

/** Nothing of this ledger is older. */
const earliest = '2000-01-01';
const monthForm = /^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])$/u;

/** A day from which something holds: it has come, and is no slip of the pen. Null: it may be entered. */
export function whyNotDay(on: CalendarDate, today: CalendarDate): string | null {
  if (on > today) return `日期${formatDate(on)}晚于今天（${formatDate(today)}），请核对后重填。`;
  if (on < earliest) return `日期${formatDate(on)}早于2000年，请核对后重填。`;
  return null;
}

/** The month that a spending belongs to: begun by the day of the spending. */
export function whyNotMonth(period: string, on: CalendarDate): string | null {
  if (!monthForm.test(period)) return `没有看懂支出月份“${period.slice(0, 20)}”，请写成 2023-11 这样的形式。`;
  if (period < earliest.slice(0, 7)) return `支出月份${formatMonth(period)}早于2000年，请核对后重填。`;
  if (period <= on.slice(0, 7)) return null;
  return `支出月份${formatMonth(period)}晚于支出日期${formatDate(on)}，请核对后重填。`;
}

/** 实施期 and 验收到期日 in their order; what is not known is no reason. */
export function whyNotTerm({
  startsOn,
  endsOn,
  acceptanceDueOn,
}: {
  startsOn: CalendarDate | null;
  endsOn: CalendarDate | null;
  acceptanceDueOn: CalendarDate | null;
}): string | null {
  const tooEarly = [startsOn, endsOn, acceptanceDueOn].find((day) => day !== null && day < earliest);
  if (tooEarly) return `日期${formatDate(tooEarly)}早于2000年，请核对后重填。`;
  const inOrder = [
    { name: '实施期开始日期', day: startsOn },
    { name: '实施期结束日期', day: endsOn },
    { name: '验收到期日', day: acceptanceDueOn },
  ].flatMap(({ name, day }) => (day === null ? [] : [{ name, day }]));
  for (const [index, { name, day }] of inOrder.entries()) {
    const before = inOrder[index - 1];
    if (before && day < before.day) {
      return `${name}${formatDate(day)}早于${before.name}${formatDate(before.day)}，请核对后重填。`;
    }
  }
  return null;
}
