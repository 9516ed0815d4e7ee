import { expect, it } from 'vitest';
import { createWorker } from '../../src/jobs/worker.ts';
import type { Job } from '../../src/store/jobs.ts';
import { textEvent } from '../fixtures/event.ts';
import { deferred } from '../helpers/deferred.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';
import { memoryLog } from '../helpers/memory-log.ts';

const clock = fixedClock();
const due = (id: string): Job => ({
  id,
  state: 'waiting',
  event: textEvent,
  plan: null,
  sent: 0,
  attempts: 0,
  dueAt: clock.now(),
});

it('that is told to stop finishes what it has taken up and takes up nothing more', async () => {
  const gate = deferred<void>();
  const begun = deferred<void>();
  let taken = 0;
  const worker = createWorker({
    // There is always more.
    jobs: {
      due: async (_now: Date, limit: number) => Array.from({ length: limit }, (_, n) => due(`job${n}`)),
    },
    resume: async () => {
      taken += 1;
      begun.resolve();
      await gate.promise;
      return true;
    },
    keep: async () => undefined,
    clock,
    log: memoryLog(),
  });
  const drained = worker.drain();
  await begun.promise;
  const before = taken;
  const stopped = worker.stop();
  gate.resolve();
  await Promise.all([drained, stopped]);
  expect(before).toBeGreaterThan(0);
  expect(taken).toBe(before);
});
