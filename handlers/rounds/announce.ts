import { deadlineChangedCard, deadlineEnteredCard, deadlineWithdrawnCard } from '../../cards/deadline-told.ts';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import { dateOf } from '../../src/domain/calendar.ts';
import { type Deadline, type DeadlineChange, deadlineSubject } from '../../src/domain/deadlines/deadline.ts';
import type { EnterpriseFacts } from '../../src/domain/deadlines/deadlines.ts';
import { daysLeft } from '../../src/domain/deadlines/due-text.ts';
import { isQuiet, ladderOf, stepsDue } from '../../src/domain/deadlines/ladder.ts';
import { isLastBatch } from '../../src/domain/deadlines/last-batch.ts';
import type { Policy } from '../../src/domain/deadlines/policy.ts';
import type { ContactWay } from '../../src/domain/deadlines/promises.ts';
import { endsLadder, type OccasionKind } from '../../src/domain/deadlines/reminders.ts';
import { isSettled } from '../../src/domain/deadlines/settled.ts';
import { planMailings } from './plan-mailings.ts';
import type { Round } from './round.ts';
import { answersOf, chosen, concernedFacts, mailingsOf, worthOf } from './told-readers.ts';

const occasions: Record<DeadlineChange['kind'], Exclude<OccasionKind, 'LADDER'>> = {
  ENTER: 'ENTERED',
  CHANGE: 'CHANGED',
  WITHDRAW: 'WITHDRAWN',
};

/**
 * Tells those concerned what staff entered, changed or withdrew, as soon as its time has come, once each (domain.md E2). What
 * has been changed again since is told by that change alone.
 */
export async function announce(round: Round, now: Date): Promise<void> {
  const { promises, deadlines } = round.stores;
  const waiting = await promises.announcementsDue(now);
  if (waiting.length === 0) return;
  const policy = await deadlines.policy();
  // Told late at night it would be no better: it waits for the morning.
  if (isQuiet(now, policy)) return;
  const facts = await deadlines.facts();
  const contacts = await promises.contacts(facts.map(({ enterprise: { id } }) => id));
  for (const one of waiting) {
    try {
      await announceOne(round, { ...one, facts, contacts, policy, now });
    } catch (error) {
      // The others, and the day's reminders, are not to wait for it.
      round.log.error({ err: error, change: one.id }, 'change not announced');
    }
  }
}

async function announceOne(
  round: Round,
  { id, isNewest, ...told }: Told & { id: string; isNewest: boolean },
): Promise<void> {
  const { promises } = round.stores;
  const { change, deadline, now } = told;
  const slot = { key: `ANNOUNCE ${id}`, kind: 'ANNOUNCE' as const, day: dateOf(now) };
  if (!(await promises.openSlot(slot, now))) return;
  const isOver = change.kind !== 'WITHDRAW' && deadline.enterpriseDue.on < slot.day;
  const planned = isNewest && !isOver ? await tell(round, told) : 0;
  const note = isOver ? '已过截止日' : isNewest ? null : '已有新的变更';
  await promises.closeSlot(slot.key, { state: note === null ? 'DONE' : 'DROPPED', planned, note }, now);
  round.log.info({ deadline: deadline.number, change: change.kind, planned, note }, 'change of a deadline announced');
}

type Answers = Awaited<ReturnType<typeof answersOf>>;

interface Told {
  change: DeadlineChange;
  deadline: Deadline;
  facts: readonly EnterpriseFacts[];
  /** Of all of them: whoever serves several is told which one is meant. */
  contacts: ReadonlyMap<string, readonly ContactWay[]>;
  policy: Policy;
  now: Date;
}

async function tell(round: Round, { change, deadline, facts, contacts, policy, now }: Told): Promise<number> {
  const { stores, bureau, pages } = round;
  const today = dateOf(now);
  const subject = deadlineSubject(deadline.id);
  const answers = await answersOf(round, subject);
  const hearers = await hearersOf(round, { change, deadline, facts, answers }, today);
  const optedOut = deadline.kind === 'CALL' ? await stores.promises.optedOut('CALL') : new Set<string>();
  // The steps that the message makes good.
  const steps = ladderOf(deadline.enterpriseDue.on, policy.leads);
  const leads = change.kind === 'WITHDRAW' ? [] : stepsDue(steps, { after: '', on: today });
  const occasion = occasions[change.kind];
  const readers = hearers.flatMap((enterprise) =>
    chosen({
      ways: contacts.get(enterprise.id) ?? [],
      enterprise,
      subject,
      leads,
      // Who is preparing or asked for help has answered: their backup contact is left alone (domain.md E2).
      answer: answers.get(enterprise.id)?.kind ?? null,
      optedOut,
      policy,
      on: today,
    }).map((one) => ({ ...one, occasion, version: change.version })),
  );
  const all = await stores.deadlines.list({});
  const cardFor = (enterprise: EnterpriseRef | null) => {
    const of = {
      deadline,
      daysLeft: daysLeft(deadline, today),
      enterprise,
      isLastBatch: isLastBatch(deadline, all),
      bureau,
      page: pages.ownDeadline({ number: deadline.number, ...(enterprise ? { enterpriseId: enterprise.id } : {}) }),
      template: policy.texts.deadline,
    };
    if (change.kind === 'WITHDRAW') return deadlineWithdrawnCard(of, change.reason ?? '');
    return change.before ? deadlineChangedCard(of, change.before, change.reason) : deadlineEnteredCard(of);
  };
  // What is said at once goes before what comes again.
  const worth = { value: worthOf('REPORT', 0), line: null };
  // At once: whoever entered it at ten is not waited for till half past.
  return planMailings(round, mailingsOf(readers, contacts, { purpose: 'deadline.change', cardFor, worth }), {
    policy,
    key: `ANNOUNCE ${change.version} ${subject}`,
    spreadMinutes: 0,
  });
}

/** A new one: whom it concerns. A change or a withdrawal: whom it concerned or was told before too. */
async function hearersOf(
  round: Round,
  { change, deadline, facts, answers }: Pick<Told, 'change' | 'deadline' | 'facts'> & { answers: Answers },
  today: string,
): Promise<readonly EnterpriseRef[]> {
  const subject = deadlineSubject(deadline.id);
  const now = change.kind === 'WITHDRAW' ? [] : concernedFacts(deadline, facts, today);
  const before = change.before ? concernedFacts(change.before, facts, today) : [];
  const told = new Set(change.before ? await round.stores.promises.toldOf(subject) : []);
  const ids = new Set([...now, ...before].map(({ enterprise }) => enterprise.id));
  return facts
    .filter((fact) => ids.has(fact.enterprise.id) || told.has(fact.enterprise.id))
    .filter((fact) => {
      const answer = answers.get(fact.enterprise.id);
      const isDone = answer !== undefined && endsLadder.has(answer.kind);
      return !isDone && !isSettled(deadline, fact, today);
    })
    .map(({ enterprise }) => enterprise);
}
