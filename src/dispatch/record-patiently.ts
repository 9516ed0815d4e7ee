import { setTimeout as delay } from 'node:timers/promises';
import { UnwritableError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';

/** As long as somebody may still wait for an answer. */
const patienceMs = 60_000;
const pauseMs = 100;

/**
 * Records what came, as soon as the database can be written: some callbacks are delivered once only, and what a platform
 * delivers again comes too early where the database is held for longer.
 * @throws UnwritableError at once
 */
export async function recordPatiently<T>(
  record: () => Promise<T>,
  { job, log }: { job: string; log: Log },
): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await record();
    } catch (error) {
      if (error instanceof UnwritableError || performance.now() > until) throw error;
      log.warn({ err: error, job }, 'not recorded yet');
      await delay(pauseMs);
    }
  }
}
