import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Cost } from '../core/pacing.ts';
import { addMonths, dateOf, endOfDay, startOfDay } from '../domain/calendar.ts';
import type { Sql } from './sql.ts';

type Quota = Extract<Cost, { kind: 'quota' }>;

/** What is left of a day or month for answers when mass mail has to wait. */
const keptForAnswers = 0.1;

/** Counts what is used up of a day or month, as far as there is any left. @returns null, or when the next one begins */
export function createLimitUse(options: { sql: Sql; clock: Clock; log: Log }) {
  const { sql, clock, log } = options;
  let said = '';

  return async ({ key, window, atMost, count }: Quota, urgent: boolean): Promise<Date | null> => {
    const today = dateOf(clock.now());
    const current = window === 'day' ? today : today.slice(0, 7);
    const most = urgent ? atMost : Math.floor(atMost * (1 - keptForAnswers));
    const [used] = await sql.query(Prisma.sql`
      INSERT INTO "LimitUse" ("key", "window", "count") VALUES (${key}, ${current}, ${count})
      ON CONFLICT ("key", "window") DO UPDATE SET "count" = "LimitUse"."count" + ${count}
      WHERE "LimitUse"."count" + ${count} <= ${most}
      RETURNING "count"`);
    if (used) return null;
    const over = `${key} ${current}`;
    if (said !== over)
      log.error({ limit: key, window: current, most }, 'used up, what is not urgent waits for the next');
    said = over;
    if (window === 'month') return startOfDay(addMonths(`${current}-01`, 1));
    return new Date(endOfDay(today).getTime() + 1);
  };
}
