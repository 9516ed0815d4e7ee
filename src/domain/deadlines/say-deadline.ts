import { levelLabels, typeFacts } from '../qualification.ts';
import type { Audience } from './audience.ts';
import type { DueTime } from './deadline.ts';
import type { DeadlineDraft } from './new-deadline.ts';

/**
 * A draft as a sentence that reads back as the same draft whenever it is said: years and times are written out, and
 * enterprises by their full names. What a button confirms is so what was shown, also tomorrow.
 */
export function sayDraft(draft: DeadlineDraft, names: readonly string[]): string {
  const { program, year, batch, kind, enterpriseDue, officialDue, basis, noticeNo, url, audience } = draft;
  return [
    program,
    `${year}年${batch === null ? '' : `第${batch}批`}`,
    ...(kind === 'DUTY' ? ['报送义务'] : []),
    `截止 ${sayDue(enterpriseDue)}`,
    ...(officialDue === null ? [] : [`推荐上报 ${sayDue(officialDue)}`]),
    `依据 ${basis === 'CUSTOM' ? '惯例' : '通知'}`,
    ...(noticeNo === null ? [] : [`文号 ${noticeNo}`]),
    ...(url === null ? [] : [`链接 ${url}`]),
    `对象 ${sayAudience(audience, names)}`,
    ...(audience.industries.length === 0 ? [] : [`行业 ${audience.industries.join('、')}`]),
  ].join(' ');
}

export function sayDue({ on, at }: DueTime): string {
  return `${on} ${at}`;
}

/** Whom it concerns, in the words that `readAudience` reads. */
export function sayAudience(
  { everybody, anyOf }: Pick<Audience, 'everybody' | 'anyOf'>,
  names: readonly string[],
): string {
  const before = { VALID: '有效', PENDING: '待批复', EXPIRES_IN_YEAR: '当年到期', NONE: '没有' } as const;
  const rules = anyOf.map((rule) =>
    rule.kind === 'group'
      ? rule.group
      : `${before[rule.state]}${rule.level === null ? '' : levelLabels[rule.level]}${typeFacts[rule.type].label}`,
  );
  return [...(everybody ? ['全部企业'] : []), ...rules, ...names].join('、');
}
