import type { Bureau } from '../src/core/bureau.ts';
import type { Card } from '../src/core/card.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { asAt } from './parts.ts';

/** What can go wrong with reminders so that somebody has to act. */
export type AlarmKind = 'nothing-left' | 'no-holiday-table' | 'quota' | 'platform-refuses';

const alarms: Readonly<Record<AlarmKind, { title: string; text: string; next: string }>> = {
  'nothing-left': {
    title: '今日提醒未发出',
    text: '今日应发出的提醒到检查时间仍未发出，所涉企业尚未收到提醒。',
    next: '请检查服务是否正常运行、平台接口是否可用；恢复后系统会自动补发，也可发送“/截止 J-编号 催报”人工提醒。',
  },
  'no-holiday-table': {
    title: '缺少节假日安排',
    text: '系统尚无以下年度的国务院节假日安排，提醒和填报日期暂按周一至周五推算，可能与实际不符。',
    next: '请在通知发布后联系维护人员更新程序；更新前请核对临近节假日的提醒日期。',
  },
  quota: {
    title: '接口调用次数将用完',
    text: '钉钉本月接口调用次数将用完，用完后当月不能再发出提醒。',
    next: '请优先保证临近截止的事项，必要时电话提醒，或在钉钉开放平台增加调用次数。',
  },
  'platform-refuses': {
    title: '平台拒绝发送提醒',
    text: '平台拒绝了提醒的发送，所涉人员未收到提醒。',
    next: '请检查应用的可见范围、成员账号和接口许可；名单可发送“/提醒 失败”查看，急办事项请电话提醒。',
  },
};

/** To staff: what went wrong, in so many lines, and what is to be done. @param details each one line, without names of people */
export function alarmCard(
  what: AlarmKind,
  details: readonly string[],
  { bureau, now }: { bureau: Bureau; now: Date },
): Card {
  const { title, text, next } = alarms[what];
  return {
    title,
    blocks: [
      { kind: 'text', text: `【提醒异常】${text}` },
      ...(details.length > 0 ? [{ kind: 'list' as const, items: [...details] }] : []),
      { kind: 'text', text: next },
    ],
    footer: `${bureau.name}，${asAt(dateOf(now), now)}`,
    confidential: true,
  };
}
