import type { Clock } from '../core/clock.ts';

export interface TokenCache {
  /** A token that should still be valid. Everybody who asks while one is being fetched gets that one. */
  get(): Promise<string>;
  /** Reports that the platform refused this token; the next `get` fetches another. */
  refused(token: string): void;
}

/** Refreshed so long before its end, so that a call that takes its time does not arrive with a dead token. */
const earlyMs = 5 * 60_000;
/** After a refusal nobody asks again for this long: WeCom blocks the address for an hour otherwise (全局错误码 90313, 45009). */
const holdMs = 30_000;

/** Keeps one access token; `fetch` gets a new one with its lifetime in seconds. */
export function createTokenCache(options: {
  fetch(): Promise<{ token: string; expiresInS: number }>;
  clock: Clock;
}): TokenCache {
  const { fetch, clock } = options;
  let current: { token: string; until: number } | undefined;
  let failure: { error: unknown; until: number } | undefined;
  let fetching: Promise<string> | undefined;

  async function refresh(): Promise<string> {
    try {
      const { token, expiresInS } = await fetch();
      const lifeMs = expiresInS * 1000;
      current = { token, until: clock.now().getTime() + lifeMs - Math.min(earlyMs, lifeMs / 2) };
      failure = undefined;
      return token;
    } catch (error) {
      failure = { error, until: clock.now().getTime() + holdMs };
      throw error;
    } finally {
      fetching = undefined;
    }
  }

  return {
    async get() {
      const now = clock.now().getTime();
      if (current && now < current.until) return current.token;
      if (fetching) return fetching;
      if (failure && now < failure.until) throw failure.error;
      fetching = refresh();
      return fetching;
    },
    refused(token) {
      if (current?.token === token) current = undefined;
    },
  };
}
