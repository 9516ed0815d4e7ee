import { expect, it } from 'vitest';
import { at, contentOf, deadlineStore, only } from '../helpers/deadline-store.ts';

const store = deadlineStore();

it('who serves several enterprises is told which one is meant, also where it is one alone', async () => {
  const shared = { wu: ['wecom'] } as const;
  for (const id of ['one', 'two']) await store.plant(id, { main: [], also: shared });
  await store.plant('other');
  await store.deadlines.enter(store.officer(at('2024-03-01')), {
    content: contentOf({ enterpriseDue: { on: '2024-06-07', at: '24:00' }, audience: only('one', 'other') }),
    announceAt: at('2024-03-01'),
    ladderFrom: '2024-03-01',
  });
  await store.ring(at('2024-03-01'), 'LADDER');
  await store.ring(at('2024-05-08'), 'LADDER');
  const arrived = await store.carry(at('2024-05-08', '20:00'));
  const named = (to: string) =>
    arrived.filter((one) => one.to === to).map(({ text }) => /企业：(\S+)/u.exec(text)?.[1]);
  expect(named('wu')).toEqual(['示例one', '示例one']);
  expect(named('main-other')).toEqual([undefined, undefined]);
});
