import type { CalendarDate } from '../calendar.ts';
import { type AudienceSaid, readAudience } from '../deadlines/audience-words.ts';
import type { Basis, DeadlineKind } from '../deadlines/deadline.ts';
import { readRound } from '../deadlines/due-words.ts';
import { programName } from '../deadlines/program-name.ts';
import { type Cell, empty, type Reading, readText, refuse, type SheetRow, tidy } from './cell.ts';
import { deadlineColumns } from './deadline-columns.ts';
import { readDocNoCell, readYearCell } from './fund-values.ts';
import type { Header } from './header.ts';
import { cellsOf, dated, type ReadingContext } from './row-cells.ts';
import { readTimeCell } from './times.ts';
import { type Reference, readOneOf, readReference, shown } from './values.ts';

/** A line of 截止事项, understood. `null` = the file does not say. */
export interface DeadlineRow {
  row: number;
  program: string;
  year: number;
  batch: number | null;
  kind: DeadlineKind | null;
  dueOn: CalendarDate | null;
  dueAt: string | null;
  officialOn: CalendarDate | null;
  officialAt: string | null;
  basis: Basis | null;
  noticeNo: string | null;
  url: string | null;
  audience: AudienceSaid['audience'] | null;
  industries: readonly string[] | null;
  include: readonly Reference[] | null;
  exempt: readonly Reference[] | null;
  /** What it says and could not be read; that has been told. */
  unread: ReadonlySet<keyof typeof deadlineColumns>;
}

/** No more than the form takes. */
const namesAtMost = 300;
const charactersAtMost = 20_000;

const readKind = readOneOf<DeadlineKind>({ CALL: ['申报'], DUTY: ['报送义务', '义务'] });
const readBasis = readOneOf<Basis>({ NOTICE: ['通知'], CUSTOM: ['惯例', '预计'] });

export function readDeadlineRow(
  row: SheetRow,
  header: Header<keyof typeof deadlineColumns>,
  context: ReadingContext,
): DeadlineRow | null {
  const { take, need, unread } = cellsOf(row, header, deadlineColumns, context);
  const named = need('program', (cell) => readText(cell, { atMost: 100 }));
  const program = named && programName(named);
  const year = need('year', readYearCell);
  const day = dayAlone(dated(context));
  const read = {
    batch: take('batch', readBatch),
    kind: take('kind', readKind),
    dueOn: take('dueOn', day),
    dueAt: take('dueAt', readTimeCell),
    officialOn: take('officialOn', day),
    officialAt: take('officialAt', readTimeCell),
    basis: take('basis', readBasis),
    noticeNo: take('noticeNo', readDocNoCell),
    url: take('url', (cell) => readText(cell, { atMost: 1000 })),
    audience: take('audience', readRule),
    industries: take('industries', (cell) => ofList(cell, (text) => ({ ok: true, value: text }), industryMarks)),
    include: take('include', readReferences),
    exempt: take('exempt', readReferences),
  };
  // Without them nobody knows which deadline it is about.
  return program === null || year === null || unread.has('batch')
    ? null
    : { row: row.number, program, year, ...read, unread };
}

/** `2`, `第二批` */
function readBatch(cell: Cell | undefined): Reading<number> {
  const read = readText(cell, { atMost: 20 });
  if (!read.ok || read.value === null) return read.ok ? empty : read;
  const text = read.value.replace(/\s/gu, '');
  const batch = /^\d{1,2}$/u.test(text) ? Number(text) : (readRound(text)?.batch ?? null);
  return batch === null ? refuse(`“${shown(text)}”不是批次，请写 2 或 第二批。`) : { ok: true, value: batch };
}

/**
 * A day without a time behind it: reading a date leaves a time out, and here it counts. Spreadsheets make the next day of
 * `24:00` behind a date.
 */
const dayAlone =
  (readDay: (cell: Cell | undefined) => Reading<CalendarDate>) =>
  (cell: Cell | undefined): Reading<CalendarDate> => {
    const hasTime =
      cell?.kind === 'number' ? !Number.isInteger(Number(cell.value)) : /\d[:：]\d/u.test(cell?.value ?? '');
    return hasTime ? refuse('这一列只写日期，时间请写在右边的时间列。') : readDay(cell);
  };

/** Whom the words mean by rule; whoever is named is not understood here. */
function readRule(cell: Cell | undefined): Reading<AudienceSaid['audience']> {
  const read = readText(cell, { atMost: 1000 });
  if (!read.ok || read.value === null) return read.ok ? empty : read;
  const { audience, names } = readAudience(read.value);
  if (names.length === 0) return { ok: true, value: audience };
  const unknown = names.map((name) => `“${shown(name)}”`).join('、');
  return refuse(
    `没有看懂${unknown}，请按“有效高新技术企业”“当年到期高企”“待批复市级科技领军企业”“三类企业”“全部企业”的写法填写；企业请写在“${deadlineColumns.include.header}”列。`,
  );
}

function readReferences(cell: Cell | undefined): Reading<readonly Reference[]> {
  return ofList(cell, (value) => readReference({ kind: 'text', value, formula: false }));
}

const marks = /[、，,；;\r\n]/u;
/** Industries have 、 in their names: 计算机、通信和其他电子设备制造业. */
const industryMarks = /[；;\r\n]/u;

/** Several things in one cell, parted by such marks or each in a line; the first that is none refuses it. */
function ofList<T>(cell: Cell | undefined, read: (text: string) => Reading<T>, by = marks): Reading<readonly T[]> {
  const whole = readText(cell, { atMost: charactersAtMost });
  if (!whole.ok || whole.value === null || !cell) return whole.ok ? empty : whole;
  const values: T[] = [];
  for (const part of (cell.kind === 'text' ? cell.value : whole.value).split(by)) {
    const text = tidy(part);
    if (text === '') continue;
    const one = read(text);
    if (!one.ok) return refuse(`“${shown(text)}”：${one.reason}`);
    if (one.value !== null) values.push(one.value);
  }
  if (values.length > namesAtMost) {
    return refuse(
      `最多${namesAtMost}家，这里有${values.length}家；较多时请用“${deadlineColumns.audience.header}”列确定范围。`,
    );
  }
  return values.length === 0 ? empty : { ok: true, value: values };
}
