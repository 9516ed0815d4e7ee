import { UserError } from '../../core/errors.ts';
import { type CalendarDate, looksLikeDate, readDate } from '../calendar.ts';
import type { Grouping } from './funds.ts';
import type { Rate } from './sums.ts';

/** What somebody wants to know about special funds. */
export type FundRequest = {
  /** 截至: as at this day; today if absent. */
  on?: CalendarDate;
  /** 登记至: by what had been entered until the end of this day; absent: all that is recorded. */
  known?: CalendarDate;
} & (
  | { of: 'own' }
  | { of: 'year'; year: number; by?: Grouping; page: number }
  | { of: 'batch'; number: number }
  | { of: 'project'; number: number }
  /** The movements behind the numbers; `which` null: of everything that is one's own. */
  | { of: 'entries'; which: { kind: 'P' | 'B'; number: number } | null; page: number }
  | { of: 'enterprise'; name: string }
  /** `rate` null: all four. */
  | { of: 'rates'; rate: Rate | null; year: number | null }
  /** Somebody only said 执行率: which of them is asked back. */
  | { of: 'which-rate' }
  | { of: 'acceptance'; page: number }
  | { of: 'warnings'; page: number }
  | { of: 'chart'; year: number }
);

const groupingWords = new Map<string, Grouping>([
  ['按级次', 'level'],
  ['按级别', 'level'],
  ['按层级', 'level'],
  ['按类别', 'category'],
  ['按类型', 'category'],
  ['按批次', 'batch'],
  ['按企业', 'enterprise'],
  ['按单位', 'enterprise'],
  ['按项目', 'project'],
]);

export const rateWords = new Map<string, Rate>([
  ['支出执行率', 'spending'],
  ['支出率', 'spending'],
  ['预算执行率', 'budget'],
  ['拨付率', 'disbursement'],
  ['到位率', 'receipt'],
]);

type Topic = 'rates' | 'acceptance' | 'warnings' | 'entries' | 'chart';
const topicWords = new Map<string, Topic>([
  ['执行率', 'rates'],
  ['各项比率', 'rates'],
  ['待验收', 'acceptance'],
  ['验收', 'acceptance'],
  ['到期验收', 'acceptance'],
  ['预警', 'warnings'],
  ['提醒', 'warnings'],
  ['明细', 'entries'],
  ['流水', 'entries'],
  ['台账明细', 'entries'],
  ['图', 'chart'],
  ['图表', 'chart'],
]);

const numbered = /^([PB])\s*[-–—_]?\s*0*(\d{1,6})$/iu;
const aYear = /^(20\d{2})年?$/u;
const aPage = /^第(\d{1,4})页$/u;
const now = new Set(['今天', '今日', '现在', '目前', '当前']);

/** The words of a request, with what may stand anywhere among them set apart. */
interface Words {
  words: string[];
  page: number;
  year: number | null;
  on?: CalendarDate;
  known?: CalendarDate;
}

/** @throws UserError for a date that the calendar does not have */
function setApart(text: string): Words {
  const found: Words = { words: [], page: 1, year: null };
  // A number or a date that was written with blanks is one word; a particle stuck to its date is one of its own.
  const parts = text
    .replace(/(截至|登记至|截止到?)(?=\d)/gu, '$1 ')
    .replace(/(?<![\p{L}\p{N}])([PB])\s*[-–—_]?\s*(?=\d{1,6}(?!\d))/giu, '$1-')
    .replace(/(\d)\s+(?=[年月日页])|([年月第])\s+(?=\d)/gu, '$1$2')
    .split(' ')
    .filter(Boolean);
  for (const [index, word] of parts.entries()) {
    const before = parts[index - 1] ?? '';
    const year = aYear.exec(word)?.[1];
    const page = aPage.exec(word)?.[1];
    if (page !== undefined) {
      found.page = Math.max(1, Number(page));
    } else if (before === '登记至' && looksLikeDate(word)) {
      found.known = dayOf(word);
    } else if (year !== undefined && !/^截/u.test(before)) {
      found.year = Number(year);
    } else if (looksLikeDate(word)) {
      found.on = dayOf(word);
    } else if (!now.has(word) && !/^(?:截至|截止到?|登记至|全部|统计|汇总)$/u.test(word)) {
      found.words.push(word);
    }
  }
  return found;
}

function dayOf(word: string): CalendarDate {
  const date = readDate(word);
  if (date === null) throw new UserError(`日期“${word}”无效，请按 2023-12-31 的格式填写。`);
  return date;
}

/**
 * Reads what follows `/资金`: nothing, a year, `B-03`, `P-12`, an enterprise's name, a rate, `待验收`, `预警`, `明细`, a
 * grouping; a day (`截至 2023-12-31`), `登记至 2024-01-05` and `第2页` may stand anywhere.
 * @param thisYear what 图 and a grouping without a year are about
 * @throws UserError for a date that the calendar does not have
 */
export function readFundRequest(argument: string, thisYear: number): FundRequest {
  const { words, page, year, on, known } = setApart(argument);
  const asAt = { ...(on === undefined ? {} : { on }), ...(known === undefined ? {} : { known }) };
  // 明细 of what, and a number of which 明细: either order.
  const which = words.flatMap((word) => {
    const [, letter = '', digits = ''] = numbered.exec(word) ?? [];
    return digits === '' ? [] : [{ kind: letter.toUpperCase() as 'P' | 'B', number: Number(digits) }];
  })[0];
  const rest = words.filter((word) => !numbered.test(word)).join('');
  const topic = topicWords.get(rest);
  const by = groupingWords.get(rest);
  const rate = rateWords.get(rest);
  if (topic === 'entries') return { of: 'entries', which: which ?? null, page, ...asAt };
  if (which && rest === '') {
    return which.kind === 'P'
      ? { of: 'project', number: which.number, ...asAt }
      : { of: 'batch', number: which.number, ...asAt };
  }
  if (topic === 'rates' || rate) return { of: 'rates', rate: rate ?? null, year, ...asAt };
  if (topic === 'chart') return { of: 'chart', year: year ?? thisYear, ...asAt };
  if (topic) return { of: topic, page, ...asAt };
  if (by) return { of: 'year', year: year ?? thisYear, by, page, ...asAt };
  if (rest === '') return year === null ? { of: 'own', ...asAt } : { of: 'year', year, page, ...asAt };
  // A name may be written in several words.
  return { of: 'enterprise', name: words.join(' '), ...asAt };
}
