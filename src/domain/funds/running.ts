import type { CalendarDate } from '../calendar.ts';
import type { Fen } from '../money.ts';
import type { EntryType } from './terms.ts';

/** What moves a running sum: an entry of the ledger, or one that is proposed. `fen` is signed. */
export interface Movement {
  type: EntryType;
  fen: Fen;
  effectiveOn: CalendarDate;
  dateKnown: boolean;
}

/** By how much a movement raises (or lowers) one running sum. */
export type Effect = (movement: Movement) => Fen;

export interface Step {
  day: CalendarDate;
  delta: Fen;
}

const [always, atLast] = ['', '9999-12-31'] as const;

/**
 * When a movement of 批复, 拨付 or 到位 counts in comparing the order of days: where its day is unknown it gets the benefit of
 * the doubt. What raises has been there always, what lowers comes last of all.
 */
export function leniently({ dateKnown, effectiveOn }: Movement, delta: Fen): Step {
  return { day: dateKnown ? effectiveOn : delta > 0n ? always : atLast, delta };
}

/** The steps of a running sum, the earliest first; movements without effect are left out. */
export function stepsOf(
  movements: readonly Movement[],
  effect: Effect,
  place: (movement: Movement, delta: Fen) => Step = ({ effectiveOn: day }, delta) => ({ day, delta }),
): Step[] {
  return movements
    .map((one) => place(one, effect(one)))
    .filter(({ delta }) => delta !== 0n)
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** The sum at the end of a day. */
export function sumAt(steps: readonly Step[], on: CalendarDate): Fen {
  return steps.reduce((sum, { day, delta }) => (day <= on ? sum + delta : sum), 0n);
}

/** The lowest that a running sum stands at the end of any day from `from` on, and the first day on which it does. */
export function lowestFrom(steps: readonly Step[], from: CalendarDate): { day: CalendarDate; sum: Fen } {
  const lowest = { day: from, sum: sumAt(steps, from) };
  let sum = lowest.sum;
  const later = steps.filter(({ day }) => day > from);
  for (const [index, { day, delta }] of later.entries()) {
    sum += delta;
    const isEndOfDay = later[index + 1]?.day !== day;
    if (isEndOfDay && sum < lowest.sum) Object.assign(lowest, { day, sum });
  }
  return lowest;
}
