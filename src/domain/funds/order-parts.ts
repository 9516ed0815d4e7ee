import { type CalendarDate, dateOf, readDate } from '../calendar.ts';
import type { Period } from './order-days.ts';
import { readMonth, readShortDay } from './order-days.ts';

/** What stands in an order, wherever in it. Nothing is decided yet: whether there is too much of it, or too little. */
export interface Parts {
  /** `P-03` and `B-03` */
  labels: readonly { kind: 'P' | 'B'; number: number }[];
  /** As written, with their units. */
  amounts: readonly string[];
  days: readonly Day[];
  months: readonly { written: string; period: Period }[];
  docNos: readonly string[];
  /** 垫支 was written. */
  isAdvance: boolean;
  /** Behind 备注, 说明 or 垫支. */
  note: string | null;
  /** Everything else. */
  rest: string;
}

export interface Day {
  written: string;
  /** null: the calendar has no such day, or its year is not written in full */
  on: CalendarDate | null;
  /** The year was not written. */
  isAssumed: boolean;
}

const patterns = {
  note: /(?:^|[\s,;:。])(?:备注|说明)[\s:,]*(?<note>.*)$/su,
  advance: /垫支[\s:,]*(?<note>.*)$/su,
  label: /(?<![A-Za-z0-9])(?<kind>[PB])\s*[-–—_]?\s*0*(?<number>\d{1,6})(?![\d.])\s?(?:号|项目|批次)?/giu,
  day: /(?<![\d.])\d{1,4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?!\d|[.,]\d|\s?[百千万亿元块圆])(?:\s?[日号])?|(?<![\d.])(?:19|20)\d{6}(?![\d.,]|\s?[百千万亿元块圆])/gu,
  shortDay: /(?<!\d)(?<month>\d{1,2})\s?月\s?(?<day>\d{1,2})\s?[日号]/gu,
  dayWord: /今天|今日|当天|昨天|昨日|前天/gu,
  amount:
    /(?<![\d.A-Za-z])[+\-−±]?\s?(?:人民币|RMB|¥)?\s?\d[\d,.]*(?:e[+-]?\d+)?\s?[百千万亿元块圆][百千万亿元块圆钱]*整?/giu,
  docNo:
    /(?:文号[\s:]*)?(?<no>[\p{Script=Han}A-Za-z][\p{Script=Han}A-Za-z0-9]{0,30}\s*[〔[({【〖]\s*(?:19|20)\d{2}\s*[〕\])}】〗]\s*(?:第\s*)?\d+\s*号?)|文号[\s:]+(?<other>\S+)/gu,
  month:
    /(?<!\d)(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}(?:\s?月份?)?(?!\d)|(?<![\d.])20\d{2}(?:0[1-9]|1[0-2])(?![\d.,])|(?<!\d)\d{1,2}\s?月份?|本月|上月|上个月/gu,
  bare: /[+\-−±]?\d[\d,.]*(?:e[+-]?\d+)?[^\s,、;:]*/giu,
} as const;

/** Takes an order to pieces. The pieces with a shape of their own go first, so that none is taken for another. */
export function takeParts(text: string, today: CalendarDate): Parts {
  let rest = text.normalize('NFKC').replaceAll('−', '-');
  const take = (pattern: RegExp): RegExpExecArray[] => {
    const found = [...rest.matchAll(pattern)];
    rest = rest.replace(pattern, ' ');
    return found;
  };
  const { note, isAdvance } = takeNote();
  function takeNote() {
    const written = patterns.note.exec(rest);
    if (written) rest = rest.slice(0, written.index);
    const advance = patterns.advance.exec(rest);
    if (advance && written) rest = rest.replace('垫支', ' ');
    else if (advance) rest = rest.slice(0, advance.index);
    const said = (written ?? advance)?.groups?.note?.trim() ?? '';
    return { note: said === '' ? null : said, isAdvance: advance !== null };
  }

  const labels = take(patterns.label).map(({ groups }) => ({
    kind: groups?.kind?.toUpperCase() === 'B' ? ('B' as const) : ('P' as const),
    number: Number(groups?.number),
  }));
  const days = [
    ...take(patterns.day).map(([written]) => fullDay(written)),
    ...take(patterns.shortDay).map(({ 0: written, groups }) => ({
      written,
      on: readShortDay(Number(groups?.month), Number(groups?.day), today),
      isAssumed: true,
    })),
    ...take(patterns.dayWord).map(([written]) => ({ written, on: dayBefore(today, written), isAssumed: true })),
  ];
  const amounts = take(patterns.amount).map(([written]) => written.trim());
  const docNos = take(patterns.docNo).map(({ groups }) => (groups?.no ?? groups?.other ?? '').replace(/\s+/gu, ''));
  const months = take(patterns.month).map(([written]) => ({ written, period: readMonth(written, today) }));
  const bare = take(patterns.bare).map(([written]) => written.replace(/[,.]+$/u, ''));
  return { labels, days, amounts: [...amounts, ...bare], docNos, months, isAdvance, note, rest };
}

function fullDay(written: string): Day {
  const tidy = written.replace(/\s+/gu, '').replace(/号$/u, '日');
  return { written, on: /^\d{4}/u.test(tidy) ? readDate(tidy) : null, isAssumed: false };
}

const daysBack: Readonly<Record<string, number>> = { 昨天: 1, 昨日: 1, 前天: 2 };

function dayBefore(today: CalendarDate, written: string): CalendarDate {
  const noon = new Date(`${today}T12:00:00+08:00`);
  return dateOf(new Date(noon.getTime() - (daysBack[written] ?? 0) * 24 * 60 * 60_000));
}
