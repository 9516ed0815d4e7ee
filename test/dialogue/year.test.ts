import { it } from 'vitest';
import { expectYear } from '../year/expect-year.ts';

/**
 * The first two months of the year that `npm run test:long` goes through whole, once a day: with the Spring Festival, in which
 * four leads become one day and a month's window moves, and a notice of three days.
 */
it('what thirty enterprises are told is what the rules ask for, and nothing else', async () => {
  await expectYear({ firms: 30, moments: ['09:00'], until: '2024-02-29' });
});

it('of one enterprise alone there is nothing to tell on many mornings, and then there is no digest', async () => {
  await expectYear({ firms: 1, moments: ['09:00'], until: '2024-01-31' });
});
