import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attempts } from '../../src/domain/attempts.ts';
import { createAttempts } from '../../src/store/attempts.ts';
import { testDatabase } from '../helpers/database.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';

const minuteMs = 60_000;
const rule = { limit: 5, windowMs: 10 * minuteMs };

let database: Awaited<ReturnType<typeof testDatabase>>;
let clock: ReturnType<typeof fixedClock>;
let attempts: Attempts;
beforeEach(async () => {
  database = await testDatabase();
  clock = fixedClock();
  attempts = createAttempts(database.sql, () => clock.now());
});
afterEach(() => database.drop());

async function hits(count: number, key = 'code a'): Promise<boolean[]> {
  const allowed: boolean[] = [];
  for (let n = 0; n < count; n += 1) allowed.push((await attempts.hit(key, rule)).allowed);
  return allowed;
}

describe('in one window', () => {
  it('five tries are allowed, the sixth is not', async () => {
    expect(await hits(6)).toEqual([true, true, true, true, true, false]);
  });

  it('five of many at once are allowed', async () => {
    const results = await Promise.all(Array.from({ length: 40 }, () => attempts.hit('code a', rule)));
    expect(results.filter(({ allowed }) => allowed)).toHaveLength(5);
  });

  it('each key has its own tries', async () => {
    await hits(6);
    expect(await hits(1, 'code b')).toEqual([true]);
  });

  it('says how long it is until the next try', async () => {
    await hits(5);
    clock.advance(4 * minuteMs);
    expect(await attempts.hit('code a', rule)).toEqual({ allowed: false, retryAfterMs: 6 * minuteMs });
  });

  it('trying on does not make it longer', async () => {
    await hits(5);
    clock.advance(9 * minuteMs);
    await hits(10);
    clock.advance(minuteMs);
    expect(await hits(6)).toEqual([true, true, true, true, true, false]);
  });
});

it('the window begins with its first try', async () => {
  await hits(1);
  clock.advance(rule.windowMs - 1);
  expect(await hits(5)).toEqual([true, true, true, true, false]);
});

it('deletes only the windows that have run out', async () => {
  await hits(6, 'old');
  clock.advance(minuteMs);
  await hits(6, 'new');
  clock.advance(9 * minuteMs);
  expect(await attempts.purge()).toBe(1);
  expect(await hits(1, 'new')).toEqual([false]);
});
