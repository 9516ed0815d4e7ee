import { deadlineLine, deadlineReminderCard } from '../../cards/deadline-told.ts';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import { instantOf } from '../../src/domain/calendar.ts';
import { type Deadline, deadlineSubject } from '../../src/domain/deadlines/deadline.ts';
import { daysLeft, deadlineTitle } from '../../src/domain/deadlines/due-text.ts';
import { stepsOf } from '../../src/domain/deadlines/ladder.ts';
import { isLastBatch } from '../../src/domain/deadlines/last-batch.ts';
import type { CarriedOver } from '../../src/domain/deadlines/promises.ts';
import { unreachableOf } from '../../src/domain/deadlines/readers.ts';
import { endsLadder } from '../../src/domain/deadlines/reminders.ts';
import { isSettled } from '../../src/domain/deadlines/settled.ts';
import { isOver } from '../../src/domain/deadlines/standing.ts';
import { certificatesDue, dueOfCertificates } from './certificates-due.ts';
import type { Due, DueReminders, Known, Span } from './due.ts';
import { answersOf, chosen, concernedFacts, mailingsOf, worthOf } from './told-readers.ts';

/**
 * What the ladders make due in a span of days (domain.md E2), and the texts that tell it. Reads only: the round keeps it as
 * promises, `/提醒 明天` shows it.
 */
export async function dueReminders(round: Known['round'], span: Span): Promise<DueReminders> {
  const { deadlines: store, promises } = round.stores;
  const [policy, all] = await Promise.all([store.policy(), store.list({ from: span.after })]);
  const stepping = all
    .map((deadline) => ({ deadline, leads: stepsOf(deadline, policy.leads, span) }))
    .filter(({ leads }) => leads.length > 0);
  // Told in the morning of what was due at eight, nobody could act on it.
  const at = span.at ?? instantOf(span.on, policy.sendAt);
  const over = stepping.filter(({ deadline }) => isOver(deadline, at)).map(({ deadline }) => deadline);
  const carried = await promises.carriedOver(span.on);
  const telling = all.flatMap((deadline) => {
    if (isOver(deadline, at)) return [];
    const leads = stepping.find((one) => one.deadline === deadline)?.leads ?? [];
    const late = carried.filter(({ subject }) => subject === deadlineSubject(deadline.id));
    return leads.length > 0 || late.length > 0 ? [{ deadline, leads, late }] : [];
  });
  const facts = await store.facts();
  const certificates = certificatesDue(facts, { policy, span, carried });
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
  // The oldest of each; all of them after an outage.
  const lateLeads = new Map(late.toReversed().map((one) => [one.enterpriseId, one.leads]));
  const concerned = concernedFacts(deadline, facts, span.on).filter((fact) => {
    const { enterprise } = fact;
    const answer = answers.get(enterprise.id);
    if (answer !== undefined && endsLadder.has(answer.kind)) return false;
    if (isSettled(deadline, fact, span.on)) return false;
    return leads.length > 0 || lateLeads.has(enterprise.id);
  });
  const optedOut = deadline.kind === 'CALL' ? known.optedOut.CALL : new Set<string>();
  const readers = concerned.flatMap(({ enterprise }) => {
    const ways = contacts.get(enterprise.id) ?? [];
    const made = leads.length > 0 ? leads : (lateLeads.get(enterprise.id) ?? []);
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
    unreachable: unreachableOf(enterprises, contacts, optedOut),
    mailings: mailingsOf(readers, contacts, {
      purpose: 'deadline.reminder',
      cardFor: told,
      worth: { value: worthOf(deadline.kind, left), line: deadlineLine(deadline, left) },
    }),
  };
}
