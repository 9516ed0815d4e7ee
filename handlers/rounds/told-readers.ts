import type { EnterpriseRef } from '../../src/core/actor.ts';
import type { Card } from '../../src/core/card.ts';
import type { CalendarDate } from '../../src/domain/calendar.ts';
import { concernedBy } from '../../src/domain/deadlines/concerned.ts';
import type { Deadline, Subject } from '../../src/domain/deadlines/deadline.ts';
import type { EnterpriseFacts } from '../../src/domain/deadlines/deadlines.ts';
import type { Policy } from '../../src/domain/deadlines/policy.ts';
import type { ContactWay, PlannedReminder, ValuedMailing } from '../../src/domain/deadlines/promises.ts';
import { readersOf } from '../../src/domain/deadlines/readers.ts';
import type { AnswerKind, DeadlineAnswer, ReminderKind } from '../../src/domain/deadlines/reminders.ts';
import type { Round } from './round.ts';

/** Those of the facts whom a deadline concerns on a day. */
export function concernedFacts(
  deadline: Pick<Deadline, 'audience' | 'year'>,
  facts: readonly EnterpriseFacts[],
  on: CalendarDate,
): readonly EnterpriseFacts[] {
  const ids = new Set(concernedBy(deadline.audience, facts, { year: deadline.year, on }).map(({ id }) => id));
  return facts.filter(({ enterprise }) => ids.has(enterprise.id));
}

export async function answersOf(
  { stores }: Pick<Round, 'stores'>,
  subject: Subject,
): Promise<ReadonlyMap<string, DeadlineAnswer>> {
  const answers = await stores.deadlines.answers([subject]);
  return new Map(answers.map((answer) => [answer.enterpriseId, answer]));
}

/** Somebody a mailing goes to, with the enterprise it is about. */
export interface PlannedFor extends PlannedReminder {
  enterprise: EnterpriseRef;
}

export function chosen(of: {
  ways: readonly ContactWay[];
  enterprise: EnterpriseRef;
  subject: Subject;
  leads: readonly number[];
  answer: AnswerKind | null;
  optedOut: ReadonlySet<string>;
  policy: Policy;
  on: CalendarDate;
}): PlannedFor[] {
  const { ways, enterprise, subject, leads, answer, optedOut, policy, on } = of;
  const lead = leads.length > 0 ? Math.min(...leads) : null;
  return readersOf(ways, { lead, answer, optedOut, policy }).flatMap(({ personId, accounts, step }) => {
    const [to] = accounts;
    if (!to) return [];
    const promise = { subject, enterpriseId: enterprise.id, personId, occasion: 'LADDER' as const, sendOn: on };
    return [{ ...promise, leads, step, to, enterprise }];
  });
}

/** Who speaks for more than one of these enterprises: they have to be told which one is meant. */
function servingSeveral(contacts: ReadonlyMap<string, readonly ContactWay[]>): ReadonlySet<string> {
  const [seen, several] = [new Set<string>(), new Set<string>()];
  for (const { personId } of [...contacts.values()].flat()) (seen.has(personId) ? several : seen).add(personId);
  return several;
}

/**
 * One text for everybody who serves one enterprise only, so that one call brings it to many; who serves several gets one
 * that names it for each.
 */
export function mailingsOf(
  readers: readonly PlannedFor[],
  contacts: ReadonlyMap<string, readonly ContactWay[]>,
  {
    purpose,
    cardFor,
    worth,
  }: {
    purpose: string;
    cardFor: (enterprise: EnterpriseRef | null) => Card;
    worth: Pick<ValuedMailing, 'value' | 'line'>;
  },
): ValuedMailing[] {
  const ofSeveral = servingSeveral(contacts);
  const single = readers.filter(({ personId }) => !ofSeveral.has(personId));
  const several = readers.filter(({ personId }) => ofSeveral.has(personId));
  const promise = ({ enterprise: _, ...rest }: PlannedFor): PlannedReminder => rest;
  return [
    ...(single.length > 0 ? [{ card: cardFor(null), purpose, readers: single.map(promise), ...worth }] : []),
    ...several.map((one) => ({
      card: cardFor(one.enterprise),
      purpose,
      readers: [promise(one)],
      value: worth.value,
      line: null,
    })),
  ];
}

/** What a reminder is worth where there are not enough calls for all: duties before offers, and the nearer day first. */
export function worthOf(kind: ReminderKind, daysLeft: number): number {
  const ofKind = { REPORT: 3000, DUTY: 2000, CALL: 1000, CERTIFICATE: 1000 }[kind];
  return ofKind - Math.min(daysLeft, 999);
}
