import { dutyLabels } from '../domain/applications.ts';
import { type CalendarDate, daysBetween, formatDate } from '../domain/calendar.ts';
import { audienceText } from '../domain/deadlines/concerned.ts';
import {
  basisLabels,
  type DeadlineChange,
  type DeadlineContent,
  type DueTime,
  deadlineKindLabels,
  type SettledBy,
} from '../domain/deadlines/deadline.ts';
import { deadlineTitle, expected, formatDueTime } from '../domain/deadlines/due-text.ts';
import type { LadderStep } from '../domain/deadlines/ladder.ts';
import { typeFacts } from '../domain/qualification.ts';
import { momentWords } from './reminder-words.ts';

/** The names of enterprises, by their ids. */
export type Names = ReadonlyMap<string, string>;

/** e.g. `2024年5月10日17:00`, with 预计 behind what goes by custom. */
export function dueWords(due: DueTime, basis: DeadlineContent['basis']): string {
  return `${formatDueTime(due)}${expected(basis)}`;
}

export function daysLeftWords(on: CalendarDate, today: CalendarDate): string {
  const days = daysBetween(today, on);
  if (days === 0) return '今天截止';
  return days > 0 ? `剩余${days}天` : `已截止${-days}天`;
}

/** What in the ledger settles it. */
export function settledWords(settledBy: SettledBy | null): string {
  if (settledBy === null) return '仅以企业答复为准';
  return settledBy.kind === 'application'
    ? `${typeFacts[settledBy.type].label}申报已提交`
    : `${settledBy.year}年度${dutyLabels[settledBy.duty]}已登记办结`;
}

/** What was entered, as pairs: shown as facts, and compared row by row where something was changed. */
export function contentRows(content: DeadlineContent, names: Names): [label: string, value: string][] {
  const { kind, basis, enterpriseDue, officialDue, noticeNo, url, audience, settledBy } = content;
  return [
    ['事项', deadlineTitle(content)],
    ['类别', deadlineKindLabels[kind]],
    ['材料到开发区', dueWords(enterpriseDue, basis)],
    ['官方截止', officialDue === null ? '未登记' : dueWords(officialDue, basis)],
    ['依据', basis === 'CUSTOM' ? `${basisLabels[basis]}（预计）` : basisLabels[basis]],
    ['通知文号', noticeNo ?? '未登记'],
    ['通知网址', url ?? '未登记'],
    ['涉及企业', audienceText(audience, names)],
    ['视为已办理', settledWords(settledBy)],
  ];
}

/** What differs, one sentence each. */
export function changeLines(before: DeadlineContent, after: DeadlineContent, names: Names): string[] {
  const news = contentRows(after, names);
  return contentRows(before, names).flatMap(([label, was], n) => {
    const is = news[n]?.[1] ?? '';
    return was === is ? [] : [`${label}由“${was}”改为“${is}”`];
  });
}

const stepLabels: Record<DeadlineChange['kind'], string> = { ENTER: '登记', CHANGE: '修改', WITHDRAW: '撤销' };

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
