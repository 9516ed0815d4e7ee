import {
  deadlineChangedCard,
  deadlineEnteredCard,
  deadlineReleasedCard,
  deadlineWithdrawnCard,
} from '../../cards/deadline-told.ts';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import { grouped } from '../../src/core/grouped.ts';
import { type CalendarDate, dateOf, instantOf } from '../../src/domain/calendar.ts';
import {
  changeLabels,
  type Deadline,
  type DeadlineChange,
  deadlineSubject,
} from '../../src/domain/deadlines/deadline.ts';
import type { EnterpriseFacts } from '../../src/domain/deadlines/deadlines.ts';
import { daysLeft, deadlineTitle } from '../../src/domain/deadlines/due-text.ts';
import { type Hearer, hearersOf } from '../../src/domain/deadlines/hearers.ts';
import { isQuiet, ladderOf, stepsDue, stepsOf } from '../../src/domain/deadlines/ladder.ts';
import { isLastBatch } from '../../src/domain/deadlines/last-batch.ts';
import type { Policy } from '../../src/domain/deadlines/policy.ts';
import type { ContactWay, ValuedMailing } from '../../src/domain/deadlines/promises.ts';
import { optedOutOf, unreachableOf } from '../../src/domain/deadlines/readers.ts';
import { isOver } from '../../src/domain/deadlines/standing.ts';
import { toldTogether } from '../../src/domain/deadlines/told-together.ts';
import { addDays } from '../../src/domain/workday.ts';
import type { Due } from './due.ts';
import { planMailings } from './plan-mailings.ts';
import type { Round } from './round.ts';
import { answersOf, chosen, concernedFacts, mailingsOf, worthOf } from './told-readers.ts';

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
  {
    id,
    isNewest,
    changes,
    ...known
  }: Omit<Told, 'change'> & { id: string; isNewest: boolean; changes: readonly DeadlineChange[] },
): Promise<void> {
  const { promises } = round.stores;
  const told = { ...known, change: toldTogether(changes) };
  const { change, deadline, now } = told;
  const slot = { key: `ANNOUNCE ${id}`, kind: 'ANNOUNCE' as const, day: dateOf(now) };
  if (!(await promises.openSlot(slot, now))) return;
  const isPast = change.kind !== 'WITHDRAW' && deadline.enterpriseDue.on < slot.day;
  const planned = isNewest && !isPast ? await tell(round, told) : 0;
  const note = isPast ? '已过截止日' : isNewest ? null : '已有新的变更';
  await promises.closeSlot(slot.key, { state: note === null ? 'DONE' : 'DROPPED', planned, note }, now);
  round.log.info({ deadline: deadline.number, change: change.kind, planned, note }, 'change of a deadline announced');
}

interface Told {
  change: DeadlineChange;
  deadline: Deadline;
  facts: readonly EnterpriseFacts[];
  /** Of all of them: whoever serves several is told which one is meant. */
  contacts: ReadonlyMap<string, readonly ContactWay[]>;
  policy: Policy;
  now: Date;
}

async function tell(round: Round, told: Told): Promise<number> {
  const { change, deadline, policy } = told;
  if (change.kind === 'AUDIENCE') await dropForWhoWentOut(round, told);
  return planMailings(round, (await announcementOf(round, told)).mailings, {
    policy,
    key: `ANNOUNCE ${change.version} ${deadlineSubject(deadline.id)}`,
    // At once: whoever entered it at ten is not waited for till half past.
    spreadMinutes: 0,
  });
}

/** What they were promised before would ask them for what does not concern them any more. */
async function dropForWhoWentOut({ stores }: Round, { change, deadline, facts, now }: Told): Promise<void> {
  const still = new Set(concernedFacts(deadline, facts, dateOf(now)).map(({ enterprise }) => enterprise.id));
  const out = facts.map(({ enterprise }) => enterprise.id).filter((one) => !still.has(one));
  await stores.promises.dropPlanned(deadlineSubject(deadline.id), out, change.version);
}

/** Who hears of it, and the texts that tell them. Reads only: the round keeps them as promises, `/提醒 明天` shows them. */
async function announcementOf(
  round: Pick<Round, 'stores' | 'bureau' | 'pages'>,
  { change, deadline, facts, contacts, policy, now }: Told,
): Promise<{ hearers: readonly Hearer[]; mailings: readonly ValuedMailing[]; optedOut: ReadonlySet<string> }> {
  const { stores, bureau, pages } = round;
  const today = dateOf(now);
  const subject = deadlineSubject(deadline.id);
  const answers = await answersOf(round, subject);
  const told = new Set(await stores.promises.toldOf(subject));
  const all = hearersOf(deadline, { before: change.before, facts, answers, told, on: today });
  const optedOut = await optedOutOf(deadline, stores.promises);
  // The steps that the message makes good.
  const steps = stepsDue(ladderOf(deadline.enterpriseDue.on, policy.leads), { after: '', on: today });
  // Whom it concerns now too hears of it by today's reminder, where that is still to come.
  const isReminded =
    change.kind === 'AUDIENCE' &&
    stepsOf(deadline, policy.leads, { after: addDays(today, -1), on: today }).length > 0 &&
    (await stores.promises.lastDone('LADDER'))?.day !== today;
  // To whom it is new it is no news when it is over; who knows another day has to hear even then.
  const isTooLate = isOver(deadline, now);
  const hearers = all.filter(({ occasion }) => !((isReminded || isTooLate) && occasion === 'ENTERED'));
  const readersOf = ({ enterprise, occasion }: Hearer) =>
    chosen({
      ways: contacts.get(enterprise.id) ?? [],
      enterprise,
      subject,
      leads: occasion === 'RELEASED' || occasion === 'WITHDRAWN' ? [] : steps,
      // Who is preparing or asked for help has answered: their backup contact is left alone (domain.md E2).
      answer: answers.get(enterprise.id)?.kind ?? null,
      optedOut,
      policy,
      on: today,
    }).map((one) => ({ ...one, occasion, version: change.version }));
  const deadlines = await stores.deadlines.list({});
  const cardOf = (occasion: Hearer['occasion'], enterprise: EnterpriseRef | null) => {
    const of = {
      deadline,
      ...{ daysLeft: daysLeft(deadline, today), isOver: isTooLate },
      enterprise,
      isLastBatch: isLastBatch(deadline, deadlines),
      bureau,
      page: pages.ownDeadline({ number: deadline.number, ...(enterprise ? { enterpriseId: enterprise.id } : {}) }),
      template: policy.texts.deadline,
    };
    switch (occasion) {
      case 'ENTERED':
        return deadlineEnteredCard(of);
      case 'CHANGED':
        return deadlineChangedCard(of, change.before ?? deadline, change.reason);
      // Of what ends they read what they know, and not what it was to become.
      case 'RELEASED':
        return deadlineReleasedCard({ ...of, deadline: { ...deadline, ...change.before } });
      case 'WITHDRAWN':
        return deadlineWithdrawnCard({ ...of, deadline: { ...deadline, ...change.before } }, change.reason ?? '');
    }
  };
  // What is said at once goes before what comes again.
  const worth = { value: worthOf('REPORT', 0), line: null };
  const mailings = [...grouped(hearers, ({ occasion }) => occasion)].flatMap(([occasion, those]) =>
    mailingsOf(those.flatMap(readersOf), contacts, {
      purpose: 'deadline.change',
      cardFor: (enterprise) => cardOf(occasion, enterprise),
      worth,
    }),
  );
  return { hearers, mailings, optedOut };
}

/** What will be told of changes on a day to come, as far as it is known: what was entered or changed in the quiet hours. */
export async function announcedOn(
  round: Pick<Round, 'stores' | 'bureau' | 'pages'>,
  day: CalendarDate,
): Promise<Due[]> {
  const { promises, deadlines } = round.stores;
  const until = instantOf(day, '24:00');
  const waiting = (await promises.announcementsDue(until)).filter(({ isNewest, changes }) => {
    const at = changes.at(-1)?.announceAt ?? null;
    return isNewest && at !== null && dateOf(at) === day;
  });
  if (waiting.length === 0) return [];
  const [policy, facts] = await Promise.all([deadlines.policy(), deadlines.facts()]);
  const contacts = await promises.contacts(facts.map(({ enterprise: { id } }) => id));
  const due: Due[] = [];
  for (const { changes, deadline } of waiting) {
    const change = toldTogether(changes);
    const now = change.announceAt ?? until;
    if (change.kind !== 'WITHDRAW' && deadline.enterpriseDue.on < day) continue;
    const told = { change, deadline, facts, contacts, policy, now };
    const { hearers, mailings, optedOut } = await announcementOf(round, told);
    const enterprises = hearers.map(({ enterprise }) => enterprise);
    due.push({
      ...{
        subject: deadlineSubject(deadline.id),
        title: `${deadlineTitle(deadline)}（${changeLabels[change.kind]}通知）`,
      },
      ...{ enterprises, mailings, unreachable: unreachableOf(enterprises, contacts, optedOut) },
    });
  }
  return due.filter(({ enterprises }) => enterprises.length > 0);
}
