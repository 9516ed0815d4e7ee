import type { Card } from '../src/core/card.ts';
import { type CalendarDate, dateOf } from '../src/domain/calendar.ts';
import type { Period } from '../src/domain/reports/period.ts';
import type { Told } from '../src/domain/reports/reports.ts';
import { asAt } from './parts.ts';
import { type Pressed, pressedBlocks, sentBlock, textBlock, toSendBlocks } from './press-parts.ts';
import { reportButton, reportName } from './report-parts.ts';
import { reminderText } from './report-told.ts';

/** Who would be told. */
export interface Owing {
  period: Period;
  enterprises: number;
  /** Of those: handed back */
  returned: number;
  /** Of those: nobody is reached */
  unreachable: number;
  people: number;
}

interface Shown {
  readerId: string | null;
  now: Date;
  page: string;
}

/**
 * 催报 asks first: how many owe, how many are told, and in which words; and who was told today, by whom.
 * @param messages what would go out, and what has today
 */
export function pressCard(
  owing: Owing,
  { pressed, messages, pressId }: { pressed: readonly Pressed[]; messages: Told; pressId: string },
  { readerId, now, page }: Shown,
): Card {
  const { period, people } = owing;
  const say = `月报 催报 ${period} 确认 ${pressId}`;
  const isOffered = messages.sent > 0;
  const listButton = owing.unreachable > 0 ? [reportButton('无联系人名单', `月报 ${period} 无联系人`)] : [];
  return {
    title: `${reportName(period)}催报`,
    blocks: [
      { kind: 'text', text: `${owedText(owing)}可通知的联系人${people}人。` },
      ...pressedBlocks(pressed, readerId),
      ...toSendBlocks(messages, reminderText(period, dateOf(now)), people),
      ...(isOffered && owing.returned > 0 ? [textBlock('退回的企业将再次收到退回的指标和原因。')] : []),
    ],
    buttons: [...(isOffered ? [reportButton('确认催报', say)] : []), ...listButton],
    ...(isOffered ? { insteadOfButtons: `请发送“/${say}”确认催报。` } : {}),
    ...(!isOffered && listButton.length > 0 ? { insteadOfButtons: `请发送“/月报 ${period} 无联系人”查看名单。` } : {}),
    link: { text: '打开月报台账', url: page },
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}

function owedText({ period, enterprises, returned, unreachable }: Owing): string {
  const parts = [
    ...(returned > 0 ? [`退回待修改${returned}家`] : []),
    ...(unreachable > 0 ? [`无联系人可通知${unreachable}家`] : []),
  ];
  return `${reportName(period)}尚需报送的企业${enterprises}家${parts.length > 0 ? `（其中${parts.join('，')}）` : ''}，`;
}

/** What became of it: how many are newly told, and who is left out because they were told today, by whom. */
export function pressedCard(
  owing: Owing,
  { pressed, messages }: { pressed: readonly Pressed[]; messages: Told },
  { readerId, now, page }: Shown,
): Card {
  const { period, unreachable } = owing;
  const { sent, before } = messages;
  return {
    title: `${reportName(period)}${sent > 0 ? '已催报' : before > 0 ? '今日已催报' : '没有催报'}`,
    blocks: [
      sentBlock(messages),
      ...pressedBlocks(pressed, readerId),
      ...(unreachable > 0
        ? [textBlock(`无联系人可通知${unreachable}家，请电话催报，可发送“/月报 ${period} 无联系人”查看。`)]
        : []),
    ],
    link: { text: '打开月报台账', url: page },
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}

/** Everybody has reported. */
export function nothingOwedCard(period: Period, on: CalendarDate, { now, page }: Omit<Shown, 'readerId'>): Card {
  return {
    title: `${reportName(period)}催报`,
    blocks: [{ kind: 'text', text: `${reportName(period)}没有尚需报送的企业，无需催报。` }],
    link: { text: '打开月报台账', url: page },
    footer: asAt(on, now),
    confidential: true,
  };
}
