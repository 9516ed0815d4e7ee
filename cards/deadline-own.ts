import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Card } from '../src/core/card.ts';
import { dateOf } from '../src/domain/calendar.ts';
import type { OwnCertificate } from '../src/domain/deadlines/certificates.ts';
import { deadlineNo, deadlineSubject } from '../src/domain/deadlines/deadline.ts';
import { deadlineTitle } from '../src/domain/deadlines/due-text.ts';
import type { OwnDeadline } from '../src/domain/deadlines/own-standings.ts';
import { isOver } from '../src/domain/deadlines/standing.ts';
import { certificateWord } from '../src/domain/deadlines/subject-words.ts';
import { pageOf } from '../src/domain/paging.ts';
import { enterpriseWord } from '../src/domain/reports/own-request.ts';
import { certificateLine } from './deadline-certificate.ts';
import {
  answerWays,
  briefOf,
  buttonsAtMost,
  fieldsBlock,
  restText,
  sayButton,
  standingText,
  subjectOf,
} from './deadline-parts.ts';
import { dueWithDays, publicFields } from './deadline-public.ts';
import { asAt } from './parts.ts';

interface Shown {
  now: Date;
  page: string;
}

const text = (text: string) => ({ kind: 'text' as const, text });

/** What concerns an enterprise, the next day first, with what it has answered. */
export function ownDeadlinesCard(
  of: { enterprise: EnterpriseRef; deadlines: readonly OwnDeadline[]; certificates: readonly OwnCertificate[] },
  { now, page }: Shown,
): Card {
  const { enterprise, deadlines, certificates } = of;
  const today = dateOf(now);
  const word = enterpriseWord(enterprise.id);
  const due = certificates.filter(({ stage }) => stage === 'DUE');
  const buttons = [
    ...deadlines.map(({ deadline }) => deadlineNo(deadline.number)).map((no) => sayButton(no, `截止 ${word} ${no}`)),
    ...due.map(({ certificate: { id } }) => sayButton('证书到期', `截止 ${word} ${certificateWord(id)}`)),
  ].slice(0, buttonsAtMost);
  const [sample = null] = deadlines.map(({ deadline }) => deadlineNo(deadline.number));
  return {
    title: `${enterprise.name} 截止事项`,
    blocks: [
      ...(deadlines.length === 0
        ? [text('目前没有登记涉及贵公司的截止事项。')]
        : [{ kind: 'list' as const, items: deadlines.map((one) => ownLine(one, now)) }]),
      ...(certificates.length === 0
        ? []
        : [
            {
              kind: 'list' as const,
              heading: '证书有效期',
              items: certificates.map((one) => certificateLine(one, now)),
            },
          ]),
      ...(sample === null ? [] : [text(`发送“/截止 ${sample}”查看一项，发送“/截止 ${sample} 已报送”答复。`)]),
      ...(due.length === 0 ? [] : [text('答复证书到期提醒请发送“/截止 证书 已报送”。')]),
      text('已截止的事项请发送“/截止 已截止”。月报的填报时间请发送“/月报”查看。'),
    ],
    ...(buttons.length > 0
      ? { buttons, insteadOfButtons: `查看一项请发送“/截止 编号”${due.length > 0 ? '或“/截止 证书”' : ''}。` }
      : {}),
    brief: briefOf(`${enterprise.name} 截止事项`),
    link: { text: '打开截止事项', url: page },
    footer: asAt(today, now),
    confidential: true,
  };
}

const overAPage = 10;

/** What concerned an enterprise and is over, the newest first, with what it had answered. @param wanted the page */
export function ownOverCard(
  of: { enterprise: EnterpriseRef; deadlines: readonly OwnDeadline[] },
  { now, page, wanted }: Shown & { wanted: number },
): Card {
  const { enterprise, deadlines } = of;
  const word = enterpriseWord(enterprise.id);
  const shown = pageOf(deadlines, wanted, overAPage);
  const next = shown.page < shown.pages ? `第${shown.page + 1}页` : null;
  const buttons = [
    ...shown.rows
      .slice(0, next === null ? buttonsAtMost : buttonsAtMost - 1)
      .map(({ deadline: { number } }) => sayButton(deadlineNo(number), `截止 ${word} ${deadlineNo(number)}`)),
    ...(next === null ? [] : [sayButton('下一页', `截止 ${word} 已截止 ${next}`)]),
  ];
  const part = shown.pages > 1 ? `第${shown.page}页，共${shown.pages}页。` : '';
  return {
    title: `${enterprise.name} 已截止的事项`,
    blocks:
      deadlines.length === 0
        ? [{ kind: 'text', text: '目前没有涉及贵公司的已截止事项。未到期的事项请发送“/截止”。' }]
        : [
            { kind: 'list', start: shown.offset + 1, items: shown.rows.map((one) => ownLine(one, now)) },
            { kind: 'text', text: `${part}未到期的事项请发送“/截止”。` },
          ],
    ...(buttons.length > 0
      ? {
          buttons,
          insteadOfButtons: next === null ? '查看一项请发送“/截止 编号”。' : `发送“/截止 已截止 ${next}”继续查看。`,
        }
      : {}),
    brief: briefOf(`${enterprise.name} 已截止的事项`),
    link: { text: '打开截止事项', url: page },
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}

/** `J-12 2024年…第二批：2024年7月5日24:00（剩余7天），未答复` */
function ownLine({ deadline, standing }: OwnDeadline, now: Date): string {
  return `${deadlineNo(deadline.number)} ${deadlineTitle(deadline)}：${dueWithDays(deadline, now)}，${standingText(standing)}`;
}

/** One deadline as an enterprise sees it, with the four answers. @param remark what has just become of it */
export function ownDeadlineCard(
  { enterprise, deadline, standing }: OwnDeadline & { enterprise: EnterpriseRef },
  { now, page, remark }: Shown & { remark?: string },
): Card {
  const today = dateOf(now);
  const no = deadlineNo(deadline.number);
  const rest = restText(deadline.enterpriseDue);
  const isOpen = !deadline.isWithdrawn && !isOver(deadline, now) && standing.state !== 'EXEMPT';
  return {
    title: `${no} ${deadlineTitle(deadline)}`,
    blocks: [
      ...(remark === undefined ? [] : [{ kind: 'text' as const, text: remark }]),
      ...(rest === '' ? [] : [{ kind: 'text' as const, text: rest }]),
      ...fieldsBlock([
        { label: '企业', value: enterprise.name },
        ...publicFields(deadline, now),
        { label: '本企业', value: standingText(standing) },
      ]),
    ],
    ...(isOpen ? answerWays(no, enterpriseWord(enterprise.id)) : {}),
    brief: briefOf(`${no} ${deadlineTitle(deadline)}`, [
      { label: '企业', value: enterprise.name },
      { label: '截止', value: dueWithDays(deadline, now) },
      { label: '本企业', value: standingText(standing) },
    ]),
    ...subjectOf(deadlineSubject(deadline.id), enterprise),
    link: { text: '打开截止事项', url: page },
    footer: asAt(today, now),
    confidential: true,
  };
}
