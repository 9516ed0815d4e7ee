import { type GroupLine, groupLineCard } from '../../cards/group-line.ts';
import type { CalendarDate } from '../../src/domain/calendar.ts';
import { stepsOf } from '../../src/domain/deadlines/ladder.ts';
import { lastPeriod } from '../../src/domain/reports/period.ts';
import { windowOf } from '../../src/domain/reports/window.ts';
import { addDays } from '../../src/domain/workday.ts';
import { type Daily, type Day, slotKey } from './daily.ts';
import { isSending } from './remind.ts';
import type { Round } from './round.ts';

/** After so long a group that could not be reached is tried again. */
const againMs = 10 * 60_000;

/**
 * One neutral line a day to each registered group, whatever there is to say in it (domain.md D3, E2, G1): all deadlines that
 * have a step that day, and that a month is to be reported. Which enterprises are concerned is not the group's business.
 */
export const tellGroups: Daily = {
  kind: 'GROUPS',
  isTime: isSending,
  async run(round, { today, now, policy }) {
    const { groups, promises } = round.stores;
    // What could not be said all day is not said any more.
    await promises.giveUpSlots('GROUPS', today, { note: '有群未能送达', now });
    const after = (await promises.lastDone('GROUPS'))?.day ?? addDays(today, -1);
    const line = await lineOf(round, { after, on: today }, { now, policy });
    const isSilent = line.deadlines.length === 0 && line.opens === null;
    const card = groupLineCard(line);
    let [said, left] = [0, 0];
    for (const { id, push } of isSilent ? [] : await groups.list()) {
      const key = `${slotKey('GROUPS', today)} ${id}`;
      if (push === 'NONE' || !(await promises.openSlot({ key, kind: 'GROUP', day: today }, now))) continue;
      // Marked first: a neutral line is rather lost with a dying process than said twice.
      await promises.closeSlot(key, { state: 'DONE', planned: 1, note: null }, now);
      if (await say(round, id, card)) said += 1;
      else {
        left += 1;
        await promises.leaveSlot(key, now);
      }
    }
    return { planned: said, ...(left > 0 ? { again: new Date(now.getTime() + againMs) } : {}) };
  },
};

/** @returns false: the platform surely has not taken it, and it may be said later */
async function say({ stores, doer, log }: Round, id: string, card: ReturnType<typeof groupLineCard>): Promise<boolean> {
  try {
    const said = await stores.groups.say(doer, id, card, 'group.line');
    if (said.kind !== 'sent') log.warn({ group: id, said }, 'line to a group not said');
    return !(said.kind === 'failed' && said.mayPass);
  } catch (error) {
    // The other groups are not to wait for it.
    log.error({ err: error, group: id }, 'line to a group failed');
    return true;
  }
}

async function lineOf(
  { stores }: Round,
  span: { after: CalendarDate; on: CalendarDate },
  { now, policy }: Pick<Day, 'now' | 'policy'>,
): Promise<GroupLine> {
  const upcoming = await stores.deadlines.list({ from: span.on });
  const period = lastPeriod(now);
  const { noticeOn, closesOn } = windowOf(period);
  const isOpening = span.after < noticeOn && noticeOn <= span.on && span.on <= closesOn;
  return {
    deadlines: upcoming.filter((one) => stepsOf(one, policy.leads, span).length > 0),
    opens: isOpening ? period : null,
  };
}
