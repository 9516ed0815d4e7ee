import { changedItems } from './content-rows.ts';
import type { DeadlineChange, DeadlineContent } from './deadline.ts';

/** What those concerned are told from; of what was taken back from what it was in between. */
function knownBefore(
  known: DeadlineContent,
  after: DeadlineContent,
  changes: readonly DeadlineChange[],
): DeadlineContent {
  const between = changes.findLast(({ kind }) => kind === 'CHANGE')?.before;
  return between && changedItems(known, after).length === 0 ? { ...between, audience: known.audience } : known;
}

/**
 * Changes of which nobody was told, as one: from what those concerned know to what the last of them made, and why. What was
 * changed and changed back is told all the same: what was promised meanwhile does not come, and who heard of the first, as of
 * a process that died while it told them, has to know.
 * @param changes the oldest first, at least one
 */
export function toldTogether(changes: readonly DeadlineChange[]): DeadlineChange {
  const [first, last] = [changes[0], changes.at(-1)];
  if (!first || !last) throw new Error('no change to tell');
  const reasons = last.kind === 'WITHDRAW' ? [last.reason] : changes.map(({ reason }) => reason);
  const said = [...new Set(reasons.filter((one) => one !== null))];
  return {
    ...last,
    before: first.before && last.after ? knownBefore(first.before, last.after, changes) : first.before,
    reason: said.length === 0 ? null : said.join('；'),
  };
}
