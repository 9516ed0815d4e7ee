/** What a cell holds, as the file says it; what it means is decided by the column it stands in. */
export interface Cell {
  kind: 'text' | 'number' | 'boolean' | 'error';
  /** The text as shown (text), or the value as written in the file (the others). */
  value: string;
  /** Computed by a formula; the value is what it gave when the file was saved. */
  formula: boolean;
}

/** A row of a sheet: its number as people see it, and its cells by column from 0. */
export interface SheetRow {
  number: number;
  cells: ReadonlyMap<number, Cell>;
}

/** How this workbook counts days: from 1900 (with a day too many) or from 1904. */
export type DateSystem = 1900 | 1904;

/** What a cell means, or why it cannot be used. `null` = empty. */
export type Reading<T> = { ok: true; value: T | null; note?: string } | { ok: false; reason: string };

export const empty = { ok: true, value: null } as const;

export function refuse(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}

/** What `tidy` leaves as it is: most cells, and looking is faster than rewriting. */
const tidyAlready = /^[\x21-\x7E\u4E00-\u9FFF]*$/u;

/** Full-width forms half-width, invisible characters gone, runs of white space one blank. */
export function tidy(text: string): string {
  if (tidyAlready.test(text)) return text;
  // What nobody sees goes first: a run of white space, or an accent's letter, may stand on its other side.
  return text
    .replace(/(?!\s)[\p{Cc}\p{Cf}\p{Co}]/gu, '')
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Excel and WPS keep 15 digits of a number; what was typed beyond them has become zeros. */
const exactDigits = 15;

/** `8`, `+8`, `1.38E+10` … */
const writtenNumber = /^[+-]?(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d{1,3}))?$/u;

/**
 * The whole digits of a number, written out, if nothing of them can have been lost: `1.3800001234E+10` → `13800001234`,
 * but not `1.38E+10`, whose other digits are gone for good, nor anything of more than 15 digits.
 * @param typed whether these are the characters that somebody sees, so that an exponent means rounding
 */
export function wholeDigits(value: string, { typed = false } = {}): string | null {
  const match = writtenNumber.exec(value);
  if (!match || value.startsWith('-')) return null;
  const [, whole = '', fraction = match[3] ?? '', , exponentText] = match;
  const exponent = Number(exponentText ?? 0);
  const significant = (whole + fraction).replace(/^0+/u, '').replace(/0+$/u, '');
  if (significant.length > exactDigits) return null;
  // An exponent that somebody sees stands for digits that were not kept, unless all of them are there.
  const places = exponent - fraction.length;
  if (typed && places > 0) return null;
  const digits = shifted(whole + fraction, places);
  if (digits === null || digits.length > exactDigits) return null;
  return digits;
}

/** Digits with the decimal point moved; null if something would stand behind it. */
function shifted(digits: string, places: number): string | null {
  if (places >= 0) return (digits + '0'.repeat(Math.min(places, 400))).replace(/^0+(?=\d)/u, '');
  const cut = digits.slice(0, places);
  return /^0*$/u.test(digits.slice(places)) ? cut.replace(/^0+(?=\d)/u, '') || '0' : null;
}

/** The text of a cell in a column of text. A number is written out if that is exact. */
export function readText(cell: Cell | undefined, { atMost }: { atMost: number }): Reading<string> {
  if (!cell) return empty;
  const usable = whyUnusable(cell);
  if (usable) return refuse(usable);
  if (cell.kind === 'boolean') return refuse('应为文字，这里是逻辑值（TRUE/FALSE）。');
  if (cell.kind === 'number') {
    const digits = wholeDigits(cell.value);
    return digits === null ? refuse(lostDigits(cell.value)) : { ok: true, value: digits };
  }
  const text = tidy(cell.value);
  if (text === '') return empty;
  if (text.length > atMost) return refuse(`最多${atMost}个字，这里有${text.length}个。`);
  return { ok: true, value: text };
}

/** Why no column can use this cell; null if it can. */
export function whyUnusable(cell: Cell): string | null {
  if (cell.kind === 'error') return `单元格是错误值 ${cell.value.slice(0, 20)}，请改正。`;
  if (cell.formula && cell.value === '') {
    return '公式没有保存计算结果，请在 Excel 或 WPS 中打开后保存，或把公式粘贴为数值。';
  }
  return null;
}

/** The sentence for text that a spreadsheet turned into a number. */
export function lostDigits(value: string): string {
  return `被表格软件存成了数字 ${value.slice(0, 30)}，有的数位可能已经丢失。请先把该列设为“文本”格式，再重新填写。`;
}
