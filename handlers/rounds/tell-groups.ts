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
  async run(round, { today, now, last, policy }) {
    const { groups, promises } = round.stores;
    const line = await lineOf(
      round,
      { after: await lastTold(round, { today, now, last }), on: today },
      { now, policy },
    );
    const isSilent = line.deadlines.length === 0 && line.opens === null;
    const card = groupLineCard(line);
    let [said, left] = [0, 0];
    for (const { id, push } of isSilent ? [] : await groups.list()) {
      const key = `${slotKey('GROUPS', today)} ${id}`;
      if (push === 'NONE' || !(await promises.openSlot({ key, kind: 'GROUP', day: today }, now))) continue;
      const end = await say(round, id, card);
      if (end === 'later') {
        left += 1;
        await promises.leaveSlot(key, now);
        continue;
      }
      said += end === null ? 1 : 0;
      await promises.closeSlot(key, { state: end === null ? 'DONE' : 'DROPPED', planned: 1, note: end }, now);
    }
    return { planned: said, ...(left > 0 ? { again: new Date(now.getTime() + againMs) } : {}) };
  },
};

/** @returns null: said. `later`: it may be said then. Else why it never will. */
async function say({ stores, doer, log }: Round, id: string, card: ReturnType<typeof groupLineCard>) {
  try {
    const said = await stores.groups.say(doer, id, card, 'group.line');
    if (said.kind === 'sent') return null;
    const code = said.kind === 'failed' ? said.code : said.kind;
    log.warn({ group: id, code }, 'line to a group not said');
    return said.kind === 'failed' && said.mayPass ? 'later' : code;
  } catch (error) {
    // The other groups are not to wait for it.
    log.error({ err: error, group: id }, 'line to a group failed');
    return 'later';
  }
}

/** The last day that groups were told of, as far as they could be reached: what is left of it is not said any more. */
async function lastTold(
  { stores: { promises } }: Round,
  { today, now, last }: Pick<Day, 'today' | 'now' | 'last'>,
): Promise<CalendarDate> {
  const yesterday = addDays(today, -1);
  const open = (await promises.slotsOf(yesterday)).filter(({ kind, state }) => kind === 'GROUPS' && state === 'OPEN');
  for (const { key, planned } of open) {
    await promises.closeSlot(key, { state: 'DROPPED', planned, note: '有群未能送达' }, now);
  }
  return open.length > 0 || last === null ? yesterday : last;
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
