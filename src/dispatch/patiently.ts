import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../core/log.ts';

/** Pauses before writing once more what became of a call. */
const againMs = [100, 500, 2_000];

/** What is out and not written down would be sent again: a passing failure of the database is waited for. */
export async function patiently<T>(write: () => Promise<T>, { job, log }: { job: string; log: Log }): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      const pauseMs = againMs[tries];
      if (pauseMs === undefined) throw error;
      log.warn({ err: error, job }, 'could not write down that the answer is out');
      await delay(pauseMs);
    }
  }
}
