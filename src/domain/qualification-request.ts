import { UserError } from '../core/errors.ts';
import { type CalendarDate, looksLikeDate, readDate } from './calendar.ts';
import { type QualificationType, qualificationTypes, typeFacts, typeSpoken } from './qualification.ts';

/** What somebody wants to know about qualifications. */
export type QualificationRequest = {
  /** As at this day; today if absent. */
  on?: CalendarDate;
} & (
  | { of: 'own'; type?: QualificationType }
  | { of: 'enterprise'; name: string; type?: QualificationType }
  | { of: 'type'; type: QualificationType; page: number }
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

const spoken = qualificationTypes
  .flatMap((type) => (type === 'OTHER' ? [] : [typeFacts[type].label, ...typeFacts[type].spoken]))
  .sort((a, b) => b.length - a.length)
  .join('|');

const lead = '(?:请问|麻烦|帮忙|帮我|帮|想|我想)*(?:查询|查看|查一下|查下|查查|看一下|看看|问一下|查|看)?(?:一下|下)?';
const topic = `(?:(?<type>${spoken})(?:证书|资质|资格|认定)?|资质证书|资质|证书|认证)`;
const tail =
  '(?:的)?(?:有效期|期限|情况|状态|信息)?(?:是|到|在|还有|还|有没有|是否|什么|快|已经)*(?:什么时候|时候|何时|哪天|哪年|多久|几天|多少天|几号)?(?:才|会|就|是否|快)?(?:到期|过期|有效|失效|在有效期内)?(?:了|啦)?(?:吗|么|没有|没|呢|嘛|吧|是什么|怎么样|如何)?';
const question = new RegExp(`^${lead}(?<subject>.{0,40}?)(?:的)?${topic}${tail}$`, 'u');
const ourselves =
  /^(?:(?:我们|我|咱们|咱|本|贵)?(?:公司|单位|企业|厂)?|我司|我方)?(?:的)?(?:现在|目前)?(?:都)?(?:有)?(?:什么|哪些|几个)?$/u;

/** Reads an ordinary question such as `我们高企到期了吗` or `易统云高企到期了吗`; null if it is about something else. */
export function readQuestion(text: string): QualificationRequest | null {
  const found = question.exec(text.replaceAll(' ', ''));
  if (!found?.groups) return null;
  const subject = found.groups.subject ?? '';
  const type = found.groups.type ? typeSpoken(found.groups.type) : null;
  const ofType = type ? { type } : {};
  if (ourselves.test(subject)) return { of: 'own', ...ofType };
  return { of: 'enterprise', name: subject, ...ofType };
}
