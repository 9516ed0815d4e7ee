import type { EnterpriseRef } from '../../core/actor.ts';
import type { CalendarDate } from '../calendar.ts';
import { concernedBy } from './concerned.ts';
import { changedItems } from './content-rows.ts';
import type { DeadlineContent } from './deadline.ts';
import type { EnterpriseFacts } from './deadlines.ts';
import { type AnswerKind, endsLadder, type OccasionKind } from './reminders.ts';
import { isSettled } from './settled.ts';

/** An enterprise that hears of what staff did, and as what. */
export interface Hearer {
  enterprise: EnterpriseRef;
  /** ENTERED: the deadline is new to it. RELEASED: it was told before, and does not concern it any more. */
  occasion: Exclude<OccasionKind, 'LADDER'>;
}

/**
 * Who hears of a deadline that was entered, changed or withdrawn, in the order of `facts`; who is done with it hears nothing.
 * Where days or papers changed, everybody whom it concerns; where only its audience did, those who came in. In either case
 * those who were told and whom it does not concern any more, by an officer's choice or by what the ledger says of them.
 * @param of.before as those concerned know it; null: they do not
 * @param of.told ids of the enterprises that know of it
 */
export function hearersOf(
  deadline: DeadlineContent & { isWithdrawn: boolean },
  of: {
    before: DeadlineContent | null;
    facts: readonly EnterpriseFacts[];
    answers: ReadonlyMap<string, { kind: AnswerKind }>;
    told: ReadonlySet<string>;
    on: CalendarDate;
  },
): Hearer[] {
  const { before, facts, answers, told, on } = of;
  const idsOf = (content: Pick<DeadlineContent, 'audience' | 'year'> | null) =>
    new Set(content ? concernedBy(content.audience, facts, { year: content.year, on }).map(({ id }) => id) : []);
  const now = idsOf(deadline.isWithdrawn ? null : deadline);
  const earlier = idsOf(before);
  const isChanged = before !== null && changedItems(before, deadline).length > 0;
  const occasionOf = (id: string): Hearer['occasion'] | null => {
    const wasTold = told.has(id);
    if (deadline.isWithdrawn) return earlier.has(id) || wasTold ? 'WITHDRAWN' : null;
    if (!now.has(id)) return wasTold ? 'RELEASED' : null;
    if (!earlier.has(id)) return 'ENTERED';
    return isChanged ? 'CHANGED' : null;
  };
  return facts.flatMap((fact) => {
    const { enterprise } = fact;
    const occasion = occasionOf(enterprise.id);
    const answer = answers.get(enterprise.id);
    if (occasion === null || (answer && endsLadder.has(answer.kind)) || isSettled(deadline, fact, on)) return [];
    return [{ enterprise, occasion }];
  });
}
