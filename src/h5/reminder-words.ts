import { dateOf, formatDate, timeOf } from '../domain/calendar.ts';
import { type Reminder, readingOf, reminderStateLabels, unsentLabels } from '../domain/deadlines/reminders.ts';

export function momentWords(at: Date): string {
  return `${formatDate(dateOf(at))} ${timeOf(at)}`;
}

/** What has become of a promise. That somebody has read it is only said where the platform tells. */
export function reminderState(reminder: Reminder, now: Date): string {
  const { state, why, acceptedAt, readAt } = reminder;
  if (state !== 'ACCEPTED') return `${reminderStateLabels[state]}${why === null ? '' : `：${unsentLabels[why]}`}`;
  const sent = acceptedAt === null ? reminderStateLabels[state] : `已发送（${momentWords(acceptedAt)}）`;
  if (readAt !== null) return `${sent}，已读（${momentWords(readAt)}）`;
  return `${sent}，${readingOf(reminder, now) === 'unread' ? '未读' : '是否已读未知'}`;
}

/** The messages of one day, counted by what has become of them: one person may get several, of several enterprises. */
export function reminderCounts(reminders: readonly Reminder[]): string {
  const count = (is: (one: Reminder) => boolean) => reminders.filter(is).length;
  const parts: [string, number][] = [
    ['已发送', count(({ state }) => state === 'ACCEPTED')],
    ['其中已读', count(({ readAt }) => readAt !== null)],
    ['待发送', count(({ state }) => state === 'PLANNED' || state === 'SENDING')],
    ['未送达', count(({ state }) => state === 'FAILED')],
    ['未发送', count(({ state }) => state === 'DROPPED')],
  ];
  return parts.flatMap(([label, number]) => (number === 0 ? [] : [`${label}${number}条`])).join('，');
}
