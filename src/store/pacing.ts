import { setTimeout as delay } from 'node:timers/promises';
import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import type { Clock } from '../core/clock.ts';
import { createInSequence } from '../core/in-sequence.ts';
import type { Log } from '../core/log.ts';
import type { Cost, Pacer } from '../core/pacing.ts';
import { createLimitUse } from './limit-use.ts';
import type { Sql } from './sql.ts';

type Turn = Extract<Cost, { kind: 'pace' }>;

/** Whoever has to wait no longer than this waits where they are; for anything longer the job is put off. */
const patienceMs = 2_000;
/** Of one statement. */
const keysAtOnce = 1_000;

/**
 * Paces calls through the database, so that processes keep a limit together and a restart forgets nothing. One row a limit
 * (GCRA, the generic cell rate algorithm): it holds when the next call would be due if all came evenly, and a call may come
 * before that by as much as the burst.
 * @param options.wait replaced where time does not pass by itself
 */
export function createPacer(options: {
  sql: Sql;
  clock: Clock;
  log: Log;
  wait?: (ms: number) => Promise<unknown>;
}): Pacer {
  const { sql, clock, log, wait = (ms) => delay(ms) } = options;
  const inSequence = createInSequence();
  const limitUse = createLimitUse(options);

  /** What a turn does to its row, as seen now. */
  function stepOf({ pace, count }: Turn, urgent: boolean) {
    const { burst, reserved, intervalMs } = pace;
    const now = clock.now().getTime();
    const mine = Math.max(1, burst - (urgent ? 0 : reserved));
    const earlyMs = (mine - Math.min(count, mine)) * intervalMs;
    const stepMs = count * intervalMs;
    // Farther ahead no turn ever leads: the clock has stepped back, and what it said then does not count.
    const absurd = now + (2 * burst + count) * intervalMs + 2 * patienceMs;
    return { now, earlyMs, stepMs, absurd };
  }

  const upsert = (rows: readonly Prisma.Sql[], { now, stepMs, absurd }: ReturnType<typeof stepOf>, latest: number) =>
    Prisma.sql`
      INSERT INTO "Pace" ("key", "tat") VALUES ${Prisma.join(rows)}
      ON CONFLICT ("key") DO UPDATE SET "tat" = ${stepMs} +
        CASE WHEN "Pace"."tat" > ${now} AND "Pace"."tat" <= ${absurd} THEN "Pace"."tat" ELSE ${now} END
      WHERE "Pace"."tat" <= ${latest} OR "Pace"."tat" > ${absurd}
      RETURNING "key", "tat"`;

  /** One statement, two where it is not free. @returns for how long it has to wait, and whether it has its turn then */
  async function take(turn: Turn, urgent: boolean): Promise<{ isTaken: boolean; waitMs: number }> {
    const step = stepOf(turn, urgent);
    const { now, earlyMs, stepMs } = step;
    // Who is waited for takes a turn that is still to come; mass mail takes none before it is there, so nobody is behind it.
    const latest = now + earlyMs + (urgent ? patienceMs : 0);
    const row = Prisma.sql`(${turn.key}, ${now + stepMs})`;
    const [taken] = await sql.query<{ tat: unknown }>(upsert([row], step, latest));
    const [found] = taken ? [] : await sql.query<{ tat: unknown }>(tatOf(turn.key));
    const tat = taken ? Number(taken.tat) - stepMs : Number(found?.tat ?? 0);
    return { isTaken: taken !== undefined, waitMs: Math.max(0, tat - earlyMs - now) };
  }

  async function wayFor(turn: Turn, urgent: boolean): Promise<Date | null> {
    for (let waitedMs = 0; ; ) {
      const { isTaken, waitMs } = await take(turn, urgent);
      if (isTaken) {
        if (waitMs > 0) await wait(waitMs);
        return null;
      }
      const pauseMs = Math.max(1, waitMs);
      if (waitedMs + pauseMs > patienceMs) return new Date(clock.now().getTime() + pauseMs);
      await wait(pauseMs);
      waitedMs += pauseMs;
    }
  }

  async function turnOf(cost: Cost, urgent: boolean): Promise<Date | null> {
    if (cost.kind === 'quota') return limitUse(cost, urgent);
    // One after the other: many that wait would else all ask at each moment, and one of them get it.
    return urgent ? wayFor(cost, true) : inSequence(cost.key, () => wayFor(cost, false));
  }

  return {
    async turn(costs, { urgent }) {
      try {
        for (const cost of costs) {
          const notBefore = await turnOf(cost, urgent);
          if (notBefore) return notBefore;
        }
        return null;
      } catch (error) {
        if (!urgent) throw error;
        // An answer is not kept back by what only spares the platform.
        log.warn({ err: error }, 'sent without its turn');
        return null;
      }
    },

    async turns(costs) {
      const [first] = costs;
      const free = new Set<string>();
      if (first?.kind !== 'pace') return free;
      // In one order, as all rows that two statements may hold at once.
      const keys = [...new Set(costs.map(({ key }) => key))].sort();
      for (let from = 0; from < keys.length; from += keysAtOnce) {
        const step = stepOf(first, false);
        const { now, earlyMs, stepMs } = step;
        const rows = keys.slice(from, from + keysAtOnce).map((key) => Prisma.sql`(${key}, ${now + stepMs})`);
        for (const { key } of await sql.query<{ key: string }>(upsert(rows, step, now + earlyMs))) free.add(key);
      }
      return free;
    },
  };
}

function tatOf(key: string): Prisma.Sql {
  return Prisma.sql`SELECT "tat" FROM "Pace" WHERE "key" = ${key}`;
}
