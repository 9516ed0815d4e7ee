import type { Block, Card, Field } from '../src/core/card.ts';
import { type CalendarDate, dateOf } from '../src/domain/calendar.ts';
import { basisLabels, type Deadline, type DeadlineContent, deadlineNo } from '../src/domain/deadlines/deadline.ts';
import { daysLeft, deadlineTitle, dueText, formatDueTime } from '../src/domain/deadlines/due-text.ts';
import { fieldsBlock, leftText, officialFields } from './deadline-parts.ts';
import { asAt } from './parts.ts';

/** `2024年7月10日24:00（预计，剩余12天）` */
export function dueWithDays({ enterpriseDue, basis }: DeadlineContent, today: CalendarDate): string {
  const left = leftText(daysLeft({ enterpriseDue }, today));
  return `${formatDueTime(enterpriseDue)}（${basis === 'CUSTOM' ? '预计，' : ''}${left}）`;
}

/** What everybody may know of a deadline. */
export function publicFields(deadline: DeadlineContent, today: CalendarDate): Field[] {
  const { basis, noticeNo, url } = deadline;
  return [
    { label: '报送截止', value: dueWithDays(deadline, today) },
    ...officialFields(deadline),
    {
      label: '依据',
      value: basis === 'CUSTOM' ? `${basisLabels.CUSTOM}，以正式通知为准` : (noticeNo ?? basisLabels.NOTICE),
    },
    ...(url === null ? [] : [{ label: '通知原文', value: url }]),
  ];
}

/** What everybody may know (domain.md G1): in groups, and to whom nothing of it concerns. */
export function publicDeadlinesCard(
  deadlines: readonly Deadline[],
  { now, title = '近期截止事项' }: { now: Date; title?: string },
): Card {
  const today = dateOf(now);
  const items = deadlines.slice(0, publicAtMost).map((one) => publicLine(one, today));
  const more = deadlines.length - items.length;
  const blocks: Block[] =
    items.length === 0
      ? [{ kind: 'text', text: '目前没有登记的截止事项。' }]
      : [
          { kind: 'list', items },
          ...(more > 0 ? [{ kind: 'text' as const, text: `另有${more}项，时间较晚，未列出。` }] : []),
          { kind: 'text', text: '涉及贵公司的事项和答复请在单聊中发送“/截止”。' },
        ];
  return { title, blocks, footer: asAt(today, now), confidential: false };
}

const publicAtMost = 10;

function publicLine(deadline: Deadline, today: CalendarDate): string {
  const { number, officialDue, basis } = deadline;
  const official = officialFields(deadline).length > 0 && officialDue ? `；推荐上报${dueText(officialDue, basis)}` : '';
  return `${deadlineNo(number)} ${deadlineTitle(deadline)}：材料报送截止${dueWithDays(deadline, today)}${official}`;
}

/** One deadline, as everybody may know it. @param remark why it stands here alone */
export function publicDeadlineCard(deadline: Deadline, { now, remark }: { now: Date; remark?: string }): Card {
  const today = dateOf(now);
  return {
    title: `${deadlineNo(deadline.number)} ${deadlineTitle(deadline)}`,
    blocks: [
      ...(remark === undefined ? [] : [{ kind: 'text' as const, text: remark }]),
      ...fieldsBlock(publicFields(deadline, today)),
    ],
    footer: asAt(today, now),
    confidential: false,
  };
}
