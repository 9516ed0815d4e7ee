/** So many tries in a window that begins with the first of them. */
export interface AttemptRule {
  limit: number;
  windowMs: number;
}

/** Counts what can be tried again and again: codes, logins, uploads. */
export interface Attempts {
  /**
   * Counts one try, also one that is not allowed any more. A key says what is tried and by whom, e.g. `code person 01H…`.
   * `retryAfterMs` is 0 if this try was allowed.
   */
  hit(key: string, rule: AttemptRule): Promise<{ allowed: boolean; retryAfterMs: number }>;
  /** Deletes the windows that have run out; returns how many. */
  purge(): Promise<number>;
}
