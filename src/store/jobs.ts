import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import { accountText } from '../core/account-text.ts';
import type { Plan } from '../core/channel.ts';
import type { InboundEvent } from '../core/event.ts';
import { priorities } from '../core/priority.ts';
import { coverEvent } from './cover-event.ts';
import type { Database } from './database.ts';
import { createTakeDue } from './due-jobs.ts';
import { toJob } from './job-rows.ts';
import { unwritable } from './unwritable.ts';

/** A job as the pipeline and the worker see it. */
export interface Job {
  id: string;
  state: 'running' | 'waiting' | 'done' | 'failed';
  event: InboundEvent;
  plan: Plan | null;
  /** How many of the plan's calls are out. */
  sent: number;
  attempts: number;
  /** running: until when its owner holds it. waiting: when it is due. */
  dueAt: Date;
  recordedAt: Date;
  /** Taken over already, in one statement with others. */
  isOurs?: boolean;
}

export interface JobStore {
  /**
   * Records an event under its key. False if the key is known: then nothing was written.
   * @throws UnwritableError where trying again does not help
   */
  record(job: { id: string; event: InboundEvent; now: Date; heldUntil: Date }): Promise<boolean>;
  /** Records an event that nothing follows from; a second one changes nothing. */
  recordOnly(job: { id: string; event: InboundEvent; now: Date }): Promise<void>;
  find(key: string): Promise<Job | null>;
  /** Takes over a job that waits or whose holder has let it lapse. False if somebody else was faster. */
  claim(job: Job, times: { now: Date; heldUntil: Date }): Promise<boolean>;
  /**
   * Jobs that are due: waiting for this moment, or held longer than their holder asked for. The more urgent first, among
   * those in turns, among those the oldest. On PostgreSQL they are this process's from then on (`isOurs`). What cannot be
   * read (of another release) is given up, or it would stand in the way of all others.
   * @param of.except what this process works on already: a clock that leaps makes it due, and it is not taken twice
   */
  due(of: { now: Date; limit: number; heldUntil: Date; except?: readonly string[] }): Promise<readonly Job[]>;
  /** Holds on to jobs of this process; those that are no longer its own stay as they are. */
  hold(ids: readonly string[], heldUntil: Date): Promise<void>;
  /** Stores what is about to be sent and how much of it is out. False: somebody else has taken the job over. */
  progress(id: string, step: { plan: Plan; sent: number; heldUntil: Date }): Promise<boolean>;
  /** The answer is out; `inline` is what a redelivery gets. */
  finish(id: string, result: { inline: unknown; now: Date }): Promise<void>;
  /** @param step.attempts where this was no try: how many there were */
  postpone(
    id: string,
    step: { plan: Plan | null; sent: number; error: string | null; dueAt: Date; attempts?: number },
  ): Promise<void>;
  fail(id: string, failure: { error: string; now: Date }): Promise<void>;
  /** Puts back what this process still holds, due at once. */
  release(now: Date): Promise<void>;
  /** Makes due what other processes held. Only where no other process can be alive. */
  releaseOthers(now: Date): Promise<void>;
  /** How many jobs are in each state other than done. */
  countOpen(): Promise<Record<string, number>>;
  /** Deletes what was finished before then; returns how many. */
  purge(finishedBefore: Date): Promise<number>;
}

/** @param owner names this process among those that share the database */
export function createJobStore(
  { client, sql, dialect }: Pick<Database, 'client' | 'sql' | 'dialect'>,
  owner: string,
): JobStore {
  const takeDue = createTakeDue({ sql, dialect, owner });
  return {
    async record({ id, event, now, heldUntil }) {
      // One statement, no transaction, and a known key is no error.
      const insert = Prisma.sql`
        INSERT INTO "Job" ("id", "key", "channel", "state", "event", "dueAt", "owner", "recordedAt", "priority", "fairKey")
        VALUES (${id}, ${event.key}, ${event.channel}, 'running', ${JSON.stringify(event)}, ${heldUntil}, ${owner}, ${now},
          ${priorities.answer}, ${event.sender ? accountText(event.sender) : ''})
        ON CONFLICT ("key") DO NOTHING`;
      try {
        return (await sql.execute(insert)) === 1;
      } catch (error) {
        throw unwritable(error);
      }
    },

    async recordOnly({ id, event, now }) {
      await sql.execute(Prisma.sql`
        INSERT INTO "Job" ("id", "key", "channel", "state", "event", "dueAt", "owner", "recordedAt", "finishedAt")
        VALUES (${id}, ${event.key}, ${event.channel}, 'done', ${JSON.stringify(event)}, ${now}, ${owner}, ${now}, ${now})
        ON CONFLICT ("key") DO NOTHING`);
    },

    async find(key) {
      const row = await client.job.findUnique({ where: { key } });
      return row && toJob(row);
    },

    async claim({ id, state, dueAt }, { now, heldUntil }) {
      if (state === 'done' || state === 'failed') return false;
      if (state === 'running' && dueAt > now) return false;
      const { count } = await client.job.updateMany({
        where: { id, state, dueAt },
        data: { state: 'running', owner, dueAt: heldUntil, attempts: { increment: 1 } },
      });
      return count === 1;
    },

    async due(of) {
      const rows = await takeDue(of);
      const jobs = rows.map((row) => toJob(row) ?? row.id);
      const unreadable = jobs.filter((job) => typeof job === 'string');
      if (unreadable.length > 0) {
        await client.job.updateMany({
          where: { id: { in: unreadable } },
          data: { state: 'failed', lastError: 'unreadable', finishedAt: of.now },
        });
      }
      return jobs.filter((job) => typeof job !== 'string');
    },

    async hold(ids, heldUntil) {
      await client.job.updateMany({
        where: { id: { in: [...ids] }, owner, state: 'running' },
        data: { dueAt: heldUntil },
      });
    },

    async progress(id, { plan, sent, heldUntil }) {
      const { count } = await client.job.updateMany({
        where: { id, owner, state: 'running' },
        data: { plan: JSON.stringify(plan), sent, dueAt: heldUntil },
      });
      return count === 1;
    },

    async finish(id, { inline, now }) {
      const plan = inline === null ? null : JSON.stringify({ inline, calls: [] });
      await sql.execute(Prisma.sql`
        UPDATE "Job" SET "state" = 'done', "plan" = ${plan}, "finishedAt" = ${now}, "lastError" = NULL WHERE "id" = ${id}`);
    },

    async postpone(id, { plan, sent, error, dueAt, attempts }) {
      const tries = attempts === undefined ? {} : { attempts };
      await client.job.updateMany({
        where: { id, owner, state: 'running' },
        data: { state: 'waiting', plan: plan && JSON.stringify(plan), sent, lastError: error, dueAt, ...tries },
      });
    },

    async fail(id, { error, now }) {
      await coverEvent(client, id);
      await client.job.updateMany({ where: { id }, data: { state: 'failed', lastError: error, finishedAt: now } });
    },

    async release(now) {
      await client.job.updateMany({ where: { owner, state: 'running' }, data: { state: 'waiting', dueAt: now } });
    },

    async releaseOthers(now) {
      await client.job.updateMany({
        where: { state: 'running', owner: { not: owner } },
        data: { state: 'waiting', dueAt: now },
      });
    },

    async countOpen() {
      const groups = await client.job.groupBy({ by: ['state'], where: { state: { not: 'done' } }, _count: true });
      return {
        running: 0,
        waiting: 0,
        failed: 0,
        ...Object.fromEntries(groups.map(({ state, _count }) => [state, _count])),
      };
    },

    async purge(finishedBefore) {
      const { count } = await client.job.deleteMany({ where: { finishedAt: { lt: finishedBefore } } });
      return count;
    },
  };
}
