import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import type { Log } from '../core/log.ts';
import type { Keys } from '../core/sealed.ts';
import { systemDoer } from '../core/system-doer.ts';
import { addMonths, dateOf } from '../domain/calendar.ts';
import { auditRows } from '../store/audit-rows.ts';
import type { Client } from '../store/database.ts';
import { type Tx, transact } from '../store/transact.ts';
import { proofOf } from './chain.ts';

/** domain.md G2: three years; and whatever is set, logs of access are kept six months (网络安全法). */
const usualMonths = 36;
const leastMonths = 6;

/** Rows a step: each is one short transaction. */
const step = 2_000;

export interface Retention {
  /** Removes what is old enough. @returns how many rows */
  prune(now: Date): Promise<number>;
}

/**
 * Removes the beginning of the chain as far as all of it is older than is kept, and leaves a checkpoint from which the rest
 * still verifies. What is not sealed, or stands behind a younger row, stays.
 */
export function createRetention(options: { client: Client; keys: Keys; keepMonths?: number }): Retention {
  const { client, keys, keepMonths = usualMonths } = options;
  const months = Math.max(leastMonths, keepMonths);

  async function pruneStep(now: Date, before: Date): Promise<number> {
    const oldest = await client.auditEntry.findMany({
      where: { seq: { not: null } },
      orderBy: { seq: 'asc' },
      take: step,
      select: { seq: true, mac: true, at: true },
    });
    const firstToStay = oldest.findIndex(({ at }) => at >= before);
    const last = firstToStay === -1 ? oldest.at(-1) : oldest[firstToStay - 1];
    if (!last || last.seq === null || last.mac === null) return 0;
    const { seq, mac } = last;
    const removed = firstToStay === -1 ? oldest.length : firstToStay;
    const work = async (tx: Tx) => {
      const checkpoint = { seq, mac, removed: BigInt(removed), removedAt: now };
      await tx.auditCheckpoint.create({ data: { ...checkpoint, proof: proofOf(keys.audit, checkpoint) } });
      const { count } = await tx.auditEntry.deleteMany({ where: { seq: { lte: seq } } });
      if (count !== removed) throw new Error(`${count} audit rows instead of ${removed} were there to be removed`);
      const detail = { seq: Number(seq), removed };
      await tx.auditEntry.createMany({
        data: auditRows(systemDoer(now), [{ action: 'audit.prune', result: 'allowed', detail }], keys.audit),
      });
    };
    try {
      await transact(client, work);
      return removed;
    } catch (error) {
      // Another process has left this checkpoint.
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return 0;
      throw error;
    }
  }

  return {
    async prune(now) {
      const before = new Date(`${addMonths(dateOf(now), -months)}T00:00:00+08:00`);
      let removed = 0;
      for (;;) {
        const some = await pruneStep(now, before);
        removed += some;
        if (some < step) return removed;
      }
    },
  };
}

/** Once a day, by the injected clock. */
export function createPruning({ retention, log }: { retention: Retention; log: Log }) {
  let doneOn: string | undefined;
  return {
    name: 'audit retention',
    async run(now: Date): Promise<void> {
      if (dateOf(now) === doneOn) return;
      const removed = await retention.prune(now);
      if (removed > 0) log.info({ removed }, 'audit rows removed that are no longer kept');
      doneOn = dateOf(now);
    },
  };
}
