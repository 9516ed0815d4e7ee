import { expect, it } from 'vitest';
import { testReader } from '../../src/core/mailing.ts';
import { createMailingBook } from '../../src/store/deadlines/mailing-book.ts';
import { at, deadlineStore } from '../helpers/deadline-store.ts';
import { storeDeps } from '../helpers/stores.ts';

const store = deadlineStore();
const to = { platform: 'wecom', corpId: 'wecom', userId: 'main' } as const;

it.each([
  ['20:59', null],
  ['21:00', at('2024-03-06', '09:00')],
  ['23:59', at('2024-03-06', '09:00')],
  ['00:00', at('2024-03-05', '09:00')],
  ['07:59', at('2024-03-05', '09:00')],
  ['08:00', null],
])('what is still to be sent at %s goes out then: %s; what somebody tries out goes at once', async (time, until) => {
  const book = createMailingBook(storeDeps(store.database));
  expect(await book.notBefore([{ reminderId: 'R1', to }], at('2024-03-05', time))).toEqual(until);
  expect(await book.notBefore([testReader(to)], at('2024-03-05', time))).toBeNull();
});
