import { instantOf } from '../domain/calendar.ts';
import type { DueTime } from '../domain/deadlines/deadline.ts';

/** One date of a feed. */
export interface CalendarEntry {
  /** Stays the same as long as the deadline is the same. */
  uid: string;
  /** Counts its changes. */
  sequence: number;
  summary: string;
  description: string;
  due: DueTime;
  url: string | null;
  isCancelled: boolean;
  changedAt: Date;
}

/** How often a client may look again. */
const refresh = 'PT6H';
const octetsALine = 75;

/**
 * A calendar as RFC 5545 has it. What is due at 24:00 is a whole day: as an instant it would stand on the next one, and be
 * missed. Everything else is an event without a length at its time, in UTC. The time stands in the title in either case. No
 * alarms: reminding is the bot's, by rules of the bureau. Clients that know no STATUS read 已撤销 in the title.
 */
export function drawCalendar(entries: readonly CalendarEntry[], { name, now }: { name: string; now: Date }): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//keqitong//deadlines//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    'X-WR-TIMEZONE:Asia/Shanghai',
    `REFRESH-INTERVAL;VALUE=DURATION:${refresh}`,
    `X-PUBLISHED-TTL:${refresh}`,
    ...entries.flatMap((entry) => event(entry, now)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function event({ uid, sequence, summary, description, due, url, isCancelled, changedAt }: CalendarEntry, now: Date) {
  const title = `${isCancelled ? '【已撤销】' : ''}${summary}（${due.at}截止）`;
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `DTSTAMP:${instant(now)}`,
    `LAST-MODIFIED:${instant(changedAt)}`,
    `SEQUENCE:${sequence}`,
    start(due),
    `SUMMARY:${escaped(title)}`,
    ...(description === '' ? [] : [`DESCRIPTION:${escaped(description)}`]),
    // A value of its own type, which is not escaped as text is.
    ...(url === null ? [] : [`URL:${inAscii(url)}`]),
    `STATUS:${isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:TRANSPARENT',
    'CLASS:PRIVATE',
    'END:VEVENT',
  ];
}

function start({ on, at }: DueTime): string {
  if (at === '24:00') return `DTSTART;VALUE=DATE:${on.replaceAll('-', '')}`;
  return `DTSTART:${instant(instantOf(on, at))}`;
}

/** `20240719T080000Z` */
function instant(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace(/[-:]/gu, '')}Z`;
}

/** TEXT of RFC 5545, 3.3.11; other controls are not allowed in it. */
function escaped(text: string): string {
  return text
    .replace(/[\\;,]/gu, '\\$&')
    .replace(/\r\n|[\r\n\u2028\u2029]/gu, '\\n')
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ');
}

/** What is encoded already stays so. */
function inAscii(url: string): string {
  return url.replace(/\p{C}/gu, '').replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}

/** Lines of at most 75 octets, the next begun with a blank; no character is cut in two. */
function folded(line: string): string {
  let text = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > octetsALine) {
      text += '\r\n ';
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}
