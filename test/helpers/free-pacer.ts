import type { Pacer } from '../../src/core/pacing.ts';

/** Everybody has their turn at once. */
export const freePacer: Pacer = {
  turn: async () => null,
  turns: async (costs) => new Set(costs.map(({ key }) => key)),
};
