import { dateOf } from '../calendar.ts';
import { concernedBy } from './concerned.ts';
import type { DeadlineContent } from './deadline.ts';
import { type ContentProblem, contentProblems } from './deadline-rules.ts';
import type { EnterpriseFacts } from './deadlines.ts';

/**
 * Everything that keeps a deadline from being entered or changed, by the form and by import alike: what is wrong with it, and
 * where nothing is, that it concerns nobody. @param before what is changed; null: a new one
 */
export function enteringProblems(
  content: DeadlineContent,
  { before, facts, now }: { before: DeadlineContent | null; facts: readonly EnterpriseFacts[]; now: Date },
): ContentProblem[] {
  const today = dateOf(now);
  const wrong = contentProblems(content, { today, now, before });
  const { audience, year } = content;
  if (wrong.length > 0 || concernedBy(audience, facts, { year, on: today }).length > 0) return wrong;
  const text = '按所选条件，目前没有企业列入名单，不能登记。请核对资质类型、级别、状态和行业，或逐家列入企业。';
  return [{ about: 'audience', text }];
}
