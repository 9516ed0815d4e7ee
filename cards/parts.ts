import type { Offer } from '../src/core/card.ts';
import { type CalendarDate, dateOf, formatDate, timeOf } from '../src/domain/calendar.ts';

/** How fresh an answer is: the day it speaks of and, if that is today, the time. */
export function asAt(on: CalendarDate, now: Date): string {
  const today = dateOf(now);
  if (on === today) return `数据截至${formatDate(on)} ${timeOf(now)}`;
  return on > today ? `数据截至${formatDate(on)}（按目前登记的情况推算）` : `数据截至${formatDate(on)}`;
}

/** The offer under an answer in a group: always the same, whether or not anything was left out. */
export function offerDirect(say: string): Offer {
  return {
    title: '需要完整信息？',
    detail: '有效期、申报进度等仅在单聊中答复',
    button: { text: '发到单聊', tap: { say, answer: 'direct' } },
    sentence: `有效期、申报进度等信息仅在单聊中答复。请在单聊中发送“${say}”，或在此@我发送“单聊 ${say}”。`,
  };
}

/** What a person typed, with Chinese punctuation again: it was heard in half-width forms (`hear`). */
export function inChinese(text: string): string {
  const twins: Record<string, string> = { ',': '，', ';': '；', ':': '：', '?': '？' };
  return text.replace(/(?<=\p{Script=Han}|[)”])[,;:?]\s*(?!\d)/gu, (mark) => twins[mark.trim()] ?? mark);
}

/** Quotes what a person typed, cut short, so that a long text does not come back whole. */
export function quoted(text: string): string {
  const characters = [...text];
  return `“${characters.length > 20 ? `${characters.slice(0, 20).join('')}…` : text}”`;
}
