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
  | { of: 'pending'; page: number }
  | { of: 'statistics' }
);

type Scope = 'expiring' | 'pending' | 'statistics';

/** Clear without the command too. */
const scopes = new Map<string, Scope>([
  ['即将到期', 'expiring'],
  ['快到期', 'expiring'],
  ['快过期', 'expiring'],
  ['即将过期', 'expiring'],
  ['待批复', 'pending'],
  ['统计', 'statistics'],
  ['资质统计', 'statistics'],
]);
const scopesOfCommand = new Map<string, Scope>([
  ...scopes,
  ['到期', 'expiring'],
  ['将到期', 'expiring'],
  ['汇总', 'statistics'],
  ['数量', 'statistics'],
]);
const todayWords = new Set(['今天', '今日', '现在', '目前', '当前']);

/** The words of a request, with the day and the page that stand among them set apart. */
interface Words {
  words: string[];
  page: number;
  on?: CalendarDate;
  /** A date that the calendar does not have. */
  wrongDate?: string;
}

function setApart(text: string): Words {
  const found: Words = { words: [], page: 1 };
  const parts = text.replace(/(\d)\s+(?=[年月日页])|([年月第])\s+(?=\d)/gu, '$1$2').split(' ');
  for (const word of parts.filter(Boolean)) {
    const page = /^第(\d{1,4})页$/u.exec(word)?.[1];
    if (page !== undefined) {
      found.page = Math.max(1, Number(page));
    } else if (looksLikeDate(word)) {
      const date = readDate(word);
      if (date) found.on = date;
      else found.wrongDate = word;
    } else if (!todayWords.has(word)) {
      found.words.push(word);
    }
  }
  return found;
}

/** Whether a sentence is nothing but `即将到期`, `待批复` or `统计`, perhaps with a day and a page. */
export function isScope(text: string): boolean {
  return scopes.has(setApart(text).words.join(' '));
}

/**
 * Reads what follows `/资质`: nothing, a type, `即将到期`, `待批复`, `统计`, or an enterprise's name and perhaps a type; a date
 * and `第2页` may stand behind. @throws UserError for a date that the calendar does not have
 */
export function readArgument(argument: string): QualificationRequest {
  const { words, page, on, wrongDate } = setApart(argument);
  if (wrongDate) throw new UserError(`日期“${wrongDate}”无效，请按 2023-12-31 的格式填写。`);
  const asAt = on === undefined ? {} : { on };
  const rest = words.join(' ');
  if (rest === '') return { of: 'own', ...asAt };
  const scope = scopesOfCommand.get(rest);
  if (scope === 'statistics') return { of: scope, ...asAt };
  if (scope) return { of: scope, page, ...asAt };
  const type = typeSpoken(rest.replaceAll(' ', ''));
  if (type) return { of: 'type', type, page, ...asAt };
  const last = words.length > 1 ? typeSpoken(words.at(-1) ?? '') : null;
  return last
    ? { of: 'enterprise', name: words.slice(0, -1).join(' '), type: last, ...asAt }
    : { of: 'enterprise', name: rest, ...asAt };
}

/** A sentence without its day, and the day. Null if the calendar has no such day: then it is no question we know. */
export function withoutDay(text: string): { sentence: string; on?: CalendarDate } | null {
  const { words, on, wrongDate } = setApart(text);
  if (wrongDate) return null;
  return { sentence: words.join(''), ...(on === undefined ? {} : { on }) };
}
