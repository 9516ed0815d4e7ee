import { describe, expect, it } from 'vitest';
import { PlatformError } from '../../src/core/errors.ts';
import { createTokenCache } from '../../src/platforms/token-cache.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';

const minute = 60_000;

function cacheOf(expiresInS = 7200) {
  const clock = fixedClock();
  let fetched = 0;
  let failing: Error | null = null;
  const cache = createTokenCache({
    clock,
    fetch: async () => {
      fetched += 1;
      if (failing) throw failing;
      return { token: `t${fetched}`, expiresInS };
    },
    kindOf: ({ code, retryable }) => {
      if (code === '45009') return 'rate';
      return code === '40001' || !retryable ? 'refused' : 'passing';
    },
  });
  return { cache, clock, count: () => fetched, fail: (error: Error | null) => (failing = error) };
}

describe('a token', () => {
  it('is fetched once for all who wait', async () => {
    const { cache, count } = cacheOf();
    expect(await Promise.all([cache.get(), cache.get(), cache.get()])).toEqual(['t1', 't1', 't1']);
    expect(count()).toBe(1);
  });

  it('is renewed five minutes before its end', async () => {
    const { cache, clock } = cacheOf();
    await cache.get();
    clock.advance(115 * minute - 1);
    expect(await cache.get()).toBe('t1');
    clock.advance(1);
    expect(await cache.get()).toBe('t2');
  });

  it('that lives for less than that is used for half its life', async () => {
    const { cache, clock } = cacheOf(60);
    await cache.get();
    clock.advance(29_999);
    expect(await cache.get()).toBe('t1');
    clock.advance(1);
    expect(await cache.get()).toBe('t2');
  });

  it('that was refused is not used again, and a late report about an older one changes nothing', async () => {
    const { cache, count } = cacheOf();
    cache.refused(await cache.get());
    expect(await cache.get()).toBe('t2');
    cache.refused('t1');
    expect(await cache.get()).toBe('t2');
    expect(count()).toBe(2);
  });

  it('is fetched anew when the clock has stepped back: nobody knows how old it is', async () => {
    const { cache, clock } = cacheOf();
    await cache.get();
    clock.advance(-24 * 60 * minute);
    expect(await cache.get()).toBe('t2');
    clock.advance(115 * minute);
    expect(await cache.get()).toBe('t3');
  });
});

describe('a token that cannot be had', () => {
  const platformError = (code: string, retryable: boolean) => new PlatformError(code, { code, retryable });

  it.each([
    ['the network', platformError('ECONNRESET', true), 5_000],
    ['a busy platform', platformError('-1', true), 5_000],
    ['our own mistake', new Error('broken'), 5_000],
    ['a wrong secret', platformError('invalidClientIdOrSecret', false), 5 * minute],
    ['a wrong secret by the platform’s own measure', platformError('40001', true), 5 * minute],
    ['too many calls by the platform’s own measure', platformError('45009', true), minute],
  ])('because of %s is not asked for again too soon', async (_name, error, holdMs) => {
    const { cache, clock, count, fail } = cacheOf();
    fail(error);
    await expect(Promise.all([cache.get(), cache.get()])).rejects.toBe(error);
    await expect(cache.get()).rejects.toBe(error);
    expect(count()).toBe(1);
    fail(null);
    clock.advance(holdMs - 1);
    await expect(cache.get()).rejects.toBe(error);
    clock.advance(1);
    expect(await cache.get()).toBe('t2');
  });

  it('is asked for again when the clock has stepped back', async () => {
    const { cache, clock, fail } = cacheOf();
    fail(platformError('40013', false));
    await expect(cache.get()).rejects.toThrow('40013');
    fail(null);
    clock.advance(-24 * 60 * minute);
    expect(await cache.get()).toBe('t2');
  });
});
