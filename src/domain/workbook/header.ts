import { type SheetRow, tidy } from './cell.ts';
import type { Column } from './column.ts';
import { ignoredColumns } from './columns.ts';

/** Where the columns of a sheet are: key → index from 0. */
export interface Header<Key extends string> {
  row: number;
  columns: ReadonlyMap<Key, number>;
  /** As they stand in the file, remarks in brackets and all. */
  titles: ReadonlyMap<Key, string>;
}

/** The row of headers may be preceded by a title and the like. */
export const headerWithin = 10;

/** A header without marks, blanks and remarks in brackets: `*手机（必填）` → `手机`. */
function bare(header: string): string {
  return tidy(header)
    .replace(/\([^()]*\)|\[[^[\]]*\]|【[^【】]*】/gu, '')
    .replace(/[\s*:：＊]/gu, '')
    .toLowerCase();
}

function wordsOf(columns: Readonly<Record<string, Column>>): Map<string, string> {
  const words = new Map<string, string>();
  for (const [key, { header, also }] of Object.entries(columns)) {
    for (const word of [header, ...also]) words.set(bare(word), key);
  }
  return words;
}

/** How many of a row's cells are headers that are known; of the first rows the one with most is the header. */
export function headersIn(row: SheetRow, columns: Readonly<Record<string, Column>>): number {
  const words = wordsOf(columns);
  const known = new Set([...row.cells.values()].map(({ value }) => words.get(bare(value))).filter(Boolean));
  return known.size;
}

/**
 * Reads the header. Every column must be known: a renamed one would otherwise be left out without anybody noticing.
 * `width` is the column that holds anything furthest to the right in the whole sheet, as far as is known.
 */
export function readHeader<Key extends string>(
  row: SheetRow,
  columns: Readonly<Record<Key, Column>>,
): { header: Header<Key>; problems: { column: string | null; reason: string }[] } {
  const words = wordsOf(columns) as Map<string, Key>;
  const found = new Map<Key, number>();
  const titles = new Map<Key, string>();
  const problems: { column: string | null; reason: string }[] = [];
  const unknown: string[] = [];
  for (const [index, { value }] of [...row.cells].sort(([a], [b]) => a - b)) {
    const title = tidy(value);
    if (title === '') continue;
    const key = words.get(bare(title));
    if (key === undefined) {
      if (!ignoredColumns.has(bare(title))) unknown.push(title);
      continue;
    }
    const before = found.get(key);
    if (before === undefined) {
      found.set(key, index);
      titles.set(key, title);
    } else {
      problems.push({
        column: title,
        reason: `${letters(before)}列和${letters(index)}列都是“${columns[key].header}”，请只留一列。`,
      });
    }
  }
  const missing = (Object.keys(columns) as Key[]).filter((key) => columns[key].required && !found.has(key));
  for (const key of missing) {
    const also = columns[key].also.slice(0, 2).map((word) => `“${word}”`);
    problems.push({
      column: null,
      reason: `缺少“${columns[key].header}”列（也可写作${also.join('、')}）。`,
    });
  }
  for (const title of unknown) {
    const named = title.length > 20 ? `${title.slice(0, 20)}…` : title;
    const free = (Object.keys(columns) as Key[]).filter((key) => !found.has(key)).map((key) => columns[key].header);
    const hint = free.length > 0 ? `如果它是${free.join('、')}之一，请改为该名称；` : '';
    const ignored = words.has('备注') ? '序号' : '备注';
    problems.push({ column: named, reason: `不认识的列。${hint}不需要导入的请删除，或改名为“${ignored}”。` });
  }
  return { header: { row: row.number, columns: found, titles }, problems };
}

/** 0 → A, 26 → AA */
export function letters(index: number): string {
  const rest = String.fromCharCode(65 + (index % 26));
  return index < 26 ? rest : letters(Math.floor(index / 26) - 1) + rest;
}

/** `AB12` → column 27, row 12; null if it is no address. */
export function addressOf(reference: string): { column: number; row: number } | null {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/u.exec(reference);
  if (!match) return null;
  let column = 0;
  for (const letter of match[1] ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  return { column: column - 1, row: Number(match[2]) };
}
