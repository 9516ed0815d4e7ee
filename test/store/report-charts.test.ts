import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportHistoryChart, reportProgressChart, reportTrendChart } from '../../handlers/works/report-charts.ts';
import type { Actor, Role } from '../../src/core/actor.ts';
import type { Context, Work } from '../../src/dispatch/intent.ts';
import type { ReportHistoryChart, ReportProgressChart, ReportTrendChart } from '../../src/domain/charts.ts';
import type { Database } from '../../src/store/database.ts';
import { createReports } from '../../src/store/reports/reports.ts';
import { testDatabase } from '../helpers/database.ts';
import { reportRows, wan } from '../helpers/report-rows.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';

const now = new Date('2023-12-29T02:00:00Z');

let database: Database & { drop(): Promise<void> };
let firm = { id: '', name: '示例企业01' };
beforeAll(async () => {
  database = await testDatabase();
  const rows = reportRows(database);
  const names = ['示例企业01', '示例企业02', '示例企业03', '示例企业04', '示例企业05'];
  const ids = await Promise.all(names.map((name) => rows.enterprise(name)));
  const [a = '', b = '', c = '', d = '', e = ''] = ids;
  firm = { ...firm, id: a };
  const revenue = (month: number) => ({ revenue: [wan(month), wan(month)] as const, staff: [10n, null] as const });
  for (const id of [a, b, c]) {
    await rows.report(id, '2022-11', revenue(100));
    await rows.report(id, '2023-10', revenue(200));
  }
  await rows.report(a, '2023-11', { revenue: [wan(300), wan(500)], rndExpense: [wan(18.5), wan(18.5)] });
  await rows.report(b, '2023-11', revenue(150), { isLate: true, state: 'APPROVED' });
  await rows.report(c, '2023-11', revenue(150), { state: 'RETURNED' });
  await rows.report(d, '2023-11', null, { exemptReason: '停产' });
  await rows.report(e, '2023-11', null, { state: 'DRAFT' });
  // Two only.
  await rows.report(a, '2023-09', revenue(1));
  await rows.report(b, '2023-09', revenue(1));
});
afterAll(() => database.drop());

/** What was drawn for somebody, and what they are told. */
async function drawn<Chart>(work: Work, args: Record<string, unknown>, role: Role = 'officer') {
  let chart: Chart | undefined;
  const draw = async (one: Chart) => {
    chart = one;
    return new Uint8Array();
  };
  const actor: Actor = { role, personId: 'p', name: null, enterprises: role === 'contact' ? [firm] : [], chosen: null };
  const ctx = {
    ...{ actor, now, doer: testDoer(now), reports: createReports(storeDeps(database)) },
    charts: { reportProgress: draw, reportHistory: draw, reportTrends: draw },
    exchange: { keep: async () => 'attachment' },
  } as unknown as Context;
  const { here, attachmentId, audit } = await work.run(ctx, args);
  expect(here?.confidential).toBe(true);
  return { chart, attachmentId, audit, text: JSON.stringify(here) };
}

describe('how far a month is', () => {
  it('counts each enterprise once', async () => {
    const { chart, attachmentId, audit } = await drawn<ReportProgressChart>(reportProgressChart, { period: '2023-11' });
    expect(chart?.groups.map(({ label, count, share }) => `${label}${count} ${share}`)).toEqual([
      '按时1 25.00%',
      '补报1 25.00%',
      '未报1 25.00%',
      '退回1 25.00%',
      '免报1 不计比率',
    ]);
    expect(chart?.summary).toBe('应报5家（其中免报1家），已报2家，上报率50.00%');
    expect(attachmentId).toBe('attachment');
    expect(audit).toMatchObject([{ action: 'report.list', result: 'allowed' }]);
  });

  it('is for staff, and for a month', async () => {
    const asked = { period: '2023-11' };
    await expect(drawn(reportProgressChart, asked, 'contact')).rejects.toThrow('仅供开发区科技局工作人员');
    await expect(drawn(reportProgressChart, { period: '11月' })).rejects.toThrow('请写明报告期');
  });
});

describe('a year of one enterprise', () => {
  it('has twelve months, with gaps', async () => {
    const args = { enterpriseId: firm.id, name: firm.name, period: '2023-11' };
    const { chart, audit } = await drawn<ReportHistoryChart>(reportHistoryChart, args, 'contact');
    expect(chart?.months).toHaveLength(12);
    expect(chart?.months.slice(-4)).toEqual([
      { period: '2023-08', bars: null, line: null },
      { period: '2023-09', bars: wan(1), line: null },
      { period: '2023-10', bars: wan(200), line: null },
      { period: '2023-11', bars: wan(300), line: wan(18.5) },
    ]);
    expect(audit).toMatchObject([{ action: 'report.read', enterpriseId: firm.id }]);
  });

  it('is not drawn of another, nor where there is nothing', async () => {
    const other = { enterpriseId: 'other', name: '甲', period: '2023-11' };
    await expect(drawn(reportHistoryChart, other, 'contact')).rejects.toThrow('只能查看本企业的月报');
    const none = await drawn(reportHistoryChart, other);
    expect([none.chart, none.attachmentId]).toEqual([undefined, undefined]);
    expect(none.text).toContain('没有可绘制的图');
  });
});

describe('zone totals', () => {
  it('stand beside those of a year before; what is withheld has no value', async () => {
    const { chart } = await drawn<ReportTrendChart>(reportTrendChart, { key: 'revenue', period: '2023-11' });
    expect(chart?.months).toHaveLength(13);
    const [first, ...rest] = chart?.months ?? [];
    expect(first).toMatchObject({ period: '2022-11', now: { value: wan(300), text: '300.00' } });
    expect(rest.slice(-3)).toEqual([
      { period: '2023-09', now: { value: null, text: '*' }, before: { value: null, text: '—' }, growth: '—' },
      { period: '2023-10', now: { value: wan(600), text: '600.00' }, before: { value: null, text: '—' }, growth: '—' },
      // 600 to 300.
      {
        ...{ period: '2023-11', now: { value: wan(600), text: '600.00' } },
        ...{ before: { value: wan(300), text: '300.00' }, growth: '100.00%' },
      },
    ]);
    expect(chart?.notes).toHaveLength(1);
    expect(chart?.title).toBe('开发区营业收入合计趋势');
  });

  it('are for staff, of an indicator that there is, if anything was reported of it', async () => {
    const asked = { key: 'revenue', period: '2023-11' };
    await expect(drawn(reportTrendChart, asked, 'contact')).rejects.toThrow('仅供开发区科技局工作人员');
    await expect(drawn(reportTrendChart, { ...asked, key: 'nothing' })).rejects.toThrow('没有这个指标');
    expect((await drawn(reportTrendChart, { ...asked, key: 'softwareReg' })).text).toContain('没有可绘制的图');
  });
});
