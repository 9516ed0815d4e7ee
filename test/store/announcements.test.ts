import { describe, expect, it } from 'vitest';
import { contentOf as contentAlone, type Deadline, type DeadlineContent } from '../../src/domain/deadlines/deadline.ts';
import { planOf } from '../../src/domain/deadlines/deadline-plan.ts';
import { at, contentOf, deadlineStore, only } from '../helpers/deadline-store.ts';

/** What is told of what staff do, one after another, before those concerned have heard of the last. */
describe('what those concerned hear of changes', () => {
  const store = deadlineStore();

  /** As an officer does it: planned by the rules, and recorded. */
  async function change(number: number, over: Partial<DeadlineContent>, now: Date): Promise<Deadline> {
    const before = await store.deadlines.find(number);
    if (!before) throw new Error('no deadline');
    const content = { ...contentAlone(before), ...over };
    const facts = await store.deadlines.facts();
    const plan = planOf(content, { before, facts, policy: await store.deadlines.policy(), now });
    const { announceAt, ladderFrom } = plan;
    const { id, version } = before;
    const stepped = await store.deadlines.change(store.officer(now), {
      ...{ id, version, content, reason: null, announceAt, ladderFrom },
    });
    return stepped.deadline;
  }
  async function enter(over: Partial<DeadlineContent>, now: Date): Promise<Deadline> {
    const content = contentOf(over);
    const facts = await store.deadlines.facts();
    const plan = planOf(content, { before: null, facts, policy: await store.deadlines.policy(), now });
    const { announceAt, ladderFrom } = plan;
    return (await store.deadlines.enter(store.officer(now), { content, announceAt, ladderFrom })).deadline;
  }
  async function told(now: Date): Promise<string[]> {
    await store.ring(now, 'LADDER');
    const arrived = await store.carry(new Date(now.getTime() + 40 * 60_000));
    return arrived
      .map(
        ({ to, text }) =>
          `${to} ${/【[^】]*】/u.exec(text)?.[0]} ${/(\S+ → \S+|不再涉及贵公司)/u.exec(text)?.[0] ?? ''}`,
      )
      .map((line) => line.trim())
      .sort();
  }
  const due = (on: string) => ({ on, at: '24:00' });
  const round = (n: number) => ({ program: `科技项目${n}`, batch: null });

  it('whom alone it concerns is changed: who came in and who went out hear of it, all others nothing', async () => {
    for (const id of ['a1', 'a2', 'a3', 'a4']) await store.plant(id);
    const { number } = await enter(
      { ...round(1), enterpriseDue: due('2024-05-14'), audience: only('a1', 'a2') },
      at('2024-05-09', '10:00'),
    );
    expect(await told(at('2024-05-09', '10:00'))).toEqual(['main-a1 【截止通知】', 'main-a2 【截止通知】']);
    await change(number, { audience: only('a2', 'a3') }, at('2024-05-09', '15:00'));
    expect(await told(at('2024-05-09', '15:00'))).toEqual([
      'main-a1 【截止变更】 不再涉及贵公司',
      'main-a3 【截止通知】',
    ]);
    // Back again, it is told anew; who went out without ever having been told hears nothing.
    await change(number, { audience: only('a1', 'a2', 'a4') }, at('2024-05-09', '20:59'));
    expect(await told(at('2024-05-09', '20:59'))).toEqual([
      ...['main-a1 【截止通知】', 'main-a3 【截止变更】 不再涉及贵公司', 'main-a4 【截止通知】'],
    ]);
  });

  it('an audience that is changed at night of a day of the ladder loses no reminder of others and doubles none', async () => {
    for (const id of ['b1', 'b2', 'b3']) await store.plant(id);
    const { number } = await enter(
      { ...round(2), enterpriseDue: due('2024-06-14'), audience: only('b1', 'b2') },
      at('2024-05-09', '10:00'),
    );
    // Three days before it is a workday: 06-11.
    await change(number, { audience: only('b1', 'b3') }, at('2024-06-10', '22:00'));
    const morning = await told(at('2024-06-11', '09:00'));
    expect(morning.filter((line) => line.includes('main-b'))).toEqual(['main-b1 【截止提醒】', 'main-b3 【截止提醒】']);
  });

  it('an audience that is changed while the reminders of the day wait takes none of them back', async () => {
    for (const id of ['c1', 'c2']) await store.plant(id);
    const { number } = await enter(
      { ...round(3), enterpriseDue: due('2024-07-12'), audience: only('c1') },
      at('2024-05-09', '10:00'),
    );
    await store.ring(at('2024-07-05', '09:00'), 'LADDER');
    await change(number, { audience: only('c1', 'c2') }, at('2024-07-05', '09:01'));
    expect((await told(at('2024-07-05', '09:01'))).filter((line) => line.includes('main-c'))).toEqual([
      'main-c1 【截止提醒】',
      'main-c2 【截止通知】',
    ]);
  });

  it('of two changes of one night the day that they know stands before the arrow', async () => {
    await store.plant('d1');
    const { number } = await enter(
      { ...round(4), enterpriseDue: due('2024-05-14'), audience: only('d1') },
      at('2024-05-09', '10:00'),
    );
    await told(at('2024-05-09', '10:00'));
    await change(number, { enterpriseDue: due('2024-05-20') }, at('2024-05-09', '22:00'));
    await change(number, { enterpriseDue: due('2024-05-22') }, at('2024-05-09', '22:10'));
    expect((await told(at('2024-05-10', '09:00'))).filter((line) => line.includes('main-d'))).toEqual([
      'main-d1 【截止变更】 材料到开发区：2024年5月14日24:00 → 2024年5月22日24:00',
    ]);
    // The next one begins where that one ended.
    await change(number, { enterpriseDue: due('2024-05-24') }, at('2024-05-10', '11:00'));
    expect((await told(at('2024-05-10', '11:00'))).filter((line) => line.includes('main-d'))).toEqual([
      'main-d1 【截止变更】 材料到开发区：2024年5月22日24:00 → 2024年5月24日24:00',
    ]);
  });

  it('entered and changed in one night it is new; withdrawn in the same night nobody hears of it', async () => {
    await store.plant('f1');
    const one = await enter(
      { ...round(5), enterpriseDue: due('2024-05-14'), audience: only('f1') },
      at('2024-05-09', '22:00'),
    );
    await change(one.number, { enterpriseDue: due('2024-05-20') }, at('2024-05-09', '22:10'));
    const two = await enter(
      { ...round(6), enterpriseDue: due('2024-05-14'), audience: only('f1') },
      at('2024-05-09', '22:20'),
    );
    await store.deadlines.withdraw(store.officer(at('2024-05-09', '22:30')), {
      ...{ id: two.id, version: two.version, reason: '登记有误', announceAt: at('2024-05-10') },
    });
    expect((await told(at('2024-05-10', '09:00'))).filter((line) => line.includes('main-f'))).toEqual([
      'main-f1 【截止通知】',
    ]);
  });
});
