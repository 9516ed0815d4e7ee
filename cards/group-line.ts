import type { Card } from '../src/core/card.ts';
import { formatDate } from '../src/domain/calendar.ts';
import type { Deadline } from '../src/domain/deadlines/deadline.ts';
import { deadlineTitle, dueText } from '../src/domain/deadlines/due-text.ts';
import type { Period } from '../src/domain/reports/period.ts';
import { windowOf } from '../src/domain/reports/window.ts';
import { restText } from './deadline-parts.ts';
import { noticeCard } from './notice.ts';
import { reportName } from './report-parts.ts';

/** What a group is told on a day: what everybody may know, and nothing of whom it concerns (domain.md G1). */
export interface GroupLine {
  /** With a step that day. */
  deadlines: readonly Deadline[];
  /** The month whose reports are taken from that day on; null: of none. */
  opens: Period | null;
}

/** One neutral line for groups, whatever there is to say that day. */
export function groupLineCard({ deadlines, opens }: GroupLine): Card {
  const of = (one: Deadline) =>
    `${deadlineTitle(one)}：请于${dueText(one.enterpriseDue, one.basis)}前将材料报送开发区科技局`;
  const items = [...deadlines.map(of), ...(opens === null ? [] : [openLine(opens)])];
  const rest = deadlines.some(({ enterpriseDue }) => restText(enterpriseDue) !== '')
    ? '截止日为休息日的，请提前办理。'
    : '';
  const last = `${rest}如已${deadlines.length === 0 ? '填报' : '报送'}请忽略。特此提醒。`;
  const title = opens !== null && deadlines.length === 0 ? `${reportName(opens)}开始填报` : '截止提醒';
  const [only] = items;
  if (only !== undefined && items.length === 1) return noticeCard(title, `${only}。${last}`);
  return {
    title,
    blocks: [
      { kind: 'list', heading: '请相关企业按时办理', items },
      { kind: 'text', text: last },
    ],
    confidential: false,
  };
}

function openLine(period: Period): string {
  const until = `${formatDate(windowOf(period).closesOn)}24:00`;
  return `${reportName(period)}开始填报，请各企业于${until}前完成，填报请在单聊中进行`;
}
