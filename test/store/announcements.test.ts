import { describe, expect, it } from 'vitest';
import { contentOf as contentAlone, type Deadline, type DeadlineContent } from '../../src/domain/deadlines/deadline.ts';
import { planOf } from '../../src/domain/deadlines/deadline-plan.ts';
import { at, contentOf, deadlineStore, only } from '../helpers/deadline-store.ts';

/** What is told of what staff do, one after another, before those concerned have heard of the last. */
describe('what those concerned hear of changes', () => {
  const store = deadlineStore();

  /** As an officer does it: planned by the rules, and recorded. */
  async function change(
    number: number,
    over: Partial<DeadlineContent>,
    now: Date,
    reason: string | null = null,
  ): Promise<Deadline> {
    const before = await store.deadlines.find(number);
    if (!before) throw new Error('no deadline');
    const content = { ...contentAlone(before), ...over };
    const facts = await store.deadlines.facts();
    const plan = planOf(content, { before, isAgain: false, facts, policy: await store.deadlines.policy(), now });
    const { announceAt, ladderFrom } = plan;
    const { id, version } = before;
    const stepped = await store.deadlines.change(store.officer(now), {
      ...{ id, version, content, reason, announceAt, ladderFrom },
    });
    return stepped.deadline;
  }
  async function enter(over: Partial<DeadlineContent>, now: Date): Promise<Deadline> {
    const content = contentOf(over);
    const facts = await store.deadlines.facts();
    const plan = planOf(content, { before: null, isAgain: false, facts, policy: await store.deadlines.policy(), now });
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

  it('who was told that it does not concern them hears of no later change', async () => {
    for (const id of ['g1', 'g2']) await store.plant(id);
    const now = at('2024-08-08', '10:00');
    const { number } = await enter({ ...round(7), enterpriseDue: due('2024-08-14'), audience: only('g1', 'g2') }, now);
    await told(now);
    await change(number, { audience: only('g2') }, at('2024-08-08', '11:00'));
    expect(await told(at('2024-08-08', '11:00'))).toEqual(['main-g1 【截止变更】 不再涉及贵公司']);
    await change(number, { enterpriseDue: due('2024-08-15') }, at('2024-08-08', '12:00'));
    expect(await told(at('2024-08-08', '12:00'))).toEqual([
      'main-g2 【截止变更】 材料到开发区：2024年8月14日24:00 → 2024年8月15日24:00',
    ]);
    // Withdrawn, nor of that.
    const { id, version } = await store.deadlines.find(number).then((one) => one ?? Promise.reject(new Error('none')));
    await store.deadlines.withdraw(store.officer(at('2024-08-08', '13:00')), {
      ...{ id, version, reason: '通知废止', announceAt: at('2024-08-08', '13:00') },
    });
    expect(await told(at('2024-08-08', '13:00'))).toEqual(['main-g2 【截止撤销】']);
  });

  it('changed and changed back in one night it is told all the same: the step of that day is not missed', async () => {
    await store.plant('h1');
    await enter({ ...round(8), enterpriseDue: due('2024-09-20'), audience: only('h1') }, at('2024-08-19', '10:00'));
    const { number } = (await store.deadlines.list({})).find(({ program }) => program === '科技项目8') ?? { number: 0 };
    // Seven days before it, with what the years of outage in these tests make good.
    await told(at('2024-09-12', '09:00'));
    await change(number, { enterpriseDue: due('2024-09-27') }, at('2024-09-12', '22:00'));
    await change(number, { enterpriseDue: due('2024-09-20') }, at('2024-09-12', '22:10'));
    expect((await told(at('2024-09-13', '09:00'))).filter((line) => line.includes('main-h'))).toEqual([
      'main-h1 【截止变更】 材料到开发区：2024年9月27日24:00 → 2024年9月20日24:00',
    ]);
  });

  it('whom it concerns no more gets no reminder that still waited, and the reasons of one night are all told', async () => {
    for (const id of ['i1', 'i2']) await store.plant(id);
    const { number } = await enter(
      { ...round(9), enterpriseDue: due('2024-11-08'), audience: only('i1', 'i2') },
      at('2024-10-05', '10:00'),
    );
    await told(at('2024-10-31', '09:00'));
    await store.ring(at('2024-11-01', '09:00'), 'LADDER');
    await change(number, { audience: only('i2') }, at('2024-11-01', '09:01'));
    expect((await told(at('2024-11-01', '09:01'))).filter((line) => line.includes('main-i'))).toEqual([
      ...['main-i1 【截止变更】 不再涉及贵公司', 'main-i2 【截止提醒】'],
    ]);
    await change(number, { enterpriseDue: due('2024-11-12') }, at('2024-11-01', '22:00'), '通知延期');
    await change(number, { enterpriseDue: due('2024-11-13') }, at('2024-11-01', '22:10'), '系统维护');
    await store.ring(at('2024-11-02', '09:00'), 'LADDER');
    const morning = await store.carry(at('2024-11-02', '10:00'));
    expect(morning.find(({ to }) => to === 'main-i2')?.text).toContain('变更原因：通知延期；系统维护');
  });

  it('what ends is told by the day that they know', async () => {
    for (const id of ['k1', 'k2']) await store.plant(id);
    const now = at('2024-12-05', '10:00');
    const { number } = await enter({ ...round(10), enterpriseDue: due('2024-12-12'), audience: only('k1', 'k2') }, now);
    await told(now);
    await change(number, { enterpriseDue: due('2024-12-20'), audience: only('k2') }, at('2024-12-05', '22:00'));
    const { id, version } = await store.deadlines.find(number).then((one) => one ?? Promise.reject(new Error('none')));
    await store.deadlines.withdraw(store.officer(at('2024-12-05', '22:10')), {
      ...{ id, version, reason: '通知废止', announceAt: at('2024-12-06') },
    });
    await store.ring(at('2024-12-06', '09:00'), 'LADDER');
    const texts = (await store.carry(at('2024-12-06', '10:00'))).map(
      ({ to, text }) => `${to} ${/原定\S+截止/u.exec(text)?.[0]}`,
    );
    expect(texts.toSorted()).toEqual(['main-k1 原定2024年12月12日24:00截止', 'main-k2 原定2024年12月12日24:00截止']);
  });

  it('who knows another day hears of one that is over when it is told; to whom it is new it is no news', async () => {
    for (const id of ['m1', 'm2']) await store.plant(id);
    const now = at('2025-01-06', '10:00');
    const { number } = await enter({ ...round(11), enterpriseDue: due('2025-01-13'), audience: only('m1') }, now);
    await told(now);
    const early = { on: '2025-01-07', at: '08:30' };
    await change(number, { enterpriseDue: early, audience: only('m1', 'm2') }, at('2025-01-06', '22:00'));
    await store.ring(at('2025-01-07', '09:00'), 'LADDER');
    const texts = (await store.carry(at('2025-01-07', '10:00'))).filter(({ to }) => to.startsWith('main-m'));
    expect(texts.map(({ to }) => to)).toEqual(['main-m1']);
    expect(texts[0]?.text).toContain('截止时间为2025年1月7日08:30，现已截止；尚未报送的请立即联系开发区科技局');
  });

  it('whom a reminder brought in is told of a change as of what they know', async () => {
    for (const id of ['n1', 'n2']) await store.plant(id);
    const { number } = await enter(
      { ...round(12), enterpriseDue: due('2025-06-13'), audience: only('n1') },
      at('2025-05-05', '10:00'),
    );
    await told(at('2025-06-09', '09:00'));
    // In the night before the step of three days before it: told by that alone.
    await change(number, { audience: only('n1', 'n2') }, at('2025-06-09', '22:00'));
    expect((await told(at('2025-06-10', '09:00'))).filter((line) => line.includes('main-n'))).toEqual([
      ...['main-n1 【截止提醒】', 'main-n2 【截止提醒】'],
    ]);
    await change(number, { enterpriseDue: due('2025-06-20') }, at('2025-06-11', '10:00'));
    const line = '【截止变更】 材料到开发区：2025年6月13日24:00 → 2025年6月20日24:00';
    expect((await told(at('2025-06-11', '10:00'))).filter((one) => one.includes('main-n'))).toEqual([
      ...[`main-n1 ${line}`, `main-n2 ${line}`],
    ]);
  });

  it('a round that died behind its promises takes back none of them', async () => {
    for (const id of ['o1', 'o2']) await store.plant(id);
    const now = at('2025-08-07', '10:00');
    const { number, id } = await enter(
      { ...round(13), enterpriseDue: due('2025-08-13'), audience: only('o1', 'o2') },
      now,
    );
    await told(now);
    await change(number, { audience: only('o2') }, at('2025-08-07', '11:00'));
    await store.ring(at('2025-08-07', '11:00'), 'LADDER');
    // The slot is open still: it is gone through again a while later.
    const { client } = store.database;
    const last = await client.deadlineChange.findFirstOrThrow({
      where: { deadlineId: id },
      orderBy: { version: 'desc' },
    });
    await client.slot.update({ where: { key: `ANNOUNCE ${last.id}` }, data: { state: 'OPEN' } });
    expect(await told(at('2025-08-07', '11:20'))).toEqual(['main-o1 【截止变更】 不再涉及贵公司']);
  });
});
