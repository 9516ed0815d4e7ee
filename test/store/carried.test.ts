import { beforeEach, describe, expect, it } from 'vitest';
import type { PlannedReminder } from '../../src/domain/deadlines/promises.ts';
import { at, contentOf, deadlineStore, only } from '../helpers/deadline-store.ts';

/** What is promised together: one message of several deadlines. */
describe('a message that says several things', () => {
  const store = deadlineStore();
  const nine = at('2024-07-17');
  let subjects: PlannedReminder['subject'][];
  let count = 0;
  let firm: string;

  beforeEach(async () => {
    count += 1;
    firm = `firm${count}`;
    await store.plant(firm, { main: ['wecom'], backup: ['dingtalk'] });
    subjects = [];
    for (const program of ['甲', '乙', '丙']) {
      const enterpriseDue = { on: '2024-08-16', at: '24:00' } as const;
      const content = contentOf({ program: `${program}${count}`, enterpriseDue, audience: only(firm) });
      const of = { content, announceAt: null, ladderFrom: '2024-03-01' };
      const { deadline } = await store.deadlines.enter(store.officer(at('2024-03-01')), of);
      subjects.push(`deadline:${deadline.id}`);
    }
  });

  const promise = (n: number): PlannedReminder => ({
    ...{ subject: subjects[n] ?? 'deadline:none', enterpriseId: firm, personId: `main-${firm}` },
    ...{ occasion: 'LADDER', sendOn: '2024-07-17', leads: [30], step: 'MAIN' },
    to: { platform: 'wecom', corpId: 'wecom', userId: `main-${firm}` },
  });
  const plan = (title: string, own: PlannedReminder, ...also: PlannedReminder[]) =>
    store.promises.plan(
      [
        {
          card: { title, blocks: [], confidential: true },
          purpose: 'deadline.reminder',
          readers: [{ ...own, also }],
        },
      ],
      { from: nine, spreadMs: 0, cardsAtMost: 0, now: nine },
    );
  const kept = async () =>
    (await store.deadlines.remindersOf(firm, 9))
      .map(({ subject, step, state }) => `${subjects.indexOf(subject)} ${step} ${state}`)
      .toSorted();

  it('goes the next way with all of them', async () => {
    await plan('两项', promise(0), promise(1));
    const arrived = await store.carry(at('2024-07-17', '20:00'), ({ to }) =>
      to.platform === 'wecom' ? 'invalid' : null,
    );
    expect(arrived.map(({ to, text }) => `${to} ${text}`)).toEqual([`backup-${firm} 两项`]);
    expect(await kept()).toEqual(['0 BACKUP ACCEPTED', '0 MAIN FAILED', '1 BACKUP ACCEPTED', '1 MAIN FAILED']);
  });

  it('goes the next way without what is not to be told any more', async () => {
    await plan('两项', promise(0), promise(1));
    await store.database.client.reminder.updateMany({
      where: { enterpriseId: firm, subject: subjects[1] ?? '' },
      data: { state: 'DROPPED', why: 'withdrawn' },
    });
    await store.carry(at('2024-07-17', '20:00'), ({ to }) => (to.platform === 'wecom' ? 'invalid' : null));
    expect(await kept()).toEqual(['0 BACKUP ACCEPTED', '0 MAIN FAILED', '1 MAIN DROPPED']);
  });

  it('planned anew after a crash with other company leaves nothing without a message', async () => {
    await plan('一项', promise(0));
    await plan('三项', promise(0), promise(1), promise(2));
    await plan('三项', promise(0), promise(1), promise(2));
    const arrived = await store.carry(at('2024-07-17', '20:00'));
    expect(arrived.map(({ text }) => text).toSorted()).toEqual(['一项', '三项']);
    expect(await kept()).toEqual(['0 MAIN ACCEPTED', '1 MAIN ACCEPTED', '2 MAIN ACCEPTED']);
  });
});
