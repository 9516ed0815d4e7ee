import type { Clock } from '../../src/core/clock.ts';

/** A clock that stands until it is moved. */
export function fixedClock(start = '2023-12-29T02:00:00Z'): Clock & { advance(ms: number): void } {
  let now = new Date(start).getTime();
  return {
    now: () => new Date(now),
    advance(ms) {
      now += ms;
    },
  };
}
