import type { EnterpriseRef } from '../../core/actor.ts';
import { type CalendarDate, dateOf } from '../calendar.ts';
import { concernedBy } from './concerned.ts';
import { changedItems } from './content-rows.ts';
import type { Deadline, DeadlineContent } from './deadline.ts';
import type { EnterpriseFacts } from './deadlines.ts';
import { announcementOf, type LadderStep, ladderOf, tellAt } from './ladder.ts';
import type { Policy } from './policy.ts';

/** Who is concerned, and when they will be told what: looked at before it is confirmed, and then kept as it is. */
export interface DeadlinePlan {
  concerned: readonly EnterpriseRef[];
  /** Of a change: who is concerned by it only, and who was before it only. */
  added: readonly EnterpriseRef[];
  removed: readonly EnterpriseRef[];
  /** null: nobody is told beside the ladder */
  announceAt: Date | null;
  ladderFrom: CalendarDate;
  /** The steps that are still to come. */
  steps: readonly LadderStep[];
}

/**
 * @param of.before what is changed; null: a new one
 * @param of.isAgain of a new one: those concerned were told that it was withdrawn, so they are told that it is there again
 */
export function planOf(
  content: DeadlineContent,
  of: {
    before: Deadline | null;
    isAgain: boolean;
    facts: readonly EnterpriseFacts[];
    policy: Policy;
    now: Date;
  },
): DeadlinePlan {
  const { before, isAgain, facts, policy, now } = of;
  const on = dateOf(now);
  const concerned = byName(concernedBy(content.audience, facts, { year: content.year, on }));
  const earlier = before ? concernedBy(before.audience, facts, { year: before.year, on }) : [];
  const without = (some: readonly EnterpriseRef[], others: readonly EnterpriseRef[]) => {
    const ids = new Set(others.map(({ id }) => id));
    return some.filter(({ id }) => !ids.has(id));
  };
  const added = before ? without(concerned, earlier) : [];
  const removed = without(earlier, concerned);
  const ladder = ladderOf(content.enterpriseDue.on, policy.leads);
  const { announceAt, ladderFrom } = announced(content, {
    ...{ before, isAgain },
    isAdding: added.length > 0,
    isRemoving: removed.length > 0,
    ladder,
    policy,
    now,
  });
  return { concerned, added, removed, announceAt, ladderFrom, steps: ladder.filter((step) => step.on > ladderFrom) };
}

function announced(
  content: DeadlineContent,
  of: {
    before: Deadline | null;
    isAgain: boolean;
    isAdding: boolean;
    isRemoving: boolean;
    ladder: readonly LadderStep[];
    policy: Policy;
    now: Date;
  },
): Pick<DeadlinePlan, 'announceAt' | 'ladderFrom'> {
  const { before, isAgain, isAdding, isRemoving, ladder, policy, now } = of;
  const today = dateOf(now);
  // What is over is nobody's news.
  if (content.enterpriseDue.on < today) return { announceAt: null, ladderFrom: today };
  const asNew = announcementOf({ dues: ladder, now, policy });
  const atOnce = tellAt(now, policy);
  if (before ? changedItems(before, content).length > 0 : isAgain) {
    return { announceAt: atOnce, ladderFrom: dateOf(atOnce) };
  }
  if (!before) return asNew;
  // Whom alone it concerns was changed: the steps of all others stay. Who went out hears of it, if they were told before; who
  // came in, if they have missed a step.
  const announceAt = isRemoving ? atOnce : isAdding ? asNew.announceAt : null;
  return { announceAt, ladderFrom: before.ladderFrom };
}

function byName(enterprises: readonly EnterpriseRef[]): EnterpriseRef[] {
  return [...enterprises].sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
}
