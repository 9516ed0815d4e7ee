import type { EnterpriseRef } from '../core/actor.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import { type Deadline, deadlineSubject } from '../domain/deadlines/deadline.ts';
import type { Deadlines, EnterpriseFacts } from '../domain/deadlines/deadlines.ts';
import { type DeadlineStanding, standingsOf } from '../domain/deadlines/standing.ts';

/** A deadline, and how the own enterprise stands to it. */
export interface OwnDeadlineRow {
  deadline: Deadline;
  standing: DeadlineStanding;
}

/** Of these deadlines those that concern an enterprise, with how it stands to each. */
export async function ownStandings(
  deadlines: Pick<Deadlines, 'answers'>,
  of: { all: readonly Deadline[]; facts: readonly EnterpriseFacts[]; enterprise: EnterpriseRef; on: CalendarDate },
): Promise<readonly OwnDeadlineRow[]> {
  const { all, facts, enterprise, on } = of;
  const subjects = all.map(({ id }) => deadlineSubject(id));
  const answers = subjects.length === 0 ? [] : await deadlines.answers(subjects, enterprise.id);
  return all.flatMap((deadline): OwnDeadlineRow[] => {
    const own = answers.filter(({ subject }) => subject === deadlineSubject(deadline.id));
    const [standing] = standingsOf(deadline, { facts, answers: own, on });
    return standing ? [{ deadline, standing }] : [];
  });
}
