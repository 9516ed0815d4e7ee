import type { EnterpriseRef } from '../../core/actor.ts';
import { type CalendarDate, dateOf, instantOf } from '../calendar.ts';
import { concernedBy } from './concerned.ts';
import type { Deadline } from './deadline.ts';
import type { Deadlines, EnterpriseFacts } from './deadlines.ts';
import { answerLabels, type DeadlineAnswer, endsLadder } from './reminders.ts';
import { isSettled } from './settled.ts';

/** How an enterprise stands to a deadline. OPEN: nothing is known. SETTLED: the ledger shows that it is done. */
export const standingStates = ['OPEN', 'HELP', 'PREPARING', 'SUBMITTED', 'SETTLED', 'NOT_THIS_YEAR', 'EXEMPT'] as const;
export type StandingState = (typeof standingStates)[number];
export const standingLabels: Record<StandingState, string> = {
  ...answerLabels,
  OPEN: '未答复',
  SETTLED: '台账显示已办理',
};

export interface DeadlineStanding {
  enterprise: EnterpriseRef;
  state: StandingState;
  /** The answer that holds. */
  answer: DeadlineAnswer | null;
}

/** The day as at which it is asked whom a deadline concerns: of one that is over its last, whatever came since. */
export function askedAsAt(
  { enterpriseDue: { on } }: Pick<Deadline, 'enterpriseDue'>,
  today: CalendarDate,
): CalendarDate {
  return on < today ? on : today;
}

/** How everybody whom a deadline concerns stands to it, in the order of `facts`. */
export function standingsOf(
  deadline: Deadline,
  { facts, answers, on }: { facts: readonly EnterpriseFacts[]; answers: readonly DeadlineAnswer[]; on: CalendarDate },
): DeadlineStanding[] {
  const concerned = new Set(
    concernedBy(deadline.audience, facts, { year: deadline.year, on: askedAsAt(deadline, on) }).map(({ id }) => id),
  );
  const answerOf = new Map(answers.map((one) => [one.enterpriseId, one]));
  return facts
    .filter(({ enterprise: { id } }) => concerned.has(id))
    .map((one) => {
      const answer = answerOf.get(one.enterprise.id) ?? null;
      return { enterprise: one.enterprise, answer, state: stateOf(answer, isSettled(deadline, one, on)) };
    });
}

/** @param settled whether the ledger shows that it is done */
export function stateOf(answer: DeadlineAnswer | null, settled = false): StandingState {
  const said = answer === null || answer.kind === 'REOPENED' ? 'OPEN' : answer.kind;
  // Who is only preparing, or asked for help, and has handed in since needs not say so.
  return settled && !(answer && endsLadder.has(answer.kind)) ? 'SETTLED' : said;
}

export function countStates(standings: readonly DeadlineStanding[]): ReadonlyMap<StandingState, number> {
  const counts = new Map<StandingState, number>();
  for (const { state } of standings) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}

/** Whether the day is over, to the minute. */
export function isOver({ enterpriseDue: { on, at } }: Pick<Deadline, 'enterpriseDue'>, now: Date): boolean {
  return now >= instantOf(on, at);
}

/** A list of deadlines: what is still to come, or what is over. */
export type DeadlineList = 'coming' | 'over';

/** Everything that is still to come, in the order of its days. */
export async function upcomingOf(deadlines: Pick<Deadlines, 'list'>, now: Date): Promise<readonly Deadline[]> {
  return stillToCome(await deadlines.list({ from: dateOf(now) }), now);
}

/** Those that are still to come: one of today 17:00 is over at 17:01. */
export function stillToCome(deadlines: readonly Deadline[], now: Date): readonly Deadline[] {
  return deadlines.filter((one) => !isOver(one, now));
}

/** Everything that is over and was not withdrawn, the newest first. */
export async function overOf(deadlines: Pick<Deadlines, 'list'>, now: Date): Promise<readonly Deadline[]> {
  return (await deadlines.list({})).filter((one) => isOver(one, now)).reverse();
}
