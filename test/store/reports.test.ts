import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lookAtReport } from '../../src/domain/reports/look.ts';
import type { Reports } from '../../src/domain/reports/reports.ts';
import type { Database } from '../../src/store/database.ts';
import { createReports } from '../../src/store/reports/reports.ts';
import { testDatabase } from '../helpers/database.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';

const wan = (amount: number) => BigInt(Math.round(amount * 100)) * 10_000n;
/** Within the window of 2023-12: it closes on 2024-01-10. */
const now = new Date('2024-01-05T02:00:00Z');
const late = new Date('2024-01-12T02:00:00Z');
const period = '2023-12';
const li = (at = now) => testDoer(at, { personId: 'li', role: 'contact' });
const zhao = (at = now) => testDoer(at, { personId: 'zhao', role: 'contact', channel: 'dingtalk-robot' });
const wang = (at = now) => testDoer(at, { personId: 'wang' });
const nobody = () => [];

let database: Database & { drop(): Promise<void> };
let reports: Reports;
/** One after the other, so that no test sees another's. */
let n = 0;
let enterprise = { id: '', name: '' };

beforeAll(async () => {
  database = await testDatabase();
  reports = createReports(storeDeps(database));
  const recordedAt = now;
  await database.client.person.createMany({
    data: [
      { id: 'li', name: '李一', recordedAt },
      { id: 'zhao', name: '赵尔', recordedAt },
      { id: 'wang', name: '王晨', staffRole: 'OFFICER', recordedAt },
    ],
  });
});
afterAll(() => database.drop());

beforeEach(async () => {
  n += 1;
  enterprise = { id: `e${n}`, name: `示例企业${n}` };
  await database.client.enterprise.create({ data: { id: enterprise.id, recordedAt: now } });
  await database.client.enterpriseName.create({
    data: {
      id: `n${n}`,
      enterpriseId: enterprise.id,
      kind: 'FULL',
      text: enterprise.name,
      searchKey: '',
      initials: '',
    },
  });
});

/** Of a flow the month's and the year's figure, of a stock what there is. */
const whole = (revenue = 320): { key: string; month: bigint; total: bigint | null }[] => [
  { key: 'revenue', month: wan(revenue), total: wan(3200) },
  { key: 'rndExpense', month: wan(18.5), total: wan(180) },
  { key: 'totalProfit', month: wan(25), total: wan(200) },
  { key: 'taxPaid', month: wan(12), total: wan(110) },
  { key: 'staff', month: 46n, total: null },
  { key: 'techStaff', month: 13n, total: null },
  { key: 'inventionApplied', month: 0n, total: 2n },
  { key: 'inventionGranted', month: 0n, total: 1n },
];
const fill = (doer = li(), entries = whole(), seen: number | null = null, of = period) =>
  reports.fill(doer, { enterprise, period: of, entries, seen, onBehalf: false });
const submit = (version: number, doer = li(), more: Partial<Parameters<Reports['submit']>[1]> = {}) =>
  reports.submit(doer, {
    ...{ enterprise, period, version, kind: 'REPORT', reason: null, onBehalf: false, tell: nobody },
    ...more,
  });
async function handedIn() {
  const { record } = await fill();
  const result = await submit(record.version);
  if (result.is !== 'submitted')
    throw new Error(`not handed in: ${JSON.stringify(result, (_, v) => (typeof v === 'bigint' ? `${v}` : v))}`);
  return result;
}
const cell = async (key: string) => {
  const record = await reports.find(enterprise, period);
  const one = record?.draft.find((entry) => entry.key === key);
  return one && [one.month, one.by.name, one.via];
};

describe('drafts', () => {
  it('keep who typed what and by which way; a figure that changes nothing is not counted as theirs', async () => {
    await fill();
    await fill(zhao(), [{ key: 'revenue', month: wan(320), total: wan(3200) }]);
    expect(await cell('revenue')).toEqual([wan(320), '李一', 'wecom-app']);
    const { before } = await fill(zhao(), [{ key: 'revenue', month: wan(321), total: null }]);
    expect(before.get('revenue')).toMatchObject({ month: wan(320), by: { name: '李一' } });
    expect(await cell('revenue')).toEqual([wan(321), '赵尔', 'dingtalk-robot']);
    const kept = await database.client.reportEntry.count({
      where: { report: { enterpriseId: enterprise.id }, key: 'revenue' },
    });
    expect(kept).toBe(2);
  });

  it('a form that was opened before somebody else typed overwrites nothing: both are handed back', async () => {
    const { record } = await fill(li(), whole().slice(0, 2));
    await fill(zhao(), [{ key: 'revenue', month: wan(400), total: wan(3200) }]);
    const { conflicts, record: after } = await fill(
      li(),
      [
        { key: 'revenue', month: wan(330), total: wan(3200) },
        { key: 'staff', month: 46n, total: null },
      ],
      record.version,
    );
    expect(conflicts).toMatchObject([
      { key: 'revenue', theirs: { month: wan(400), by: { name: '赵尔' } }, yours: { month: wan(330) } },
    ]);
    expect(after.draft.find(({ key }) => key === 'staff')?.month).toBe(46n);
    expect(await cell('revenue')).toEqual([wan(400), '赵尔', 'dingtalk-robot']);
  });

  it('two at once: nothing of either is lost', async () => {
    await Promise.all([
      fill(li(), [{ key: 'revenue', month: wan(320), total: null }]),
      fill(zhao(), [{ key: 'staff', month: 46n, total: null }]),
    ]);
    const record = await reports.find(enterprise, period);
    expect(record?.draft.map(({ key }) => key).sort()).toEqual(['revenue', 'staff']);
    expect(record?.version).toBe(2);
  });

  it.each([
    ['2024-01', /尚未结束，月报自2024年2月1日起填报/],
    ['2023-09', /填报期已结束/],
    ['2024-12', /尚未结束.*如指2023年12月/],
  ])('none of %s: it is not open', async (of, why) => {
    await expect(fill(li(), whole(), null, of)).rejects.toThrow(why);
    expect(await database.client.monthlyReport.count({ where: { enterpriseId: enterprise.id } })).toBe(0);
  });

  it('a period that staff opened again is taken, for that enterprise alone', async () => {
    const opening = { period: '2023-09', enterpriseId: enterprise.id, until: '2024-01-20', reason: '补报', tell: [] };
    expect((await reports.reopen(wang(), opening)).isNew).toBe(true);
    expect((await reports.reopen(wang(), opening)).isNew).toBe(false);
    await fill(li(), whole(), null, '2023-09');
    await expect(reports.reopen(wang(), { ...opening, until: '2024-01-04' })).rejects.toThrow(/截止日已过/);
  });

  it('what was typed since it was handed in is let go of', async () => {
    const { record } = await handedIn();
    const { record: changed } = await fill(zhao(), [{ key: 'staff', month: 50n, total: null }]);
    expect((await reports.discard(zhao(), record.id, record.version)).is).toBe('stale');
    const gone = await reports.discard(zhao(), record.id, changed.version);
    expect(gone.is === 'done' && gone.record.draft).toEqual([]);
  });
});

describe('handing in', () => {
  it('takes what was seen, once: a second tap gets the same receipt', async () => {
    const { record } = await fill();
    const first = await submit(record.version);
    const second = await submit(record.version);
    expect(first).toMatchObject({
      is: 'submitted',
      isNew: true,
      submission: { number: 1, kind: 'REPORT', isLate: false },
    });
    expect(second).toMatchObject({ is: 'submitted', isNew: false });
    expect(first.is === 'submitted' && second.is === 'submitted' && first.submission.id === second.submission.id).toBe(
      true,
    );
    const rows = await database.client.auditEntry.count({
      where: { action: 'report.submit', enterpriseId: enterprise.id },
    });
    expect(rows).toBe(1);
  });

  it('two taps at once hand in once', async () => {
    const { record } = await fill();
    const both = await Promise.all([submit(record.version), submit(record.version, zhao())]);
    expect(both.map((one) => one.is === 'submitted' && one.isNew).sort()).toEqual([false, true]);
  });

  it('nothing if it has changed since it was shown', async () => {
    const { record } = await fill();
    await fill(zhao(), [{ key: 'staff', month: 47n, total: null }]);
    expect((await submit(record.version)).is).toBe('stale');
    expect((await reports.find(enterprise, period))?.submission).toBeNull();
  });

  it('nothing while a rule is broken, and what was typed stays', async () => {
    const { record } = await fill(li(), [
      ...whole().filter(({ key }) => key !== 'techStaff'),
      { key: 'techStaff', month: 99n, total: null },
    ]);
    const result = await submit(record.version);
    expect(result.is === 'refused' && result.view.findings.map((one) => one.rule)).toContain('V4');
    expect((await reports.find(enterprise, period))?.draft).toHaveLength(8);
  });

  it('carries what nobody said, marked; a later figure is a new version, the old one stays', async () => {
    await database.client.monthlyReport.deleteMany({ where: { enterpriseId: enterprise.id } });
    const november = '2023-11';
    await fill(li(new Date('2023-12-05T02:00:00Z')), whole(), null, november);
    const before = await reports.find(enterprise, november);
    await submit(before?.version ?? 0, li(new Date('2023-12-05T02:00:00Z')), { period: november });
    const flows = whole().flatMap(({ key, month, total }) => (total === null ? [] : [{ key, month, total: null }]));
    const { record } = await fill(li(), flows);
    await reports.explain(li(), { reportId: record.id, reasons: await reasonsFor() });
    const result = await submit((await reports.find(enterprise, period))?.version ?? 0);
    if (result.is !== 'submitted') throw new Error(result.is);
    const value = (key: string) => result.record.values.find((one) => one.key === key);
    expect(value('staff')).toMatchObject({ month: 46n, isCarried: true });
    expect(value('revenue')).toMatchObject({ month: wan(320), total: wan(3520), isCarried: false });
    const { record: changed } = await fill(zhao(), [{ key: 'staff', month: 46n, total: null }]);
    expect(changed.draft).toMatchObject([{ key: 'staff', by: { name: '赵尔' } }]);
    await reports.explain(li(), { reportId: record.id, reasons: await reasonsFor() });
    await submit((await reports.find(enterprise, period))?.version ?? 0);
    const all = await reports.submissions(record.id);
    expect(all.map(({ number, values }) => [number, values.find(({ key }) => key === 'staff')?.isCarried])).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  it('late with a reason only, and stays late', async () => {
    const { record } = await fill(li(late));
    await expect(submit(record.version, li(late))).rejects.toThrow(/补报请写明原因/);
    expect(await submit(record.version, li(late), { reason: '结账延迟' })).toMatchObject({
      submission: { isLate: true },
    });
  });

  it('a zero report needs its reason and the stocks', async () => {
    const { record } = await fill(
      li(),
      whole().filter(({ total }) => total === null),
    );
    await expect(submit(record.version, li(), { kind: 'ZERO' })).rejects.toThrow(/零报告请写明原因/);
    const refused = await submit(record.version, li(), { kind: 'ZERO', reason: '停产' });
    // Without last month's nobody knows what the year's figures are.
    expect(refused.is).toBe('refused');
  });

  it('after approval a change is a correction, with a reason', async () => {
    const { record } = await handedIn();
    await reports.approve(wang(), { reportId: record.id, version: record.version, tell: nobody });
    const { record: changed } = await fill(zhao(), [{ key: 'taxPaid', month: wan(13), total: wan(111) }]);
    await expect(submit(changed.version, zhao())).rejects.toThrow(/更正请写明原因/);
    const corrected = await submit(changed.version, zhao(), { reason: '数据有误' });
    expect(corrected).toMatchObject({ submission: { kind: 'CORRECTION', number: 2, reason: '数据有误' } });
  });

  /** A reason for everything that is asked. */
  async function reasonsFor() {
    const { view } = await lookAtReport(reports, { enterprise, period, today: '2024-01-05' });
    return view.unexplained.map(({ id, basis }) => ({ findingId: id, basis, code: 'AS_IS' as const, text: null }));
  }
});

describe('what staff do', () => {
  it('gives back the questioned figures; what the contact typed meanwhile stays', async () => {
    const { record } = await handedIn();
    const step = { reportId: record.id, keys: ['rndExpense'], reason: '请核对', dueOn: '2024-01-09', tell: nobody };
    const { record: changed } = await fill(zhao(), [{ key: 'staff', month: 50n, total: null }]);
    expect((await reports.giveBack(wang(), { ...step, version: record.version })).is).toBe('stale');
    const returned = await reports.giveBack(wang(), { ...step, version: changed.version });
    expect(returned).toMatchObject({
      is: 'done',
      record: {
        state: 'RETURNED',
        returned: { keys: ['rndExpense'], by: { name: '王晨' } },
        draft: [{ key: 'staff' }],
      },
    });
    await expect(reports.giveBack(wang(), { ...step, version: 9, reason: ' ' })).rejects.toThrow(/请写明退回原因/);
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
    await reports.giveBack(officer, { ...step, dueOn });
    expect((await reports.giveBack(officer, { ...step, dueOn })).is).toBe('stale');
    const openings = await reports.openings(period, enterprise.id);
    expect(openings.map(({ until, reason }) => [until, reason])).toEqual(isOpened ? [[dueOn, '退回']] : []);
    expect(await reports.openings(period, 'another')).toEqual([]);
    const [at, after] = [new Date(`${dueOn}T15:59:00Z`), new Date(`${dueOn}T16:00:00Z`)];
    const { record: changed } = await fill(li(at), [{ key: 'rndExpense', month: wan(19), total: wan(180.5) }]);
    const again = await submit(changed.version, li(at), { reason: '按要求更正' });
    expect(again).toMatchObject({ is: 'submitted', submission: { kind: 'REPORT', number: 2, isLate: false } });
    await expect(fill(li(after))).rejects.toThrow(/填报期已结束/);
    const [row] = await database.client.auditEntry.findMany({
      where: { action: 'report.return', objectId: record.id },
    });
    expect(row?.detail).toContain('rndExpense');
    if (isOpened) expect(row?.detail).toContain(`"openUntil":"${dueOn}"`);
  });

  it('given back once more, the later day counts', async () => {
    const { record } = await handedIn();
    const step = { reportId: record.id, keys: ['rndExpense'], reason: '请核对', tell: nobody };
    const officer = wang(new Date('2024-03-01T02:00:00Z'));
    await reports.giveBack(officer, { ...step, version: record.version, dueOn: '2024-03-05' });
    const { record: changed } = await fill(li(officer.at), [{ key: 'staff', month: 47n, total: null }]);
    for (const dueOn of ['2024-03-05', '2024-03-06']) {
      const now = await reports.find(enterprise, period);
      expect((await reports.giveBack(officer, { ...step, version: now?.version ?? 0, dueOn })).is).toBe('done');
    }
    const openings = await reports.openings(period, enterprise.id);
    expect(openings.map(({ until }) => until).sort()).toEqual(['2024-03-05', '2024-03-06']);
    expect(changed.state).toBe('RETURNED');
  });

  it('of two officers the second finds it changed', async () => {
    const { record } = await handedIn();
    const version = record.version;
    const both = await Promise.all([
      reports.approve(wang(), { reportId: record.id, version, tell: nobody }),
      reports.giveBack(testDoer(now, { personId: 'li' }), {
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
    expect(await reports.answer(li(), { reportId: record.id, text: '没有人问', tell: nobody })).toBeNull();
    await reports.inquire(wang(), {
      reportId: record.id,
      version: record.version,
      text: '利润下降的原因',
      tell: nobody,
    });
    const answered = await reports.answer(li(), { reportId: record.id, text: '原材料涨价', tell: nobody });
    expect(answered?.inquiry).toMatchObject({
      text: '利润下降的原因',
      answer: { text: '原材料涨价', by: { name: '李一' } },
    });
  });

  it('exempts, and takes that back; not what was handed in', async () => {
    await reports.exempt(wang(), { enterprise, period, reason: '停产', tell: nobody });
    await expect(fill()).rejects.toThrow(/已免报/);
    await reports.exempt(wang(), { enterprise, period, reason: null, tell: nobody });
    await handedIn();
    await expect(reports.exempt(wang(), { enterprise, period, reason: '停产', tell: nobody })).rejects.toThrow(
      /已提交/,
    );
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
    const sets = await reports.sets();
    const seen = sets.at(-1)?.number ?? 0;
    await expect(reports.saveSet(wang(), { fromPeriod: '2023-11', indicators, seen })).rejects.toThrow(
      /最早可自2023年12月起/,
    );
    const both = await Promise.all(
      [1, 2].map(() => reports.saveSet(wang(), { fromPeriod: '2030-01', indicators, seen })),
    );
    expect(both.filter((one) => one === null)).toHaveLength(1);
    expect((await reports.sets()).at(-1)).toMatchObject({ number: seen + 1, fromPeriod: '2030-01' });
  });
});

it('what many are told for one occasion each gets once', async () => {
  const { client } = database;
  await client.account.create({ data: { id: 'a-li', platform: 'wecom', corpId: 'c', userId: 'li', personId: 'li' } });
  const to = [{ platform: 'wecom', corpId: 'c', userId: 'li' } as const];
  const telling = { to, card: { title: 't', blocks: [], confidential: true }, purpose: 'report.remind' };
  expect(await reports.tellAll(wang(), 'press 1', [telling, telling])).toEqual({ sent: 1, before: 1 });
  expect(await reports.tellAll(wang(), 'press 1', [telling])).toEqual({ sent: 0, before: 1 });
  expect(await reports.tellAll(wang(), 'press 2', [telling])).toEqual({ sent: 1, before: 0 });
  expect([await reports.markTold('x', now), await reports.markTold('x', now)]).toEqual([true, false]);
});

it('of several who tell the same for one occasion at once each message is one’s, and it is known whose', async () => {
  const { client } = database;
  const people = ['m1', 'm2', 'm3'].map((userId) => ({ platform: 'wecom', corpId: 'c', userId }) as const);
  await client.account.createMany({ data: people.map((one) => ({ ...one, id: one.userId, personId: 'zhao' })) });
  const card = { title: 't', blocks: [], confidential: true };
  const telling = { to: people, card, purpose: 'report.remind', enterpriseId: enterprise.id };
  const of = (who: 'li' | 'wang', at: Date) => testDoer(at, { personId: who });
  const [first, second] = await Promise.all([
    reports.tellAll(of('wang', now), 'day 1', [telling]),
    reports.tellAll(of('li', late), 'day 1', [telling]),
  ]);
  // Three accounts of one person.
  expect(first.sent + second.sent).toBe(1);
  expect(first.before + second.before).toBe(5);
  const by = first.sent === 1 ? { personId: 'wang', name: '王晨' } : { personId: 'li', name: '李一' };
  const told = { to: people[0], enterpriseId: enterprise.id, by, at: first.sent === 1 ? now : late };
  expect(await reports.toldFor('day 1', now)).toEqual([told]);
  expect(await reports.toldFor('day', now)).toEqual([]);
  expect(await reports.toldFor('day 1', new Date(late.getTime() + 1))).toEqual([]);
});

describe('what a form that is old, or a sentence said again, must not do', () => {
  it('revert what a colleague has handed in since', async () => {
    const { record } = await fill();
    const seen = record.version;
    await fill(zhao(), [{ key: 'revenue', month: wan(340), total: wan(3220) }]);
    await submit((await reports.find(enterprise, period))?.version ?? 0, zhao());
    const { conflicts, record: after } = await fill(
      li(),
      [
        { key: 'revenue', month: wan(320), total: wan(3200) },
        { key: 'taxPaid', month: wan(13), total: wan(111) },
      ],
      seen,
    );
    expect(conflicts).toMatchObject([{ key: 'revenue', theirs: { month: wan(340), by: { name: '赵尔' } } }]);
    expect(after.draft.map(({ key }) => key)).toEqual(['taxPaid']);
  });

  it('make a change of what was handed in just so', async () => {
    await handedIn();
    const { record } = await fill(li(), [{ key: 'revenue', month: wan(320), total: null }]);
    expect(record.draft).toEqual([]);
  });

  it('a zero report is nothing of everything that was typed or handed in', async () => {
    const november = '2023-11';
    const then = li(new Date('2023-12-05T02:00:00Z'));
    await fill(then, whole(), null, november);
    const before = await reports.find(enterprise, november);
    await submit(before?.version ?? 0, then, { period: november });
    const { record } = await fill(li(), [{ key: 'export', month: wan(100), total: wan(100) }]);
    const zero = await submit(record.version, li(), { kind: 'ZERO', reason: '停产' });
    if (zero.is !== 'submitted') throw new Error(zero.is);
    const flows = zero.record.values.filter(({ key }) => !['staff', 'techStaff'].includes(key));
    expect(flows.map(({ month }) => month)).toEqual(flows.map(() => 0n));
    expect(flows.map(({ key }) => key)).toContain('export');
  });

  it('a 更正 that is handed back can be handed in again, and stays one', async () => {
    const { record } = await handedIn();
    await reports.approve(wang(), { reportId: record.id, version: record.version, tell: nobody });
    const lower = await fill(zhao(), [{ key: 'taxPaid', month: wan(11), total: wan(100) }]);
    const corrected = await submit(lower.record.version, zhao(), { reason: '数据有误' });
    if (corrected.is !== 'submitted') throw new Error(corrected.is);
    const step = { reportId: record.id, keys: ['staff'], reason: '请核对人数', dueOn: '2024-01-09', tell: nobody };
    await reports.giveBack(wang(), { ...step, version: corrected.record.version });
    const { record: changed } = await fill(li(), [{ key: 'staff', month: 47n, total: null }]);
    expect(await submit(changed.version, li(), { reason: '人数已核对' })).toMatchObject({
      is: 'submitted',
      submission: { kind: 'CORRECTION' },
    });
  });

  it('what was handed back after the window is put right without a reason for being late', async () => {
    const { record } = await handedIn();
    const step = { reportId: record.id, keys: ['staff'], reason: '请核对', dueOn: '2024-01-16', tell: nobody };
    await reports.giveBack(wang(late), { ...step, version: record.version });
    const { record: changed } = await fill(li(late), [{ key: 'staff', month: 47n, total: null }]);
    const again = await submit(changed.version, li(late));
    expect(again).toMatchObject({ is: 'submitted', submission: { isLate: false, reason: null, kind: 'REPORT' } });
  });

  it('names the sums of the next month that do not follow any more', async () => {
    const november = '2023-11';
    const then = li(new Date('2023-12-05T02:00:00Z'));
    const { record: first } = await fill(then, whole(), null, november);
    await submit(first.version, then, { period: november });
    const flows = whole().map(({ key, month }) => ({ key, month, total: null }));
    const { record } = await fill(li(), flows);
    const { view } = await lookAtReport(reports, { enterprise, period, today: '2024-01-05' });
    const reasons = view.unexplained.map(({ id, basis }) => ({
      findingId: id,
      basis,
      code: 'AS_IS' as const,
      text: null,
    }));
    await reports.explain(li(), { reportId: record.id, reasons });
    await submit((await reports.find(enterprise, period))?.version ?? 0);
    const { record: changed } = await fill(
      li(),
      [{ key: 'revenue', month: wan(370), total: wan(3250) }],
      null,
      november,
    );
    const corrected = await submit(changed.version, li(), { period: november, reason: '数据有误' });
    expect(corrected).toMatchObject({ is: 'submitted', nextOff: ['revenue'] });
  });
});
