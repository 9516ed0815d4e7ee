import type { RefusalOf } from '../core/mailing.ts';
import { dateOf, formatDate, timeOf } from '../domain/calendar.ts';
import type { DropReason, OccasionKind, Reminder } from '../domain/deadlines/reminders.ts';

/** Why somebody was not told. */
const whyLabels: Record<DropReason | RefusalOf, string> = {
  withdrawn: '事项已撤销或日期已变更',
  settled: '企业已答复或已办理',
  'not-theirs': '接收人已不是该企业联系人',
  'opted-out': '接收人已退订',
  'too-late': '超过可发送时间',
  invalid: '平台无此成员',
  unlicensed: '成员账号未激活',
  paced: '平台限制发送频次',
  quota: '本月平台调用次数已用完',
  refused: '平台拒绝',
  'given-up': '多次发送未成功',
};

export const occasionLabels: Record<OccasionKind, string> = {
  LADDER: '按期提醒',
  ENTERED: '登记通知',
  CHANGED: '变更通知',
  WITHDRAWN: '撤销通知',
};

export function momentWords(at: Date): string {
  return `${formatDate(dateOf(at))} ${timeOf(at)}`;
}

/** What has become of a promise. That somebody has read it is only said where the platform tells. */
export function reminderState({ state, why, acceptedAt, readAt, tellsReading }: Reminder): string {
  const because = why === null ? '' : `：${whyLabels[why]}`;
  switch (state) {
    case 'PLANNED':
      return '待发送';
    case 'SENDING':
      return '发送中';
    case 'FAILED':
      return `未送达${because}`;
    case 'DROPPED':
      return `未发送${because}`;
    case 'ACCEPTED': {
      const sent = acceptedAt === null ? '已发送' : `已发送（${momentWords(acceptedAt)}）`;
      if (readAt !== null) return `${sent}，已读（${momentWords(readAt)}）`;
      return `${sent}，${tellsReading ? '未读' : '是否已读未知'}`;
    }
  }
}

/** The promises of one day, counted by what has become of them. */
export function reminderCounts(reminders: readonly Reminder[]): string {
  const count = (is: (one: Reminder) => boolean) => reminders.filter(is).length;
  const parts: [string, number][] = [
    ['已发送', count(({ state }) => state === 'ACCEPTED')],
    ['其中已读', count(({ readAt }) => readAt !== null)],
    ['待发送', count(({ state }) => state === 'PLANNED' || state === 'SENDING')],
    ['未送达', count(({ state }) => state === 'FAILED')],
    ['未发送', count(({ state }) => state === 'DROPPED')],
  ];
  return parts.flatMap(([label, number]) => (number === 0 ? [] : [`${label}${number}人`])).join('，');
}
