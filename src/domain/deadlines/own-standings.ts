import type { EnterpriseRef } from '../../core/actor.ts';
import type { CalendarDate } from '../calendar.ts';
import { type Deadline, deadlineSubject } from './deadline.ts';
import type { Deadlines, EnterpriseFacts } from './deadlines.ts';
import { type DeadlineStanding, standingsOf } from './standing.ts';

/** A deadline, and how the own enterprise stands to it. */
export interface OwnDeadline {
  deadline: Deadline;
  standing: DeadlineStanding;
}

/** Of these deadlines those that concern an enterprise, with how it stands to each. */
export async function ownStandings(
  deadlines: Pick<Deadlines, 'answers'>,
  of: { all: readonly Deadline[]; facts: readonly EnterpriseFacts[]; enterprise: EnterpriseRef; on: CalendarDate },
): Promise<readonly OwnDeadline[]> {
  const { all, facts, enterprise, on } = of;
  const subjects = all.map(({ id }) => deadlineSubject(id));
  const answers = subjects.length === 0 ? [] : await deadlines.answers(subjects, enterprise.id);
  return all.flatMap((deadline): OwnDeadline[] => {
    const own = answers.filter(({ subject }) => subject === deadlineSubject(deadline.id));
    const [standing] = standingsOf(deadline, { facts, answers: own, on });
    return standing ? [{ deadline, standing }] : [];
  });
}
