import { UserError } from '../core/errors.ts';
import { type CalendarDate, looksLikeDate, readDate } from './calendar.ts';
import { type QualificationType, typeSpoken } from './qualification.ts';

/** What somebody wants to know about qualifications. */
export type QualificationRequest = {
  /** As at this day; today if absent. */
  on?: CalendarDate;
} & (
  | { of: 'own'; type?: QualificationType }
  | { of: 'enterprise'; name: string; type?: QualificationType }
  /** `everybody`: the sentence leaves no doubt that it is not about the own enterprise. */
  | { of: 'type'; type: QualificationType; page: number; everybody?: true }
  | { of: 'expiring'; page: number }
  | { of: 'statistics' }
);

const expiringWords = new Set(['即将到期', '快到期', '将到期', '到期', '快过期', '即将过期']);
const statisticsWords = new Set(['统计', '汇总', '数量']);

/**
 * Reads what follows `/资质`: nothing, a type, `即将到期`, `统计`, or an enterprise's name and perhaps a type; a date and
 * `第2页` may stand behind. @throws UserError for a date that the calendar does not have
 */
export function readArgument(argument: string): QualificationRequest {
  let words = argument
    .replace(/(\d)\s+(?=[年月日页])|([年月第])\s+(?=\d)/gu, '$1$2')
    .split(' ')
    .filter(Boolean);
  let page = 1;
  let on: CalendarDate | undefined;
  words = words.filter((word) => {
    const pages = /^第(\d{1,4})页$/u.exec(word);
    if (pages) page = Math.max(1, Number(pages[1]));
    if (looksLikeDate(word)) {
      const date = readDate(word);
      if (!date) throw new UserError(`日期“${word}”无效，请按 2023-12-31 的格式填写。`);
      on = date;
    }
    return !pages && !looksLikeDate(word);
  });
  const asAt = on === undefined ? {} : { on };
  const rest = words.join(' ');
  if (rest === '') return { of: 'own', ...asAt };
  if (expiringWords.has(rest)) return { of: 'expiring', page, ...asAt };
  if (statisticsWords.has(rest)) return { of: 'statistics', ...asAt };
  const type = typeSpoken(rest.replaceAll(' ', ''));
  if (type) return { of: 'type', type, page, ...asAt };
  const last = words.length > 1 ? typeSpoken(words.at(-1) ?? '') : null;
  return last
    ? { of: 'enterprise', name: words.slice(0, -1).join(' '), type: last, ...asAt }
    : { of: 'enterprise', name: rest, ...asAt };
}
