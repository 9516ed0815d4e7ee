import { UserError } from '../../core/errors.ts';
import { searchKey } from '../enterprise-name.ts';
import { type Cell as SheetCell, type SheetRow, tidy } from '../workbook/cell.ts';
import { letters } from '../workbook/header.ts';
import { isPeriod, type Period } from './period.ts';
import { templateWords } from './template.ts';

/** A sheet as it came back, not understood yet. */
export interface ReportGrid {
  rows: readonly SheetRow[];
  merges: readonly { text: string; firstRow: number; lastRow: number }[];
}

/** A column of figures. */
export interface MonthColumn {
  index: number;
  period: Period;
  of: 'MONTH' | 'TOTAL';
}

/** Who and which months a sheet is about. */
export interface ReportSheet {
  enterprise: string;
  columns: readonly MonthColumn[];
  labelAt: number;
  unitAt: number | null;
  /** What the report counted when the sheet was made; of a column that was added by hand there is nothing. */
  versions: ReadonlyMap<Period, number>;
  /** The rows below the header. */
  rows: readonly SheetRow[];
  merges: ReportGrid['merges'];
  /** What was left alone. */
  notes: readonly string[];
}

const headerWithin = 10;
const monthsAtMost = 13;
const asks = '发送“/月报 模板”获取表格，列名请勿改动。';

/** Finds out whose figures of which months these are. @throws UserError for what makes the whole of it doubtful */
export function readReportSheet({ rows, merges }: ReportGrid): ReportSheet {
  const header = rows.find(
    ({ number, cells }) => number <= headerWithin && [...cells.values()].some(isWord(templateWords.indicator)),
  );
  if (!header) throw new UserError(`表中没有找到“${templateWords.indicator}”一列。${asks}`);
  const { columns, labelAt, unitAt, unknown } = readHeader(header);
  if (columns.length === 0) throw new UserError(`表中没有月份列，列名应如“2026年9月”。${asks}`);
  const below = rows.filter(({ number }) => number > header.number);
  const known = new Set([labelAt, unitAt, ...columns.map(({ index }) => index), ...unknown.keys()]);
  const stray = new Set(
    below.flatMap(({ cells }) => [...cells].flatMap(([at, cell]) => (known.has(at) || isBlank(cell) ? [] : at))),
  );
  return {
    enterprise: enterpriseOf(rows),
    columns,
    labelAt,
    unitAt,
    versions: versionsOf(below, { columns, labelAt }),
    rows: below.filter((row) => !isAboutSheet(labelOf(row, labelAt))),
    merges,
    notes: [
      ...[...unknown]
        .filter(([, title]) => title !== null)
        .map(([at, title]) => `${letters(at)}列“${title}”不是月份，未读取。`),
      ...[...stray].sort((a, b) => a - b).map((at) => `${letters(at)}列没有列名，其中内容未读取。`),
    ],
  };
}

/** The words at the beginning of a row, without the mark of what is required. */
export function labelOf({ cells }: SheetRow, labelAt: number): string {
  return tidy(cells.get(labelAt)?.value ?? '').replace(/^\*\s*/u, '');
}

const isBlank = ({ value, formula }: SheetCell) => tidy(value) === '' && !formula;
const isWord = (word: string) => (cell: SheetCell) => tidy(cell.value).replace(/\s/gu, '') === word;

function isAboutSheet(label: string): boolean {
  return label.startsWith(templateWords.enterprise) || label.startsWith('表格版本');
}

function readHeader({ cells }: SheetRow) {
  const columns: MonthColumn[] = [];
  /** Columns that hold no figures; null: as they should be. */
  const unknown = new Map<number, string | null>();
  let labelAt = 0;
  let unitAt: number | null = null;
  for (const [index, { value }] of [...cells].sort(([a], [b]) => a - b)) {
    const title = tidy(value).replace(/\s/gu, '');
    if (title === '') continue;
    if (title === templateWords.indicator) labelAt = index;
    else if (title === templateWords.unit) unitAt = index;
    else if (ignored.has(title)) unknown.set(index, null);
    else {
      const column = monthOf(title, index);
      if (column) columns.push(column);
      else unknown.set(index, title.slice(0, 20));
    }
  }
  if (new Set(columns.map(({ period }) => period)).size > monthsAtMost) {
    throw new UserError(`一份表格最多填报${monthsAtMost}个月份，请删除不填报的月份后重新发送。`);
  }
  for (const { index, period, of } of columns) {
    const twin = columns.find((one) => one.index < index && one.period === period && one.of === of);
    if (twin) throw new UserError(`${letters(twin.index)}列和${letters(index)}列是同一个月份，请只留一列后重新发送。`);
  }
  return { columns, labelAt, unitAt, unknown };
}

const ignored: ReadonlySet<string> = new Set([templateWords.note, '序号', '备注', '说明', '填报对象']);

/** `2026年9月`, `2026-09`, `2026年9月本月数`, `2026年9月累计`. What is a month but not which one is refused. */
function monthOf(title: string, index: number): MonthColumn | null {
  const at = `${letters(index)}列“${title.slice(0, 20)}”`;
  const read = /^(?<year>20\d{2})(?:年|[-./])(?<month>\d{1,2})月?(?<rest>\D*)$/u.exec(title)?.groups;
  if (read) {
    const period = `${read.year}-${(read.month ?? '').padStart(2, '0')}`;
    const rest = (read.rest ?? '').replace(/[()份数值]/gu, '');
    if (!isPeriod(period)) throw new UserError(`${at}：没有这个月份，请改正后重新发送。`);
    if (/^(?:本月|当月|月末|本月月末)?$/u.test(rest)) return { index, period, of: 'MONTH' };
    if (/^(?:本年)?累计$/u.test(rest)) return { index, period, of: 'TOTAL' };
  }
  const sum = /^(?<year>20\d{2})年1[-—–~至到](?<month>\d{1,2})月(?:累计)?$/u.exec(title)?.groups;
  const sumOf = `${sum?.year}-${(sum?.month ?? '').padStart(2, '0')}`;
  if (sum && isPeriod(sumOf)) return { index, period: sumOf, of: 'TOTAL' };
  if (!/^\D*\d{1,6}(?:\D\d{1,2})?\D*$/u.test(title) || !/月|年|^\d/u.test(title)) return null;
  throw new UserError(`${at}：没有看懂是哪一年哪一月，列名应如“2026年9月”或“2026年9月累计”，请改正后重新发送。`);
}

/** `企业全称：某某有限公司`, or the name in the next cell. */
function enterpriseOf(rows: readonly SheetRow[]): string {
  for (const { cells } of rows) {
    const sorted = [...cells].sort(([a], [b]) => a - b).map(([, { value }]) => tidy(value));
    const [first = '', second = ''] = sorted.filter((text) => text !== '');
    if (!first.startsWith(templateWords.enterprise)) continue;
    const name = first.slice(templateWords.enterprise.length).replace(/^\s*[:：]\s*/u, '') || second;
    if (name !== '') return name;
  }
  throw new UserError(`表中没有“${templateWords.enterprise}”，不能确认是哪家企业的数据，未读取。${asks}`);
}

/** Whether the name in the sheet is this one. */
export function isNamed({ enterprise }: Pick<ReportSheet, 'enterprise'>, name: string): boolean {
  return searchKey(enterprise) === searchKey(name);
}

function versionsOf(rows: readonly SheetRow[], { columns, labelAt }: Pick<ReportSheet, 'columns' | 'labelAt'>) {
  const row = rows.find((one) => labelOf(one, labelAt).startsWith('表格版本'));
  const found = new Map<Period, number>();
  for (const { index, period, of } of columns) {
    const text = tidy(row?.cells.get(index)?.value ?? '');
    if (of === 'MONTH' && /^\d{1,9}$/u.test(text)) found.set(period, Number(text));
  }
  return found;
}
