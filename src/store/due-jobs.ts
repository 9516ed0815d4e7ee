import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import type { JobRow } from './job-rows.ts';
import type { Dialect } from './schema-engine.ts';
import type { Sql } from './sql.ts';

/** Of what is due so many are looked at for whose turn it is: a morning's mail must not be sorted every second. */
const lookedAt = 500;

interface Due {
  now: Date;
  limit: number;
  heldUntil: Date;
  except?: readonly string[];
}

/**
 * What is due next: the more urgent first; then those who wait take turns, so that whoever has a hundred jobs keeps nobody
 * else waiting (a job of nobody in particular takes its own); then the oldest.
 */
export function createTakeDue(options: { sql: Sql; dialect: Dialect; owner: string }) {
  const { sql, dialect, owner } = options;

  const ranked = ({ now, limit, except = [] }: Due) => Prisma.sql`
    SELECT "id", "priority", "turn" FROM (
      SELECT "id", "priority", "dueAt", ROW_NUMBER() OVER (
        PARTITION BY "priority", CASE WHEN "fairKey" = '' THEN "id" ELSE "fairKey" END ORDER BY "dueAt", "id"
      ) AS "turn"
      FROM (
        SELECT "id", "priority", "fairKey", "dueAt" FROM "Job"
        WHERE "state" IN ('waiting', 'running') AND "dueAt" <= ${now}
          ${except.length === 0 ? Prisma.empty : Prisma.sql`AND "id" NOT IN (${Prisma.join([...except])})`}
        ORDER BY "priority", "dueAt", "id" LIMIT ${lookedAt}
      ) AS "oldest"
    ) AS "all" ORDER BY "priority", "turn", "dueAt", "id" LIMIT ${limit}`;

  const columns = Prisma.sql`"Job"."id", "Job"."state", "Job"."event", "Job"."plan", "Job"."sent", "Job"."attempts",
    "Job"."dueAt", "Job"."recordedAt", "Job"."priority", "next"."turn"`;

  return async (due: Due): Promise<JobRow[]> => {
    const { now, heldUntil } = due;
    if (dialect === 'sqlite') {
      // One process: each job is claimed by itself, by compare-and-set.
      return sql.query<JobRow>(Prisma.sql`
        SELECT ${columns} FROM "Job" JOIN (${ranked(due)}) AS "next" ON "next"."id" = "Job"."id"
        ORDER BY "Job"."priority", "next"."turn", "Job"."dueAt", "Job"."id"`);
    }
    // Of several processes that look at one moment each takes others, and none waits for the other.
    const taken = await sql.query<JobRow & { priority: number; turn: unknown }>(Prisma.sql`
      WITH "next" AS (${ranked(due)}),
      "free" AS (
        SELECT "Job"."id", "next"."turn", "Job"."state" AS "was", "Job"."dueAt" AS "wasDueAt"
        FROM "Job" JOIN "next" ON "next"."id" = "Job"."id"
        WHERE "Job"."state" IN ('waiting', 'running') AND "Job"."dueAt" <= ${now} FOR UPDATE OF "Job" SKIP LOCKED
      )
      UPDATE "Job" SET "state" = 'running', "owner" = ${owner}, "dueAt" = ${heldUntil}, "attempts" = "attempts" + 1
      FROM "free" WHERE "Job"."id" = "free"."id"
      RETURNING "Job"."id", "free"."was" AS "state", "Job"."event", "Job"."plan", "Job"."sent",
        "Job"."attempts" - 1 AS "attempts", "free"."wasDueAt" AS "dueAt", "Job"."recordedAt", "Job"."priority",
        "free"."turn"`);
    return taken
      .map((row) => ({ ...row, isOurs: true }))
      .sort(
        (a, b) => a.priority - b.priority || Number(a.turn) - Number(b.turn) || a.dueAt.getTime() - b.dueAt.getTime(),
      );
  };
}
