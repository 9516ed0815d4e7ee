import { type CalendarDate, dateOf } from '../../src/domain/calendar.ts';
import type { Policy } from '../../src/domain/deadlines/policy.ts';
import type { SlotEnd, SlotKind } from '../../src/domain/deadlines/promises.ts';
import type { Round } from './round.ts';

/** The day that a daily round is for. */
export interface Day {
  today: CalendarDate;
  now: Date;
  /** The last day that was gone through; null: none ever was. */
  last: CalendarDate | null;
  /** When that was begun: what a crash interrupted is rather told twice than not at all. */
  lastAt: Date | null;
  policy: Policy;
}

/** Something that is done once a day. */
export interface Daily {
  kind: SlotKind;
  /** Whether its time of the day has come, and is not over. */
  isTime(policy: Policy, now: Date): boolean;
  /** Done again after a crash it must change nothing. `again`: something is left, which is gone through once more then. */
  run(round: Round, day: Day): Promise<{ planned: number; note?: string | null; state?: SlotEnd; again?: Date }>;
}

export const slotKey = (kind: SlotKind, day: CalendarDate) => `${kind} ${day}`;

/**
 * Goes through the daily rounds, each once a day whoever rings and however often: the slot of the day is a unique key, held
 * while it is worked on. What this process knows to be done costs nothing at the next ring.
 */
export function createDailies(dailies: readonly Daily[]): (round: Round, now: Date) => Promise<void> {
  const doneOn = new Map<SlotKind, CalendarDate>();

  async function go({ kind, run }: Daily, round: Round, day: Omit<Day, 'last' | 'lastAt'>): Promise<void> {
    const { promises } = round.stores;
    const { today, now } = day;
    const last = await promises.lastDone(kind);
    // A clock that was put back finds its day gone through.
    if (last === null || last.day < today) {
      const key = slotKey(kind, today);
      if (!(await promises.openSlot({ key, kind, day: today }, now))) return;
      const {
        planned,
        note = null,
        state = 'DONE',
        again,
      } = await run(round, { ...day, last: last?.day ?? null, lastAt: last?.at ?? null });
      if (again) return promises.leaveSlot(key, again);
      await promises.closeSlot(key, { state, planned, note }, now);
      if (planned > 0 || note !== null) round.log.info({ slot: key, planned, note }, 'round of the day');
    }
    doneOn.set(kind, today);
  }

  return async (round, now) => {
    const today = dateOf(now);
    const open = dailies.filter(({ kind }) => doneOn.get(kind) !== today);
    if (open.length === 0) return;
    const policy = await round.stores.deadlines.policy();
    for (const daily of open) {
      if (!daily.isTime(policy, now)) continue;
      try {
        await go(daily, round, { today, now, policy });
      } catch (error) {
        // The others are not to wait for it; the slot stays open and is gone through at a later ring.
        round.log.error({ err: error, round: daily.kind }, 'round of the day failed');
      }
    }
  };
}
