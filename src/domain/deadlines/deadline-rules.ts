import { addYears, type CalendarDate, formatDate, instantOf, readDate, yearOf } from '../calendar.ts';
import { readDocNo } from '../funds/doc-no.ts';
import { kindWords } from '../kind-spoken.ts';
import { typeSpoken } from '../qualification.ts';
import { workdaysBefore } from '../workday.ts';
import type { Audience } from './audience.ts';
import { audienceProblems } from './concerned.ts';
import { type DeadlineContent, type DeadlineKind, type DueTime, DueTimeSchema, type SettledBy } from './deadline.ts';
import { formatDueTime } from './due-text.ts';

const programLength = { atLeast: 2, atMost: 60 };
const urlAtMost = 500;
const batchAtMost = 99;
/** What is due later than that was typed with a wrong year. */
const yearsAheadAtMost = 2;

/** What surrounds a deadline that is entered or changed. `before`: as it stood; null: it is new. */
interface Around {
  today: CalendarDate;
  now: Date;
  before: DeadlineContent | null;
}

/** What is wrong, and which part of the content it is about. */
export interface ContentProblem {
  about: 'program' | 'year' | 'batch' | 'enterpriseDue' | 'officialDue' | 'noticeNo' | 'url' | 'audience';
  text: string;
}

/** A day that was read; `at` null: the time on it could not be. */
export interface DueSaid {
  on: CalendarDate;
  at: string | null;
}

/** null: it is none, or the time is missing. */
export function wholeDue(due: DueSaid | null): DueTime | null {
  return due && due.at !== null ? { on: due.on, at: due.at } : null;
}

/** What is judged of a content. null: it is not there, or could not be read, which is told where it was read. */
export interface ContentRead {
  program: string | null;
  year: number | null;
  batch: number | null;
  enterpriseDue: DueSaid | null;
  officialDue: DueSaid | null;
  noticeNo: string | null;
  url: string | null;
  audience: Audience | null;
}

/** Everything that is wrong with a deadline, its audience included, in whole sentences; empty: nothing is. */
export function deadlineProblems(content: DeadlineContent, around: Around): string[] {
  return contentProblems(content, around).map(({ text }) => text);
}

/** The same, each with what it is about; of what was not read whole, as far as it was. */
export function contentProblems(content: ContentRead, around: Around): ContentProblem[] {
  const { enterpriseDue, officialDue, audience } = content;
  return [
    ...nameProblems(content),
    ...formProblems('enterpriseDue', enterpriseDue),
    ...formProblems('officialDue', officialDue),
    ...dayProblems({ ...content, enterpriseDue: dayOf(enterpriseDue), officialDue: dayOf(officialDue) }, around),
    ...sourceProblems(content),
    ...(audience ? audienceProblems(audience) : []).map((text) => ({ about: 'audience' as const, text })),
  ];
}

function nameProblems({ program, batch }: ContentRead): ContentProblem[] {
  const problems: ContentProblem[] = [];
  if (program !== null && !isProgram(program)) {
    const text = `事项名称应为${programLength.atLeast}至${programLength.atMost}个字，请重新填写。`;
    problems.push({ about: 'program', text });
  }
  if (batch !== null && !(Number.isInteger(batch) && batch >= 1 && batch <= batchAtMost)) {
    problems.push({ about: 'batch', text: `批次应为1至${batchAtMost}的整数，不分批的不填。` });
  }
  return problems;
}

function isProgram(program: string): boolean {
  const length = [...program.trim()].length;
  return length >= programLength.atLeast && length <= programLength.atMost && !/\p{C}/u.test(program);
}

/** null: what is not a day cannot be compared. */
function dayOf(due: DueSaid | null): DueSaid | null {
  return due && isDay(due) ? due : null;
}

function isDay({ on, at }: DueSaid): boolean {
  return DueTimeSchema.safeParse({ on, at: at ?? '24:00' }).success && readDate(on) === on;
}

function formProblems(about: ContentProblem['about'], due: DueSaid | null): ContentProblem[] {
  if (!due) return [];
  if (!isDay(due)) {
    return [{ about, text: `截止时间“${due.on} ${due.at}”无效，请按 2024-07-10 24:00 的格式填写。` }];
  }
  // Read as the end of the day by half of the people.
  const text = `截止时间${dueSaidText(due)}容易误读，请填写前一日的24:00。`;
  return due.at === '00:00' ? [{ about, text }] : [];
}

function dayProblems(
  { year, enterpriseDue, officialDue }: ContentRead,
  { today, now, before }: Around,
): ContentProblem[] {
  if (!enterpriseDue) return [];
  const problems: ContentProblem[] = [];
  const add = (about: ContentProblem['about'], text: string) => problems.push({ about, text });
  // Of a time that could not be read nothing is said that another one would put right.
  const isOver = instantOf(enterpriseDue.on, enterpriseDue.at ?? '24:00') <= now;
  if (isOver && !before) {
    const text = `截止日期已过（${dueSaidText(enterpriseDue)}），不能登记为新的截止事项，请核对日期。`;
    add('enterpriseDue', text);
  }
  if (isOver && before && !isSame(before.enterpriseDue, enterpriseDue)) {
    add('enterpriseDue', `不能改为已经过去的时间（${dueSaidText(enterpriseDue)}），请核对日期。`);
  }
  if (enterpriseDue.on > addYears(today, yearsAheadAtMost)) {
    const text = `截止日期${formatDate(enterpriseDue.on)}距今超过${yearsAheadAtMost}年，请核对年份。`;
    add('enterpriseDue', text);
  }
  const from = instantOf(enterpriseDue.on, enterpriseDue.at ?? '00:00');
  if (officialDue && instantOf(officialDue.on, officialDue.at ?? '24:00') < from) {
    const text = `推荐上报时间${dueSaidText(officialDue)}早于材料到开发区的时间${dueSaidText(enterpriseDue)}，先后顺序不符，请核对。`;
    add('officialDue', text);
  }
  const dueYear = yearOf(enterpriseDue.on);
  // A report of one year is due in the next.
  if (year !== null && dueYear !== year && dueYear !== year + 1) {
    const text = `年度${year}年与截止日期${formatDate(enterpriseDue.on)}不符，截止日期应在当年或者次年，请核对。`;
    add('year', text);
  }
  return problems;
}

function dueSaidText({ on, at }: DueSaid): string {
  return at === null ? formatDate(on) : formatDueTime({ on, at });
}

function isSame(a: DueSaid, b: DueSaid): boolean {
  return a.on === b.on && a.at === b.at;
}

function sourceProblems({ noticeNo, url }: ContentRead): ContentProblem[] {
  const read = noticeNo === null ? null : readDocNo(noticeNo);
  const text = '链接应以 http:// 或者 https:// 开头，不超过500个字，请核对后重新填写。';
  return [
    ...(read && !read.ok ? [{ about: 'noticeNo' as const, text: read.reason }] : []),
    ...(url === null || isWebAddress(url) ? [] : [{ about: 'url' as const, text }]),
  ];
}

export function isWebAddress(text: string): boolean {
  if (text.length > urlAtMost || /[\s\p{C}]/u.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname, username } = new URL(text);
  // A name before the host makes an address look like another one.
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '' && username === '';
}

/** By when material has to be at the zone where only 推荐上报 is known: five workdays before it (domain.md B3). */
export function internalDueOf(officialDue: DueSaid): DueTime {
  return { on: workdaysBefore(officialDue.on, 5), at: '24:00' };
}

const duties = [
  ['年度发展情况', 'ANNUAL_REPORT'],
  ['火炬统计', 'TORCH_STATISTICS'],
] as const;

/** By such names one knows what is reported, and not applied for. */
export const reportName = /快报|年报|月报|季报|统计|报表|调查/u;

/** What in the ledger would show that it is done, as the name of a deadline suggests; staff are shown it and may choose. */
export function suggestedSettling(program: string, kind: DeadlineKind, dueOn: CalendarDate): SettledBy | null {
  if (kind === 'DUTY') {
    // What is reported by the month or the quarter is not the yearly one.
    if (/快报|月报|季报/u.test(program)) return null;
    const duty = duties.find(([word]) => program.includes(word))?.[1];
    // Both are due in the year after the one they are about (src/domain/duties.ts).
    return duty === undefined ? null : { kind: 'duty', duty, year: yearOf(dueOn) - 1 };
  }
  // A report about certificates is not applied for.
  if (reportName.test(program)) return null;
  const word = kindWords.find((one) => program.includes(one));
  const type = word === undefined ? null : typeSpoken(word);
  return type === null ? null : { kind: 'application', type };
}
