import { type Deadline, type DeadlineContent, isSameRound } from './deadline.ts';
import { stillToCome } from './standing.ts';

const charactersAtLeast = 4;

/**
 * Deadlines still to come that may be the same matter under another name or year: 火炬统计 and 火炬统计年报, or one of which the
 * year was left as it stood. Another batch of a programme is another matter.
 */
export function similarTo(content: DeadlineContent, all: readonly Deadline[], now: Date): readonly Deadline[] {
  const isAnotherBatch = ({ batch }: Deadline) => batch !== null && content.batch !== null && batch !== content.batch;
  return stillToCome(all, now).filter(
    (one) =>
      !one.isWithdrawn &&
      !isSameRound(one, content) &&
      !isAnotherBatch(one) &&
      Math.abs(one.year - content.year) <= 1 &&
      (isWithin(one.program, content.program) || isWithin(content.program, one.program)),
  );
}

/** Whether all characters of a name stand in another one in their order. */
function isWithin(short: string, long: string): boolean {
  if (short.length < charactersAtLeast) return false;
  let from = 0;
  for (const character of short) {
    const found = long.indexOf(character, from);
    if (found === -1) return false;
    from = found + 1;
  }
  return true;
}
