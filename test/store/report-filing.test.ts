import { describe, expect, it } from 'vitest';
import { lookAtReport } from '../../src/domain/reports/look.ts';
import { wan } from '../helpers/report-rows.ts';
import { late, li, nobody, period, reportStore, wang, whole, zhao } from '../helpers/report-store.ts';

const store = reportStore();
const { fill, submit, handedIn, present } = store;
const cell = async (key: string) => {
  const record = await present();
  const one = record?.draft.find((entry) => entry.key === key);
  return one && [one.month, one.by.name, one.via];
};
/** A reason for everything that is asked. */
async function reasonsFor() {
  const { view } = await lookAtReport(store.reports, { enterprise: store.enterprise, period, today: '2024-01-05' });
  return view.unexplained.map(({ id, basis }) => ({ findingId: id, basis, code: 'AS_IS' as const, text: null }));
}

describe('drafts', () => {
  it('keep who typed what and by which way; a figure that changes nothing is not counted as theirs', async () => {
    await fill();
    await fill(zhao(), [{ key: 'revenue', month: wan(320), total: wan(3200) }]);
    expect(await cell('revenue')).toEqual([wan(320), '李一', 'wecom-app']);
    const { before } = await fill(zhao(), [{ key: 'revenue', month: wan(321), total: null }]);
    expect(before.get('revenue')).toMatchObject({ month: wan(320), by: { name: '李一' } });
    expect(await cell('revenue')).toEqual([wan(321), '赵尔', 'dingtalk-robot']);
    const kept = await store.database.client.reportEntry.count({
      where: { report: { enterpriseId: store.enterprise.id }, key: 'revenue' },
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
    const record = await present();
    expect(record?.draft.map(({ key }) => key).sort()).toEqual(['revenue', 'staff']);
    expect(record?.version).toBe(2);
  });

  it.each([
    ['2024-01', /尚未结束，月报自2024年2月1日起填报/],
    ['2023-09', /填报期已结束/],
    ['2024-12', /尚未结束.*如指2023年12月/],
  ])('none of %s: it is not open', async (of, why) => {
    await expect(fill(li(), whole(), null, of)).rejects.toThrow(why);
    expect(await store.database.client.monthlyReport.count({ where: { enterpriseId: store.enterprise.id } })).toBe(0);
  });

  it('a period that staff opened again is taken, for that enterprise alone', async () => {
    const opening = {
      period: '2023-09',
      enterpriseId: store.enterprise.id,
      until: '2024-01-20',
      reason: '补报',
      tell: [],
    };
    expect((await store.reports.reopen(wang(), opening)).isNew).toBe(true);
    expect((await store.reports.reopen(wang(), opening)).isNew).toBe(false);
    await fill(li(), whole(), null, '2023-09');
    await expect(store.reports.reopen(wang(), { ...opening, until: '2024-01-04' })).rejects.toThrow(/截止日已过/);
  });

  it('what was typed since it was handed in is let go of', async () => {
    const { record } = await handedIn();
    const { record: changed } = await fill(zhao(), [{ key: 'staff', month: 50n, total: null }]);
    expect((await store.reports.discard(zhao(), record.id, record.version)).is).toBe('stale');
    const gone = await store.reports.discard(zhao(), record.id, changed.version);
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
    const rows = await store.database.client.auditEntry.count({
      where: { action: 'report.submit', enterpriseId: store.enterprise.id },
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
    expect((await present())?.submission).toBeNull();
  });

  it('nothing while a rule is broken, and what was typed stays', async () => {
    const { record } = await fill(li(), [
      ...whole().filter(({ key }) => key !== 'techStaff'),
      { key: 'techStaff', month: 99n, total: null },
    ]);
    const result = await submit(record.version);
    expect(result.is === 'refused' && result.view.findings.map((one) => one.rule)).toContain('V4');
    expect((await present())?.draft).toHaveLength(8);
  });

  it('carries what nobody said, marked; a later figure is a new version, the old one stays', async () => {
    await store.database.client.monthlyReport.deleteMany({ where: { enterpriseId: store.enterprise.id } });
    const november = '2023-11';
    await fill(li(new Date('2023-12-05T02:00:00Z')), whole(), null, november);
    const before = await store.reports.find(store.enterprise, november);
    await submit(before?.version ?? 0, li(new Date('2023-12-05T02:00:00Z')), { period: november });
    const flows = whole().flatMap(({ key, month, total }) => (total === null ? [] : [{ key, month, total: null }]));
    const { record } = await fill(li(), flows);
    await store.reports.explain(li(), { reportId: record.id, reasons: await reasonsFor() });
    const result = await submit((await present())?.version ?? 0);
    if (result.is !== 'submitted') throw new Error(result.is);
    const value = (key: string) => result.record.values.find((one) => one.key === key);
    expect(value('staff')).toMatchObject({ month: 46n, isCarried: true });
    expect(value('revenue')).toMatchObject({ month: wan(320), total: wan(3520), isCarried: false });
    const { record: changed } = await fill(zhao(), [{ key: 'staff', month: 46n, total: null }]);
    expect(changed.draft).toMatchObject([{ key: 'staff', by: { name: '赵尔' } }]);
    await store.reports.explain(li(), { reportId: record.id, reasons: await reasonsFor() });
    await submit((await present())?.version ?? 0);
    const all = await store.reports.submissions(record.id);
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
    await store.reports.approve(wang(), { reportId: record.id, version: record.version, tell: nobody });
    const { record: changed } = await fill(zhao(), [{ key: 'taxPaid', month: wan(13), total: wan(111) }]);
    await expect(submit(changed.version, zhao())).rejects.toThrow(/更正请写明原因/);
    const corrected = await submit(changed.version, zhao(), { reason: '数据有误' });
    expect(corrected).toMatchObject({ submission: { kind: 'CORRECTION', number: 2, reason: '数据有误' } });
  });
});

describe('what a form that is old, or a sentence said again, must not do', () => {
  it('revert what a colleague has handed in since', async () => {
    const { record } = await fill();
    const seen = record.version;
    await fill(zhao(), [{ key: 'revenue', month: wan(340), total: wan(3220) }]);
    await submit((await present())?.version ?? 0, zhao());
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
    const before = await store.reports.find(store.enterprise, november);
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
    await store.reports.approve(wang(), { reportId: record.id, version: record.version, tell: nobody });
    const lower = await fill(zhao(), [{ key: 'taxPaid', month: wan(11), total: wan(100) }]);
    const corrected = await submit(lower.record.version, zhao(), { reason: '数据有误' });
    if (corrected.is !== 'submitted') throw new Error(corrected.is);
    const step = { reportId: record.id, keys: ['staff'], reason: '请核对人数', dueOn: '2024-01-09', tell: nobody };
    await store.reports.giveBack(wang(), { ...step, version: corrected.record.version });
    const { record: changed } = await fill(li(), [{ key: 'staff', month: 47n, total: null }]);
    expect(await submit(changed.version, li(), { reason: '人数已核对' })).toMatchObject({
      is: 'submitted',
      submission: { kind: 'CORRECTION' },
    });
  });

  it('what was handed back after the window is put right without a reason for being late', async () => {
    const { record } = await handedIn();
    const step = { reportId: record.id, keys: ['staff'], reason: '请核对', dueOn: '2024-01-16', tell: nobody };
    await store.reports.giveBack(wang(late), { ...step, version: record.version });
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
    await store.reports.explain(li(), { reportId: record.id, reasons: await reasonsFor() });
    await submit((await present())?.version ?? 0);
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
