import cron from 'node-cron';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { timeZone } from '../domain/calendar.ts';

/** Something to look after every minute; what is due it works out from `now`. */
export interface Chore {
  name: string;
  run(now: Date): Promise<void>;
}

export interface Scheduler {
  start(): void;
  stop(): Promise<void>;
  /** Whether node-cron is set to ring. */
  isRunning(): boolean;
  /** Looks after every chore once: what node-cron does each minute, and a moved clock at each minute on its way. */
  ring(): Promise<void>;
}

/** node-cron only rings once a minute; what is due follows from the injected clock. */
export function createScheduler(options: { chores: readonly Chore[]; clock: Clock; log: Log }): Scheduler {
  const { chores, clock, log } = options;
  let ringing: Promise<void> = Promise.resolve();

  async function runAll(): Promise<void> {
    for (const chore of chores) {
      try {
        await chore.run(clock.now());
      } catch (error) {
        log.error({ err: error, chore: chore.name }, 'chore failed');
      }
    }
  }

  function ring(): Promise<void> {
    // One after the other: two rings at once would do the same work twice.
    ringing = ringing.then(runAll);
    return ringing;
  }

  const task = cron.createTask('* * * * *', ring, { timezone: timeZone });
  let running = false;

  return {
    start() {
      running = true;
      void task.start();
    },
    async stop() {
      if (!running) return;
      running = false;
      await task.destroy();
      await ringing;
    },
    isRunning: () => running,
    ring,
  };
}
