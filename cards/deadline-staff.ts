import type { Block, Button, Card } from '../src/core/card.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { type Deadline, deadlineKindLabels, deadlineNo } from '../src/domain/deadlines/deadline.ts';
import { deadlineTitle } from '../src/domain/deadlines/due-text.ts';
import {
  countStates,
  type DeadlineList,
  type DeadlineStanding,
  isOver,
  standingLabels,
  standingStates,
} from '../src/domain/deadlines/standing.ts';
import { pageOf } from '../src/domain/paging.ts';
import { type DueCount, dueLine } from './deadline-digest.ts';
import { briefOf, fieldsBlock, sayButton, standingText, timeLeft } from './deadline-parts.ts';
import { dueWithDays, publicFields } from './deadline-public.ts';
import { howToManage } from './deadline-usage.ts';
import { asAt, inChinese } from './parts.ts';

interface Shown {
  now: Date;
  page: string;
}

const deadlinesAPage = 10;
const buttonsAtMost = 5;

/** To staff: what is still to come, or what is over, with how many answered what. */
export function staffDeadlinesCard(
  rows: readonly DueCount[],
  { list, wanted, total, offset }: { list: DeadlineList; wanted: number; total: number; offset: number },
  { now, page, manages }: Shown & { manages: boolean },
): Card {
  const today = dateOf(now);
  const pages = Math.max(1, Math.ceil(total / deadlinesAPage));
  const isOfOver = list === 'over';
  const next = wanted < pages ? `截止 ${isOfOver ? '已截止 ' : ''}第${wanted + 1}页` : null;
  const items = rows.map((row) => (isOfOver ? dueLine(row) : `${dueLine(row)}，${timeLeft(row.deadline, now)}`));
  const buttons: Button[] = [
    ...rows
      .slice(0, buttonsAtMost)
      .map(({ deadline: { number } }) => sayButton(deadlineNo(number), `截止 ${deadlineNo(number)}`)),
    ...(next === null ? [] : [sayButton('下一页', next)]),
  ];
  const [sample = '编号'] = rows.map(({ deadline }) => deadlineNo(deadline.number));
  const title = isOfOver ? '已截止的事项' : '截止事项';
  const what = isOfOver ? '已截止的事项' : '未到期的截止事项';
  const others = isOfOver
    ? '未到期的事项请发送“/截止”。'
    : `已截止的事项请发送“/截止 已截止”。${manages ? '登记新的事项请发送“/新增截止”。' : ''}`;
  const blocks: Block[] =
    total === 0
      ? [{ kind: 'text', text: `目前没有${what}。${others}` }]
      : [
          { kind: 'text', text: `${what}${total}项${pages > 1 ? `，第${wanted}页，共${pages}页` : ''}。` },
          { kind: 'list', start: offset + 1, items },
          { kind: 'text', text: `查看一项请发送“/截止 ${sample}”。${others}` },
        ];
  return {
    title,
    blocks,
    ...(buttons.length > 0 ? { buttons } : {}),
    ...(next === null ? {} : { insteadOfButtons: `发送“/${next}”继续查看。` }),
    brief: briefOf(`${title}（${total}项）`),
    link: { text: '打开截止事项', url: page },
    footer: asAt(today, now),
    confidential: true,
  };
}

/** Where the rows of one page begin. */
export function deadlinesPage<T>(all: readonly T[], wanted: number) {
  return pageOf(all, wanted, deadlinesAPage);
}

const rowsAPage = 20;

/** One deadline for staff: what it is, whom it concerns, and every enterprise by what it answered. */
export function staffDeadlineCard(
  of: {
    deadline: Deadline;
    standings: readonly DeadlineStanding[];
    /** Ids of enterprises that no bot reaches */
    unreachable: ReadonlySet<string>;
    audience: string;
    /** Why it was withdrawn, in brackets; empty: nothing is known, or it was not */
    withdrawal: string;
  },
  { now, page, wanted, manages, remark }: Shown & { wanted: number; manages: boolean; remark?: string },
): Card {
  const { deadline, standings, unreachable, audience, withdrawal } = of;
  const today = dateOf(now);
  const no = deadlineNo(deadline.number);
  const counts = countStates(standings);
  const open = standings.filter(({ state }) => state === 'OPEN');
  const rank = ({ state }: DeadlineStanding) => standingStates.indexOf(state);
  const sorted = [...standings].sort((a, b) => rank(a) - rank(b) || (a.enterprise.name < b.enterprise.name ? -1 : 1));
  const shown = pageOf(sorted, wanted, rowsAPage);
  const next = shown.page < shown.pages ? `截止 ${no} 第${shown.page + 1}页` : null;
  const said = standingStates.flatMap((state) => {
    const count = counts.get(state) ?? 0;
    return count > 0 ? [`${standingLabels[state]}${count}家`] : [];
  });
  const lost = open.filter(({ enterprise }) => unreachable.has(enterprise.id)).length;
  const isOpen = !deadline.isWithdrawn && !isOver(deadline, now);
  const buttons = [
    ...(manages && isOpen && open.length > 0 ? [sayButton('催报', `截止 ${no} 催报`)] : []),
    ...(next === null ? [] : [sayButton('下一页', next)]),
  ];
  const items = shown.rows.map(
    (one) => `${one.enterprise.name}，${standingText(one)}${unreachable.has(one.enterprise.id) ? '（无法通知）' : ''}`,
  );
  const numbers = `涉及${standings.length}家${said.length > 0 ? `：${said.join('，')}` : ''}${lost > 0 ? `；未答复中无法通知${lost}家` : ''}。`;
  return {
    title: `${no} ${deadlineTitle(deadline)}`,
    blocks: [
      ...(remark === undefined ? [] : [{ kind: 'text' as const, text: remark }]),
      ...fieldsBlock([
        ...(deadline.isWithdrawn ? [{ label: '状态', value: `已撤销${withdrawal}` }] : []),
        ...publicFields(deadline, now),
        { label: '类别', value: deadlineKindLabels[deadline.kind] },
        { label: '对象', value: inChinese(audience) },
      ]),
      { kind: 'text', text: numbers },
      ...(items.length > 0 ? [{ kind: 'list' as const, start: shown.offset + 1, items }] : []),
      ...(shown.pages > 1 ? [{ kind: 'text' as const, text: `第${shown.page}页，共${shown.pages}页。` }] : []),
      ...(manages && isOpen ? [{ kind: 'text' as const, text: howToManage(no) }] : []),
    ],
    ...(buttons.length > 0 ? { buttons } : {}),
    ...(next === null ? {} : { insteadOfButtons: `发送“/${next}”继续查看。` }),
    brief: briefOf(`${no} ${deadlineTitle(deadline)}`, [
      { label: '截止', value: dueWithDays(deadline, now) },
      { label: '未答复', value: `${open.length}家，涉及${standings.length}家` },
    ]),
    link: { text: '打开截止事项', url: page },
    footer: asAt(today, now),
    confidential: true,
  };
}
