import { describe, expect, it } from 'vitest';
import { createTokenCache } from '../../src/platforms/token-cache.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';

const minute = 60_000;

function cacheOf(expiresInS = 7200) {
  const clock = fixedClock();
  let fetched = 0;
  let failing = false;
  const cache = createTokenCache({
    clock,
    fetch: async () => {
      fetched += 1;
      if (failing) throw new Error(`failure ${fetched}`);
      return { token: `t${fetched}`, expiresInS };
    },
  });
  return { cache, clock, count: () => fetched, fail: (value: boolean) => (failing = value) };
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

  it('that cannot be had is not asked for again for half a minute', async () => {
    const { cache, clock, count, fail } = cacheOf();
    fail(true);
    await expect(Promise.all([cache.get(), cache.get()])).rejects.toThrow('failure 1');
    await expect(cache.get()).rejects.toThrow('failure 1');
    expect(count()).toBe(1);
    fail(false);
    clock.advance(29_999);
    await expect(cache.get()).rejects.toThrow('failure 1');
    clock.advance(1);
    expect(await cache.get()).toBe('t2');
  });
});
