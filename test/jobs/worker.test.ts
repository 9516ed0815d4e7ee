import { afterEach, expect, it, vi } from 'vitest';
import { createWorker } from '../../src/jobs/worker.ts';
import type { Job } from '../../src/store/jobs.ts';
import { textEvent } from '../fixtures/event.ts';
import { deferred } from '../helpers/deferred.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';
import { memoryLog } from '../helpers/memory-log.ts';

afterEach(() => {
  vi.useRealTimers();
});

const clock = fixedClock();
const due = (id: string): Job => ({
  id,
  state: 'waiting',
  event: textEvent,
  plan: null,
  sent: 0,
  attempts: 0,
  dueAt: clock.now(),
  recordedAt: clock.now(),
});

it('that is told to stop finishes what it has taken up and takes up nothing more', async () => {
  const gate = deferred<void>();
  const begun = deferred<void>();
  let taken = 0;
  const worker = createWorker({
    held: () => [],
    // There is always more.
    jobs: {
      due: async ({ limit }) => Array.from({ length: limit }, (_, n) => due(`job${n}`)),
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

it('looks every second for what is due, and every twenty holds on to what is being worked on', async () => {
  vi.useFakeTimers();
  let looks = 0;
  let holds = 0;
  const worker = createWorker({
    held: () => [],
    jobs: {
      due: async () => {
        looks += 1;
        return [];
      },
    },
    resume: async () => true,
    keep: async () => {
      holds += 1;
    },
    clock,
    log: memoryLog(),
  });
  worker.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([looks, holds]).toEqual([60, 3]);
  await worker.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([looks, holds]).toEqual([60, 3]);
});
