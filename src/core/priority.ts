/** Of the jobs that are due at once the lower goes first. */
export const priorities = {
  /** Somebody waits for it. */
  answer: 0,
  /** Tells of a change, or tells staff something. */
  notice: 1,
  /** Mail of the day. */
  mail: 2,
  /** Cards that say that they are settled, and other cosmetics. */
  cosmetic: 3,
} as const;
