import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { createSlots } from '../../src/store/deadlines/slots.ts';
import { testDatabase } from '../helpers/database.ts';

const nine = Date.UTC(2024, 2, 5, 1);
const [second, minute] = [1_000, 60_000];

let database: Database & { drop(): Promise<void> };
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it.each<[string, number, boolean]>([
  ['at the same moment', 0, false],
  ['whose clock is a second behind', -second, false],
  ['just before the first has had its minute', minute - 1, false],
  ['when the first has had its minute', minute, true],
  ['whose clock was put back by an hour', -60 * minute, true],
])('a round that one process is at is taken on by another %s: %s', async (when, later, isTaken) => {
  const [one, other] = [createSlots(database), createSlots(database)];
  const slot = { key: `LADDER ${when}`, kind: 'LADDER' as const, day: '2024-03-05' };
  expect(await one.openSlot(slot, new Date(nine))).toBe(true);
  expect(await other.openSlot(slot, new Date(nine + later))).toBe(isTaken);
});

it('a round that was left is taken on by nobody before its time, then by anybody; one that is done never', async () => {
  const [one, other] = [createSlots(database), createSlots(database)];
  const slot = { key: 'GROUPS 2024-03-05', kind: 'GROUPS' as const, day: '2024-03-05' };
  await one.openSlot(slot, new Date(nine));
  await one.leaveSlot(slot.key, new Date(nine + 10 * minute));
  expect(await one.openSlot(slot, new Date(nine + 9 * minute))).toBe(false);
  expect(await other.openSlot(slot, new Date(nine + 10 * minute))).toBe(true);
  await other.closeSlot(slot.key, { state: 'DONE', planned: 1, note: null }, new Date(nine));
  for (const slots of [one, other]) expect(await slots.openSlot(slot, new Date(nine + 60 * minute))).toBe(false);
});
