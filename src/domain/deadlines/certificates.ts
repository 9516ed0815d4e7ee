import type { CalendarDate } from '../calendar.ts';
import type { Kind } from '../kind-spoken.ts';
import type { QualificationFact } from '../ledger.ts';
import { levelLabels, typeFacts } from '../qualification.ts';
import { qualificationAt } from '../standing.ts';
import { isGone } from './concerned.ts';
import { certificateSubject } from './deadline.ts';
import type { Deadlines, EnterpriseFacts } from './deadlines.ts';
import { monthLadderOf } from './ladder.ts';
import type { Policy } from './policy.ts';
import type { DeadlineAnswer } from './reminders.ts';
import { certificateSettled } from './settled.ts';

/** A certificate in force that has a last day. */
export type RunningCertificate = QualificationFact & { validTo: CalendarDate };

/**
 * How far the reminders of a certificate's end are. DUE: they have begun, and are answered. LATER: they have not. SETTLED: the
 * ledger shows that nothing is left to do. NEVER: the bureau does not remind of it (Policy.certificateTypes).
 */
export type CertificateStage = 'DUE' | 'LATER' | 'SETTLED' | 'NEVER';

/** A certificate as its enterprise sees it. */
export interface OwnCertificate {
  certificate: RunningCertificate;
  stage: CertificateStage;
  /** The answer that holds. */
  answer: DeadlineAnswer | null;
}

type Rule = Pick<Policy, 'certificateMonths' | 'certificateTypes'>;

/** In force on that day, with a last day: what the list, the page and the calendar show alike. */
export function isRunning(fact: QualificationFact, on: CalendarDate): fact is RunningCertificate {
  const standing = qualificationAt(fact, on);
  return fact.validTo !== null && fact.validTo >= on && standing !== null && standing.validity !== 'REVOKED';
}

/** The one rule of which certificates are reminded of, for who sends reminders and for who answers them. */
export function certificateStage(
  certificate: RunningCertificate,
  facts: EnterpriseFacts,
  { policy, on }: { policy: Rule; on: CalendarDate },
): CertificateStage {
  if (!policy.certificateTypes.includes(certificate.type) || isGone(facts)) return 'NEVER';
  // By the day of its first step, which a day off moves back: else who was just reminded could not answer.
  const [first] = monthLadderOf(certificate.validTo, policy.certificateMonths);
  if (!first) return 'NEVER';
  if (certificateSettled(certificate, facts, on)) return 'SETTLED';
  return first.on <= on ? 'DUE' : 'LATER';
}

/** The running certificates of an enterprise, the first to end first. */
export async function ownCertificates(
  deadlines: Pick<Deadlines, 'answers' | 'policy'>,
  facts: EnterpriseFacts,
  on: CalendarDate,
): Promise<readonly OwnCertificate[]> {
  const running = facts.history.qualifications.filter((fact) => isRunning(fact, on));
  if (running.length === 0) return [];
  const subjects = running.map(({ id }) => certificateSubject(id));
  const [policy, answers] = await Promise.all([deadlines.policy(), deadlines.answers(subjects, facts.enterprise.id)]);
  return running
    .map((certificate) => ({
      ...{ certificate, stage: certificateStage(certificate, facts, { policy, on }) },
      answer: answers.find(({ subject }) => subject === certificateSubject(certificate.id)) ?? null,
    }))
    .sort((a, b) => (a.certificate.validTo < b.certificate.validTo ? -1 : 1));
}

/** `国家级高新技术企业` */
export function certificateName({ type, level }: Pick<QualificationFact, 'type' | 'level'>): string {
  return `${levelLabels[level]}${typeFacts[type].label}`;
}

/** Whether a certificate is of the kind that was said; null: of any. */
export function isOfKind({ type, level }: Pick<QualificationFact, 'type' | 'level'>, kind: Kind | null): boolean {
  return kind === null || (type === kind.type && (kind.level === null || level === kind.level));
}
