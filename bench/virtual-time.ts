import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../emulator/server.ts';

/** So long nothing is begun before the clock is moved: whoever is still busy would be late by the program's own slowness. */
const quietMs = 4;

/** Lets virtual time pass only while everybody waits for it, from one moment that somebody waits for to the next. */
export function virtualTime(clock: Clock) {
  const waiting: { due: number; done: () => void }[] = [];
  let [begun, underWay] = [0, 0];

  /** Resolves when nothing was begun for a while, and no call is under way. */
  async function quiet(): Promise<void> {
    for (;;) {
      const before = begun;
      await delay(quietMs);
      if (begun === before && underWay === 0) return;
    }
  }

  return {
    /** To be called for everything that the program does. */
    seen: () => {
      begun += 1;
    },
    async during<T>(work: () => Promise<T>): Promise<T> {
      [begun, underWay] = [begun + 1, underWay + 1];
      try {
        return await work();
      } finally {
        [begun, underWay] = [begun + 1, underWay - 1];
      }
    },
    wait: (ms: number) =>
      new Promise<void>((done) => {
        begun += 1;
        waiting.push({ due: clock.now() + ms, done });
      }),
    /** Moves the clock as long as the work is not done. */
    async passWhile(work: Promise<unknown>): Promise<void> {
      let isDone = false;
      const done = work.finally(() => {
        isDone = true;
      });
      while (!isDone) {
        await quiet();
        waiting.sort((a, b) => a.due - b.due);
        const [first] = waiting;
        if (isDone || !first) continue;
        await clock.to(Math.max(first.due, clock.now()), { jump: true });
        for (const one of waiting.splice(0)) {
          if (one.due <= clock.now()) one.done();
          else waiting.push(one);
        }
      }
      await done;
    },
  };
}
