import { timeOf } from '../../src/domain/calendar.ts';
import { deadlineNo } from '../../src/domain/deadlines/deadline.ts';
import { isQuietAt } from '../../src/domain/deadlines/ladder.ts';
import type { Policy } from '../../src/domain/deadlines/policy.ts';
import type { Mailing } from '../../src/domain/deadlines/promises.ts';
import { addDays } from '../../src/domain/workday.ts';
import { type Daily, slotKey } from './daily.ts';
import { dueReminders } from './due-reminders.ts';
import type { Round } from './round.ts';

/** Up to so many readers on DingTalk get a card with buttons each, as long as that is no more than a tenth of the calls left. */
export const cardsAtMost = 100;
const cardsOfCallsLeft = 10;

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
    await promises.dropCarriedOver(today);
    const { due, over } = await dueReminders(round, { after, on: today });
    const mailings = due.flatMap((one) => one.mailings);
    const planned = await planMailings(round, mailings, { policy, now });
    const note = over.length > 0 ? `已过期未提醒：${over.map(({ number }) => deadlineNo(number)).join('、')}` : null;
    return { planned, note };
  },
};

/** Whether scheduled messages may begin to go out now. */
export function isSending({ sendAt, quietFrom, quietUntil }: Policy, now: Date): boolean {
  const time = timeOf(now);
  return time >= sendAt && !isQuietAt(time, { quietFrom, quietUntil });
}

/** Keeps mailings as promises, spread over the policy's time, and never into the quiet hours. */
export async function planMailings(
  { stores, callsLeft }: Pick<Round, 'stores' | 'callsLeft'>,
  mailings: readonly Mailing[],
  { policy, now, spreadMinutes = policy.spreadMinutes }: { policy: Policy; now: Date; spreadMinutes?: number },
): Promise<number> {
  if (mailings.length === 0) return 0;
  const left = await callsLeft();
  const affordable = left === null ? cardsAtMost : Math.min(cardsAtMost, Math.floor(left / cardsOfCallsLeft));
  const [hours = 0, minutes = 0] = policy.quietFrom.split(':').map(Number);
  const [h = 0, m = 0] = timeOf(now).split(':').map(Number);
  const untilQuiet = hours * 60 + minutes - (h * 60 + m);
  const spread = untilQuiet > 0 ? Math.min(spreadMinutes, untilQuiet) : spreadMinutes;
  return stores.promises.plan(mailings, { from: now, spreadMs: spread * 60_000, cardsAtMost: affordable, now });
}
