import type { Block, Card, Field } from '../src/core/card.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { basisLabels, type Deadline, type DeadlineContent, deadlineNo } from '../src/domain/deadlines/deadline.ts';
import { deadlineTitle, dueText, formatDueTime } from '../src/domain/deadlines/due-text.ts';
import type { DeadlineList } from '../src/domain/deadlines/standing.ts';
import { fieldsBlock, officialFields, timeLeft } from './deadline-parts.ts';
import { asAt } from './parts.ts';

type Dated = DeadlineContent & { isWithdrawn?: boolean };

/** `2024年7月10日24:00（预计，剩余12天）`; of what is withdrawn no days are left. */
export function dueWithDays(deadline: Dated, now: Date): string {
  const { enterpriseDue, basis, isWithdrawn = false } = deadline;
  const left = isWithdrawn ? '已撤销' : timeLeft(deadline, now);
  return `${formatDueTime(enterpriseDue)}（${basis === 'CUSTOM' ? '预计，' : ''}${left}）`;
}

/** What everybody may know of a deadline. */
export function publicFields(deadline: Dated, now: Date): Field[] {
  const { basis, noticeNo, url } = deadline;
  return [
    { label: '材料到开发区', value: dueWithDays(deadline, now) },
    ...officialFields(deadline),
    {
      label: '依据',
      value: basis === 'CUSTOM' ? `${basisLabels.CUSTOM}，以正式通知为准` : (noticeNo ?? basisLabels.NOTICE),
    },
    ...(url === null ? [] : [{ label: '通知原文', value: url }]),
  ];
}

/** Who reads it where: in a group nobody in particular, else somebody of the bureau or of an enterprise. */
export type PublicReader = 'group' | 'staff' | 'contact';
const further: Record<PublicReader, (first: Deadline) => string> = {
  group: () => '涉及贵公司的事项和答复请在单聊中发送“/截止”。',
  staff: ({ number }) => `查看一项的对象和答复情况请发送“/截止 ${deadlineNo(number)}”。`,
  contact: () => '涉及贵公司的事项和答复请发送“/截止”查看。',
};

/** What everybody may know (domain.md G1): in groups, and to whom nothing of it concerns. */
export function publicDeadlinesCard(
  deadlines: readonly Deadline[],
  {
    now,
    reader,
    title = '近期截止事项',
    list = 'coming',
  }: { now: Date; reader: PublicReader; title?: string; list?: DeadlineList },
): Card {
  const items = deadlines.slice(0, publicAtMost).map((one) => publicLine(one, now));
  const more = deadlines.length - items.length;
  const [first] = deadlines;
  const blocks: Block[] =
    first === undefined
      ? [{ kind: 'text', text: list === 'over' ? '目前没有已截止的事项。' : '目前没有登记的截止事项。' }]
      : [
          { kind: 'list', items },
          ...(more > 0
            ? [{ kind: 'text' as const, text: `另有${more}项，时间较${list === 'over' ? '早' : '晚'}，未列出。` }]
            : []),
          { kind: 'text', text: further[reader](first) },
        ];
  return { title, blocks, footer: asAt(dateOf(now), now), confidential: false };
}

const publicAtMost = 10;

function publicLine(deadline: Deadline, now: Date): string {
  const { number, officialDue, basis } = deadline;
  const official = officialFields(deadline).length > 0 && officialDue ? `；推荐上报${dueText(officialDue, basis)}` : '';
  return `${deadlineNo(number)} ${deadlineTitle(deadline)}：材料到开发区${dueWithDays(deadline, now)}${official}`;
}

/** One deadline, as everybody may know it. @param remark why it stands here alone */
export function publicDeadlineCard(deadline: Deadline, { now, remark }: { now: Date; remark?: string }): Card {
  return {
    title: `${deadlineNo(deadline.number)} ${deadlineTitle(deadline)}`,
    blocks: [
      ...(remark === undefined ? [] : [{ kind: 'text' as const, text: remark }]),
      ...fieldsBlock(publicFields(deadline, now)),
    ],
    footer: asAt(dateOf(now), now),
    confidential: false,
  };
}
