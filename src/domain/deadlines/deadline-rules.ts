import { addYears, type CalendarDate, formatDate, instantOf, readDate, yearOf } from '../calendar.ts';
import { readDocNo } from '../funds/doc-no.ts';
import { kindWords } from '../kind-spoken.ts';
import { typeSpoken } from '../qualification.ts';
import { workdaysBefore } from '../workday.ts';
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

/** Everything that is wrong with a deadline, its audience included, in whole sentences; empty: nothing is. */
export function deadlineProblems(content: DeadlineContent, around: Around): string[] {
  const dues = [content.enterpriseDue, ...(content.officialDue ? [content.officialDue] : [])];
  const wrong = dues.flatMap(formProblems);
  return [
    ...nameProblems(content),
    // What is not a day cannot be compared.
    ...(wrong.length > 0 ? wrong : dayProblems(content, around)),
    ...sourceProblems(content),
    ...audienceProblems(content.audience),
  ];
}

function nameProblems({ program, batch }: DeadlineContent): string[] {
  const length = [...program.trim()].length;
  const problems: string[] = [];
  if (length < programLength.atLeast || length > programLength.atMost || /\p{C}/u.test(program)) {
    problems.push(`事项名称应为${programLength.atLeast}至${programLength.atMost}个字，请重新填写。`);
  }
  if (batch !== null && !(Number.isInteger(batch) && batch >= 1 && batch <= batchAtMost)) {
    problems.push(`批次应为1至${batchAtMost}的整数，不分批的不填。`);
  }
  return problems;
}

function formProblems(due: DueTime): string[] {
  if (!DueTimeSchema.safeParse(due).success || readDate(due.on) !== due.on) {
    return [`截止时间“${due.on} ${due.at}”无效，请按 2024-07-10 24:00 的格式填写。`];
  }
  // Read as the end of the day by half of the people.
  return due.at === '00:00' ? [`截止时间${formatDueTime(due)}容易误读，请填写前一日的24:00。`] : [];
}

function dayProblems({ year, enterpriseDue, officialDue }: DeadlineContent, { today, now, before }: Around): string[] {
  const problems: string[] = [];
  const isOver = instantOf(enterpriseDue.on, enterpriseDue.at) <= now;
  if (isOver && !before)
    problems.push(`截止日期已过（${formatDueTime(enterpriseDue)}），不能登记为新的截止事项，请核对日期。`);
  if (isOver && before && !isSame(before.enterpriseDue, enterpriseDue)) {
    problems.push(`不能改为已经过去的时间（${formatDueTime(enterpriseDue)}），请核对日期。`);
  }
  if (enterpriseDue.on > addYears(today, yearsAheadAtMost)) {
    problems.push(`截止日期${formatDate(enterpriseDue.on)}距今超过${yearsAheadAtMost}年，请核对年份。`);
  }
  if (officialDue && instantOf(officialDue.on, officialDue.at) < instantOf(enterpriseDue.on, enterpriseDue.at)) {
    problems.push(
      `推荐上报时间${formatDueTime(officialDue)}早于企业报送时间${formatDueTime(enterpriseDue)}，先后顺序不符，请核对。`,
    );
  }
  const dueYear = yearOf(enterpriseDue.on);
  // A report of one year is due in the next.
  if (dueYear !== year && dueYear !== year + 1) {
    problems.push(`年度${year}年与截止日期${formatDate(enterpriseDue.on)}不符，截止日期应在当年或者次年，请核对。`);
  }
  return problems;
}

function isSame(a: DueTime, b: DueTime): boolean {
  return a.on === b.on && a.at === b.at;
}

function sourceProblems({ noticeNo, url }: DeadlineContent): string[] {
  const read = noticeNo === null ? null : readDocNo(noticeNo);
  return [
    ...(read && !read.ok ? [read.reason] : []),
    ...(url === null || isWebAddress(url)
      ? []
      : ['链接应以 http:// 或者 https:// 开头，不超过500个字，请核对后重新填写。']),
  ];
}

export function isWebAddress(text: string): boolean {
  if (text.length > urlAtMost || /[\s\p{C}]/u.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname, username } = new URL(text);
  // A name before the host makes an address look like another one.
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '' && username === '';
}

/** By when material has to be at the zone where only 推荐上报 is known: five workdays before it (domain.md B3). */
export function internalDueOf(officialDue: DueTime): DueTime {
  return { on: workdaysBefore(officialDue.on, 5), at: '24:00' };
}

const duties = [
  ['年度发展情况', 'ANNUAL_REPORT'],
  ['火炬统计', 'TORCH_STATISTICS'],
] as const;

/** What in the ledger would show that it is done, as the name of a deadline suggests; staff are shown it and may choose. */
export function suggestedSettling(program: string, kind: DeadlineKind, dueOn: CalendarDate): SettledBy | null {
  if (kind === 'DUTY') {
    const duty = duties.find(([word]) => program.includes(word))?.[1];
    // Both are due in the year after the one they are about (src/domain/duties.ts).
    return duty === undefined ? null : { kind: 'duty', duty, year: yearOf(dueOn) - 1 };
  }
  const word = kindWords.find((one) => program.includes(one));
  const type = word === undefined ? null : typeSpoken(word);
  return type === null ? null : { kind: 'application', type };
}
