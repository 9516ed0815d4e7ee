import { z } from 'zod';
import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import { newId } from '../../core/ids.ts';
import { type Promises, type Slot, slotKinds } from '../../domain/deadlines/promises.ts';
import type { StoreDeps } from '../store-deps.ts';

/** Who died at it is waited for that long; a round that takes longer is gone through twice, which changes nothing. */
const holdMs = 60_000;

/** Rounds of the clock as rows: whoever rings and however often, each is done once. */
export function createSlots({
  client,
  sql,
}: Pick<StoreDeps, 'client' | 'sql'>): Pick<
  Promises,
  'openSlot' | 'leaveSlot' | 'giveUpSlots' | 'closeSlot' | 'lastDone' | 'slotsOf'
> {
  const owner = newId();
  return {
    async openSlot({ key, kind, day }, now) {
      const heldUntil = new Date(now.getTime() + holdMs);
      // Free for who comes first, who has it, and everybody once its time has lapsed; a clock that was put back waits no longer,
      // one that is a little behind the others' waits like theirs.
      const taken = await sql.execute(Prisma.sql`
        INSERT INTO "Slot" ("key", "kind", "day", "state", "planned", "owner", "heldUntil", "openedAt")
        VALUES (${key}, ${kind}, ${day}, 'OPEN', 0, ${owner}, ${heldUntil}, ${now})
        ON CONFLICT ("key") DO UPDATE SET "owner" = ${owner}, "heldUntil" = ${heldUntil}
        WHERE "Slot"."state" = 'OPEN' AND ("Slot"."owner" = ${owner} OR "Slot"."heldUntil" <= ${now}
          OR "Slot"."openedAt" > ${heldUntil})`);
      return taken === 1;
    },
    async leaveSlot(key, until) {
      const left = { state: 'OPEN', owner: '', heldUntil: until, doneAt: null, note: null };
      await client.slot.updateMany({ where: { key }, data: left });
    },
    async giveUpSlots(kind, before, { note, now }) {
      const over = { state: 'DROPPED', note, doneAt: now, heldUntil: null };
      await client.slot.updateMany({ where: { kind, state: 'OPEN', day: { lt: before } }, data: over });
    },
    async closeSlot(key, { state, planned, note }, now) {
      await client.slot.updateMany({
        where: { key, state: 'OPEN' },
        data: { state, planned, note, doneAt: now, heldUntil: null },
      });
    },
    async lastDone(kind) {
      const last = await client.slot.findFirst({
        where: { kind, state: { not: 'OPEN' } },
        orderBy: { day: 'desc' },
        select: { day: true, openedAt: true },
      });
      return last && { day: last.day, at: last.openedAt };
    },
    async slotsOf(day) {
      const rows = await client.slot.findMany({ where: { day }, orderBy: [{ openedAt: 'asc' }, { key: 'asc' }] });
      return rows.map(
        ({ key, kind, state, planned, note, day }): Slot => ({
          key,
          kind: z.enum(slotKinds).parse(kind),
          day,
          state: z.enum(['OPEN', 'DONE', 'MERGED', 'DROPPED']).parse(state),
          planned,
          note,
        }),
      );
    },
  };
}
