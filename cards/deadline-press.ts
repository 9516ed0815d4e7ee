import type { Card } from '../src/core/card.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { type Deadline, deadlineNo } from '../src/domain/deadlines/deadline.ts';
import { deadlineTitle } from '../src/domain/deadlines/due-text.ts';
import type { Told } from '../src/domain/reports/reports.ts';
import { briefOf, sayButton } from './deadline-parts.ts';
import { asAt } from './parts.ts';
import { type Pressed, pressedBlocks, sentBlock, textBlock, toSendBlocks } from './press-parts.ts';

/** Who of a deadline has not answered, and how many of them are reached. */
export interface Silent {
  deadline: Deadline;
  enterprises: number;
  unreachable: number;
  people: number;
}

interface Shown {
  readerId: string | null;
  now: Date;
  page: string;
}

/**
 * 催报 of a deadline asks first, as that of a month does.
 * @param of.words in which they are told
 * @param of.reminded so many of them had the reminder of this day already
 */
export function deadlinePressCard(
  { deadline, enterprises, unreachable, people }: Silent,
  of: {
    pressed: readonly Pressed[];
    messages: Told;
    pressId: string;
    words: string;
    reminded: number;
    isQuiet: boolean;
  },
  shown: Shown,
): Card {
  const no = deadlineNo(deadline.number);
  const say = `截止 ${no} 催报 确认 ${of.pressId}`;
  const isOffered = of.messages.sent > 0;
  const lost = unreachable > 0 ? `（其中无联系人可通知${unreachable}家）` : '';
  return {
    title: `${no} 催报`,
    blocks: [
      textBlock(`${deadlineTitle(deadline)}尚未答复的企业${enterprises}家${lost}，可通知的联系人${people}人。`),
      ...(of.reminded > 0 ? [textBlock(`其中${of.reminded}家今日已收到本事项的通知或提醒。`)] : []),
      ...(of.isQuiet ? [textBlock('现在是免打扰时间，确认后仍立即发送。')] : []),
      ...pressedBlocks(of.pressed, shown.readerId),
      ...toSendBlocks(of.messages, of.words, people),
    ],
    brief: briefOf(`${no} 催报`, [{ label: '未答复', value: `${enterprises}家` }]),
    ...(isOffered ? { buttons: [sayButton('确认催报', say)], insteadOfButtons: `请发送“/${say}”确认催报。` } : {}),
    ...foot(shown),
  };
}

/** What became of it. */
export function deadlinePressedCard(
  { deadline, unreachable }: Silent,
  { pressed, messages }: { pressed: readonly Pressed[]; messages: Told },
  shown: Shown,
): Card {
  const no = deadlineNo(deadline.number);
  const { sent, before } = messages;
  return {
    title: `${no} ${sent > 0 ? '已催报' : before > 0 ? '今日已催报' : '没有催报'}`,
    blocks: [
      sentBlock(messages),
      ...pressedBlocks(pressed, shown.readerId),
      ...(unreachable > 0
        ? [textBlock(`无联系人可通知${unreachable}家，请电话催报，可发送“/截止 ${no}”查看名单。`)]
        : []),
    ],
    ...foot(shown),
  };
}

function foot({ now, page }: Shown): Pick<Card, 'link' | 'footer' | 'confidential'> {
  return { link: { text: '打开截止事项', url: page }, footer: asAt(dateOf(now), now), confidential: true };
}
