import { timeOf } from '../../src/domain/calendar.ts';
import { deadlineNo } from '../../src/domain/deadlines/deadline.ts';
import { isQuietAt } from '../../src/domain/deadlines/ladder.ts';
import type { Policy } from '../../src/domain/deadlines/policy.ts';
import { addDays } from '../../src/domain/workday.ts';
import { type Daily, slotKey } from './daily.ts';
import { dueReminders } from './due-reminders.ts';
import { planMailings } from './plan-mailings.ts';

/**
 * The day's reminders, from the policy's time on. Days on which nobody was running are made good by today's message, with
 * the days that are left now; what is over by now is dropped, and the slot says so.
 */
export const remind: Daily = {
  kind: 'LADDER',
  isTime: isSending,
  async run(round, { today, now, last, policy }) {
    const { promises } = round.stores;
    const after = last ?? addDays(today, -1);
    for (let day = addDays(after, 1); day < today; day = addDays(day, 1)) {
      const key = slotKey('LADDER', day);
      if (!(await promises.openSlot({ key, kind: 'LADDER', day }, now))) continue;
      await promises.closeSlot(key, { state: 'MERGED', planned: 0, note: `并入${today}` }, now);
    }
    await promises.dropCarriedOver(today, now);
    const { due, over } = await dueReminders(round, { after, on: today, at: now });
    const mailings = due.flatMap((one) => one.mailings);
    const planned = await planMailings(round, mailings, { policy, key: slotKey('LADDER', today) });
    const note = over.length > 0 ? `已过期未提醒：${over.map(({ number }) => deadlineNo(number)).join('、')}` : null;
    return { planned, note };
  },
};

/** Whether scheduled messages may begin to go out now. */
export function isSending({ sendAt, quietFrom, quietUntil }: Policy, now: Date): boolean {
  const time = timeOf(now);
  return time >= sendAt && !isQuietAt(time, { quietFrom, quietUntil });
}
