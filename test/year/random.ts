/** mulberry32: the same numbers for the same seed, on every machine. */
export function createRandom(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    /** True in so many of a hundred cases. */
    chance: (percent: number): boolean => next() * 100 < percent,
    /** A whole number, both ends included. */
    between: (low: number, high: number): number => low + Math.floor(next() * (high - low + 1)),
    oneOf<T>(values: readonly [T, ...T[]]): T {
      return values[Math.floor(next() * values.length)] ?? values[0];
    },
    /** One of several, each as often as its weight says. */
    weighted<T>(cases: readonly (readonly [weight: number, value: T])[], otherwise: T): T {
      let left = next() * cases.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, value] of cases) {
        left -= weight;
        if (left < 0) return value;
      }
      return otherwise;
    },
  };
}

export type Random = ReturnType<typeof createRandom>;
