import { describe, expect, it } from 'vitest';
import { wan } from '../helpers/report-rows.ts';
import { late, li, nobody, now, period, reportStore, wang, zhao } from '../helpers/report-store.ts';
import { testDoer } from '../helpers/stores.ts';

const store = reportStore();
const { fill, submit, handedIn, present } = store;

describe('what staff do', () => {
  it('gives back the questioned figures; what the contact typed meanwhile stays', async () => {
    const { record } = await handedIn();
    const step = { reportId: record.id, keys: ['rndExpense'], reason: '请核对', dueOn: '2024-01-09', tell: nobody };
    const { record: changed } = await fill(zhao(), [{ key: 'staff', month: 50n, total: null }]);
    expect((await store.reports.giveBack(wang(), { ...step, version: record.version })).is).toBe('stale');
    const returned = await store.reports.giveBack(wang(), { ...step, version: changed.version });
    expect(returned).toMatchObject({
      is: 'done',
      record: {
        state: 'RETURNED',
        returned: { keys: ['rndExpense'], by: { name: '王晨' } },
        draft: [{ key: 'staff' }],
      },
    });
    await expect(store.reports.giveBack(wang(), { ...step, version: 9, reason: ' ' })).rejects.toThrow(
      /请写明退回原因/,
    );
  });

  // 补报 of 2023-12 ends on 2024-02-18.
  it.each([
    ['2024-02-18', '2024-02-20', true],
    ['2024-03-01', '2024-03-05', true],
    ['2024-02-08', '2024-02-18', false],
  ])('what is given back on %s can be put right until %s', async (on, dueOn, isOpened) => {
    const { record } = await handedIn();
    const officer = wang(new Date(`${on}T02:00:00Z`));
    const step = { reportId: record.id, version: record.version, keys: ['rndExpense'], reason: '请核对', tell: nobody };
    await store.reports.giveBack(officer, { ...step, dueOn });
    expect((await store.reports.giveBack(officer, { ...step, dueOn })).is).toBe('stale');
    const openings = await store.reports.openings(period, store.enterprise.id);
    expect(openings.map(({ until, reason }) => [until, reason])).toEqual(isOpened ? [[dueOn, '退回']] : []);
    expect(await store.reports.openings(period, 'another')).toEqual([]);
    const [at, after] = [new Date(`${dueOn}T15:59:00Z`), new Date(`${dueOn}T16:00:00Z`)];
    const { record: changed } = await fill(li(at), [{ key: 'rndExpense', month: wan(19), total: wan(180.5) }]);
    const again = await submit(changed.version, li(at), { reason: '按要求更正' });
    expect(again).toMatchObject({ is: 'submitted', submission: { kind: 'REPORT', number: 2, isLate: false } });
    await expect(fill(li(after))).rejects.toThrow(/填报期已结束/);
    const [row] = await store.database.client.auditEntry.findMany({
      where: { action: 'report.return', objectId: record.id },
    });
    expect(row?.detail).toContain('rndExpense');
    if (isOpened) expect(row?.detail).toContain(`"openUntil":"${dueOn}"`);
  });

  it('given back once more, the later day counts', async () => {
    const { record } = await handedIn();
    const step = { reportId: record.id, keys: ['rndExpense'], reason: '请核对', tell: nobody };
    const officer = wang(new Date('2024-03-01T02:00:00Z'));
    await store.reports.giveBack(officer, { ...step, version: record.version, dueOn: '2024-03-05' });
    const { record: changed } = await fill(li(officer.at), [{ key: 'staff', month: 47n, total: null }]);
    for (const dueOn of ['2024-03-05', '2024-03-06']) {
      const now = await present();
      expect((await store.reports.giveBack(officer, { ...step, version: now?.version ?? 0, dueOn })).is).toBe('done');
    }
    const openings = await store.reports.openings(period, store.enterprise.id);
    expect(openings.map(({ until }) => until).sort()).toEqual(['2024-03-05', '2024-03-06']);
    expect(changed.state).toBe('RETURNED');
  });

  it('of two officers the second finds it changed', async () => {
    const { record } = await handedIn();
    const version = record.version;
    const both = await Promise.all([
      store.reports.approve(wang(), { reportId: record.id, version, tell: nobody }),
      store.reports.giveBack(testDoer(now, { personId: 'li' }), {
        reportId: record.id,
        version,
        keys: [],
        reason: '请核对',
        dueOn: '2024-01-09',
        tell: nobody,
      }),
    ]);
    expect(both.map(({ is }) => is).sort()).toEqual(['done', 'stale']);
  });

  it('asks, and is answered', async () => {
    const { record } = await handedIn();
    expect(await store.reports.answer(li(), { reportId: record.id, text: '没有人问', tell: nobody })).toBeNull();
    await store.reports.inquire(wang(), {
      reportId: record.id,
      version: record.version,
      text: '利润下降的原因',
      tell: nobody,
    });
    const answered = await store.reports.answer(li(), { reportId: record.id, text: '原材料涨价', tell: nobody });
    expect(answered?.inquiry).toMatchObject({
      text: '利润下降的原因',
      answer: { text: '原材料涨价', by: { name: '李一' } },
    });
  });

  it('exempts, and takes that back; not what was handed in', async () => {
    await store.reports.exempt(wang(), { enterprise: store.enterprise, period, reason: '停产', tell: nobody });
    await expect(fill()).rejects.toThrow(/已免报/);
    await store.reports.exempt(wang(), { enterprise: store.enterprise, period, reason: null, tell: nobody });
    await handedIn();
    await expect(
      store.reports.exempt(wang(), { enterprise: store.enterprise, period, reason: '停产', tell: nobody }),
    ).rejects.toThrow(/已提交/);
  });
});

describe('indicators', () => {
  it('of two officers the second is told; a month that was reported by another form keeps it', async () => {
    const indicators = [
      {
        key: 'power',
        label: '用电量',
        unit: 'ITEM',
        kind: 'FLOW',
        mayBeNegative: false,
        words: [],
        asked: ['ALL'],
        required: [],
        note: null,
      },
    ] as const;
    const sets = await store.reports.sets();
    const seen = sets.at(-1)?.number ?? 0;
    await expect(store.reports.saveSet(wang(), { fromPeriod: '2023-11', indicators, seen })).rejects.toThrow(
      /最早可自2023年12月起/,
    );
    const both = await Promise.all(
      [1, 2].map(() => store.reports.saveSet(wang(), { fromPeriod: '2030-01', indicators, seen })),
    );
    expect(both.filter((one) => one === null)).toHaveLength(1);
    expect((await store.reports.sets()).at(-1)).toMatchObject({ number: seen + 1, fromPeriod: '2030-01' });
  });
});

it('what many are told for one occasion each gets once', async () => {
  const { client } = store.database;
  await client.account.create({ data: { id: 'a-li', platform: 'wecom', corpId: 'c', userId: 'li', personId: 'li' } });
  const to = [{ platform: 'wecom', corpId: 'c', userId: 'li' } as const];
  const telling = { to, card: { title: 't', blocks: [], confidential: true }, purpose: 'report.remind' };
  expect(await store.reports.tellAll(wang(), 'press 1', [telling, telling])).toEqual({ sent: 1, before: 1 });
  expect(await store.reports.tellAll(wang(), 'press 1', [telling])).toEqual({ sent: 0, before: 1 });
  expect(await store.reports.tellAll(wang(), 'press 2', [telling])).toEqual({ sent: 1, before: 0 });
  expect([await store.reports.markTold('x', now), await store.reports.markTold('x', now)]).toEqual([true, false]);
});

it('of several who tell the same for one occasion at once each message is one’s, and it is known whose', async () => {
  const { client } = store.database;
  const people = ['m1', 'm2', 'm3'].map((userId) => ({ platform: 'wecom', corpId: 'c', userId }) as const);
  await client.account.createMany({ data: people.map((one) => ({ ...one, id: one.userId, personId: 'zhao' })) });
  const card = { title: 't', blocks: [], confidential: true };
  const telling = { to: people, card, purpose: 'report.remind', enterpriseId: store.enterprise.id };
  const [first, second] = await Promise.all([
    store.reports.tellAll(wang(), 'day 1', [telling]),
    store.reports.tellAll(li(late), 'day 1', [telling]),
  ]);
  // Three accounts of one person.
  expect(first.sent + second.sent).toBe(1);
  expect(first.before + second.before).toBe(5);
  const by = first.sent === 1 ? { personId: 'wang', name: '王晨' } : { personId: 'li', name: '李一' };
  const told = { to: people[0], enterpriseId: store.enterprise.id, by, at: first.sent === 1 ? now : late };
  expect(await store.reports.toldFor('day 1', now)).toEqual([told]);
  expect(await store.reports.toldFor('day', now)).toEqual([]);
  // What was given up was not told: it is tried anew, once.
  await client.job.updateMany({ where: { key: { contains: '"day 1"' } }, data: { state: 'failed', attempts: 10 } });
  expect(await store.reports.toldFor('day 1', now)).toEqual([]);
  const [again, once] = [
    await store.reports.tellAll(wang(late), 'day 1', [telling]),
    await store.reports.tellAll(wang(late), 'day 1', [telling]),
  ];
  expect([again, once]).toEqual([
    { sent: 1, before: 2 },
    { sent: 0, before: 3 },
  ]);
  expect(await client.job.count({ where: { key: { contains: '"day 1"' }, state: 'waiting', attempts: 0 } })).toBe(1);
  expect(await store.reports.toldFor('day 1', new Date(late.getTime() + 1))).toEqual([]);
});
