import { groupDeadlineCard } from '../../cards/deadline-told.ts';
import { ladderOf, stepsDue } from '../../src/domain/deadlines/ladder.ts';
import { addDays } from '../../src/domain/workday.ts';
import { type Daily, slotKey } from './daily.ts';
import { isSending } from './remind.ts';

/**
 * One neutral line a day to each registered group, all deadlines that have a step that day in it (domain.md E2, G1): what
 * everybody may know, and nothing of whom it concerns.
 */
export const tellGroups: Daily = {
  kind: 'GROUPS',
  isTime: isSending,
  async run({ stores, doer, log }, { today, now, policy }) {
    const { deadlines, promises, groups } = stores;
    const upcoming = await deadlines.list({ from: today });
    const due = upcoming.filter(({ enterpriseDue, ladderFrom }) => {
      const yesterday = addDays(today, -1);
      const after = ladderFrom > yesterday ? ladderFrom : yesterday;
      return stepsDue(ladderOf(enterpriseDue.on, policy.leads), { after, on: today }).length > 0;
    });
    let said = 0;
    for (const { id, push } of due.length > 0 ? await groups.list() : []) {
      const slot = { key: `${slotKey('GROUPS', today)} ${id}`, kind: 'GROUP' as const, day: today };
      if (push === 'NONE' || !(await promises.openSlot(slot, now))) continue;
      // Marked first: a neutral line is rather lost with a dying process than said twice by two.
      await promises.closeSlot(slot.key, { state: 'DONE', planned: 1, note: null }, now);
      try {
        await groups.say(doer, id, groupDeadlineCard(due), 'deadline.group');
      } catch (error) {
        // The other groups are not to wait for it.
        log.error({ err: error, group: id }, 'line to a group failed');
        continue;
      }
      said += 1;
    }
    return { planned: said };
  },
};
