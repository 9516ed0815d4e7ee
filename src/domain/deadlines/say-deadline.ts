import { levelLabels, typeFacts } from '../qualification.ts';
import type { Audience } from './audience.ts';
import type { ChangeSaid } from './changed-deadline.ts';
import { basisLabels, type DeadlineContent, type DueTime } from './deadline.ts';
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
    ...saySource({ basis, noticeNo, url }),
    `对象 ${sayAudience(audience, names)}`,
    ...(audience.industries.length === 0 ? [] : [`行业 ${audience.industries.join('、')}`]),
  ].join(' ');
}

/** A change as a sentence that reads back as the same: what was said of it, days with their times, and the reason last. */
export function sayChange(
  { enterpriseDue, officialDue }: Pick<DeadlineContent, 'enterpriseDue' | 'officialDue'>,
  said: ChangeSaid,
): string {
  return [
    ...(said.enterpriseDue ? [sayDue(enterpriseDue)] : []),
    ...(said.officialDue && officialDue ? [`推荐上报 ${sayDue(officialDue)}`] : []),
    ...saySource(said),
    ...(said.reason === null ? [] : [`原因 ${said.reason}`]),
  ].join(' ');
}

function saySource({ basis, noticeNo, url }: Pick<ChangeSaid, 'basis' | 'noticeNo' | 'url'>): string[] {
  return [
    ...(basis === null ? [] : [`依据 ${basisLabels[basis]}`]),
    ...(noticeNo === null ? [] : [`文号 ${noticeNo}`]),
    ...(url === null ? [] : [`链接 ${url}`]),
  ];
}

function sayDue({ on, at }: DueTime): string {
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
