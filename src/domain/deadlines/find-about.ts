import { typeFacts } from '../qualification.ts';
import type { Deadline } from './deadline.ts';
import type { DeadlineQuestion } from './deadline-question.ts';
import { stillToCome } from './standing.ts';

/**
 * The deadlines that a question means: of its year and batch, where they are said, and by the type or the words in their
 * names. Those still to come first; only where there are none, the last that are over.
 */
export function deadlinesAbout(
  { words, kind, year, batch }: DeadlineQuestion,
  all: readonly Deadline[],
  now: Date,
): readonly Deadline[] {
  const spoken = kind === null ? [] : [typeFacts[kind.type].label, ...typeFacts[kind.type].spoken];
  const isMeant = (one: Deadline) => {
    if (year !== null && one.year !== year) return false;
    if (batch !== null && one.batch !== batch) return false;
    if (words === '') return true;
    if (kind !== null && one.settledBy?.kind === 'application' && one.settledBy.type === kind.type) return true;
    return [words, ...spoken].some((word) => one.program.includes(word));
  };
  const found = all.filter((one) => !one.isWithdrawn && isMeant(one));
  const coming = stillToCome(found, now);
  if (coming.length > 0) return coming;
  const last = found
    .map((one) => one.year)
    .sort()
    .at(-1);
  return found.filter((one) => one.year === last);
}
