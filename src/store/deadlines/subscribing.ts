import { newId } from '../../core/ids.ts';
import { readLink, signLink } from '../../core/link-token.ts';
import type { Deadlines } from '../../domain/deadlines/deadlines.ts';
import { optionalKinds } from '../../domain/deadlines/reminders.ts';
import { change, type StoreDeps } from '../store-deps.ts';
import { thoseThere } from '../visible-rows.ts';
import { enterpriseName } from './rows.ts';

/** 订阅, 退订 and 日历: what a person chose for themselves. */
export function createSubscribing(
  deps: StoreDeps,
): Pick<Deadlines, 'optedOut' | 'setOptOut' | 'openFeed' | 'openFeedOf' | 'feedOf' | 'closeFeed'> {
  const { client, keys } = deps;
  const about = (personId: string) => ({ objectType: 'person', objectId: personId }) as const;
  return {
    async optedOut(personId) {
      const rows = await client.reminderOptOut.findMany({ where: { personId } });
      return optionalKinds.filter((one) => rows.some(({ kind }) => kind === one));
    },

    setOptOut: (doer, personId, kind, isOut) =>
      change(deps, doer, async (tx) => {
        const where = { personId_kind: { personId, kind } };
        const isSo = (await tx.reminderOptOut.findUnique({ where })) !== null;
        if (isSo === isOut) return { result: false, alongside: null };
        if (isOut) await tx.reminderOptOut.create({ data: { personId, kind, recordedAt: doer.at } });
        else await tx.reminderOptOut.delete({ where });
        const detail = { kind, wanted: !isOut };
        return {
          result: true,
          alongside: { audit: [{ action: 'reminder.subscribe', result: 'allowed', ...about(personId), detail }] },
        };
      }),

    openFeed: (doer, personId, anew) =>
      change(deps, doer, async (tx) => {
        const known = await tx.calendarFeed.findFirst({ where: { personId, endedAt: null } });
        if (known && !anew) return { result: signLink(keys.link, known.id, 'calendar'), alongside: null };
        await tx.calendarFeed.updateMany({ where: { personId, endedAt: null }, data: { endedAt: doer.at } });
        const id = newId();
        await tx.calendarFeed.create({ data: { id, personId, recordedAt: doer.at } });
        return {
          result: signLink(keys.link, id, 'calendar'),
          alongside: { audit: [{ action: 'feed.open', result: 'allowed', ...about(personId) }] },
        };
      }),

    async openFeedOf(personId) {
      const known = await client.calendarFeed.findFirst({ where: { personId, endedAt: null } });
      return known && signLink(keys.link, known.id, 'calendar');
    },

    async feedOf(token) {
      const id = readLink(keys.link, token, 'calendar');
      const feed = id === null ? null : await client.calendarFeed.findUnique({ where: { id } });
      if (!feed) return null;
      const { personId, endedAt } = feed;
      const bindings =
        endedAt === null
          ? await client.binding.findMany({ where: { personId, endedAt: null }, include: enterpriseName })
          : [];
      const there = await thoseThere(client, bindings);
      const enterprises = there.map(({ enterprise: { id, names } }) => ({ id, name: names[0]?.text ?? '' }));
      // Somebody who speaks for nobody any more has nothing to be told.
      return { personId, isOpen: endedAt === null && enterprises.length > 0, enterprises };
    },

    closeFeed: (doer, personId) =>
      change(deps, doer, async (tx) => {
        const { count } = await tx.calendarFeed.updateMany({
          where: { personId, endedAt: null },
          data: { endedAt: doer.at },
        });
        if (count === 0) return { result: false, alongside: null };
        return {
          result: true,
          alongside: { audit: [{ action: 'feed.close', result: 'allowed', ...about(personId) }] },
        };
      }),
  };
}
