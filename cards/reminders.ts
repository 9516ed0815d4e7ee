import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Block, Card } from '../src/core/card.ts';
import { platformLabels } from '../src/core/event.ts';
import { type CalendarDate, dateOf, formatDate, timeOf } from '../src/domain/calendar.ts';
import type { DayCount } from '../src/domain/deadlines/deadlines.ts';
import {
  type AnswerKind,
  answerLabels,
  occasionWords,
  type Reminder,
  readingOf,
  reminderStateLabels,
  unsentLabels,
} from '../src/domain/deadlines/reminders.ts';
import { maskName } from '../src/domain/masking.ts';
import { pageOf } from '../src/domain/paging.ts';
import { briefOf, sayButton } from './deadline-parts.ts';
import { asAt, inChinese } from './parts.ts';
import { reportName } from './report-parts.ts';
import { whenAt } from './report-trace.ts';

interface Shown {
  now: Date;
  page: string;
}

const text = (text: string): Block => ({ kind: 'text', text });
/** What was promised to an enterprise: when it went, whether it was read, and what was answered. */
export function reminderRecordCard(
  of: {
    enterprise: EnterpriseRef;
    reminders: readonly Reminder[];
    /** By subject */
    titles: ReadonlyMap<string, string>;
    names: ReadonlyMap<string, string | null>;
    answers: readonly { subject: string; kind: AnswerKind; reason: string | null; at: Date }[];
  },
  { now, page, wanted }: Shown & { wanted: number },
): Card {
  const { enterprise, reminders, titles, names, answers } = of;
  const shown = pageOf(reminders, wanted, rowsAPage);
  const next = shown.page < shown.pages ? `提醒 记录 ${enterprise.name} 第${shown.page + 1}页` : null;
  const items = shown.rows.map((one) => {
    const title = titles.get(one.subject) ?? '其他事项';
    return `${title}（${occasionWords(one)}）：${maskName(names.get(one.personId) ?? null)}（${platformLabels[one.to.platform]}），${fateOf(one, now)}`;
  });
  const said = answers.map(({ subject, kind, reason, at }) => {
    const why = reason === null ? '' : `（${inChinese(reason)}）`;
    return `${titles.get(subject) ?? '其他事项'}：${answerLabels[kind]}${why}，${whenAt(at)}`;
  });
  return {
    title: `${enterprise.name} 提醒记录`,
    blocks: [
      ...(items.length === 0
        ? [text('没有向该企业发送过提醒。')]
        : [{ kind: 'list' as const, heading: '提醒', start: shown.offset + 1, items }]),
      ...(said.length === 0 ? [text('该企业没有答复。')] : [{ kind: 'list' as const, heading: '答复', items: said }]),
      ...(shown.pages > 1 ? [text(`第${shown.page}页，共${shown.pages}页。`)] : []),
      text(
        '“已读”由钉钉在发送后24小时内提供；企业微信不提供，显示为“未知”。工作人员对截止事项的催报不在此列，当日的请发送“/截止 J-编号 催报”查看。',
      ),
    ],
    ...(next === null ? {} : { buttons: [sayButton('下一页', next)], insteadOfButtons: `发送“/${next}”继续查看。` }),
    link: { text: '打开截止事项', url: page },
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}

const rowsAPage = 10;
/** `2024年7月5日 09:03发送，09:40已读` */
function fateOf(reminder: Reminder, now: Date): string {
  const { state, why, sendOn, acceptedAt, readAt } = reminder;
  if (state !== 'ACCEPTED' || acceptedAt === null) {
    const reason = why === null ? '' : `（${unsentLabels[why]}）`;
    return `${formatDate(sendOn)}${reminderStateLabels[state]}${reason}`;
  }
  const sent = `${whenAt(acceptedAt)}发送`;
  if (readAt !== null) return `${sent}，${dateOf(readAt) === dateOf(acceptedAt) ? timeOf(readAt) : whenAt(readAt)}已读`;
  return `${sent}，${readingOf(reminder, now) === 'unread' ? '未读' : '是否已读未知'}`;
}

/** A day's reminders, counted by what they are about. */
export function reminderDayCard(
  counts: readonly DayCount[],
  titles: ReadonlyMap<string, string>,
  { now, page }: Shown,
): Card {
  const today = dateOf(now);
  const subjects = [...new Set(counts.map(({ subject }) => subject))];
  const items = subjects.map((subject) => {
    const those = counts.filter((one) => one.subject === subject);
    const enterprises = Math.max(...those.map((one) => one.enterprises));
    const parts = those.map(({ state, count }) => `${reminderStateLabels[state]}${count}条`);
    return `${titles.get(subject) ?? '其他事项'}（${enterprises}家）：${parts.join('，')}`;
  });
  return {
    title: `${formatDate(today)}提醒`,
    blocks: [
      items.length === 0 ? text('今日没有需要发送的提醒。') : { kind: 'list', items },
      text('查看某企业收到的提醒请发送“/提醒 记录 企业简称”。'),
    ],
    buttons: [sayButton('明日提醒', '提醒 明天'), sayButton('提醒规则', '提醒 规则'), sayButton('未送达', '提醒 失败')],
    brief: briefOf(`${formatDate(today)}提醒`),
    insteadOfButtons: '请发送“/提醒 明天”“/提醒 规则”或“/提醒 失败”。',
    link: { text: '打开截止事项', url: page },
    footer: asAt(today, now),
    confidential: true,
  };
}

/** What will go out of one subject, and what that costs. */
export interface Outgoing {
  title: string;
  enterprises: number;
  unreachable: number;
  wecom: number;
  dingtalk: number;
  dingtalkCalls: number;
}

/**
 * What goes out on the day to come, and what it costs.
 * @param of.callsLeft of the month's on DingTalk; null: not known
 * @param of.opens the month whose reports are opened that day
 */
export function tomorrowCard(
  of: { day: CalendarDate; rows: readonly Outgoing[]; callsLeft: number | null; sendAt: string; opens: string | null },
  { now, page }: Shown,
): Card {
  const { day, rows, callsLeft, sendAt, opens } = of;
  const notice =
    opens === null ? [] : [text(`另将向应报企业的联系人发送${reportName(opens)}填报通知，不计入以上数量。`)];
  const sum = (of: (row: Outgoing) => number) => rows.reduce((all, row) => all + of(row), 0);
  const items = rows.map(({ title, enterprises, unreachable, wecom, dingtalk }) => {
    const lost = unreachable > 0 ? `（其中无法通知${unreachable}家）` : '';
    return `${title}：${enterprises}家${lost}，消息${wecom + dingtalk}条（企业微信${wecom}条，钉钉${dingtalk}条）`;
  });
  const calls = sum(({ dingtalkCalls }) => dingtalkCalls);
  const left =
    callsLeft === null ? '' : `，本月剩余${callsLeft}次${calls > callsLeft ? '，不足，请优先安排或增加调用次数' : ''}`;
  return {
    title: `${formatDate(day)}将发送的提醒`,
    blocks:
      rows.length === 0
        ? [text('按目前登记的情况，明日没有需要发送的提醒。'), ...notice]
        : [
            { kind: 'list', items },
            text(
              `合计企业微信${sum(({ wecom }) => wecom)}条，钉钉${sum(({ dingtalk }) => dingtalk)}条，约需钉钉接口调用${calls}次${left}。`,
            ),
            ...notice,
            text(`自${sendAt}起发送。此前答复、变更或撤销的不再发送。`),
          ],
    link: { text: '打开截止事项', url: page },
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}
