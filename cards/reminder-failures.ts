import type { Card } from '../src/core/card.ts';
import { platformLabels } from '../src/core/event.ts';
import { dateOf } from '../src/domain/calendar.ts';
import type { DeadLetter } from '../src/domain/dead-letters.ts';
import { briefOf, sayButton } from './deadline-parts.ts';
import { asAt } from './parts.ts';
import { textBlock } from './press-parts.ts';
import { whenAt } from './report-trace.ts';

const lettersAtMost = 5;

/** What was given up, with a try anew for each. @param of.lost promises that reached nobody since yesterday */
export function failuresCard(
  of: { letters: readonly DeadLetter[]; count: number; lost: number; remark?: string },
  { now, page, manages }: { now: Date; page: string; manages: boolean },
): Card {
  const { letters, count, lost, remark } = of;
  const shown = letters.slice(0, lettersAtMost);
  const items = shown.map(({ id, message, failedAt, attempts }) => {
    const what = message ? `${message.title}（${platformLabels[message.platform]}，${message.people}人）` : '一条答复';
    return `${what}，${failedAt ? whenAt(failedAt) : ''}停止发送，已试${attempts}次，编号 ${id}`;
  });
  const buttons = manages ? shown.map(({ id }, index) => sayButton(`重试第${index + 1}条`, `提醒 重试 ${id}`)) : [];
  return {
    title: '未送达的提醒',
    blocks: [
      ...(remark === undefined ? [] : [textBlock(remark)]),
      textBlock(`昨日以来未送达的提醒${lost}条；平台拒绝或多次发送失败、已停止发送的消息${count}条。`),
      ...(items.length > 0 ? [{ kind: 'list' as const, items }] : []),
      textBlock(
        '某企业未送达的原因请发送“/提醒 记录 企业简称”查看；平台返回的错误请系统管理人员查看；急办事项请电话提醒。',
      ),
    ],
    ...(buttons.length > 0
      ? {
          buttons,
          insteadOfButtons: '重试请发送“/提醒 重试 编号”。',
          brief: briefOf('未送达的提醒'),
        }
      : {}),
    link: { text: '打开截止事项', url: page },
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}
