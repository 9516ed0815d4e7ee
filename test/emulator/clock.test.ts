import { expect, onTestFinished, test } from 'vitest';
import { createClock, readTime } from '../../emulator/clock.ts';

const clockAt = (start: string, mode: 'frozen' | 'running' = 'frozen') => {
  const clock = createClock({ start, mode });
  onTestFinished(() => clock.stop());
  return clock;
};
const minute = (time: string) => readTime(time);

test('times without an offset are Shanghai times', () => {
  expect(readTime('2024-01-02T09:00')).toBe(Date.UTC(2024, 0, 2, 1));
  expect(readTime('2024-01-02')).toBe(Date.UTC(2024, 0, 1, 16));
  expect(readTime('2024-01-02T01:00:00Z')).toBe(Date.UTC(2024, 0, 2, 1));
  expect(() => readTime('morgen')).toThrow(/not a time/);
  expect(clockAt('2023-12-29T10:00').iso()).toBe('2023-12-29T10:00:00+08:00');
});

test('moving on rings every whole minute and waits for each listener', async () => {
  const clock = clockAt('2023-12-29T10:00:30');
  const rung: string[] = [];
  clock.onMinute(async (now) => {
    rung.push(`in ${clock.iso().slice(11, 19)}`);
    expect(clock.now()).toBe(now);
    await Promise.resolve();
    rung.push('out');
  });
  await clock.advance(150_000);
  expect(rung).toEqual(['in 10:01:00', 'out', 'in 10:02:00', 'out', 'in 10:03:00', 'out']);
  expect(clock.iso()).toBe('2023-12-29T10:03:00+08:00');
  await clock.advance(59_999);
  expect(rung).toHaveLength(6);
  await clock.advance(1);
  expect(rung).toHaveLength(8);
});

test('a jump rings once at its end, or not at all within a minute', async () => {
  const clock = clockAt('2023-12-29T10:00');
  const rung: number[] = [];
  clock.onMinute((now) => {
    rung.push(now);
  });
  await clock.to('2024-01-02T09:00', { jump: true });
  expect(rung).toEqual([minute('2024-01-02T09:00')]);
  await clock.advance(30_000, { jump: true });
  expect(rung).toHaveLength(1);
});

test('the clock goes back only with jump, and then rings its minutes again', async () => {
  const clock = clockAt('2024-01-02T09:00');
  await expect(clock.to('2024-01-01T09:00')).rejects.toThrow(/past/);
  await expect(clock.advance(-1)).rejects.toThrow(/back/);
  await clock.to('2024-01-01T09:00', { jump: true });
  expect(clock.iso()).toBe('2024-01-01T09:00:00+08:00');
  const rung: number[] = [];
  clock.onMinute((now) => {
    rung.push(now);
  });
  await clock.advance(60_000);
  expect(rung).toEqual([minute('2024-01-01T09:01')]);
});

test('two moves at once happen one after the other', async () => {
  const clock = clockAt('2023-12-29T10:00');
  const rung: number[] = [];
  clock.onMinute(async (now) => {
    await Promise.resolve();
    rung.push(now);
  });
  await Promise.all([clock.advance(120_000), clock.advance(60_000)]);
  expect(rung.map((now) => (now - minute('2023-12-29T10:00')) / 60_000)).toEqual([1, 2, 3]);
});

test('a listener that throws ends the move where it stood', async () => {
  const clock = clockAt('2023-12-29T10:00');
  const off = clock.onMinute(() => {
    throw new Error('job failed');
  });
  await expect(clock.advance(600_000)).rejects.toThrow('job failed');
  expect(clock.iso()).toBe('2023-12-29T10:01:00+08:00');
  off();
  await clock.advance(60_000);
  expect(clock.iso()).toBe('2023-12-29T10:02:00+08:00');
});

test('waits on the clock end when their time is passed', async () => {
  const clock = clockAt('2023-12-29T10:00');
  const ended: string[] = [];
  void clock.wait(90_000).then(() => ended.push('late'));
  void clock.wait(30_000).then(() => ended.push('early'));
  await clock.advance(60_000);
  expect(ended).toEqual(['early']);
  await clock.advance(60_000);
  expect(ended).toEqual(['early', 'late']);
  const stop = new AbortController();
  const waiting = clock.wait(1000, stop.signal);
  stop.abort(new Error('over'));
  await expect(waiting).rejects.toThrow('over');
});

test('a running clock goes by itself and rings its own minutes', async () => {
  const clock = clockAt('2023-12-29T10:00:59.950', 'running');
  const rung = await new Promise<number>((resolve) => clock.onMinute(resolve));
  expect(rung).toBe(minute('2023-12-29T10:01'));
  const before = clock.now();
  await clock.advance(3_600_000);
  expect(clock.now() - before).toBeGreaterThanOrEqual(3_600_000);
  expect(clock.now() - before).toBeLessThan(3_601_000);
});

test.each(['2024-02-30', '2023-02-29T10:00', '2024-04-31T10:00:00+08:00', '2024-13-01', '2024-01-01T24:30', 'gestern'])(
  'a time that does not exist is refused: %s',
  async (time) => {
    const clock = clockAt('2023-01-01T10:00');
    await expect(clock.to(time)).rejects.toThrow(/not a time/);
  },
);

test('dates and times as people write them', async () => {
  const clock = clockAt('2023-01-01T10:00');
  for (const [time, iso] of [
    ['2024-02-29', '2024-02-29T00:00:00+08:00'],
    ['2024-02-29T23:30', '2024-02-29T23:30:00+08:00'],
    ['2024-02-29T23:30:30Z', '2024-03-01T07:30:30+08:00'],
    ['2024-03-31T23:00:00-0200', '2024-04-01T09:00:00+08:00'],
  ] as const) {
    await clock.to(time, { jump: true });
    expect(clock.iso(), time).toBe(iso);
  }
});

test('a long move leaves room for everything else, and can be ended at the minute it has reached', async () => {
  const clock = clockAt('2023-12-29T10:00');
  const target = minute('2033-12-29T10:00');
  const heard: (number | undefined)[] = [];
  clock.onChange(() => heard.push(clock.movingTo));
  const move = clock.to(target);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(clock.movingTo).toBe(target);
  const reached = clock.now();
  await clock.halt();
  await move;
  expect(clock.now()).toBeGreaterThanOrEqual(reached);
  expect(clock.now()).toBeLessThan(target);
  expect(clock.now() % 60_000).toBe(0);
  expect(clock.movingTo).toBeUndefined();
  // The first word comes before the first minute, the last one when all is over.
  expect([heard[0], heard.at(-1)]).toEqual([target, undefined]);
  await clock.advance(60_000);
  await clock.halt();
});
