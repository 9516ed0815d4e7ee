import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Job, JobStore } from '../store/jobs.ts';
import { holdMs } from './backoff.ts';

export interface Worker {
  start(): void;
  /** Takes up everything that is due now and resolves when it has been dealt with. */
  drain(): Promise<void>;
  /** Takes up nothing more from here on; resolves when what was taken up is done. */
  stop(): Promise<void>;
}

const pollMs = 1_000;
const keepMs = holdMs / 3;
const batch = 20;

/**
 * Takes up jobs that are due: put off after a failure, or left by a process that died. Looks every second, which is one
 * indexed read, and whenever asked.
 */
export function createWorker(options: {
  jobs: Pick<JobStore, 'due'>;
  /** False if somebody else has it. */
  resume(job: Job): Promise<boolean>;
  /** Holds on to what is being worked on. */
  keep(): Promise<void>;
  /**
   * What is being worked on: it may be due by the clock, and is not to be taken up again, nor when it has ended between the
   * look and the taking up.
   */
  held(): readonly string[];
  clock: Clock;
  log: Log;
}): Worker {
  const { jobs, resume, keep, held, clock, log } = options;
  const timers: NodeJS.Timeout[] = [];
  let stopped = false;
  let draining: Promise<void> | undefined;

  async function drainOnce(): Promise<void> {
    while (!stopped) {
      const now = clock.now();
      const due = await jobs.due({ now, limit: batch, heldUntil: new Date(now.getTime() + holdMs), except: held() });
      const taken = await Promise.all(due.map(resume));
      if (due.length < batch || !taken.includes(true)) return;
    }
  }

  function drain(): Promise<void> {
    draining ??= drainOnce()
      .catch((error: unknown) => log.error({ err: error }, 'could not look for due jobs'))
      .finally(() => {
        draining = undefined;
      });
    return draining;
  }

  return {
    start() {
      if (timers.length > 0) return;
      const hold = () => void keep().catch((error: unknown) => log.error({ err: error }, 'could not hold on to jobs'));
      timers.push(
        setInterval(() => void drain(), pollMs),
        setInterval(hold, keepMs),
      );
    },
    drain,
    async stop() {
      stopped = true;
      for (const timer of timers.splice(0)) clearInterval(timer);
      await draining;
    },
  };
}
