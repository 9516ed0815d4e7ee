import { callListCard } from '../../cards/deadline-calls.ts';
import { deadlineSubject } from '../../src/domain/deadlines/deadline.ts';
import { lastWorkdayBefore } from '../../src/domain/deadlines/ladder.ts';
import { isSettled } from '../../src/domain/deadlines/settled.ts';
import { callRows } from './call-rows.ts';
import { type Daily, slotKey } from './daily.ts';
import { isSending } from './remind.ts';
import { answersOf, concernedFacts } from './told-readers.ts';

/**
 * On the last workday before a due day staff get the list of who has said nothing yet, for the telephone (domain.md E2). Who
 * is preparing or asked for help has answered. A list that nobody was running for comes as long as the day is not over.
 */
export const callLists: Daily = {
  kind: 'CALLS',
  isTime: isSending,
  async run({ stores, doer, pages }, { today, now, last }) {
    const { deadlines, bindings } = stores;
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
      await bindings.tell({ ...doer, requestId: `${slotKey('CALLS', today)} ${deadline.id}` }, [
        { to, card, purpose: 'deadline.calls', needs: 'deadline.manage' },
      ]);
    }
    return { planned: due.length };
  },
};
