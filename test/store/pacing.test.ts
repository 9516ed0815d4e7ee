import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cost, Pace, Pacer } from '../../src/core/pacing.ts';
import { limits } from '../../src/platforms/limits.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createPacer } from '../../src/store/pacing.ts';
import { scratchDatabase } from '../helpers/database.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';
import { type MemoryLog, memoryLog } from '../helpers/memory-log.ts';

let scratch: Awaited<ReturnType<typeof scratchDatabase>>;
let owners: Database[];
let clock: ReturnType<typeof fixedClock>;
let log: MemoryLog;
beforeEach(async () => {
  scratch = await scratchDatabase({ migrated: true });
  owners = await Promise.all([openDatabase(scratch.url), openDatabase(scratch.url)]);
  clock = fixedClock('2023-12-29T02:00:00Z');
  log = memoryLog();
});
afterEach(async () => {
  for (const owner of owners) await owner.close();
  await scratch.drop();
});

const member: Pace = { burst: 20, intervalMs: 6_000, reserved: 10 };
const calls: Pace = { burst: 2, intervalMs: 53, reserved: 1 };
const cost = (key: string, pace: Pace, count = 1): Cost => ({ kind: 'pace', key, pace, count });

/** Each on a connection of its own, as processes are. @param waits how long was waited, by whom */
function pacers(waits: number[] = []): Pacer[] {
  const wait = async (ms: number) => {
    waits.push(ms);
    clock.advance(ms);
  };
  return owners.map(({ sql }) => createPacer({ sql, clock, log, wait }));
}
const one = (waits: number[] = []): Pacer => {
  const [pacer] = pacers(waits);
  if (!pacer) throw new Error('no pacer');
  return pacer;
};

/** The most that lie within any window of that length. */
function mostWithin(instants: readonly number[], windowMs: number): number {
  const sorted = [...instants].sort((a, b) => a - b);
  return Math.max(0, ...sorted.map((from, n) => sorted.slice(n).filter((instant) => instant < from + windowMs).length));
}

describe('the declared paces', () => {
  it.each(Object.entries(limits).filter(([, limit]) => 'pace' in limit))('%s: keep the limit', (_name, limit) => {
    if (!('pace' in limit)) throw new Error('no pace');
    const { burst, intervalMs, reserved } = limit.pace;
    expect(burst + Math.floor(limit.window / intervalMs)).toBeLessThanOrEqual(limit.value);
    expect(reserved).toBeLessThan(burst);
  });

  it('are declared for every limit, or it is said why not', () => {
    for (const limit of Object.values(limits)) expect('pace' in limit || limit.unpaced !== undefined).toBe(true);
  });
});

describe('however calls come', () => {
  it.each([
    ['a member of WeCom', member, 60_000, 30],
    ['calls of DingTalk', calls, 1_000, 20],
    ['a group robot', { burst: 5, intervalMs: 4_000, reserved: 0 }, 60_000, 20],
  ])('%s: no window holds more than the limit', async (name, pace, windowMs, most) => {
    let run = 0;
    const step = fc.record({
      pauseMs: fc.integer({ min: 0, max: windowMs / 5 }),
      urgent: fc.boolean(),
      at: fc.integer({ min: 4, max: 24 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 16 }), async (steps) => {
        run += 1;
        const sent: number[] = [];
        // Who waits, waits beside the others: time does not stand still for them.
        let late = 0;
        const wait = async (ms: number) => {
          late = ms;
        };
        const both = owners.map(({ sql }) => createPacer({ sql, clock, log, wait }));
        for (const { pauseMs, urgent, at } of steps) {
          clock.advance(pauseMs);
          const now = clock.now().getTime();
          for (let n = 0; n < at; n += 1) {
            late = 0;
            const notBefore = await both[n % 2]?.turn([cost(`${name} ${run}`, pace)], { urgent });
            // Mass mail that waits in place asks again then; here it gives up.
            if (notBefore === null && (urgent || late === 0)) sent.push(now + late);
          }
        }
        expect(mostWithin(sent, windowMs)).toBeLessThanOrEqual(most);
      }),
      { numRuns: 15 },
    );
  });

  it('many at the same moment, in several processes, get no more than the burst', async () => {
    const both = pacers();
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, n) => both[n % 2]?.turns([cost('m', member)]).then((free) => free.size)),
    );
    expect(results.filter((size) => size === 1)).toHaveLength(member.burst - member.reserved);
  });

  it('mass mail waits in line, each for its turn, and all of it comes through', async () => {
    const waits: number[] = [];
    const pacer = one(waits);
    const start = clock.now().getTime();
    const sent: number[] = [];
    await Promise.all(
      Array.from({ length: 30 }, async () => {
        const notBefore = await pacer.turn([cost('c', calls)], { urgent: false });
        expect(notBefore).toBeNull();
        sent.push(clock.now().getTime() - start);
      }),
    );
    expect(sent).toEqual(Array.from({ length: 30 }, (_, n) => n * 53));
    // Asked once more each, not all of them at each moment.
    expect(waits).toHaveLength(29);
  });

  it('an answer does not wait behind mass mail', async () => {
    const waits: number[] = [];
    const pacer = one(waits);
    await pacer.turn([cost('c', calls)], { urgent: false });
    expect(await pacer.turn([cost('c', calls)], { urgent: true })).toBeNull();
    expect(waits).toEqual([]);
  });

  it('many answers at once wait a little each, and then for another time', async () => {
    const waits: number[] = [];
    const both = owners.map(({ sql }) => createPacer({ sql, clock, log, wait: async (ms) => void waits.push(ms) }));
    const results = [];
    for (let n = 0; n < 45; n += 1) results.push(await both[n % 2]?.turn([cost('c', calls)], { urgent: true }));
    expect(waits.slice(0, 3)).toEqual([53, 106, 159]);
    expect(Math.max(...waits)).toBeLessThanOrEqual(2_000);
    expect(results.filter((at) => at === null).length).toBe(waits.length + 2);
    expect(results.at(-1)).toBeInstanceOf(Date);
  });

  it('what has to wait for long is told until when, and that is when it is free', async () => {
    const waits: number[] = [];
    const pacer = one(waits);
    for (let n = 0; n < 10; n += 1) await pacer.turn([cost('m', member)], { urgent: false });
    const notBefore = await pacer.turn([cost('m', member)], { urgent: false });
    expect(notBefore).toEqual(new Date(clock.now().getTime() + 6_000));
    clock.advance(5_000);
    expect(await pacer.turn([cost('m', member)], { urgent: false })).toBeNull();
    expect(waits).toEqual([1_000]);
  });

  it('a clock that has stepped back keeps nobody waiting', async () => {
    const pacer = one();
    clock.advance(365 * 86_400_000);
    for (let n = 0; n < 10; n += 1) await pacer.turn([cost('m', member)], { urgent: false });
    clock.advance(-365 * 86_400_000);
    expect(await pacer.turn([cost('m', member)], { urgent: false })).toBeNull();
  });
});

describe('a turn each of many', () => {
  const members = (count: number) => Array.from({ length: count }, (_, n) => cost(`m${n}`, member));

  it('is one statement, and leaves out who has had too much', async () => {
    const pacer = one();
    for (let n = 0; n < 10; n += 1) await pacer.turns([cost('m7', member)]);
    const free = await pacer.turns(members(1000));
    expect([free.size, free.has('m7')]).toEqual([999, false]);
    // The conversation has its own part of it.
    expect(await pacer.turn([cost('m7', member)], { urgent: true })).toBeNull();
    clock.advance(12_000);
    expect((await pacer.turns(members(10))).size).toBe(10);
  });

  it('of the same twice is one', async () => {
    expect(await one().turns([cost('m', member), cost('m', member)])).toEqual(new Set(['m']));
  });
});

describe('a day’s or month’s quota', () => {
  const quota = (count: number, window: 'day' | 'month' = 'day'): Cost => ({
    kind: 'quota',
    key: 'q',
    window,
    atMost: 100,
    count,
  });

  it('leaves a tenth to answers, says once that it is used up, and begins anew at midnight in Shanghai', async () => {
    const pacer = one();
    expect(await pacer.turn([quota(60)], { urgent: false })).toBeNull();
    expect(await pacer.turn([quota(31)], { urgent: false })).toEqual(new Date('2023-12-29T16:00:00Z'));
    expect(await pacer.turn([quota(31)], { urgent: false })).toEqual(new Date('2023-12-29T16:00:00Z'));
    expect(await pacer.turn([quota(40)], { urgent: true })).toBeNull();
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    clock.advance(14 * 3_600_000);
    expect(await pacer.turn([quota(31)], { urgent: false })).toBeNull();
  });

  it('of a month begins anew with the next', async () => {
    const pacer = one();
    await pacer.turn([quota(90, 'month')], { urgent: false });
    expect(await pacer.turn([quota(1, 'month')], { urgent: false })).toEqual(new Date('2023-12-31T16:00:00Z'));
  });
});

it('a database that is away keeps back mail, and no answer', async () => {
  const away = () => Promise.reject(new Error('no database'));
  const pacer = createPacer({ sql: { query: away, execute: away }, clock, log });
  expect(await pacer.turn([cost('c', calls)], { urgent: true })).toBeNull();
  await expect(pacer.turn([cost('c', calls)], { urgent: false })).rejects.toThrow('no database');
});
