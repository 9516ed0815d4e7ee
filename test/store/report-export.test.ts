import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trendSince } from '../../src/domain/reports/trend.ts';
import { createExchange } from '../../src/import/exchange.ts';
import { openPackage } from '../../src/import/open-zip.ts';
import { readSheet, readWorkbook } from '../../src/import/read-workbook.ts';
import type { Database } from '../../src/store/database.ts';
import { createReports } from '../../src/store/reports/reports.ts';
import { testDatabase } from '../helpers/database.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';
import { importHere } from '../helpers/import-here.ts';
import { reportRows, wan } from '../helpers/report-rows.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';
import { sumsOf } from '../helpers/sums-of.ts';

/** After the window of 2023-11, which closed on 2023-12-11. */
const at = new Date('2023-12-29T02:00:00Z');

let database: Database & { drop(): Promise<void> };
let receipt: string;
const exchange = () =>
  createExchange({ ...storeDeps(database), databaseUrl: '', clock: fixedClock(), runImport: importHere });

beforeAll(async () => {
  database = await testDatabase();
  const rows = reportRows(database);
  const person = { id: 'officer1', name: '王晨', staffRole: 'OFFICER', recordedAt: at };
  await database.client.person.create({ data: person });
  const [a, b, c, d] = [
    await rows.enterprise('示例企业01'),
    await rows.enterprise('示例企业02'),
    await rows.enterprise('示例企业03'),
    await rows.enterprise('示例企业04'),
  ] as const;
  // Revenue of November 2022: 80 + 100 + 120 = 300; of October 2023: 100 + 150 + 150 = 400.
  for (const [id, one] of [
    [a, 80],
    [b, 100],
    [c, 120],
  ] as const) {
    await rows.report(id, '2022-11', { revenue: [wan(one), wan(one)] });
  }
  for (const [id, one] of [
    [a, 100],
    [b, 150],
    [c, 150],
  ] as const) {
    await rows.report(id, '2023-10', { revenue: [wan(one), wan(10 * one)] }, { state: 'APPROVED' });
  }
  // Of November 2023: 100.01 + 120 + 139.99 = 360.
  receipt = await rows.report(
    a,
    '2023-11',
    {
      revenue: [wan(100.01), wan(1100.01)],
      totalProfit: [wan(-12.34), wan(5)],
      staff: [46n, null, true],
      techStaff: [13n, null],
      // One has 90 of 100.
      export: [wan(90), wan(90)],
      'fundSpent:1': [wan(1.1), wan(2.2)],
      'fundSpent:12': [wan(0.2), wan(0.3)],
    },
    { state: 'APPROVED' },
  );
  await rows.report(
    b,
    '2023-11',
    { revenue: [wan(120), wan(1620)], export: [wan(5), wan(5)], staff: [20n, null] },
    { isLate: true, reason: '财务结账延迟', kind: 'ZERO' },
  );
  await rows.report(
    c,
    '2023-11',
    { revenue: [wan(139.99), wan(1639.99)], export: [wan(5), wan(5)] },
    { state: 'RETURNED' },
  );
  await rows.report(d, '2023-11', null, { exemptReason: '停产' });
  await rows.report(d, '2023-10', null, { state: 'DRAFT' });
});
afterAll(() => database.drop());

/** What stands in the sheets of an export, row by row. */
async function exported(from: string, to: string) {
  const { attachmentId, ...counts } = await exchange().exportReports(testDoer(at), { from, to });
  const file = await database.client.attachment.findUniqueOrThrow({ where: { id: attachmentId } });
  const pack = await openPackage(Buffer.from(file.bytes));
  const { sheets } = await readWorkbook(pack);
  const content: Record<string, { kind: string; text: string; at: number }[][]> = {};
  for (const { name, part } of sheets) {
    const rows: (typeof content)[string] = [];
    content[name] = rows;
    await readSheet(pack, part, { shared: [], own: (text) => text }, ({ cells }) => {
      rows.push([...cells].map(([index, { kind, value }]) => ({ kind, text: value, at: index })));
    });
  }
  pack.close();
  const table = (name: string) => {
    const [header = [], ...rows] = content[name] ?? [];
    return rows.map((cells) =>
      Object.fromEntries(
        cells.map(({ kind, text, at: index }) => [
          header.find((one) => one.at === index)?.text ?? '',
          kind === 'number' ? Number(text) : text,
        ]),
      ),
    );
  };
  return { file, counts, names: sheets.map(({ name }) => name), table, raw: content };
}

describe('an export', () => {
  it('has a row for each enterprise and month, with what makes it up', async () => {
    const { table, counts, names, file } = await exported('2023-10', '2023-11');
    expect(file.name).toBe('月报-2023-10至2023-11-2023-12-29.xlsx');
    expect(names).toEqual(['按企业', '按指标', '开发区合计', '未报名单', '说明']);
    expect(counts).toEqual({ enterprises: 4, rows: 7 });
    const rows = table('按企业');
    expect(rows.map((row) => [row.企业, row.报告期, row.状态, row.是否按时, row.类型])).toEqual([
      ['示例企业01', '2023-10', '审核通过', '按时', '月报'],
      ['示例企业01', '2023-11', '审核通过', '按时', '月报'],
      ['示例企业02', '2023-10', '审核通过', '按时', '月报'],
      ['示例企业02', '2023-11', '逾期补报', '逾期补报', '零报告'],
      ['示例企业03', '2023-10', '审核通过', '按时', '月报'],
      ['示例企业03', '2023-11', '退回', '按时', '月报'],
      ['示例企业04', '2023-11', '免报', undefined, undefined],
    ]);
    expect(rows[1]).toEqual({
      ...{ 企业: '示例企业01', 报告期: '2023-11', 状态: '审核通过', 回执编号: receipt, 提交时间: '2023-12-06 10:30' },
      ...{ 是否按时: '按时', 类型: '月报', 提交次数: 1, 代填: '否', 沿用指标: '期末从业人员（职工总数）' },
      '营业收入（万元）本月': 100.01,
      '营业收入（万元）累计': 1100.01,
      '利润总额（万元）本月': -12.34,
      '利润总额（万元）累计': 5,
      '出口额（万元）本月': 90,
      '出口额（万元）累计': 90,
      '期末从业人员（职工总数）（人）月末': 46,
      '科技人员（人）月末': 13,
      // Both projects together.
      '科技专项资金支出（万元）本月': 1.3,
      '科技专项资金支出（万元）累计': 2.5,
    });
    expect(rows[3]?.原因).toBe('财务结账延迟');
  });

  it('turns them round by indicator, with 环比 and 同比 of the last month', async () => {
    const { table } = await exported('2023-10', '2023-11');
    const revenue = table('按指标').filter((row) => row.指标 === '营业收入');
    expect(
      revenue.map((row) => [
        row.企业,
        row['2023年10月'],
        row['2023年11月'],
        row['2023年11月环比'],
        row['2023年11月同比'],
      ]),
    ).toEqual([
      // 100.01 to 100, and to 80.
      ['示例企业01', 100, 100.01, '0.01%', '25.01%'],
      ['示例企业02', 150, 120, '-20.00%', '20.00%'],
      ['示例企业03', 150, 139.99, '-6.67%', '16.66%'],
    ]);
    const staff = table('按指标').filter((row) => row.指标 === '期末从业人员（职工总数）');
    expect(
      staff.map((row) => [row.单位, row.企业, row['2023年10月'], row['2023年11月'], row['2023年11月同比']]),
    ).toEqual([
      ['人', '示例企业01', undefined, 46, '—'],
      ['人', '示例企业02', undefined, 20, '—'],
    ]);
  });

  it('compares one month alone with those before it as well', async () => {
    const { table } = await exported('2023-11', '2023-11');
    const [first] = table('按指标');
    expect(first).toMatchObject({ '2023年11月': 100.01, '2023年11月环比': '0.01%', '2023年11月同比': '25.01%' });
    expect(first).not.toHaveProperty('2023年10月');
  });

  it('has zone totals, and withholds what would tell of one enterprise', async () => {
    const { table } = await exported('2023-10', '2023-11');
    const of = (label: string) =>
      table('开发区合计')
        .filter((row) => row.指标 === label)
        .map((row) => [
          row.报告期,
          row.报送企业数,
          row['本月（月末）'],
          row.环比,
          row.同比,
          row.本年累计,
          row.累计同比,
        ]);
    expect(of('营业收入')).toEqual([
      ['2023-10', 3, 400, '—', '—', 4000, '—'],
      // 360 to 400 and to 300; 4360 to 300.
      ['2023-11', 3, 360, '-10.00%', '20.00%', 4360, '1353.33%'],
    ]);
    // Nine tenths are of one.
    expect(of('出口额')[1]).toEqual(['2023-11', 3, '*', '—', '—', '*', '—']);
    // Two only.
    expect(of('期末从业人员（职工总数）')[1]).toEqual(['2023-11', 2, '*', '—', '—', '—', '—']);
    expect(of('软件著作权登记')[1]).toEqual(['2023-11', 0, '—', '—', '—', '—', '—']);
  });

  it('lists who has not reported, and explains itself', async () => {
    const { table } = await exported('2023-10', '2023-11');
    expect(table('未报名单').map((row) => [row.报告期, row.企业, row.状态])).toEqual([
      ['2023-10', '示例企业04', '逾期未报'],
      ['2023-11', '示例企业03', '退回'],
    ]);
    const notes = table('说明').map((row) => row.说明);
    expect(notes[0]).toContain('报告期：2023年10月至2023年11月。数据截至2023年12月29日 10:00');
    expect(notes.join()).toContain('报送企业不足3家，或单个企业占比超过80%');
  });

  it('writes every figure in digits, and is on record', async () => {
    const { raw } = await exported('2023-11', '2023-11');
    expect(raw.按企业?.[1]?.filter(({ kind }) => kind === 'number').map(({ text }) => text)).toEqual([
      ...['1', '100.01', '1100.01', '-12.34', '5', '90', '90', '46', '13', '1.3', '2.5'],
    ]);
    const audit = await database.client.auditEntry.findFirst({ where: { action: 'export' }, orderBy: { id: 'desc' } });
    expect(audit).toMatchObject({ objectType: 'reports' });
  });

  it('of months without reports has its sheets all the same', async () => {
    const { counts, table } = await exported('2021-01', '2021-02');
    expect(counts).toEqual({ enterprises: 0, rows: 0 });
    expect([table('按企业'), table('按指标')]).toEqual([[], []]);
    expect(table('未报名单')).toHaveLength(8);
  });
});

it('sums that the database makes are those of all that was reported', async () => {
  const reports = createReports(storeDeps(database));
  const span = { from: '2023-10', to: '2023-11' };
  const since = { from: trendSince(span.from), to: span.to };
  const reported = await reports.reported(since);
  for (const indicator of [
    { key: 'revenue', kind: 'FLOW' },
    { key: 'export', kind: 'FLOW' },
    { key: 'totalProfit', kind: 'FLOW' },
    { key: 'staff', kind: 'STOCK' },
    { key: 'fundSpent', kind: 'FLOW' },
  ] as const) {
    const sums = await reports.sums(indicator.key, since);
    expect([indicator.key, sums]).toEqual([indicator.key, sumsOf(indicator, reported)]);
  }
  const [november] = (await reports.sums('totalProfit', { from: '2023-11', to: '2023-11' })).map(({ month }) => month);
  expect(november).toEqual({ enterprises: 1, sum: wan(-12.34), sizes: wan(12.34), largest: wan(12.34) });
});
