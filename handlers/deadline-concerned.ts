import type { Concerned } from '../cards/deadline-draft.ts';
import { audienceText, concernedBy } from '../src/domain/deadlines/concerned.ts';
import { namesOf } from '../src/domain/deadlines/content-rows.ts';
import type { DeadlineContent } from '../src/domain/deadlines/deadline.ts';
import type { EnterpriseFacts } from '../src/domain/deadlines/deadlines.ts';

/** That a deadline is refused, since it would concern nobody. */
export function nobody(audience: string, step: '登记' | '变更'): string {
  return `对象“${audience}”目前没有涉及任何企业，${step}后无人收到提醒，本次未${step}；请核对对象或企业台账。`;
}

/** Whom a content concerns today, and how that is said. */
export function concernedNow(
  { audience, year }: Pick<DeadlineContent, 'audience' | 'year'>,
  facts: readonly EnterpriseFacts[],
  on: string,
): Concerned {
  const everybody = { everybody: true, anyOf: [], industries: [], include: [], exempt: [] };
  const names = concernedBy(audience, facts, { year, on })
    .map(({ name }) => name)
    .sort();
  const all = concernedBy(everybody, facts, { year, on }).length;
  return { names, audience: audienceText(audience, namesOf(facts)), isEverybody: names.length === all && all > 1 };
}
