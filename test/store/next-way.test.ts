import { describe, expect, it } from 'vitest';
import { at, contentOf, deadlineStore, only } from '../helpers/deadline-store.ts';

describe('who is not reached', () => {
  const store = deadlineStore();

  it('is told the next way: the other platform, then the backup contact; else it stays on the list', async () => {
    await store.plant('both', { main: ['wecom', 'dingtalk'] });
    await store.plant('backed', { main: ['wecom'], backup: ['dingtalk'] });
    await store.plant('alone', { main: ['wecom'] });
    await store.deadlines.enter(store.officer(at('2024-03-01')), {
      content: contentOf({
        enterpriseDue: { on: '2024-06-07', at: '24:00' },
        audience: only('both', 'backed', 'alone'),
      }),
      announceAt: null,
      ladderFrom: '2024-03-01',
    });
    await store.ring(at('2024-05-08'), 'LADDER');
    const arrived = await store.carry(at('2024-05-08', '20:00'), ({ to }) =>
      to.platform === 'wecom' ? 'invalid' : null,
    );
    expect(arrived.map(({ to }) => to).toSorted()).toEqual(['backup-backed', 'main-both']);
    const states = async (id: string) =>
      (await store.deadlines.remindersOf(id, 9))
        .map(({ step, to, state, why }) => `${step} ${to.platform} ${state} ${why}`)
        .toSorted();
    expect(await states('both')).toEqual(['MAIN dingtalk ACCEPTED null', 'MAIN wecom FAILED invalid']);
    expect(await states('backed')).toEqual(['BACKUP dingtalk ACCEPTED null', 'MAIN wecom FAILED invalid']);
    expect(await states('alone')).toEqual(['MAIN wecom FAILED invalid']);
    expect(await store.promises.countFailed(at('2024-05-08'))).toBe(3);
  });

  it('a thousand whom one call refused are told it too', async () => {
    const names = Array.from({ length: 1000 }, (_, n) => `many${n}`);
    const { client } = store.database;
    const recordedAt = at('2024-01-01');
    await client.enterprise.createMany({ data: names.map((id) => ({ id, recordedAt })) });
    await client.enterpriseName.createMany({
      data: names.map((id) => ({ id, enterpriseId: id, kind: 'FULL', text: id, searchKey: id, initials: '' })),
    });
    const people = names.flatMap((id) => [
      { id: `main-${id}`, enterpriseId: id, rank: 'MAIN', platform: 'wecom' },
      { id: `backup-${id}`, enterpriseId: id, rank: 'BACKUP', platform: 'dingtalk' },
    ]);
    await client.person.createMany({ data: people.map(({ id }) => ({ id, name: id, recordedAt })) });
    await client.account.createMany({
      data: people.map(({ id, platform }) => ({ id, platform, corpId: platform, userId: id, personId: id })),
    });
    await client.binding.createMany({
      data: people.map(({ id, enterpriseId, rank }) => ({
        ...{ id, personId: id, enterpriseId, duty: 'CONTACT', rank, recordedAt },
      })),
    });
    const content = contentOf({
      program: '千家事项',
      enterpriseDue: { on: '2024-10-18', at: '24:00' },
      audience: only(...names),
    });
    const of = { content, announceAt: null, ladderFrom: '2024-03-01' };
    await store.deadlines.enter(store.officer(at('2024-03-01')), of);
    await store.ring(at('2024-09-18'), 'LADDER');
    const calls = await client.job.findMany({ where: { state: 'waiting', event: { contains: 'many0' } } });
    expect(calls).toHaveLength(1);
    const arrived = await store.carry(at('2024-09-18', '20:00'), ({ to }) =>
      to.platform === 'wecom' ? 'invalid' : null,
    );
    expect(arrived.map(({ to }) => to).toSorted()).toEqual(names.map((name) => `backup-${name}`).toSorted());
  });

  it.each([
    ['a binding that ended', 'not-theirs'],
    ['an answer meanwhile', 'settled'],
    ['a withdrawal meanwhile', 'withdrawn'],
    ['no wish for it meanwhile', 'opted-out'],
  ] as const)('%s drops what was planned', async (what, why) => {
    const enterprise = await store.plant(what);
    const { deadline } = await store.deadlines.enter(store.officer(at('2024-03-01')), {
      content: contentOf({ program: what, enterpriseDue: { on: '2024-07-05', at: '24:00' }, audience: only(what) }),
      announceAt: null,
      ladderFrom: '2024-03-01',
    });
    await store.database.client.slot.deleteMany();
    await store.ring(at('2024-06-05'), 'LADDER');
    const doer = store.officer(at('2024-06-05', '09:01'));
    const subject = `deadline:${deadline.id}` as const;
    if (why === 'not-theirs') {
      await store.database.client.binding.updateMany({ where: { enterpriseId: what }, data: { endedAt: doer.at } });
    } else if (why === 'settled') {
      await store.deadlines.answer(doer, { subject, enterprise, kind: 'SUBMITTED', reason: null });
    } else if (why === 'opted-out') {
      await store.deadlines.setOptOut(doer, `main-${what}`, 'CALL', true);
    } else {
      await store.deadlines.withdraw(doer, { id: deadline.id, version: 1, reason: '取消', announceAt: doer.at });
    }
    const arrived = await store.carry(at('2024-06-05', '20:00'));
    expect(arrived.filter(({ text }) => text.includes(what))).toEqual([]);
    expect(await store.deadlines.remindersOf(what, 9)).toMatchObject([{ state: 'DROPPED', why }]);
  });

  it('who has unsubscribed is left out of 申报, and of no duty', async () => {
    await store.plant('quiet');
    const enter = (kind: 'CALL' | 'DUTY') =>
      store.deadlines.enter(store.officer(at('2024-03-01')), {
        content: contentOf({
          program: kind,
          kind,
          enterpriseDue: { on: '2024-08-09', at: '24:00' },
          audience: only('quiet'),
        }),
        announceAt: null,
        ladderFrom: '2024-03-01',
      });
    await enter('CALL');
    await enter('DUTY');
    expect(await store.deadlines.setOptOut(store.officer(at('2024-03-02')), 'main-quiet', 'CALL', true)).toBe(true);
    expect(await store.deadlines.setOptOut(store.officer(at('2024-03-02')), 'main-quiet', 'CALL', true)).toBe(false);
    await store.database.client.slot.deleteMany();
    await store.ring(at('2024-07-10'), 'LADDER');
    const arrived = await store.carry(at('2024-07-10', '20:00'));
    const own = arrived.filter(({ to }) => to === 'main-quiet').map(({ card }) => card.title);
    expect(own).toEqual(['截止提醒：2024年DUTY第二批']);
  });
});

describe('a platform that is not set up any more', () => {
  const store = deadlineStore({ isSetUp: (platform) => platform === 'dingtalk' });

  it('is no way to anybody: nothing is promised by it, and who has no other stands in the list for the telephone', async () => {
    await store.plant('both', { main: ['wecom', 'dingtalk'] });
    await store.plant('backed', { main: ['wecom'], backup: ['dingtalk'] });
    await store.plant('alone', { main: ['wecom'] });
    const content = contentOf({
      enterpriseDue: { on: '2024-06-07', at: '24:00' },
      audience: only('both', 'backed', 'alone'),
    });
    const of = { content, announceAt: null, ladderFrom: '2024-03-01' };
    await store.deadlines.enter(store.officer(at('2024-03-01')), of);
    await store.ring(at('2024-05-08'), 'LADDER');
    const arrived = await store.carry(at('2024-05-08', '20:00'));
    expect(arrived.map(({ to }) => to).toSorted()).toEqual(['backup-backed', 'main-both']);
    expect(await store.deadlines.remindersOf('alone', 9)).toEqual([]);
  });
});
