import type { Clock } from '../core/clock.ts';
import { PlatformError } from '../core/errors.ts';
import { isWithin } from './elapsed.ts';

export interface TokenCache {
  /** A token that should still be valid. Everybody who asks while one is being fetched gets that one. */
  get(): Promise<string>;
  /** Reports that the platform refused this token; the next `get` fetches another. */
  refused(token: string): void;
}

/** Refreshed so long before its end, so that a call that takes its time does not arrive with a dead token. */
const earlyMs = 5 * 60_000;

/** For so long nobody asks again after a failure, by its kind. */
const holdMs = {
  /** The network, a busy platform: one hiccup must not silence the bot. */
  passing: 5_000,
  /** Too many calls: blocked for a minute (企业微信 访问频率限制 90312). */
  rate: 60_000,
  /** A wrong secret stays wrong, and WeCom blocks an address that insists for an hour (全局错误码 90313, 45009). */
  refused: 5 * 60_000,
};
type TokenFailure = keyof typeof holdMs;

/**
 * Keeps one access token; `fetch` gets a new one with its lifetime in seconds.
 * @param kindOf where the platform's codes say more than whether the call that needed the token may be tried again
 */
export function createTokenCache(options: {
  fetch(): Promise<{ token: string; expiresInS: number }>;
  clock: Clock;
  kindOf?: (error: PlatformError) => TokenFailure;
}): TokenCache {
  const { fetch, clock, kindOf = ({ retryable }) => (retryable ? 'passing' : 'refused') } = options;
  let current: { token: string; since: Date; lifeMs: number } | undefined;
  let failure: { error: unknown; since: Date; kind: TokenFailure } | undefined;
  let fetching: Promise<string> | undefined;

  async function refresh(): Promise<string> {
    try {
      const { token, expiresInS } = await fetch();
      const lifeMs = expiresInS * 1000;
      current = { token, since: clock.now(), lifeMs: lifeMs - Math.min(earlyMs, lifeMs / 2) };
      failure = undefined;
      return token;
    } catch (error) {
      failure = { error, since: clock.now(), kind: error instanceof PlatformError ? kindOf(error) : 'passing' };
      throw error;
    } finally {
      fetching = undefined;
    }
  }

  return {
    async get() {
      const now = clock.now();
      if (current && isWithin(now, current.since, current.lifeMs)) return current.token;
      if (fetching) return fetching;
      if (failure && isWithin(now, failure.since, holdMs[failure.kind])) throw failure.error;
      fetching = refresh();
      return fetching;
    },
    refused(token) {
      if (current?.token === token) current = undefined;
    },
  };
}
