import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import type { Attempts } from '../domain/attempts.ts';
import type { Sql } from './sql.ts';

/** Counts tries in the database, so that a restart forgives nothing and several processes count together. */
export function createAttempts(sql: Sql, now: () => Date): Attempts {
  return {
    async hit(key, { limit, windowMs }) {
      const at = now();
      const expiresAt = new Date(at.getTime() + windowMs);
      // One statement: of many tries at once none is missed. A window that has run out begins anew.
      const [row] = await sql.query<{ count: number; expiresAt: Date }>(Prisma.sql`
        INSERT INTO "AttemptCount" ("key", "count", "expiresAt") VALUES (${key}, 1, ${expiresAt})
        ON CONFLICT ("key") DO UPDATE SET
          "count" = CASE WHEN "AttemptCount"."expiresAt" <= ${at} THEN 1 ELSE "AttemptCount"."count" + 1 END,
          "expiresAt" = CASE
            WHEN "AttemptCount"."expiresAt" <= ${at} THEN excluded."expiresAt" ELSE "AttemptCount"."expiresAt" END
        RETURNING "count", "expiresAt"`);
      // Fails closed: without a count nothing is known about the tries before.
      if (!row) return { allowed: false, retryAfterMs: windowMs };
      const allowed = Number(row.count) <= limit;
      return { allowed, retryAfterMs: allowed ? 0 : row.expiresAt.getTime() - at.getTime() };
    },

    purge: () => sql.execute(Prisma.sql`DELETE FROM "AttemptCount" WHERE "expiresAt" <= ${now()}`),
  };
}
