import type { Clock } from '../core/clock.ts';
import { within } from '../core/within.ts';
import { canWrite } from './can-write.ts';
import type { Database } from './database.ts';
import { missingMigrations } from './migrate.ts';

/** Who asks does not wait longer (a load balancer, a monitor); what is not known by then does not hold. */
const knownWithinMs = 2_000;

/** What has to hold before callbacks may come, by name. */
export function createReadiness(options: { database: Database; clock: Clock; isRinging(): boolean }) {
  const { database, clock, isRinging } = options;
  const holds = async (check: Promise<boolean>) =>
    (await within(
      check.catch(() => false),
      knownWithinMs,
    )) ?? false;
  return async (): Promise<Readonly<Record<string, boolean>>> => {
    const [reachable, writable, migrated] = await Promise.all([
      holds(database.client.$queryRaw`SELECT 1`.then(() => true)),
      holds(canWrite(database, clock.now())),
      holds(missingMigrations(database).then((missing) => missing.length === 0)),
    ]);
    return { database: reachable, writable, migrated, scheduler: isRinging() };
  };
}
