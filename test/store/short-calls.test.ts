import { describe, expect, it } from 'vitest';
import { at, contentOf, deadlineStore, only } from '../helpers/deadline-store.ts';

describe('DingTalk’s calls of the month run out', () => {
  const store = deadlineStore();
  const names = Array.from({ length: 25 }, (_, n) => `d${n}`);

  it('merges what is worth least, then leaves it out, keeps it on record and tells staff', async () => {
    for (const name of names) await store.plant(name, { main: ['dingtalk'] });
    const enter = (program: string, kind: 'CALL' | 'DUTY', on: string, whom = names) =>
      store.deadlines.enter(store.officer(at('2024-03-01')), {
        content: contentOf({ program, kind, enterpriseDue: { on, at: '24:00' }, audience: only(...whom) }),
        announceAt: null,
        ladderFrom: '2024-03-01',
      });
    // Thursday 9 May: 30, 15 and 7 days before; each takes two calls for 25 people.
    const far = await enter('远期申报', 'CALL', '2024-06-08');
    await enter('中期申报', 'CALL', '2024-05-24');
    await enter('年度义务', 'DUTY', '2024-05-16');
    store.setCalls({ made: 91, limit: 100 });
    await store.ring(at('2024-05-09'), 'LADDER');
    // Who has done the one meanwhile still hears of the other in the same message.
    await store.deadlines.answer(store.officer(at('2024-05-09', '09:01')), {
      ...{
        subject: `deadline:${far.deadline.id}`,
        enterprise: { id: 'd1', name: '示例d1' },
        kind: 'SUBMITTED',
        reason: null,
      },
    });
    const merged = await store.carry(at('2024-05-09', '20:00'));
    const titles = (arrived: typeof merged) =>
      [...new Set(arrived.map(({ to, card }) => `${to.slice(0, 4)} ${card.title}`))].toSorted();
    expect(titles(merged)).toEqual([
      'main 截止提醒（2项）',
      'main 截止提醒：2024年年度义务第二批',
      'offi 接口调用次数将用完',
    ]);
    expect(merged.filter(({ card }) => card.title === '截止提醒（2项）')).toHaveLength(25);
    const kept = await store.deadlines.remindersOf('d0', 9);
    expect(kept.map(({ state }) => state)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED']);
    const answered = await store.deadlines.remindersOf('d1', 9);
    expect(answered.map(({ state }) => state).toSorted()).toEqual(['ACCEPTED', 'ACCEPTED', 'DROPPED']);

    // Two are left beside those for answers, and other people are told of the offer: the duty goes, the offer does not.
    store.setCalls({ made: 93, limit: 100 });
    const others = names.map((name) => `other-${name}`);
    for (const name of others) await store.plant(name, { main: ['dingtalk'] });
    await store.database.client.slot.deleteMany();
    await enter('更远申报', 'CALL', '2024-06-12', others);
    await store.ring(at('2024-05-13'), 'LADDER');
    const rest = await store.carry(at('2024-05-13', '20:00'));
    expect(titles(rest)).toEqual(['main 截止提醒：2024年年度义务第二批', 'offi 接口调用次数将用完']);
    expect(rest.find(({ to }) => to === 'officer1')?.text).toContain(
      '更远申报第二批：2024年6月12日24:00截止，剩余30天（25人）',
    );
    const left = await store.deadlines.remindersOf('other-d0', 9);
    expect(left.filter(({ why }) => why === 'quota')).toMatchObject([
      { sendOn: '2024-05-13', leads: [30], state: 'DROPPED' },
    ]);
  });
});
