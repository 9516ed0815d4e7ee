import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createReadiness } from '../../src/store/readiness.ts';
import { scratchDatabase } from '../helpers/database.ts';

let database: Database;
let drop: () => Promise<void>;
let statements = 0;
beforeAll(async () => {
  const scratch = await scratchDatabase({ migrated: true });
  drop = scratch.drop;
  database = await openDatabase(scratch.url, {
    onStatement: () => {
      statements += 1;
    },
  });
});
afterAll(async () => {
  await database.close();
  await drop();
});

it('asked by many at once it writes once, and leaves nothing behind', async () => {
  const clock = { now: () => new Date() };
  const readiness = createReadiness({ database, clock, isRinging: () => true });
  const all = { database: true, writable: true, migrated: true, scheduler: true };
  expect(await readiness()).toEqual(all);
  const before = statements;
  expect(await Promise.all(Array.from({ length: 10 }, readiness))).toEqual(Array.from({ length: 10 }, () => all));
  // Two are read by each, and one row is written and deleted for all of them.
  const written = statements - before - 20;
  expect(written).toBeGreaterThan(0);
  expect(written).toBeLessThan(10);
  expect(await database.client.job.count()).toBe(0);
});
