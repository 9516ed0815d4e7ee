import type { EnterpriseRef } from '../core/actor.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import { certificateSubject, type Deadline, deadlineSubject } from '../domain/deadlines/deadline.ts';
import type { Deadlines } from '../domain/deadlines/deadlines.ts';
import type { DeadlineAnswer } from '../domain/deadlines/reminders.ts';
import { type DeadlineStanding, standingsOf } from '../domain/deadlines/standing.ts';
import type { QualificationFact } from '../domain/ledger.ts';
import { qualificationAt } from '../domain/standing.ts';

/** A deadline, and how the own enterprise stands to it. */
export interface OwnDeadlineRow {
  deadline: Deadline;
  standing: DeadlineStanding;
}

/** A certificate that runs out, and what was answered about it. */
export type OwnCertificateRow = QualificationFact & { validTo: CalendarDate; answer: DeadlineAnswer | null };

/** Of these deadlines those that concern an enterprise, with how it stands to each; and its certificates that run out. */
export async function ownStandings(
  deadlines: Pick<Deadlines, 'facts' | 'answers'>,
  of: { all: readonly Deadline[]; enterprise: EnterpriseRef; on: CalendarDate },
): Promise<{ rows: readonly OwnDeadlineRow[]; certificates: readonly OwnCertificateRow[] }> {
  const { all, enterprise, on } = of;
  const facts = await deadlines.facts(enterprise.id);
  const running = facts
    .flatMap(({ history }) => history.qualifications)
    .filter((fact): fact is QualificationFact & { validTo: CalendarDate } => isRunning(fact, on));
  const subjects = [...all.map(({ id }) => deadlineSubject(id)), ...running.map(({ id }) => certificateSubject(id))];
  const answers = subjects.length === 0 ? [] : await deadlines.answers(subjects, enterprise.id);
  const rows = all.flatMap((deadline): OwnDeadlineRow[] => {
    const own = answers.filter(({ subject }) => subject === deadlineSubject(deadline.id));
    const [standing] = standingsOf(deadline, { facts, answers: own, on });
    return standing ? [{ deadline, standing }] : [];
  });
  const certificates = running.map((fact) => {
    const answer = answers.find(({ subject }) => subject === certificateSubject(fact.id)) ?? null;
    return { ...fact, answer };
  });
  return { rows, certificates: certificates.sort((a, b) => (a.validTo < b.validTo ? -1 : 1)) };
}

/** In force on that day, with a last day. */
export function isRunning(fact: QualificationFact, on: CalendarDate): boolean {
  const standing = qualificationAt(fact, on);
  return fact.validTo !== null && fact.validTo >= on && standing !== null && standing.validity !== 'REVOKED';
}
