import { timeOf, yearOf } from '../../src/domain/calendar.ts';
import { isQuiet } from '../../src/domain/deadlines/ladder.ts';
import { hasHolidayNotice } from '../../src/domain/workday.ts';
import { alarm } from './alarm.ts';
import { type Daily, slotKey } from './daily.ts';
import { askWhoRead } from './reading.ts';
import type { Round } from './round.ts';

/** From here on in the year the next year's holidays are asked for: the State Council tells them in November. */
const nextYearFrom = '12-01';

/**
 * Whether what was due has left: at the policy's time it is counted what was promised for today and what the platforms took.
 * Administrators hear of a day on which nothing left, and once a month of a year without a table of holidays.
 */
export const checkSent: Daily = {
  kind: 'CHECK',
  isTime: (policy, now) => timeOf(now) >= policy.checkAt && !isQuiet(now, policy),
  async run(round, { today, now }) {
    const { deadlines } = round.stores;
    const counts = await deadlines.countDay(today);
    const of = (states: readonly string[]) =>
      counts.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0);
    const [due, left] = [of(['PLANNED', 'SENDING', 'ACCEPTED', 'FAILED']), of(['ACCEPTED'])];
    if (due > 0 && left === 0)
      await alarm(round, { what: 'nothing-left', details: [`应发${due}条，已发出0条`], key: slotKey('CHECK', today) });
    await askForHolidays(round, today, now);
    await askWhoRead(round, now);
    return { planned: left, note: due > left ? `未发出${due - left}条` : null };
  },
};

async function askForHolidays(round: Round, today: string, now: Date): Promise<void> {
  const year = yearOf(today);
  const wanted = today.slice(5) >= nextYearFrom ? [year, year + 1] : [year];
  const missing = wanted.filter((one) => !hasHolidayNotice(one));
  if (missing.length === 0) return;
  const slot = { key: `HOLIDAYS ${today.slice(0, 7)}`, kind: 'HOLIDAYS' as const, day: today };
  if (!(await round.stores.promises.openSlot(slot, now))) return;
  await alarm(round, { what: 'no-holiday-table', details: missing.map((one) => `${one}年`), key: slot.key });
  await round.stores.promises.closeSlot(slot.key, { state: 'DONE', planned: 0, note: missing.join('、') }, now);
}
