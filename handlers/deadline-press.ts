import { reminderText } from '../cards/deadline-parts.ts';
import { deadlinePressCard, deadlinePressedCard, type Silent } from '../cards/deadline-press.ts';
import { deadlineReminderCard } from '../cards/deadline-told.ts';
import { noticeCard } from '../cards/notice.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { AuditFact } from '../src/core/audit.ts';
import type { Answer } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import type { Telling } from '../src/domain/bindings.ts';
import { dateOf, startOfDay } from '../src/domain/calendar.ts';
import { type Deadline, deadlineNo, deadlineSubject } from '../src/domain/deadlines/deadline.ts';
import { daysLeft, deadlineTitle } from '../src/domain/deadlines/due-text.ts';
import { isQuiet } from '../src/domain/deadlines/ladder.ts';
import { isLastBatch } from '../src/domain/deadlines/last-batch.ts';
import { optedOutOf } from '../src/domain/deadlines/readers.ts';
import type { Reminder } from '../src/domain/deadlines/reminders.ts';
import { isOver } from '../src/domain/deadlines/standing.ts';
import { deadlineNumbered } from './deadline-matter.ts';
import { lookAtAll, readOf } from './deadline-staff.ts';
import { expected, isOfToday, newPressId, peopleOf, pressesOf, type Reached } from './pressing.ts';
import { tellInParts } from './report-telling.ts';

/**
 * 催报 of a deadline: asks first, then every contact of who has said nothing is told. As that of a month, a contact hears it
 * once a day for an enterprise and deadline, whoever presses.
 */
export async function pressDeadline(
  ctx: Context,
  request: { number: number; pressId: string | null },
): Promise<Answer> {
  const { now, pages, actor } = ctx;
  const deadline = await deadlineNumbered(ctx, request.number);
  const no = deadlineNo(deadline.number);
  if (deadline.isWithdrawn) throw new UserError(`${no} ${deadlineTitle(deadline)}已撤销，无需催报。`);
  if (isOver(deadline, now)) throw new UserError(`${no} ${deadlineTitle(deadline)}已截止，不再催报；补办请联系企业。`);
  const today = dateOf(now);
  const listed = readOf(deadline);
  const { standings } = await lookAtAll(ctx, deadline);
  const open = standings.filter(({ state }) => state === 'OPEN').map(({ enterprise }) => enterprise);
  if (open.length === 0) {
    const text = `${no} ${deadlineTitle(deadline)}所涉企业均已答复或办理，无需催报。`;
    return { here: { ...noticeCard(`${no} 催报`, text), confidential: true }, audit: [listed] };
  }
  const reached = await reachedOf(ctx, deadline, open);
  const names = new Map(open.map(({ id, name }) => [id, name]));
  const silent: Silent = {
    ...{ deadline, enterprises: open.length, people: peopleOf(reached) },
    unreachable: open.filter(({ id }) => !reached.has(id)).length,
  };
  const shown = { readerId: actor.personId, now, page: pages.deadline(deadline.number) };
  const occasion = `remind:${deadlineSubject(deadline.id)}:${today}`;
  const told = () => ctx.reports.toldFor(occasion, startOfDay(today));
  const cardFor = await drawnFor(ctx, deadline);
  if (!isOfToday(request.pressId, today)) {
    const before = await told();
    const reminders = await ctx.deadlines.remindersAbout(deadlineSubject(deadline.id));
    const isOfNow = ({ sendOn, state }: Reminder) => sendOn === today && state === 'ACCEPTED';
    const reminded = new Set(reminders.filter(isOfNow).map(({ enterprise: { id } }) => id));
    const of = {
      ...{ pressed: pressesOf(before, names), messages: expected(reached, before), pressId: newPressId(today) },
      ...{ words: cardFor.words, isQuiet: isQuiet(now, await ctx.deadlines.policy()) },
      ...{ reminded: open.filter(({ id }) => reminded.has(id)).length },
    };
    return { here: deadlinePressCard(silent, of, shown), audit: [listed] };
  }
  const tellings = open.flatMap((enterprise): Telling[] => {
    const to = reached.get(enterprise.id);
    if (!to) return [];
    const purpose = 'deadline.remind';
    return [{ to, card: cardFor.card(enterprise), purpose, needs: 'deadline.answer', enterpriseId: enterprise.id }];
  });
  const messages = await tellInParts(ctx, occasion, tellings);
  // Read behind it: who pressed at the same moment is among them.
  const pressed = messages.before === 0 ? [] : pressesOf(await told(), names);
  const fact: AuditFact = {
    ...{ action: 'deadline.remind', result: 'allowed', objectType: 'deadline', objectId: deadline.id },
    detail: { press: request.pressId, enterprises: open.length - silent.unreachable, sent: messages.sent },
  };
  return {
    here: deadlinePressedCard(silent, { pressed, messages }, shown),
    tapped: { state: '已催报', forAll: true },
    audit: [fact],
  };
}

/** Everybody who speaks for them, but who has unsubscribed what may be unsubscribed. */
async function reachedOf(
  { promises }: Context,
  deadline: Deadline,
  enterprises: readonly EnterpriseRef[],
): Promise<Reached> {
  const [contacts, out] = await Promise.all([
    promises.contacts(enterprises.map(({ id }) => id)),
    optedOutOf(deadline, promises),
  ]);
  const reached = enterprises.map(({ id }) => {
    const ways = (contacts.get(id) ?? []).filter(({ personId }) => !out.has(personId));
    return [id, ways.flatMap(({ accounts }) => accounts.slice(0, 1))] as const;
  });
  return new Map(reached.filter(([, accounts]) => accounts.length > 0));
}

async function drawnFor(ctx: Context, deadline: Deadline) {
  const { bureau, pages, now } = ctx;
  const [policy, all] = await Promise.all([ctx.deadlines.policy(), ctx.deadlines.list({ from: dateOf(now) })]);
  const of = {
    ...{ deadline, bureau, daysLeft: daysLeft(deadline, dateOf(now)), template: policy.texts.deadline },
    isLastBatch: isLastBatch(deadline, all),
  };
  return {
    words: reminderText(of),
    card: (enterprise: EnterpriseRef) =>
      deadlineReminderCard({
        ...{ ...of, enterprise },
        page: pages.ownDeadline({ number: deadline.number, enterpriseId: enterprise.id }),
      }),
  };
}
