import type { CallQuota } from '../../src/core/call-quota.ts';

/** A month's calls that a test can use up. */
export function fakeQuota(used = 0): CallQuota & { made: number; part: number } {
  const quota = {
    made: 0,
    part: used,
    count: async () => {
      quota.made += 1;
    },
    used: async () => quota.part,
  };
  return quota;
}
