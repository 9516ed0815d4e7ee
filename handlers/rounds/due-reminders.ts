import { certificateReminderCard, deadlineLine, deadlineReminderCard } from '../../cards/deadline-told.ts';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import type { Card } from '../../src/core/card.ts';
import { grouped } from '../../src/core/grouped.ts';
import { type CalendarDate, daysBetween, yearOf } from '../../src/domain/calendar.ts';
import { concernedBy } from '../../src/domain/deadlines/concerned.ts';
import {
  certificateSubject,
  type Deadline,
  deadlineSubject,
  type Subject,
} from '../../src/domain/deadlines/deadline.ts';
import type { EnterpriseFacts } from '../../src/domain/deadlines/deadlines.ts';
import { daysLeft, deadlineTitle } from '../../src/domain/deadlines/due-text.ts';
import { ladderOf, monthLadderOf, stepsDue } from '../../src/domain/deadlines/ladder.ts';
import type { Policy } from '../../src/domain/deadlines/policy.ts';
import type { CarriedOver, ContactWay, PlannedReminder, ValuedMailing } from '../../src/domain/deadlines/promises.ts';
import { readersOf } from '../../src/domain/deadlines/readers.ts';
import {
  type AnswerKind,
  type DeadlineAnswer,
  endsLadder,
  type ReminderKind,
} from '../../src/domain/deadlines/reminders.ts';
import { certificateSettled, isSettled } from '../../src/domain/deadlines/settled.ts';
import { typeFacts } from '../../src/domain/qualification.ts';
import { qualificationAt } from '../../src/domain/standing.ts';
import type { Round } from './round.ts';

/** The days whose steps are due together: all behind the last day that was done, up to this one. */
export interface Span {
  after: CalendarDate;
  on: CalendarDate;
}

/** What is due of one subject, and to whom it goes. */
export interface Due {
  subject: Subject;
  title: string;
  /** Who is reminded. */
  enterprises: readonly EnterpriseRef[];
  /** Whom no bot reaches: for the telephone. */
  unreachable: readonly EnterpriseRef[];
  mailings: readonly ValuedMailing[];
}

export interface DueReminders {
  due: readonly Due[];
  /** Steps of these fell into the span, and they are over by now: nobody was running when it was time. */
  over: readonly Deadline[];
}

/** What is the same for everything that is due on a day, read once. */
interface Known {
  round: Pick<Round, 'stores' | 'bureau' | 'pages'>;
  policy: Policy;
  span: Span;
  facts: readonly EnterpriseFacts[];
  deadlines: readonly Deadline[];
  contacts: ReadonlyMap<string, readonly ContactWay[]>;
  optedOut: Readonly<Record<'CALL' | 'CERTIFICATE', ReadonlySet<string>>>;
}

/**
 * What the ladders make due in a span of days (domain.md E2), and the texts that tell it. Reads only: the round keeps it as
 * promises, `/提醒 明天` shows it.
 */
export async function dueReminders(round: Known['round'], span: Span): Promise<DueReminders> {
  const { deadlines: store, promises } = round.stores;
  const [policy, all] = await Promise.all([store.policy(), store.list({ from: span.after })]);
  const steps = (one: Deadline) => {
    const after = one.ladderFrom > span.after ? one.ladderFrom : span.after;
    return stepsDue(ladderOf(one.enterpriseDue.on, policy.leads), { after, on: span.on });
  };
  const stepping = all
    .map((deadline) => ({ deadline, leads: steps(deadline) }))
    .filter(({ leads }) => leads.length > 0);
  const over = stepping.filter(({ deadline }) => deadline.enterpriseDue.on < span.on).map(({ deadline }) => deadline);
  const carried = await promises.carriedOver(span.on);
  const telling = all.flatMap((deadline) => {
    if (deadline.enterpriseDue.on < span.on) return [];
    const leads = stepping.find((one) => one.deadline === deadline)?.leads ?? [];
    const late = carried.filter(({ subject }) => subject === deadlineSubject(deadline.id));
    return leads.length > 0 || late.length > 0 ? [{ deadline, leads, late }] : [];
  });
  const facts = await store.facts();
  const certificates = certificatesDue(facts, policy, span);
  if (telling.length === 0 && certificates.length === 0) return { due: [], over };
  const [contacts, calls, certs] = await Promise.all([
    promises.contacts(facts.map(({ enterprise }) => enterprise.id)),
    promises.optedOut('CALL'),
    promises.optedOut('CERTIFICATE'),
  ]);
  const optedOut = { CALL: calls, CERTIFICATE: certs };
  const known: Known = { round, policy, span, facts, deadlines: all, contacts, optedOut };
  const due: Due[] = [];
  for (const one of telling) due.push(await dueOfDeadline(known, one));
  due.push(...(await dueOfCertificates(known, certificates)));
  return { due: due.filter(({ enterprises }) => enterprises.length > 0), over };
}

async function dueOfDeadline(
  known: Known,
  { deadline, leads, late }: { deadline: Deadline; leads: readonly number[]; late: readonly CarriedOver[] },
): Promise<Due> {
  const { round, policy, span, facts, contacts, deadlines } = known;
  const subject = deadlineSubject(deadline.id);
  const answers = await answersOf(round, subject);
  const lateIds = new Set(late.map(({ enterpriseId }) => enterpriseId));
  const concerned = concernedFacts(deadline, facts, span.on).filter((fact) => {
    const { enterprise } = fact;
    const answer = answers.get(enterprise.id);
    if (answer !== undefined && endsLadder.has(answer.kind)) return false;
    if (isSettled(deadline, fact, span.on)) return false;
    return leads.length > 0 || lateIds.has(enterprise.id);
  });
  const optedOut = deadline.kind === 'CALL' ? known.optedOut.CALL : new Set<string>();
  const readers = concerned.flatMap(({ enterprise }) => {
    const ways = contacts.get(enterprise.id) ?? [];
    const made = leads.length > 0 ? leads : (late.find((one) => one.enterpriseId === enterprise.id)?.leads ?? []);
    const answer = answers.get(enterprise.id)?.kind ?? null;
    return chosen({ ways, enterprise, subject, leads: made, answer, optedOut, policy, on: span.on });
  });
  const { bureau, pages } = round;
  const left = daysLeft(deadline, span.on);
  const told = (enterprise: EnterpriseRef | null) =>
    deadlineReminderCard({
      deadline,
      daysLeft: left,
      enterprise,
      isLastBatch: isLastBatch(deadline, deadlines),
      bureau,
      page: pages.ownDeadline({
        number: deadline.number,
        ...(enterprise === null ? {} : { enterpriseId: enterprise.id }),
      }),
      template: policy.texts.deadline,
    });
  const enterprises = concerned.map(({ enterprise }) => enterprise);
  return {
    subject,
    title: deadlineTitle(deadline),
    enterprises,
    unreachable: enterprises.filter(({ id }) => !(contacts.get(id) ?? []).some(({ accounts }) => accounts.length > 0)),
    mailings: mailingsOf(readers, 'deadline.reminder', told, {
      value: valueOf(deadline.kind, left),
      line: deadlineLine(deadline, left),
    }),
  };
}

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

/**
 * One text for everybody who is told of one enterprise only, so that one call brings it to many; who serves several gets one
 * that names it for each.
 */
export function mailingsOf(
  readers: readonly PlannedFor[],
  purpose: string,
  cardFor: (enterprise: EnterpriseRef | null) => Card,
  worth: Pick<ValuedMailing, 'value' | 'line'>,
): ValuedMailing[] {
  const byPerson = grouped(readers, ({ personId }) => personId);
  const [single, several] = [
    [...byPerson.values()].filter((those) => those.length === 1).flat(),
    [...byPerson.values()].filter((those) => those.length > 1).flat(),
  ];
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
export function valueOf(kind: ReminderKind, daysLeft: number): number {
  const ofKind = { REPORT: 3000, DUTY: 2000, CALL: 1000, CERTIFICATE: 1000 }[kind];
  return ofKind - Math.min(daysLeft, 999);
}

/** Whether no later batch of its year is entered. The first alone says nothing: the others are not out yet. */
export function isLastBatch({ program, year, batch }: Deadline, all: readonly Deadline[]): boolean {
  if (batch === null || batch < 2) return false;
  return !all.some((one) => one.program === program && one.year === year && (one.batch ?? 0) > batch);
}

interface CertificateDue {
  facts: EnterpriseFacts;
  certificate: EnterpriseFacts['history']['qualifications'][number] & { validTo: CalendarDate };
  months: readonly number[];
}

/** Certificates whose own ladder has a step in the span and that nothing has settled. */
function certificatesDue(facts: readonly EnterpriseFacts[], policy: Policy, span: Span): CertificateDue[] {
  return facts.flatMap((fact) => {
    if (!['NORMAL', 'SUSPENDED'].includes(fact.operatingState)) return [];
    return fact.history.qualifications.flatMap((certificate) => {
      const { type, validTo } = certificate;
      if (validTo === null || validTo < span.on || !policy.certificateTypes.includes(type)) return [];
      const months = stepsDue(monthLadderOf(validTo, policy.certificateMonths), span);
      if (months.length === 0 || qualificationAt(certificate, span.on)?.validity === 'REVOKED') return [];
      if (certificateSettled(certificate, fact, span.on)) return [];
      return [{ facts: fact, certificate: { ...certificate, validTo }, months }];
    });
  });
}

async function dueOfCertificates(known: Known, certificates: readonly CertificateDue[]): Promise<Due[]> {
  const { round, policy, span, contacts, optedOut, deadlines } = known;
  const subjects = certificates.map(({ certificate }) => certificateSubject(certificate.id));
  const answers = subjects.length === 0 ? [] : await round.stores.deadlines.answers(subjects);
  const { bureau, pages } = round;
  return certificates.flatMap(({ facts: { enterprise }, certificate, months }) => {
    const { id: qualificationId, certNo, type, validTo } = certificate;
    const subject = certificateSubject(qualificationId);
    const answer = answers.find((one) => one.subject === subject)?.kind ?? null;
    if (answer !== null && endsLadder.has(answer)) return [];
    const ways = contacts.get(enterprise.id) ?? [];
    // Months are no days: the backup contact's turn does not follow from them.
    const readers = chosen({
      ways,
      enterprise,
      subject,
      leads: months,
      answer,
      optedOut: optedOut.CERTIFICATE,
      policy: { ...policy, backupFrom: null },
      on: span.on,
    });
    const batches = deadlines.filter(({ settledBy, year }) => {
      return settledBy?.kind === 'application' && settledBy.type === type && year === yearOf(validTo);
    });
    const card = certificateReminderCard({
      qualificationId,
      certNo,
      type: typeFacts[type].label,
      validTo,
      daysLeft: daysBetween(span.on, validTo),
      batches,
      enterprise,
      bureau,
      page: pages.ownDeadlines(enterprise.id),
      template: policy.texts.certificate,
    });
    const title = `${typeFacts[type].label}证书到期`;
    const unreachable = ways.some(({ accounts }) => accounts.length > 0) ? [] : [enterprise];
    const mailings = mailingsOf(readers, 'certificate.reminder', () => card, {
      value: valueOf('CERTIFICATE', daysBetween(span.on, validTo)),
      line: null,
    });
    return [{ subject, title, enterprises: [enterprise], unreachable, mailings }];
  });
}
