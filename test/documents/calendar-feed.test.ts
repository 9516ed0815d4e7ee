import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CalendarEntry, drawCalendar } from '../../src/documents/calendar-feed.ts';

const now = new Date('2024-06-01T02:03:04.567Z');
const entry: CalendarEntry = {
  uid: 'deadline-0123456789AB@keqitong',
  sequence: 0,
  summary: '2024年高新技术企业认定第二批',
  description: '材料报送开发区科技局',
  due: { on: '2024-07-19', at: '16:00' },
  url: 'https://kjt.example.cn/14.html',
  isCancelled: false,
  changedAt: new Date('2024-05-20T01:00:00Z'),
};
const draw = (...entries: CalendarEntry[]) => drawCalendar(entries, { name: '截止日历', now });

interface Line {
  name: string;
  parameters: string;
  value: string;
}

/** Reads a calendar by the letter of RFC 5545, 3.1: whole lines, unfolded. Throws where a rule is broken. */
function parse(text: string): Line[] {
  const octets = Buffer.from(text);
  if (!text.endsWith('\r\n')) throw new Error('the last line has no end');
  let length = 0;
  for (const [index, octet] of octets.entries()) {
    if (octet === 0x0a) {
      if (octets[index - 1] !== 0x0d) throw new Error('a line ends without CR');
      length = 0;
    } else if (octet === 0x0d) {
      if (octets[index + 1] !== 0x0a) throw new Error('CR without LF');
    } else {
      length += 1;
      if (length > 75) throw new Error('a line is longer than 75 octets');
      if (octet < 0x20 && octet !== 0x09) throw new Error('a control');
      // Each line by itself is UTF-8: none begins within a character.
      if (length === 1 && octet >= 0x80 && octet < 0xc0) throw new Error('a character is cut');
    }
  }
  return text
    .slice(0, -2)
    .replaceAll(/\r\n[ \t]/gu, '')
    .split('\r\n')
    .map((line) => {
      const [, name, parameters, value] = /^([A-Z-]+)((?:;[A-Z]+=[\w/-]+)*):(.*)$/su.exec(line) ?? [];
      if (name === undefined || parameters === undefined || value === undefined)
        throw new Error(`no content line: ${line}`);
      return { name, parameters, value };
    });
}

/** TEXT of 3.3.11: what may not stand bare, does not. */
function textOf(value: string): string {
  if (/(?:^|[^\\])(?:\\\\)*[;,]/u.test(value) || /(?:^|[^\\])(?:\\\\)*\\(?:[^\\;,nN]|$)/u.test(value)) {
    throw new Error(`not escaped: ${value}`);
  }
  return value.replace(/\\([\\;,nN])/gu, (_, one: string) => (one.toLowerCase() === 'n' ? '\n' : one));
}

function events(lines: readonly Line[]): Map<string, Line>[] {
  const found: Map<string, Line>[] = [];
  let open: Map<string, Line> | null = null;
  for (const line of lines) {
    if (line.name === 'BEGIN' && line.value === 'VEVENT') open = new Map();
    else if (line.name === 'END' && line.value === 'VEVENT' && open) {
      found.push(open);
      open = null;
    } else if (open) {
      if (open.has(line.name)) throw new Error(`${line.name} twice`);
      open.set(line.name, line);
    }
  }
  return found;
}

const of = (one: CalendarEntry) => {
  const [event] = events(parse(draw(one)));
  if (!event) throw new Error('no event');
  const value = (name: string) => event.get(name)?.value ?? null;
  return { event, value, text: (name: string) => textOf(value(name) ?? '') };
};

describe('a calendar', () => {
  it('is one, with what clients need of it', () => {
    const lines = parse(draw(entry, { ...entry, uid: 'deadline-2@keqitong' }));
    expect(lines.slice(0, 10)).toEqual([
      { name: 'BEGIN', parameters: '', value: 'VCALENDAR' },
      { name: 'VERSION', parameters: '', value: '2.0' },
      { name: 'PRODID', parameters: '', value: '-//keqitong//deadlines//ZH' },
      { name: 'CALSCALE', parameters: '', value: 'GREGORIAN' },
      { name: 'METHOD', parameters: '', value: 'PUBLISH' },
      { name: 'NAME', parameters: '', value: '截止日历' },
      { name: 'X-WR-CALNAME', parameters: '', value: '截止日历' },
      { name: 'X-WR-TIMEZONE', parameters: '', value: 'Asia/Shanghai' },
      { name: 'REFRESH-INTERVAL', parameters: ';VALUE=DURATION', value: 'PT6H' },
      { name: 'X-PUBLISHED-TTL', parameters: '', value: 'PT6H' },
    ]);
    expect(lines.at(-1)).toEqual({ name: 'END', parameters: '', value: 'VCALENDAR' });
    expect(events(lines).map((one) => one.get('UID')?.value)).toEqual([entry.uid, 'deadline-2@keqitong']);
    expect(lines.filter(({ name, value }) => name === 'BEGIN' && value === 'VALARM')).toEqual([]);
  });

  it('without a date is one too', () => {
    expect(events(parse(draw()))).toEqual([]);
  });
});

describe('a date of it', () => {
  it('has what RFC 5545 asks for', () => {
    const { value, text } = of(entry);
    expect(value('DTSTAMP')).toBe('20240601T020304Z');
    expect(value('LAST-MODIFIED')).toBe('20240520T010000Z');
    expect([value('SEQUENCE'), value('STATUS'), value('TRANSP'), value('CLASS')]).toEqual([
      '0',
      'CONFIRMED',
      'TRANSPARENT',
      'PRIVATE',
    ]);
    expect(text('SUMMARY')).toBe('2024年高新技术企业认定第二批（16:00截止）');
    expect(text('DESCRIPTION')).toBe('材料报送开发区科技局');
    expect(value('URL')).toBe('https://kjt.example.cn/14.html');
  });

  it.each([
    // 16:00 in Shanghai; at the end of a day it is that day, not the next.
    [{ on: '2024-07-19', at: '16:00' }, '', '20240719T080000Z'],
    [{ on: '2024-07-19', at: '07:30' }, '', '20240718T233000Z'],
    [{ on: '2024-12-31', at: '24:00' }, ';VALUE=DATE', '20241231'],
    [{ on: '2024-07-19', at: '23:59' }, '', '20240719T155900Z'],
  ])('%j begins at %s%s', (due, parameters, value) => {
    const { event, text } = of({ ...entry, due });
    expect(event.get('DTSTART')).toEqual({ name: 'DTSTART', parameters, value });
    expect(text('SUMMARY')).toContain(`（${due.at}截止）`);
    expect(event.has('DTEND')).toBe(false);
  });

  it('that was withdrawn is cancelled, with the count of its changes', () => {
    const { value, text } = of({ ...entry, isCancelled: true, sequence: 4 });
    expect([value('STATUS'), value('SEQUENCE'), value('UID')]).toEqual(['CANCELLED', '4', entry.uid]);
    expect(text('SUMMARY')).toBe('【已撤销】2024年高新技术企业认定第二批（16:00截止）');
  });

  it('leaves out what there is not', () => {
    const { event } = of({ ...entry, url: null, description: '' });
    expect([event.has('URL'), event.has('DESCRIPTION')]).toEqual([false, false]);
  });

  it.each([
    ['https://kjt.example.cn/通知?a=1,2;b=%E9%80%9A', 'https://kjt.example.cn/%E9%80%9A%E7%9F%A5?a=1,2;b=%E9%80%9A'],
    ['https://kjt.example.cn/\r\nX-EVIL:1', 'https://kjt.example.cn/X-EVIL:1'],
  ])('%j leads to %s', (url, expected) => {
    expect(of({ ...entry, url }).value('URL')).toBe(expected);
  });

  it('says what was said, whatever it is, in lines of 75 octets', () => {
    const anything = fc
      .string({ unit: 'grapheme', maxLength: 200, size: 'max' })
      .map((text) => text.replace(/[\p{Cc}\u2028\u2029]/gu, ''));
    const nasty = fc
      .array(fc.constantFrom('\\', ';', ',', '\n', 'n', '：', '𠮷', '认', 'a', '"', 'END:VEVENT\n'), {
        maxLength: 100,
        size: 'max',
      })
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.oneof(anything, nasty), fc.oneof(anything, nasty), (summary, description) => {
        const { text } = of({ ...entry, summary, description: `${description}。` });
        expect(text('SUMMARY')).toBe(`${summary}（16:00截止）`);
        expect(text('DESCRIPTION')).toBe(`${description}。`);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a\r\nb', 'a\nb'],
    ['a\rb', 'a\nb'],
    ['a\u0000b\tc', 'a b c'],
    ['a\ud800b', 'a b'],
  ])('%j is kept as %j', (description, expected) => {
    expect(of({ ...entry, description }).text('DESCRIPTION')).toBe(expected);
  });
});
