import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../core/clock.ts';
import { within } from '../core/within.ts';
import { canWrite } from './can-write.ts';
import type { Database } from './database.ts';
import { missingMigrations } from './migrate.ts';

/** Who asks does not wait longer (a load balancer, a monitor); what is not known by then does not hold. */
const knownWithinMs = 2_000;

/** Whoever asks, and however often: the check writes no more often than this. */
const writeEveryMs = 1_000;

/** Runs a check when it may run next, for all who ask until then. */
function rarely<T>(check: () => Promise<T>): () => Promise<T> {
  let begun = Number.NEGATIVE_INFINITY;
  let next: Promise<T> | null = null;
  return () => {
    next ??= delay(Math.max(0, begun + writeEveryMs - performance.now())).then(() => {
      [next, begun] = [null, performance.now()];
      return check();
    });
    return next;
  };
}

/** What has to hold before callbacks may come, by name. */
export function createReadiness(options: { database: Database; clock: Clock; isRinging(): boolean }) {
  const { database, clock, isRinging } = options;
  const holds = async (check: Promise<boolean>) =>
    (await within(
      check.catch(() => false),
      knownWithinMs,
    )) ?? false;
  const writable = rarely(() => canWrite(database, clock.now()));
  return async (): Promise<Readonly<Record<string, boolean>>> => {
    const [reachable, isWritable, migrated] = await Promise.all([
      holds(database.client.$queryRaw`SELECT 1`.then(() => true)),
      holds(writable()),
      holds(missingMigrations(database).then((missing) => missing.length === 0)),
    ]);
    return { database: reachable, writable: isWritable, migrated, scheduler: isRinging() };
  };
}
