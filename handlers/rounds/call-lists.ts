import { callListCard } from '../../cards/deadline-calls.ts';
import { dateOf } from '../../src/domain/calendar.ts';
import { deadlineSubject } from '../../src/domain/deadlines/deadline.ts';
import { lastWorkdayBefore } from '../../src/domain/deadlines/ladder.ts';
import { isSettled } from '../../src/domain/deadlines/settled.ts';
import { callRows } from './call-rows.ts';
import { answersOf, concernedFacts } from './due-reminders.ts';
import { isSending } from './remind.ts';
import type { Round } from './round.ts';

/**
 * On the last workday before a due day staff get the list of who has said nothing yet, for the telephone (domain.md E2). Who
 * is preparing or asked for help has answered. A list that nobody was running for comes as long as the day is not over.
 */
export async function callLists({ stores, doer, pages }: Round, now: Date): Promise<void> {
  const { deadlines, promises, bindings } = stores;
  const policy = await deadlines.policy();
  const today = dateOf(now);
  if (!isSending(policy, now)) return;
  const slot = { key: `CALLS ${today}`, kind: 'CALLS' as const, day: today };
  const last = await promises.lastDone('CALLS');
  if ((last !== null && last >= today) || !(await promises.openSlot(slot, now))) return;
  const upcoming = await deadlines.list({ from: today });
  const due = upcoming.filter(({ enterpriseDue }) => {
    const on = lastWorkdayBefore(enterpriseDue.on);
    // What a day without the program left out is still good today.
    return on <= today && (last === null ? on === today : last < on);
  });
  const facts = due.length > 0 ? await deadlines.facts() : [];
  for (const deadline of due) {
    const answers = await answersOf({ stores }, deadlineSubject(deadline.id));
    const silent = concernedFacts(deadline, facts, today).filter((fact) => {
      const kind = answers.get(fact.enterprise.id)?.kind ?? 'REOPENED';
      return kind === 'REOPENED' && !isSettled(deadline, fact, today);
    });
    const rows = await callRows(
      stores,
      silent.map(({ enterprise }) => enterprise),
    );
    const card = callListCard({ deadline, rows }, { now, page: pages.deadline(deadline.number) });
    const to = await bindings.staff('deadline.manage');
    await bindings.tell({ ...doer, requestId: `${slot.key} ${deadline.id}` }, [
      { to, card, purpose: 'deadline.calls', needs: 'deadline.manage' },
    ]);
  }
  await promises.closeSlot(slot.key, { state: 'DONE', planned: due.length, note: null }, now);
}
