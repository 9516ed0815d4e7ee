import { UserError } from '../../core/errors.ts';
import { exportMonthsAtMost } from './files.ts';
import { addPeriods, formatPeriod, isPeriod, lastPeriod, type Period, periodsBetween, yearOfPeriod } from './period.ts';

const month = String.raw`20\d{2}(?:年|[-./])\d{1,2}月?(?:份)?`;
const spanPattern = new RegExp(`^(?<from>${month})(?:(?:至|到|—|–|~|-{1,2})(?<to>${month}))?$`, 'u');
/** `2026年1—10月` */
const withinYear = /^(?<year>20\d{2})年(?<first>\d{1,2})月?(?:至|到|—|–|~|-)(?<last>\d{1,2})月?$/u;

const asks = '请写成“/导出 月报 2026-10”，或“/导出 月报 2026-01 至 2026-10”。';

/**
 * Which months are to be exported: one, from one to another, the months of a year that are over, or, if none is named, the
 * last month. @throws UserError that says how to write it
 */
export function readExportSpan(text: string, now: Date): { from: Period; to: Period } {
  const bare = text.replace(/\s/gu, '');
  const last = lastPeriod(now);
  const span = spanOf(bare, last);
  if (!span) throw new UserError(`没有看懂报告期“${text.slice(0, 30)}”。${asks}`);
  const { from, to } = span;
  for (const period of [from, to]) if (!isPeriod(period)) throw new UserError(`没有“${period}”这个月份。${asks}`);
  if (from > to)
    throw new UserError(`起始月份${formatPeriod(from)}晚于截止月份${formatPeriod(to)}，请对调后重新发送。`);
  if (to > last) throw new UserError(`${formatPeriod(to)}尚未结束，目前最晚可导出${formatPeriod(last)}。`);
  if (from <= addPeriods(to, -exportMonthsAtMost)) {
    throw new UserError(`一次最多导出${exportMonthsAtMost}个月，请分次导出。`);
  }
  return span;
}

function spanOf(bare: string, last: Period): { from: Period; to: Period } | null {
  if (bare === '') return { from: last, to: last };
  const year = /^(20\d{2})年?$/u.exec(bare)?.[1];
  if (year !== undefined) {
    const to = Number(year) === yearOfPeriod(last) ? last : `${year}-12`;
    return { from: `${year}-01`, to };
  }
  const months = withinYear.exec(bare)?.groups;
  if (months) return { from: padded(months.year, months.first), to: padded(months.year, months.last) };
  const found = spanPattern.exec(bare)?.groups;
  if (!found?.from) return null;
  const from = periodIn(found.from);
  return { from, to: found.to === undefined ? from : periodIn(found.to) };
}

function periodIn(text: string): Period {
  const [, year, number] = /^(\d{4})\D(\d{1,2})/u.exec(text) ?? [];
  return padded(year, number);
}

const padded = (year = '', number = '') => `${year}-${number.padStart(2, '0')}`;

/** e.g. `2026年1月至2026年10月（10个月）` */
export function spanText({ from, to }: { from: Period; to: Period }): string {
  if (from === to) return formatPeriod(from);
  return `${formatPeriod(from)}至${formatPeriod(to)}（${periodsBetween(from, to).length}个月）`;
}
