import { readDocNo } from '../funds/doc-no.ts';
import { type Cell, type DateSystem, empty, type Reading, readText, refuse, tidy } from './cell.ts';
import { dateOfSerial, dateWritten } from './dates.ts';
import { shown } from './values.ts';

const fullWidth = /[０-９Ａ-Ｚａ-ｚ]/gu;

/** Words as they are kept: one line, letters and digits half-width, brackets and marks as they were written. */
export function words(text: string): string {
  return text
    .replace(fullWidth, (letter) => letter.normalize('NFKC'))
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}]/gu, '')
    .trim();
}

/** Text that is shown as it was written, of at most so many characters. */
export function readWords(cell: Cell | undefined, { atMost }: { atMost: number }): Reading<string> {
  const read = readText(cell, { atMost });
  if (!read.ok || read.value === null || cell?.kind !== 'text') return read;
  const text = words(cell.value);
  return text === '' ? empty : { ok: true, value: text };
}

/** What stands for a batch or a project: the number that people call it by, or its name (or the code of a project). */
export interface FundReference {
  /** As it was written. */
  text: string;
  /** Of `B-03` or `P-12`; null if it is none. */
  number: number | null;
}

export function readFundReference(letter: 'B' | 'P') {
  const form = new RegExp(`^${letter}-?0*(\\d{1,7})$`, 'iu');
  return (cell: Cell | undefined): Reading<FundReference> => {
    const read = readWords(cell, { atMost: 200 });
    if (!read.ok || read.value === null) return read.ok ? empty : read;
    const text = read.value;
    const bare = tidy(text)
      .replace(/\s/gu, '')
      .replace(/\p{Pd}/gu, '-');
    const digits = form.exec(bare)?.[1];
    return { ok: true, value: { text, number: digits === undefined ? null : Number(digits) } };
  };
}

/** `B-03` or `P-12` in the column of numbers. */
export function readFundNumber(letter: 'B' | 'P') {
  const reference = readFundReference(letter);
  const example = letter === 'B' ? 'B-03' : 'P-12';
  return (cell: Cell | undefined): Reading<number> => {
    const read = reference(cell);
    if (!read.ok || read.value === null) return read.ok ? empty : read;
    const { number, text } = read.value;
    if (number !== null) return { ok: true, value: number };
    return refuse(`“${shown(text)}”不是系统的编号（如 ${example}）；新登记的请留空。`);
  };
}

export function readDocNoCell(cell: Cell | undefined): Reading<string> {
  const read = readText(cell, { atMost: 200 });
  if (!read.ok || read.value === null) return read;
  const docNo = readDocNo(cell?.kind === 'text' ? cell.value : read.value);
  return docNo.ok ? { ok: true, value: docNo.docNo } : refuse(docNo.reason);
}

/** 2023, 2023年, 2023年度 */
export function readYearCell(cell: Cell | undefined): Reading<number> {
  const read = readText(cell, { atMost: 20 });
  if (!read.ok || read.value === null) return read.ok ? empty : read;
  const year = /^(\d{4})(?:年度?)?$/u.exec(read.value.replace(/\s/gu, ''))?.[1];
  return year === undefined
    ? refuse(`“${shown(read.value)}”不是年度，请写成 2023。`)
    : { ok: true, value: Number(year) };
}

const writtenMonth = /^(\d{4})(?:[-/.年](\d{1,2})月?|(\d{2}))$/u;

/** YYYY-MM of `2023-11`, `2023年11月`, `202311`, or of a day: that is what a spreadsheet makes of a month. */
export function readMonthCell(cell: Cell | undefined, system: DateSystem): Reading<string> {
  if (cell?.kind === 'number' && !cell.value.startsWith('-') && !/^\d{6}$/u.test(cell.value)) {
    const date = dateOfSerial(Number(cell.value), system);
    if (date !== null && date >= '1990' && date < '2100') return { ok: true, value: date.slice(0, 7) };
    return refuse(`数字 ${cell.value.slice(0, 20)} 不是月份，请写成 2023-11。`);
  }
  const read = readText(cell, { atMost: 30 });
  if (!read.ok || read.value === null) return read;
  const text = read.value.replace(/\s/gu, '').replace(/\p{Pd}/gu, '-');
  const [, year, separate, month = separate] = writtenMonth.exec(text) ?? [];
  if (year !== undefined && month !== undefined && Number(month) >= 1 && Number(month) <= 12) {
    return { ok: true, value: `${year}-${month.padStart(2, '0')}` };
  }
  const day = dateWritten(text);
  if (day.ok && day.value !== null) return { ok: true, value: day.value.slice(0, 7) };
  return refuse(`“${shown(read.value)}”不是月份，请写成 2023-11。`);
}
