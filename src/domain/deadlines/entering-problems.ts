import { type CalendarDate, dateOf } from '../calendar.ts';
import { concernedBy } from './concerned.ts';
import type { DeadlineContent } from './deadline.ts';
import { type ContentProblem, type ContentRead, contentProblems } from './deadline-rules.ts';
import type { EnterpriseFacts } from './deadlines.ts';

/**
 * Everything that keeps a deadline from being entered or changed, by the form and by import alike: what is wrong with it, and
 * that it concerns nobody. @param before what is changed; null: a new one
 */
export function enteringProblems(
  content: ContentRead,
  { before, facts, now }: { before: DeadlineContent | null; facts: readonly EnterpriseFacts[]; now: Date },
): ContentProblem[] {
  const today = dateOf(now);
  const wrong = contentProblems(content, { today, now, before });
  if (!concernsNobody(content, wrong, { facts, on: today })) return wrong;
  const text = '按所选条件，目前没有企业列入名单，不能登记。请核对资质类型、级别、状态和行业，或逐家列入企业。';
  return [...wrong, { about: 'audience', text }];
}

/** Of a choice that is wrong itself it is not said. */
export function concernsNobody(
  { audience, year }: ContentRead,
  wrong: readonly ContentProblem[],
  { facts, on }: { facts: readonly EnterpriseFacts[]; on: CalendarDate },
): boolean {
  if (!audience || year === null || wrong.some(({ about }) => about === 'audience' || about === 'year')) return false;
  return concernedBy(audience, facts, { year, on }).length === 0;
}
