import type { CalendarDate } from '../domain/calendar.ts';
import { type DateSystem, type SheetRow, tidy } from '../domain/workbook/cell.ts';
import type { Column } from '../domain/workbook/column.ts';
import { type Header, headersIn, headerWithin, letters, readHeader } from '../domain/workbook/header.ts';
import type { FindingsCollector } from '../domain/workbook/problem.ts';
import type { ReadingContext } from '../domain/workbook/row-cells.ts';
import type { Merge } from './read-workbook.ts';

/** Finds the header among the first rows of a sheet, then reads row after row. */
export function createSheetTable<Key extends string, Row>(options: {
  sheet: string;
  columns: Readonly<Record<Key, Column>>;
  read(row: SheetRow, header: Header<Key>, context: ReadingContext): Row | null;
  rows: Row[];
  findings: FindingsCollector;
  dateSystem: DateSystem;
  today: CalendarDate;
}): { row(row: SheetRow): void; end(merges: readonly Merge[]): void } {
  const { sheet, columns, read, rows, findings, dateSystem, today } = options;
  /** Rows that came before it is known which of them is the header. */
  let waiting: SheetRow[] | null = [];
  let header: Header<Key> | null = null;
  /** Columns with a header, known or left alone. */
  const headed = new Set<number>();
  let lastRow = 0;
  let formulas = 0;

  function findHeader(): void {
    const first = waiting ?? [];
    waiting = null;
    let best: SheetRow | undefined;
    let most = 0;
    for (const row of first) {
      const known = headersIn(row, columns);
      if (known > most) [best, most] = [row, known];
    }
    if (!best) {
      const expected = Object.values<Column>(columns).map((column) => column.header);
      const reason = `前${headerWithin}行中没有找到表头。表头应有：${expected.join('、')}。`;
      findings.add({ sheet, row: null, column: null, reason });
      return;
    }
    const result = readHeader(best, columns);
    for (const { column, reason } of result.problems) findings.add({ sheet, row: best.number, column, reason });
    // With a column missing or doubtful every row would only repeat it.
    if (result.problems.length > 0) return;
    header = result.header;
    for (const [index, { value }] of best.cells) if (tidy(value) !== '') headed.add(index);
    for (const row of first) if (row.number > best.number) readRow(row);
  }

  function readRow(row: SheetRow): void {
    if (!header) return;
    const isFilled = [...header.columns.values()].some((index) => row.cells.get(index)?.value.trim());
    const hasFormula = [...header.columns.values()].some((index) => row.cells.get(index)?.formula);
    strayCells(row);
    if (!isFilled && !hasFormula) return;
    lastRow = row.number;
    if (hasFormula) formulas += 1;
    const context: ReadingContext = {
      dateSystem,
      today,
      problem: (column, reason) => findings.add({ sheet, row: row.number, column, reason }),
      note: (text) => findings.note(`“${sheet}”表${text}`),
    };
    const value = read(row, header, context);
    if (value !== null) rows.push(value);
  }

  /** Something below no header: a column whose header is missing would otherwise be left out silently. */
  function strayCells(row: SheetRow): void {
    for (const [index, { value }] of row.cells) {
      if (headed.has(index) || tidy(value) === '') continue;
      headed.add(index);
      const reason = `${letters(index)}列有内容，但没有表头，请补上表头或删除该列。`;
      findings.add({ sheet, row: row.number, column: null, reason });
    }
  }

  return {
    row(row) {
      if (waiting === null) return readRow(row);
      if (row.number <= headerWithin) waiting.push(row);
      else {
        findHeader();
        readRow(row);
      }
    },
    end(merges) {
      if (waiting !== null) findHeader();
      if (!header) return;
      // A title above the header may be merged; in the table a merged cell says one thing for several rows.
      const wrong = merges.filter((merge) => merge.lastRow > (header?.row ?? 0) && merge.firstRow <= lastRow);
      for (const { text, firstRow } of wrong.slice(0, 20)) {
        const reason = `${text} 是合并单元格，请取消合并，并在每一行写全内容。`;
        findings.add({ sheet, row: firstRow, column: null, reason });
      }
      if (wrong.length > 20) {
        findings.add({
          sheet,
          row: null,
          column: null,
          reason: `另有${wrong.length - 20}处合并单元格，请全部取消合并。`,
        });
      }
      if (formulas > 0) findings.note(`“${sheet}”表有${formulas}行含公式，按文件保存时的计算结果读取。`);
    },
  };
}
