import type { Block } from '../src/core/card.ts';
import { timeOf } from '../src/domain/calendar.ts';
import type { PersonRef } from '../src/domain/reports/record.ts';
import type { Told } from '../src/domain/reports/reports.ts';
import { whoIs } from './report-trace.ts';

/** Who was told today already: each press with the names of its enterprises, the oldest first. */
export interface Pressed {
  by: PersonRef;
  at: Date;
  enterprises: readonly string[];
}

export const textBlock = (text: string): Block => ({ kind: 'text', text });

/** So many names of a press are listed: thousands may owe. */
const namesAtMost = 10;

/** `王晨（10:00）：示例企业03、示例企业04` */
export function pressedBlocks(pressed: readonly Pressed[], readerId: string | null): Block[] {
  if (pressed.length === 0) return [];
  const items = pressed.map(({ by, at, enterprises }) => {
    const names = enterprises.slice(0, namesAtMost).join('、');
    const more = enterprises.length > namesAtMost ? `等${enterprises.length}家` : '';
    return `${whoIs(by, readerId)}（${timeOf(at)}）：${names}${more}`;
  });
  return [{ kind: 'list', heading: '今日已催报', items }];
}

/** What would go out; nothing if nobody is newly told. */
export function toSendBlocks({ sent, before }: Told, words: string, people: number): Block[] {
  if (sent === 0) {
    return [
      textBlock(people === 0 ? '没有可通知的联系人，请电话催报。' : '可通知的联系人今日均已催报，不再重复发送。'),
    ];
  }
  return [
    ...(before > 0 ? [textBlock(`本次将发送${sent}条，今日已发送的${before}条不再重复发送。`)] : []),
    textBlock(`将发送：${words}`),
  ];
}

/** What became of it: how many are newly told, and how many were left out because they were told today. */
export function sentBlock({ sent, before }: Told): Block {
  const left = before > 0 ? `；另有${before}条今日已发送，未重复发送` : '';
  return textBlock(sent + before === 0 ? '没有可送达的联系人，请电话催报。' : `本次新发送${sent}条催报${left}。`);
}
