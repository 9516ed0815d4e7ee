import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCallCounts } from '../../src/store/call-counts.ts';
import { testDatabase } from '../helpers/database.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';
import { type MemoryLog, memoryLog } from '../helpers/memory-log.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let clock: ReturnType<typeof fixedClock>;
let log: MemoryLog;
beforeEach(async () => {
  database = await testDatabase();
  // 2024 begins in Shanghai eight hours before it does in Greenwich.
  clock = fixedClock('2023-12-31T15:59:00Z');
  log = memoryLog();
});
afterEach(() => database.drop());

const counts = (corpId = 'ding1', sql = database.sql) =>
  createCallCounts({ sql, of: { platform: 'dingtalk', corpId }, limit: 50, now: () => clock.now(), log });

it('calls are counted together by everybody who makes them, many at once too', async () => {
  const [one, other] = [counts(), counts()];
  await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? one : other).count()));
  expect(await one.thisMonth()).toBe(20);
  expect(await other.used()).toBe(0.4);
});

it('each organisation has its own', async () => {
  await counts('ding1').count();
  expect(await counts('ding2').thisMonth()).toBe(0);
});

it('a month ends at midnight in Shanghai', async () => {
  await counts().count();
  expect(await counts().thisMonth()).toBe(1);
  clock.advance(60_000);
  expect(await counts().thisMonth()).toBe(0);
  await counts().count();
  expect(await database.client.apiCalls.findMany({ orderBy: { month: 'asc' } })).toMatchObject([
    { month: '2023-12', count: 1 },
    { month: '2024-01', count: 1 },
  ]);
});

it('a database that is away stops no call', async () => {
  const away = () => Promise.reject(new Error('no database'));
  const alone = counts('ding1', { query: away, execute: away });
  await alone.count();
  expect(await alone.used()).toBe(0);
  expect(log.lines).toHaveLength(2);
});
