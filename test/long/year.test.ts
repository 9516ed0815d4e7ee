import { it } from 'vitest';
import { dialect } from '../helpers/database.ts';
import { expectYear } from '../year/expect-year.ts';

const minute = 60_000;
/** The digest, the rounds, and the check whether everything left. */
const moments = ['08:30', '09:00', '10:00'];

it('a year of thirty enterprises: every message that the rules ask for and no other', {
  timeout: 20 * minute,
}, async () => {
  await expectYear({ firms: 30, moments });
});

/** YEAR_FIRMS=1000 takes long: what follows from the rules shows with fewer. */
const firms = Number(process.env.YEAR_FIRMS ?? 150);

// The database has no part in what is due on a day: where each statement takes longer, thirty will do.
it.runIf(dialect === 'sqlite')(`a year of ${firms}`, { timeout: 60 * minute }, async () => {
  await expectYear({ firms, moments });
});
