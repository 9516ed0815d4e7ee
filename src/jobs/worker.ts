import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Job, JobStore } from '../store/jobs.ts';

export interface Worker {
  start(): void;
  /** Takes up everything that is due now and resolves when it has been dealt with. */
  drain(): Promise<void>;
  /** Takes up nothing more; resolves when what was taken up is done. */
  stop(): Promise<void>;
}

const pollMs = 1_000;
const batch = 20;

/**
 * Takes up jobs that are due: put off after a failure, or left by a process that died. Looks every second, which is one
 * indexed read, and whenever asked.
 */
export function createWorker(options: {
  jobs: JobStore;
  /** False if somebody else has it. */
  resume(job: Job): Promise<boolean>;
  clock: Clock;
  log: Log;
}): Worker {
  const { jobs, resume, clock, log } = options;
  let timer: NodeJS.Timeout | undefined;
  let draining: Promise<void> | undefined;

  async function drainOnce(): Promise<void> {
    for (;;) {
      const due = await jobs.due(clock.now(), batch);
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
      timer ??= setInterval(() => void drain(), pollMs);
    },
    drain,
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await draining;
    },
  };
}
