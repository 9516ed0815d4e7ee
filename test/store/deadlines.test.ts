import { describe, expect, it } from 'vitest';
import { createPromises } from '../../src/store/deadlines/deadlines.ts';
import { at, contentOf, deadlineStore } from '../helpers/deadline-store.ts';
import { storeDeps } from '../helpers/stores.ts';

const now = at('2024-03-01', '10:00');

describe('of several at once', () => {
  const store = deadlineStore();
  const enter = (program: string, by = store.officer(now)) =>
    store.deadlines.enter(by, { content: contentOf({ program }), announceAt: null, ladderFrom: '2024-03-01' });

  it('officers who enter the same: the first; the others find it. Different ones get different numbers', async () => {
    const same = await Promise.all([enter('同一事项'), enter('同一事项'), enter('同一事项')]);
    expect(same.map(({ is }) => is).toSorted()).toEqual(['done', 'known', 'known']);
    expect(new Set(same.map(({ deadline }) => deadline.number)).size).toBe(1);
    const others = await Promise.all(['甲', '乙', '丙'].map((program) => enter(program)));
    expect(new Set(others.map(({ deadline }) => deadline.number)).size).toBe(3);
    const changes = await store.deadlines.changes(same[0]?.deadline.id ?? '');
    expect(changes).toMatchObject([{ version: 1, kind: 'ENTER', before: null, by: { name: '王晨' } }]);
  });

  it('officers who change what they both saw: the second is told that it has changed', async () => {
    const { deadline } = await enter('两人修改');
    const change = (on: string) =>
      store.deadlines.change(store.officer(now), {
        ...{ id: deadline.id, version: 1, reason: null, announceAt: null, ladderFrom: '2024-03-01' },
        content: contentOf({ program: '两人修改', enterpriseDue: { on, at: '17:00' } }),
      });
    const both = await Promise.all([change('2024-08-01'), change('2024-08-02')]);
    expect(both.map(({ is }) => is).toSorted()).toEqual(['done', 'stale']);
    const kept = await store.deadlines.findById(deadline.id);
    expect(kept).toMatchObject({
      version: 2,
      enterpriseDue: both.find(({ is }) => is === 'done')?.deadline.enterpriseDue,
    });
  });

  it('contacts who answer: both are kept, one holds; a request for help is opened once', async () => {
    const enterprise = await store.plant('answers');
    const { deadline } = await enter('两人答复');
    const subject = `deadline:${deadline.id}` as const;
    const told: number[] = [];
    const help = {
      topic: '两人答复',
      acceptBy: '2024-03-04',
      tell: ({ number }: { number: number }) => {
        told.push(number);
        return [];
      },
    };
    const doer = () => store.officer(now);
    const answers = await Promise.all([
      store.deadlines.answer(doer(), { subject, enterprise, kind: 'PREPARING', reason: null }),
      store.deadlines.answer(doer(), { subject, enterprise, kind: 'HELP', reason: null, help }),
    ]);
    const seqs = answers.map((one) => (one.is === 'done' ? one.answer.seq : 0));
    expect(seqs.toSorted()).toEqual([1, 2]);
    await store.deadlines.answer(doer(), { subject, enterprise, kind: 'HELP', reason: null, help });
    const open = await store.deadlines.openHelp('answers');
    expect(open).toMatchObject([{ state: 'OPEN', topic: '两人答复', acceptBy: '2024-03-04' }]);
    const [held] = await store.deadlines.answers([subject], 'answers');
    expect(held?.kind).toBe('HELP');
  });

  it('agents who take a request: the first; who closes it opens the way for another', async () => {
    const enterprise = await store.plant('helped');
    const ask = () =>
      store.deadlines.askHelp(store.officer(now), {
        ...{ subject: null, enterprise, topic: '申报高企', acceptBy: '2024-03-04', tell: () => [] },
      });
    const { request, isNew } = await ask();
    expect([isNew, (await ask()).request.number, (await ask()).isNew]).toEqual([true, request.number, false]);
    const take = () =>
      store.deadlines.takeHelp(store.officer(now), { number: request.number, dueOn: '2024-03-15', tell: () => [] });
    const taken = await Promise.all([take(), take()]);
    expect(taken.filter((one) => one !== null)).toMatchObject([
      { state: 'TAKEN', agent: { name: '王晨' }, dueOn: '2024-03-15' },
    ]);
    const close = () =>
      store.deadlines.closeHelp(store.officer(now), { number: request.number, note: '已提交', tell: () => [] });
    expect([(await close())?.state, await close()]).toEqual(['CLOSED', null]);
    expect((await ask()).isNew).toBe(true);
  });

  it('processes that ring at once: each round is gone through by one, what is promised is promised once', async () => {
    const enterprise = await store.plant('rings');
    const another = createPromises(storeDeps(store.database));
    const slot = { key: 'LADDER 2024-04-01', kind: 'LADDER' as const, day: '2024-04-01' };
    const opened = await Promise.all([store.promises.openSlot(slot, now), another.openSlot(slot, now)]);
    expect(opened.toSorted()).toEqual([false, true]);
    // Who died at it is waited for a minute.
    const later = new Date(now.getTime() + 61_000);
    const [loser] = opened[0] ? [another] : [store.promises];
    expect(await loser.openSlot(slot, now)).toBe(false);
    expect(await loser.openSlot(slot, later)).toBe(true);
    await loser.closeSlot(slot.key, { state: 'DONE', planned: 0, note: null }, later);
    expect(await loser.openSlot(slot, new Date(later.getTime() + 3_600_000))).toBe(false);

    const reader = {
      ...{
        subject: 'deadline:rings' as const,
        enterpriseId: enterprise.id,
        personId: 'main-rings',
        occasion: 'LADDER' as const,
      },
      ...{ sendOn: '2024-04-01', leads: [3], step: 'MAIN' as const },
      to: { platform: 'wecom' as const, corpId: 'wecom', userId: 'main-rings' },
    };
    const card = { title: '提醒', blocks: [], confidential: true };
    const of = { from: now, spreadMs: 0, cardsAtMost: 0, now };
    const plan = (promises: typeof another) =>
      promises.plan([{ card, purpose: 'deadline.reminder', readers: [reader] }], of);
    const planned = await Promise.all([plan(store.promises), plan(another), plan(another)]);
    expect(planned.toSorted()).toEqual([0, 0, 1]);
    expect(await store.database.client.job.count({ where: { key: { startsWith: '["mail"' } } })).toBe(1);
  });

  it('officers who set the rules: the second has to look again', async () => {
    const { number, ...content } = await store.deadlines.policy();
    expect(number).toBe(0);
    const save = (leads: number[]) => store.deadlines.savePolicy(store.officer(now), { ...content, leads }, 0);
    const saved = await Promise.all([save([20, 5]), save([10, 1])]);
    expect(saved.filter((one) => one !== null)).toMatchObject([{ number: 1 }]);
    expect(await store.deadlines.policy()).toEqual(saved.find((one) => one !== null));
  });
});

describe('a calendar', () => {
  const store = deadlineStore();

  it('has one address until it is changed or closed, and is shut to who speaks for nobody any more', async () => {
    await store.plant('feed');
    const doer = store.officer(now);
    const address = await store.deadlines.openFeed(doer, 'main-feed', false);
    expect(await store.deadlines.openFeed(doer, 'main-feed', false)).toBe(address);
    expect(await store.deadlines.feedOf(address)).toMatchObject({
      personId: 'main-feed',
      isOpen: true,
      enterprises: [{ id: 'feed' }],
    });
    const next = await store.deadlines.openFeed(doer, 'main-feed', true);
    expect(next).not.toBe(address);
    expect(await store.deadlines.feedOf(address)).toMatchObject({ isOpen: false });
    await store.database.client.binding.updateMany({ where: { personId: 'main-feed' }, data: { endedAt: now } });
    expect(await store.deadlines.feedOf(next)).toMatchObject({ isOpen: false, enterprises: [] });
    expect(await store.deadlines.feedOf(`${next.slice(0, -1)}${next.endsWith('0') ? '1' : '0'}`)).toBeNull();
    expect(await store.deadlines.closeFeed(doer, 'main-feed')).toBe(true);
    expect(await store.deadlines.closeFeed(doer, 'main-feed')).toBe(false);
  });
});
