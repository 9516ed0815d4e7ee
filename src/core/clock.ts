/** The one source of time. Demo and tests hand in a clock that follows the emulator's. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
