import type { Deadline, DeadlineContent } from './deadline.ts';

/** Whether no later batch of its year is entered. The first alone says nothing: the others are not out yet. */
export function isLastBatch(
  { program, year, batch }: Pick<DeadlineContent, 'program' | 'year' | 'batch'>,
  all: readonly Deadline[],
): boolean {
  if (batch === null || batch < 2) return false;
  return !all.some((one) => one.program === program && one.year === year && (one.batch ?? 0) > batch);
}
