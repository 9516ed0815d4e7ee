import { it } from 'vitest';
import { dialect } from '../helpers/database.ts';
import { expectYear } from '../year/expect-year.ts';

const minute = 60_000;
/** The digest, the rounds, and the check whether everything left. */
const moments = ['08:30', '09:00', '10:00'];
/** What is due on a day follows from no database: where each statement is a trip to a server, fewer will do. */
const firms = { sqlite: 1000, postgresql: 200 }[dialect];

it(`a year of ${firms} enterprises: every message that the rules ask for and no other`, {
  timeout: 45 * minute,
}, async () => {
  await expectYear({ firms, moments });
});
