import { setImmediate as turn } from 'node:timers/promises';
import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { safeEqual } from '../core/safe-equal.ts';
import type { Keys } from '../core/sealed.ts';
import { stampOf } from '../store/audit-rows.ts';
import type { Client } from '../store/database.ts';
import { transact } from '../store/transact.ts';
import { beginning, type Link, linkAfter } from './chain.ts';

export interface Sealer {
  start(): void;
  /** Chains everything that is there now. @returns how many rows this process chained */
  sealNow(): Promise<number>;
  /** Chains what is left and stops. */
  stop(): Promise<void>;
}

/** Nothing stands outside the chain for longer than five seconds: a look, and the time that sealing takes. */
export const sealEveryMs = 2_000;
const batch = 500;

type Row = NonNullable<Awaited<ReturnType<Client['auditEntry']['findFirst']>>>;

/**
 * Chains the rows of the audit trail, in the order of their time as far as they are there: what commits late comes later.
 * Any number of processes may do so: the head is moved by compare-and-set in the transaction that seals, so of two that
 * want the same step one finds it gone and looks again.
 */
export function createSealer(options: { client: Client; keys: Keys; clock: Clock; log: Log }): Sealer {
  const { client, keys, clock, log } = options;
  let timer: NodeJS.Timeout | undefined;
  let sealing: Promise<unknown> = Promise.resolve();
  let isBusy = false;
  /** The furthest that this process knows the chain to have reached. */
  let reached = beginning.seq;
  const reported = new Set<string>();

  /** Said once: it stays so until somebody looks into it. */
  function report(subject: string, message: string): void {
    if (reported.has(subject)) return;
    reported.add(subject);
    log.error({ subject }, message);
  }

  async function readHead(): Promise<Link> {
    const row = await client.auditHead.findUnique({ where: { id: 1 } });
    if (row) return row;
    const { seq, mac } = beginning;
    await client.$executeRaw(Prisma.sql`
      INSERT INTO "AuditHead" ("id", "seq", "mac", "sealedAt") VALUES (1, ${seq}, ${mac}, ${clock.now()})
      ON CONFLICT ("id") DO NOTHING`);
    return readHead();
  }

  /** Whether rows stand where the head says that there are none yet. Read in this order it is at least as far as they. */
  async function isBeyondHead(): Promise<boolean> {
    const { seq } = (await client.auditEntry.aggregate({ _max: { seq: true } }))._max;
    return seq !== null && seq > (await readHead()).seq;
  }

  /** @returns false if another process was faster */
  async function seal(head: Link, rows: readonly Row[]): Promise<boolean> {
    let last = head;
    const values = rows.map((row) => {
      last = linkAfter(keys.audit, last, row);
      return Prisma.sql`(${row.id}, ${String(last.seq)}, ${last.mac})`;
    });
    try {
      await transact(client, async (tx) => {
        // First, so that whoever else seals waits here and then finds it moved.
        const { count } = await tx.auditHead.updateMany({
          where: { id: 1, seq: head.seq, mac: head.mac },
          data: { seq: last.seq, mac: last.mac, sealedAt: clock.now() },
        });
        if (count === 0) throw new Overtaken();
        // The plus keeps SQLite from going by the index of seq: then it compares every unsealed row with every value.
        const sealed = await tx.$executeRaw(Prisma.sql`
          UPDATE "AuditEntry" SET "seq" = CAST(v.column2 AS BIGINT), "mac" = v.column3
          FROM (VALUES ${Prisma.join(values)}) AS v
          WHERE "AuditEntry"."id" = v.column1 AND +"AuditEntry"."seq" IS NULL`);
        if (sealed !== rows.length) throw new Overtaken();
      });
    } catch (error) {
      if (error instanceof Overtaken) return false;
      throw (await isBeyondHead()) ? new HeadIsBack() : error;
    }
    reached = last.seq;
    return true;
  }

  async function sealAll(): Promise<number> {
    let sealed = 0;
    let behind: Row | undefined;
    for (;;) {
      const head = await readHead();
      if (head.seq < reached) throw new HeadIsBack();
      reached = head.seq;
      const rows = await client.auditEntry.findMany({
        where: { seq: null, ...(behind ? { OR: laterThan(behind) } : {}) },
        orderBy: [{ at: 'asc' }, { id: 'asc' }],
        take: batch,
      });
      if (rows.length === 0) return sealed;
      const ours = rows.filter((row) => row.mac !== null && safeEqual(row.mac, stampOf(keys.audit, row)));
      for (const row of rows) {
        if (!ours.includes(row)) report(row.id, 'audit row without our stamp: not sealed');
      }
      if (ours.length > 0) {
        if (!(await seal(head, ours))) continue;
        sealed += ours.length;
      }
      behind = rows.at(-1);
      // SQLite answers without ever leaving the event loop: a long backlog would keep everybody else waiting.
      await turn();
    }
  }

  /** One after the other, so that whoever asks gets what is there when they ask. */
  function sealNow(): Promise<number> {
    const next = sealing.then(sealAll).catch((error: unknown) => {
      if (!(error instanceof HeadIsBack)) throw error;
      report('head', 'audit head went back: nothing is sealed');
      return 0;
    });
    sealing = next.catch(() => undefined);
    return next;
  }

  async function tick(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    try {
      await sealNow();
    } catch (error) {
      log.error({ err: error }, 'could not seal the audit trail');
    } finally {
      isBusy = false;
    }
  }

  return {
    start() {
      timer ??= setInterval(() => void tick(), sealEveryMs);
    },
    sealNow,
    async stop() {
      if (timer) clearInterval(timer);
      timer = undefined;
      await sealing;
      await tick();
    },
  };
}

/** Rolls back what another process has done already. */
class Overtaken extends Error {}

/** The chain had been longer: somebody has changed the database. Going on would hide it. */
class HeadIsBack extends Error {}

function laterThan({ at, id }: Row) {
  return [{ at: { gt: at } }, { at, id: { gt: id } }];
}
