import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import type { CallQuota } from '../core/call-quota.ts';
import type { Log } from '../core/log.ts';
import { dateOf } from '../domain/calendar.ts';
import type { Sql } from './sql.ts';

/** Of one organisation on one platform. */
export interface CallCounts extends CallQuota {
  /** How many there were this month, by everybody who shares the database. */
  thisMonth(): Promise<number>;
}

/** Counts calls by calendar month in the database, so that processes count together and a restart forgets nothing. */
export function createCallCounts(options: {
  sql: Sql;
  of: { platform: 'wecom' | 'dingtalk'; corpId: string };
  /** How many there may be in a month. */
  limit: number;
  now(): Date;
  log: Log;
}): CallCounts {
  const { sql, of, limit, now, log } = options;
  const { platform, corpId } = of;
  const month = () => dateOf(now()).slice(0, 7);

  async function thisMonth(): Promise<number> {
    const [row] = await sql.query<{ count: number }>(Prisma.sql`
      SELECT "count" FROM "ApiCalls" WHERE "platform" = ${platform} AND "corpId" = ${corpId} AND "month" = ${month()}`);
    return Number(row?.count ?? 0);
  }

  return {
    thisMonth,
    async count() {
      try {
        await sql.execute(Prisma.sql`
          INSERT INTO "ApiCalls" ("platform", "corpId", "month", "count") VALUES (${platform}, ${corpId}, ${month()}, 1)
          ON CONFLICT ("platform", "corpId", "month") DO UPDATE SET "count" = "ApiCalls"."count" + 1`);
      } catch (error) {
        // A call that was made is not made again because of that.
        log.warn({ err: error }, 'call not counted');
      }
    },
    async used() {
      try {
        return (await thisMonth()) / limit;
      } catch (error) {
        log.warn({ err: error }, 'calls of the month unknown');
        return 0;
      }
    },
  };
}
