import type { ClockView } from './types.ts';

/** A word of the emulator that lies further back than this is a clock put back, and not a word that was long under way. */
const LATE_MS = 2000;

/** The emulator's time between two of its words. It never goes backwards but where the clock was put back. */
export function createVirtualTime() {
  let clock: ClockView | undefined;
  let heardAt = 0;
  let shown = 0;
  const reckon = (real: number) => {
    if (!clock) return 0;
    const isGoing = clock.mode === 'running' && clock.movingTo === undefined;
    return isGoing ? clock.now + real - heardAt : clock.now;
  };
  return {
    hear(next: ClockView, real: number) {
      if (next.now < reckon(real) - LATE_MS) shown = 0;
      clock = next;
      heardAt = real;
    },
    now(real: number): number {
      shown = Math.max(shown, reckon(real));
      return shown;
    },
  };
}
