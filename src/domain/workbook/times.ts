import { readTime } from '../deadlines/due-words.ts';
import { type Cell, empty, type Reading, refuse, tidy, whyUnusable } from './cell.ts';
import { shown } from './values.ts';

const howTo = '请按 17:00 的格式填写，当日结束写 24:00。';
const minutesADay = 24 * 60;

/**
 * A time of day in a cell: text, or the part of a day that spreadsheets make of `17:00`. They make 1 of `24:00`, which is the
 * day's end here too.
 */
export function readTimeCell(cell: Cell | undefined): Reading<string> {
  if (!cell) return empty;
  const unusable = whyUnusable(cell);
  if (unusable) return refuse(unusable);
  if (cell.kind === 'boolean') return refuse(`应为时间，这里是逻辑值，${howTo}`);
  if (cell.kind === 'number') return ofNumber(cell.value);
  const text = tidy(cell.value).replace(/\s+/gu, '');
  if (text === '') return empty;
  // Spreadsheets write seconds too.
  const read = readTime(text.replace(/^(\d{1,2}:\d{2}):00$/u, '$1'));
  if (!read) return refuse(`“${shown(text)}”不是时间，${howTo}`);
  return 'problem' in read ? refuse(read.problem) : { ok: true, value: read.at };
}

function ofNumber(value: string): Reading<string> {
  const part = Number(value);
  if (!(part >= 0 && part <= 1)) return refuse(`“${shown(value)}”不是时间，${howTo}`);
  const minutes = Math.round(part * minutesADay);
  const pad = (number: number) => String(number).padStart(2, '0');
  return { ok: true, value: `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}` };
}
