import { it } from 'vitest';
import { expectYear } from '../year/expect-year.ts';

const minute = 60_000;
/** The digest, the rounds, and the check whether everything left. */
const moments = ['08:30', '09:00', '10:00'];

it('a year of a thousand enterprises: every message that the rules ask for and no other', {
  timeout: 45 * minute,
}, async () => {
  await expectYear({ firms: 1000, moments });
});
