import { type CalendarDate, dateOf, daysBetween, formatDate } from '../domain/calendar.ts';
import { contentChanges, type Names } from '../domain/deadlines/content-rows.ts';
import type { ChangeKind, Deadline, DeadlineChange, DeadlineContent } from '../domain/deadlines/deadline.ts';
import type { LadderStep } from '../domain/deadlines/ladder.ts';
import { isOver } from '../domain/deadlines/standing.ts';
import { momentWords } from './reminder-words.ts';

export function daysLeftWords(on: CalendarDate, today: CalendarDate): string {
  const days = daysBetween(today, on);
  if (days === 0) return '今天截止';
  return days > 0 ? `剩余${days}天` : `已截止${-days}天`;
}

/** How long there is still of a deadline: on its day until its time. */
export function timeLeftWords(deadline: Pick<Deadline, 'enterpriseDue'>, now: Date): string {
  const words = daysLeftWords(deadline.enterpriseDue.on, dateOf(now));
  return words === '今天截止' && isOver(deadline, now) ? '已截止' : words;
}

/** What differs, one sentence each. */
export function changeLines(before: DeadlineContent, after: DeadlineContent, names: Names): string[] {
  return contentChanges(before, after, names).map(({ label, was, is }) => `${label}由“${was}”改为“${is}”`);
}

const stepLabels: Record<ChangeKind, string> = { ENTER: '登记', CHANGE: '修改', AUDIENCE: '修改', WITHDRAW: '撤销' };

/** e.g. `2023年12月29日 10:03 王晨修改` */
export function stepLine({ kind, recordedAt, by }: Pick<DeadlineChange, 'kind' | 'recordedAt' | 'by'>): string {
  return `${momentWords(recordedAt)} ${by?.name ?? '系统'}${stepLabels[kind]}`;
}

/** e.g. `该事项已由王晨于2023年12月29日 10:03撤销` */
export function changedByWhom({ kind, recordedAt, by }: Pick<DeadlineChange, 'kind' | 'recordedAt' | 'by'>): string {
  return `该事项已由${by?.name ?? '他人'}于${momentWords(recordedAt)}${stepLabels[kind]}`;
}

/** How long before its due day a step of the ladder is, in words. */
export function stepWords(step: LadderStep, due: CalendarDate): string {
  const left = daysBetween(step.on, due);
  const moved = step.leads.filter((lead) => lead !== left);
  const others = moved.map((lead) => (lead === 0 ? '截止当天' : `提前${lead}天`)).join('、');
  const why = moved.length === 0 ? '' : `（${others}的提醒遇休息日，提前至该日）`;
  return `${formatDate(step.on)}：${left === 0 ? '截止当天' : `剩余${left}天`}${why}`;
}
