import type { Corps } from '../../../src/platforms/wecom/corps.ts';

/** An app that is shared with nobody, and reaches nobody. */
export const noCorps: Corps = {
  lineTo: () => Promise.reject(new Error('no call expected')),
  includes: () => false,
  refresh: async () => undefined,
  lookAgain: async () => undefined,
  learn: async () => undefined,
};
