import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { testDatabase } from '../helpers/database.ts';

let database: Database & { drop(): Promise<void> };
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** As many as are asked for at once where something concerns everybody. */
const many = Array.from({ length: 5_000 }, (_, n) => `id${n}`);

it('thousands of values go into a statement that sorts, and into one with two lists of them', async () => {
  const { client } = database;
  const sorted = client.binding.findMany({ where: { enterpriseId: { in: many } }, orderBy: { id: 'asc' } });
  expect(await sorted).toEqual([]);
  const twice = { OR: [{ id: { in: many } }, { carrierId: { in: many } }] };
  expect(await client.reminder.updateMany({ where: twice, data: { why: null } })).toEqual({ count: 0 });
});
