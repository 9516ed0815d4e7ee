/** A dead process's jobs are free after so long. A living one keeps holding on, however long a call takes. */
export const holdMs = 60_000;

/** After so many tries a job is given up: with the waits below that is about an hour and a half. */
export const triesAtMost = 10;

const firstMs = 2_000;
const longestMs = 30 * 60_000;

/**
 * How long to wait after a failed try: 2 s, 6 s, 18 s … up to half an hour, each shortened by up to a quarter so that
 * many jobs that failed together do not come back together.
 * @param attempts tries before this one
 */
export function backoffMs(attempts: number, random: () => number = Math.random): number {
  return Math.min(firstMs * 3 ** attempts, longestMs) * (1 - random() / 4);
}
