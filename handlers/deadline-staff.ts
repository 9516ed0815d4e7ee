import { deadlinesPage, staffDeadlineCard, staffDeadlinesCard } from '../cards/deadline-staff.ts';
import type { AuditFact } from '../src/core/audit.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { audienceText } from '../src/domain/deadlines/concerned.ts';
import { namesOf } from '../src/domain/deadlines/content-rows.ts';
import { type Deadline, deadlineSubject } from '../src/domain/deadlines/deadline.ts';
import { optedOutOf, unreachableOf } from '../src/domain/deadlines/readers.ts';
import { type DeadlineList, overOf, standingsOf, upcomingOf } from '../src/domain/deadlines/standing.ts';
import { may } from '../src/domain/permissions.ts';
import { deadlineNumbered, whyWithdrawn } from './deadline-matter.ts';
import { countOf } from './rounds/digest.ts';

/** 截止 for staff: what is still to come, or what is over, with how many answered what. */
export async function staffDeadlines(ctx: Context, wanted: number, list: DeadlineList): Promise<Answer> {
  const { now, pages, actor, deadlines } = ctx;
  const today = dateOf(now);
  const all = list === 'over' ? await overOf(deadlines, now) : await upcomingOf(deadlines, now);
  const { rows, page, offset } = deadlinesPage(all, wanted);
  const facts = rows.length > 0 ? await deadlines.facts() : [];
  const counted = await Promise.all(rows.map((deadline) => countOf({ stores: ctx }, { deadline, facts, today })));
  const here = staffDeadlinesCard(
    counted,
    { list, wanted: page, total: all.length, offset },
    { now, page: pages.deadlines, manages: may(actor.role, 'deadline.manage') },
  );
  return { here, audit: [{ action: 'deadline.list', result: 'allowed' }] };
}

/** How everybody whom a deadline concerns stands to it today, and whom of them no bot reaches. */
export async function lookAtAll(ctx: Context, deadline: Deadline) {
  const [facts, answers] = await Promise.all([
    ctx.deadlines.facts(),
    ctx.deadlines.answers([deadlineSubject(deadline.id)]),
  ]);
  const standings = standingsOf(deadline, { facts, answers, on: dateOf(ctx.now) });
  const concerned = standings.map(({ enterprise }) => enterprise);
  const contacts = await ctx.promises.contacts(concerned.map(({ id }) => id));
  const lost = unreachableOf(concerned, contacts, await optedOutOf(deadline, ctx.promises));
  const unreachable = new Set(lost.map(({ id }) => id));
  const names = namesOf(facts);
  return { standings, unreachable, audience: audienceText(deadline.audience, names), names, facts };
}

/** One deadline whole. @param remark what has just become of it */
export async function staffDeadline(
  ctx: Context,
  { number, wanted = 1, remark }: { number: number; wanted?: number; remark?: string },
): Promise<Answer> {
  const deadline = await deadlineNumbered(ctx, number);
  const seen = await lookAtAll(ctx, deadline);
  const here = staffDeadlineCard(
    { deadline, ...seen, withdrawal: deadline.isWithdrawn ? await whyWithdrawn(ctx, deadline) : '' },
    {
      ...{ now: ctx.now, page: ctx.pages.deadline(number), wanted, manages: may(ctx.actor.role, 'deadline.manage') },
      ...(remark === undefined ? {} : { remark }),
    },
  );
  return { here, audit: [readOf(deadline)] };
}

/** That somebody of the bureau read a deadline whole. */
export function readOf({ id }: Deadline): AuditFact {
  return { action: 'deadline.list', result: 'allowed', objectType: 'deadline', objectId: id };
}
