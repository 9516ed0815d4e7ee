import { z } from 'zod';
import { SenderSchema } from '../../core/event.ts';
import type { Reports } from '../../domain/reports/reports.ts';
import { toNotices } from '../binding-rows.ts';
import { onceKeysOf } from '../notices.ts';
import { personsNow } from '../persons-now.ts';
import type { StoreDeps } from '../store-deps.ts';
import { transact } from '../transact.ts';
import { personRef } from './rows.ts';

/**
 * Every state a job may be in but that of one that was given up: with them the index leads to those since a moment, however
 * many older ones there are.
 */
const toldStates = ['waiting', 'running', 'done'];

/** As much of the event as says who was told; the card that says what is not read again. */
const ToldSchema = z.object({
  sender: SenderSchema,
  happening: z.object({ enterpriseId: z.string(), toldById: z.string().nullable().default(null) }),
});

/** What many are told for an occasion. The jobs that tell it are the record of who was told. */
export function createTelling(deps: StoreDeps): Pick<Reports, 'tellAll' | 'toldFor'> {
  const { client } = deps;
  return {
    async tellAll(doer, occasion, tellings) {
      const of = { occasion, toldById: doer.personId, now: doer.at };
      const count = await transact(client, (tx) => deps.enqueue.once(tx, tellings.flatMap(toNotices), of));
      if (count.sent > 0) deps.wake();
      return count;
    },

    async toldFor(occasion, since) {
      const jobs = await client.job.findMany({
        // A job is due when it is recorded or later.
        where: { state: { in: toldStates }, dueAt: { gte: since }, key: { startsWith: onceKeysOf(occasion) } },
        select: { event: true, recordedAt: true },
        orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
      });
      const told = jobs.flatMap(({ event, recordedAt: at }) => {
        const read = ToldSchema.safeParse(JSON.parse(event)).data;
        return read ? [{ to: read.sender, ...read.happening, at }] : [];
      });
      const persons = await personsNow(
        client,
        told.map(({ toldById }) => toldById),
      );
      return told.map(({ toldById, ...one }) => ({ ...one, by: personRef(persons, toldById) }));
    },
  };
}
