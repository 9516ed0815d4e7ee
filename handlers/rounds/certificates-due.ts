import { certificateReminderCard } from '../../cards/deadline-told.ts';
import { daysBetween, yearOf } from '../../src/domain/calendar.ts';
import { certificateStage, isRunning, type RunningCertificate } from '../../src/domain/deadlines/certificates.ts';
import { certificateSubject } from '../../src/domain/deadlines/deadline.ts';
import type { EnterpriseFacts } from '../../src/domain/deadlines/deadlines.ts';
import { monthLadderOf, stepsDue } from '../../src/domain/deadlines/ladder.ts';
import type { Policy } from '../../src/domain/deadlines/policy.ts';
import type { CarriedOver } from '../../src/domain/deadlines/promises.ts';
import { unreachableOf } from '../../src/domain/deadlines/readers.ts';
import { type AnswerKind, endsLadder } from '../../src/domain/deadlines/reminders.ts';
import { typeFacts } from '../../src/domain/qualification.ts';
import type { Due, Known, Span } from './due.ts';
import { chosen, mailingsOf, worthOf } from './told-readers.ts';

/** A certificate whose own ladder has a step. */
export interface CertificateDue {
  facts: EnterpriseFacts;
  certificate: RunningCertificate;
  months: readonly number[];
}

/**
 * Certificates whose own ladder has a step in the span, or one that was promised before and did not leave, and that nothing
 * has settled.
 */
export function certificatesDue(
  facts: readonly EnterpriseFacts[],
  { policy, span, carried }: { policy: Policy; span: Span; carried: readonly CarriedOver[] },
): CertificateDue[] {
  const late = new Map<string, readonly number[]>(carried.map(({ subject, leads }) => [subject, leads]));
  return facts.flatMap((fact) =>
    fact.history.qualifications.flatMap((certificate) => {
      if (!isRunning(certificate, span.on)) return [];
      const steps = stepsDue(monthLadderOf(certificate.validTo, policy.certificateMonths), span);
      const months = steps.length > 0 ? steps : (late.get(certificateSubject(certificate.id)) ?? []);
      if (months.length === 0) return [];
      const stage = certificateStage(certificate, fact, { policy, on: span.on });
      return stage === 'DUE' || stage === 'LATER' ? [{ facts: fact, certificate, months }] : [];
    }),
  );
}

export async function dueOfCertificates(known: Known, certificates: readonly CertificateDue[]): Promise<Due[]> {
  const { round, policy, span, contacts, optedOut, deadlines } = known;
  const subjects = certificates.map(({ certificate }) => certificateSubject(certificate.id));
  const answers = subjects.length === 0 ? [] : await round.stores.deadlines.answers(subjects);
  const answerTo = new Map<string, AnswerKind>(answers.map(({ subject, kind }) => [subject, kind]));
  const { bureau, pages } = round;
  return certificates.flatMap(({ facts: { enterprise }, certificate, months }) => {
    const { id: qualificationId, certNo, type, validTo } = certificate;
    const subject = certificateSubject(qualificationId);
    const answer = answerTo.get(subject) ?? null;
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
    const unreachable = unreachableOf([enterprise], contacts, new Set());
    const mailings = mailingsOf(readers, contacts, {
      purpose: 'certificate.reminder',
      cardFor: () => card,
      worth: { value: worthOf('CERTIFICATE', daysBetween(span.on, validTo)), line: null },
    });
    return [{ subject, title, enterprises: [enterprise], unreachable, mailings }];
  });
}
