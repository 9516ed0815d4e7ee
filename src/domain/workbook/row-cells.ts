import type { CalendarDate } from '../calendar.ts';
import type { Cell, DateSystem, Reading, SheetRow } from './cell.ts';
import { readDateCell } from './dates.ts';
import type { Header } from './header.ts';

/** What reading a row needs to know beside it. */
export interface ReadingContext {
  dateSystem: DateSystem;
  today: CalendarDate;
  problem(column: string | null, reason: string): void;
  note(text: string): void;
}

/** Reads the cells of one row; remembers whether anything was wrong. */
export function cellsOf<Key extends string>(
  row: SheetRow,
  { columns }: Header<Key>,
  names: Readonly<Record<Key, { header: string }>>,
  { problem, note }: ReadingContext,
) {
  let isSound = true;
  const unread = new Set<Key>();
  function fail(key: Key | null, reason: string): void {
    isSound = false;
    if (key !== null) unread.add(key);
    problem(key === null ? null : names[key].header, reason);
  }
  function take<T>(key: Key, read: (cell: Cell | undefined) => Reading<T>): T | null {
    const index = columns.get(key);
    const reading = read(index === undefined ? undefined : row.cells.get(index));
    if (!reading.ok) fail(key, reading.reason);
    else if (reading.note) note(`第${row.number}行：${reading.note}`);
    return reading.ok ? reading.value : null;
  }
  function need<T>(key: Key, read: (cell: Cell | undefined) => Reading<T>): T | null {
    const index = columns.get(key);
    const reading = read(index === undefined ? undefined : row.cells.get(index));
    if (reading.ok && reading.value === null) fail(key, '必须填写。');
    return reading.ok && reading.value === null ? null : take(key, read);
  }
  return { fail, isSound: () => isSound, unread, take, need };
}

/** Reads a date as this workbook counts days. */
export const dated =
  ({ dateSystem }: ReadingContext) =>
  (cell: Cell | undefined) =>
    readDateCell(cell, dateSystem);
