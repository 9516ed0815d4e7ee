import { afterEach, describe, expect, it, vi } from 'vitest';
import { backoffMs } from '../../src/jobs/backoff.ts';
import { createScheduler } from '../../src/jobs/scheduler.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';
import { memoryLog } from '../helpers/memory-log.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('the wait after a failure', () => {
  it.each([
    [0, 2_000],
    [1, 6_000],
    [2, 18_000],
    [6, 1_458_000],
    [7, 1_800_000],
    [50, 1_800_000],
  ])('number %i is at most %i ms', (attempts, ms) => {
    expect(backoffMs(attempts, () => 0)).toBe(ms);
    expect(backoffMs(attempts, () => 1)).toBe(ms * 0.75);
  });
});

describe('a ring', () => {
  it('looks after every chore with the injected time, and one that fails does not stop the others', async () => {
    const clock = fixedClock();
    const log = memoryLog();
    const ran: string[] = [];
    const scheduler = createScheduler({
      clock,
      log,
      chores: [
        { name: 'first', run: async (now) => void ran.push(now.toISOString()) },
        {
          name: 'broken',
          run: async () => {
            throw new Error('no');
          },
        },
        { name: 'last', run: async () => void ran.push('last') },
      ],
    });
    await scheduler.ring();
    clock.advance(60_000);
    await scheduler.ring();
    expect(ran).toEqual(['2023-12-29T02:00:00.000Z', 'last', '2023-12-29T02:01:00.000Z', 'last']);
    expect(log.lines.map(({ fields }) => fields)).toMatchObject([{ chore: 'broken' }, { chore: 'broken' }]);
  });

  it('waits for the one before it', async () => {
    const order: string[] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let runs = 0;
    const scheduler = createScheduler({
      clock: fixedClock(),
      log: memoryLog(),
      chores: [
        {
          name: 'slow',
          run: async () => {
            runs += 1;
            order.push(`begin ${runs}`);
            if (runs === 1) await gate;
            order.push('end');
          },
        },
      ],
    });
    const both = [scheduler.ring(), scheduler.ring()];
    release();
    await Promise.all(both);
    expect(order).toEqual(['begin 1', 'end', 'begin 2', 'end']);
  });

  it('comes from node-cron each minute between start and stop', async () => {
    vi.useFakeTimers({ now: new Date('2023-12-29T02:00:30Z') });
    let rings = 0;
    const count = async () => {
      rings += 1;
    };
    const chores = [{ name: 'count', run: count }];
    const scheduler = createScheduler({ clock: fixedClock(), log: memoryLog(), chores });
    await vi.advanceTimersByTimeAsync(120_000);
    expect([scheduler.isRunning(), rings]).toEqual([false, 0]);
    scheduler.start();
    await vi.advanceTimersByTimeAsync(180_000);
    expect([scheduler.isRunning(), rings]).toEqual([true, 3]);
    await scheduler.stop();
    await scheduler.stop();
    await vi.advanceTimersByTimeAsync(120_000);
    expect([scheduler.isRunning(), rings]).toEqual([false, 3]);
  });
});
