import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reportWorkbook } from '../../handlers/works/report-workbook.ts';
import type { Actor } from '../../src/core/actor.ts';
import type { Card } from '../../src/core/card.ts';
import { drawPlain } from '../../src/core/draw-text.ts';
import type { Context } from '../../src/dispatch/intent.ts';
import { reportTemplate } from '../../src/documents/report-template.ts';
import type { NewEntry, Reports } from '../../src/domain/reports/reports.ts';
import { templateFor } from '../../src/domain/reports/template.ts';
import { readReportGrid } from '../../src/import/read-report.ts';
import type { Database } from '../../src/store/database.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { createReports } from '../../src/store/reports/reports.ts';
import { testDatabase } from '../helpers/database.ts';
import { reportRows, wan } from '../helpers/report-rows.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';
import { rawWorkbook, sheetData } from '../helpers/workbooks.ts';

/** 2023-12 is open, 2023-11 late. */
const now = new Date('2024-01-05T02:00:00Z');
const period = '2023-12';

let database: Database & { drop(): Promise<void> };
let reports: Reports;
let n = 0;
let enterprise = { id: '', name: '' };
beforeAll(async () => {
  database = await testDatabase();
  reports = createReports(storeDeps(database));
  const people = [
    ['li', '李一'],
    ['zhao', '赵尔'],
  ] as const;
  await database.client.person.createMany({ data: people.map(([id, name]) => ({ id, name, recordedAt: now })) });
});
afterAll(() => database.drop());
beforeEach(async () => {
  n += 1;
  const name = `示例企业${n}`;
  enterprise = { id: await reportRows(database).enterprise(name), name };
});

const by = (personId: string) => testDoer(now, { personId, role: 'contact' });
const fill = (personId: string, ...entries: NewEntry[]) =>
  reports.fill(by(personId), { enterprise, period, entries, seen: null, onBehalf: false });
const revenue = (amount: number, total: number | null = null): NewEntry => ({
  key: 'revenue',
  month: wan(amount),
  total: total === null ? null : wan(total),
});

/** What 李一 is answered to a file. */
async function send(bytes: Buffer, enterprises = [enterprise]): Promise<string> {
  return drawPlain((await answerTo(bytes, enterprises)).here as Card);
}

async function answerTo(bytes: Buffer, enterprises = [enterprise]) {
  const actor: Actor = { role: 'contact', personId: 'li', name: '李一', enterprises, chosen: null };
  const exchange = { readReports: () => readReportGrid(bytes) };
  const ledger = createLedger(database.sql);
  const pages = { ownReports: () => 'https://bot.example/h5/own-reports' };
  const ctx = { actor, now, doer: by('li'), reports, ledger, exchange, pages } as unknown as Context;
  const answer = await reportWorkbook.run(ctx, { attachmentId: 'a' });
  expect(answer.here?.confidential).toBe(true);
  return answer;
}

const sheet = (header: string[], ...rows: string[][]) =>
  rawWorkbook({ 月报: sheetData([header, [`企业全称：${enterprise.name}`], ...rows]) });
const december = (...rows: string[][]) => sheet(['指标', '2023年12月', '2023年12月累计'], ...rows);
const template = async () => reportTemplate(await templateFor(reports, { enterprise, now }));
const draft = async () => {
  const record = await reports.find(enterprise, period);
  return Object.fromEntries(record?.draft.map(({ key, month, total }) => [key, [month, total]]) ?? []);
};

describe('the template', () => {
  const periods = async () =>
    (await templateFor(reports, { enterprise, now })).months.map((month) => [month.period, month.isLate]);

  it('has the months in which there is something to do', async () => {
    expect(await periods()).toEqual([
      ['2023-11', true],
      ['2023-12', false],
    ]);
    const rows = reportRows(database);
    await rows.report(enterprise.id, '2023-11', { revenue: [wan(1), wan(11)] });
    expect(await periods()).toEqual([['2023-12', false]]);
    await rows.report(enterprise.id, '2023-12', null, { exemptReason: '停产', state: 'DRAFT' });
    expect(await periods()).toEqual([]);
    await reports.reopen(testDoer(now), {
      ...{ period: '2023-06', enterpriseId: enterprise.id, until: '2024-01-31', reason: '数据更正', tell: [] },
    });
    expect(await periods()).toEqual([['2023-06', true]]);
  });

  it('has what was typed, handed in and carried over, and sums where they do not follow', async () => {
    await reportRows(database).report(enterprise.id, '2023-11', { revenue: [wan(1), wan(11)], staff: [46n, null] });
    await fill('li', revenue(2), { key: 'rndExpense', month: wan(1), total: wan(9) });
    const [month] = (await templateFor(reports, { enterprise, now })).months;
    expect(Object.fromEntries(month?.known ?? [])).toEqual({
      revenue: { month: wan(2), total: null },
      rndExpense: { month: wan(1), total: wan(9) },
      staff: { month: 46n, total: null },
    });
    expect([month?.totals.has('revenue'), month?.totals.has('rndExpense'), month?.totals.has('taxPaid')]).toEqual([
      ...[false, true, true],
    ]);
  });

  it('that comes back untouched changes nothing, and what is carried stays so', async () => {
    await reportRows(database).report(enterprise.id, '2023-11', { revenue: [wan(1), wan(11)], staff: [46n, null] });
    await fill('li', revenue(2));
    const text = await send(await template());
    expect(text).toMatch(/2023年12月：读取2项，均与已填一致/);
    expect(await draft()).toEqual({ revenue: [wan(2), null] });
  });
});

describe('figures of a sheet', () => {
  it('are kept as drafts, for each month', async () => {
    const header = ['指标', '2023年11月', '2023年11月累计', '2023年12月'];
    const text = await send(await sheet(header, ['营收', '1', '11', '2'], ['职工', '40', '', '41']));
    expect(text).toMatch(/已读取2个月的数据/);
    expect(text).toMatch(/2023年11月：读取2项，新填或更改2项[^\n]*属补报，确认时须写明原因/);
    expect(text).toMatch(/“\/月报 填报 2023-11”[\s\S]*“\/月报 填报 2023-12”/);
    expect(await draft()).toEqual({ revenue: [wan(2), null], staff: [41n, null] });
  });

  it('of a late month ask for a reason, of one that was handed back after its window they do not', async () => {
    const november = (month: string) => sheet(['指标', '2023年11月', '2023年11月累计'], ['营收', month, '11']);
    expect(await send(await november('1'))).toMatch(/2023年11月：[^\n]*属补报，确认时须写明原因/);
    const other = await reportRows(database).enterprise(`退回的企业${n}`);
    await reportRows(database).report(other, '2023-11', { revenue: [wan(1), wan(11)] }, { state: 'RETURNED' });
    enterprise = { id: other, name: `退回的企业${n}` };
    expect(await send(await november('2'))).toMatch(/2023年11月：读取1项，新填或更改1项(?![^\n]*补报)/);
  });

  it('do not take away a sum that goes with the same figure, but one that went with another', async () => {
    await fill('li', revenue(2, 20));
    await send(await december(['营收', '2']));
    expect(await draft()).toEqual({ revenue: [wan(2), wan(20)] });
    await send(await december(['营收', '3']));
    expect(await draft()).toEqual({ revenue: [wan(3), null] });
    await send(await december(['营收', '', '30']));
    expect(await draft()).toEqual({ revenue: [null, wan(30)] });
  });

  it('do not overwrite what others typed since the sheet was made; what one typed oneself they do', async () => {
    await fill('li', revenue(2));
    const old = await template();
    await fill('zhao', revenue(5), { key: 'staff', month: 50n, total: null });
    const text = await send(old);
    expect(text).toMatch(/他人已填，未覆盖（1项）[\s\S]*2023年12月“营业收入”：赵尔在表格生成后填为5\.00，表中为2\.00/);
    expect(await draft()).toMatchObject({ revenue: [wan(5), null], staff: [50n, null] });
    // Of a sheet that does not say when it was made the last word counts.
    await send(await december(['营收', '3']));
    expect(await draft()).toMatchObject({ revenue: [wan(3), null] });
    await fill('li', revenue(4));
    const again = await send(old);
    expect(again).not.toMatch(/他人已填/);
    expect(again).toMatch(/已覆盖原填数（1项）】?\n1\. 2023年12月“营业收入”：4万元→2万元（原数填于表格生成之后）/);
    expect(await draft()).toMatchObject({ revenue: [wan(2), null] });
    const record = await reports.find(enterprise, period);
    expect(record?.draft.find(({ key }) => key === 'revenue')?.replaced).toMatchObject({ month: wan(4) });
  });

  it('name what they overwrite: a handful, those typed since the sheet was made first, and where the others are', async () => {
    const flows = ['revenue', 'rndExpense', 'totalProfit', 'taxPaid', 'export'];
    const typed = (amount: number) => flows.map((key) => ({ key, month: wan(amount), total: null }));
    await fill(
      'li',
      ...typed(1),
      { key: 'staff', month: 40n, total: null },
      { key: 'techStaff', month: 9n, total: null },
    );
    const { months } = await templateFor(reports, { enterprise, now });
    const at = months.find((month) => month.period === period)?.version;
    await fill('li', { key: 'staff', month: 41n, total: null });
    const text = await send(
      await december(
        ...[
          ['营收', '2', '20'],
          ['研发费用', '2'],
          ['利润总额', '-2'],
          ['税金', '2'],
          ['出口额', '2'],
        ],
        ...[
          ['职工', '42'],
          ['科技人员', '9'],
          ['研发人员', '3'],
          ['表格版本', `${at}`],
        ],
      ),
    );
    expect(text).toMatch(/新填或更改7项/);
    const told = text.split('\n').filter((line) => /“.*”：.*→/u.test(line));
    expect(told.map((line) => line.replace(/^\d\. 2023年12月/u, ''))).toEqual([
      '“期末从业人员（职工总数）”：41人→42人（原数填于表格生成之后）',
      '“营业收入”：1万元→2万元',
      '“研发费用”：1万元→2万元',
      '“利润总额”：1万元→-2万元',
      '“实际上缴税费”：1万元→2万元',
    ]);
    expect(text).toMatch(
      /已覆盖原填数（6项）[\s\S]*另有1项（2023年12月1项）未列出，请打开月报页面，各指标下注明原填数。/,
    );
    expect(Buffer.byteLength(text)).toBeLessThan(2048);
  });

  it('of somebody who speaks for several are of the one that is named', async () => {
    const other = { id: await reportRows(database).enterprise(`另一企业${n}`), name: `另一企业${n}` };
    await send(await december(['营收', '3']), [other, enterprise]);
    expect(await draft()).toEqual({ revenue: [wan(3), null] });
    expect(await reports.find(other, period)).toBeNull();
    expect(await send(await december(['营收', '4']), [other])).toMatch(/不是您绑定的企业“另一企业/);
  });

  it('are on record where their months are shown, and where the sheet is of another enterprise', async () => {
    const { audit } = await answerTo(await december(['营收', '3']));
    const { id } = (await reports.find(enterprise, period)) ?? {};
    const of = { objectType: 'report', objectId: id, enterpriseId: enterprise.id, detail: { period } };
    expect(audit).toEqual([{ action: 'report.read', result: 'allowed', ...of }]);
    const other = { id: await reportRows(database).enterprise(`另一企业${n}`), name: `另一企业${n}` };
    const foreign = { objectType: 'enterprise', objectId: enterprise.id, enterpriseId: enterprise.id };
    const refused = await answerTo(await december(['营收', '4']), [other]);
    expect(refused.audit).toEqual([{ action: 'report.fill', result: 'denied', ...foreign }]);
    const nobodys = rawWorkbook({ 月报: sheetData([['指标', '2023年12月'], ['企业全称：没有的企业'], ['营收', '4']]) });
    expect((await answerTo(await nobodys)).audit).toEqual([
      { action: 'report.fill', result: 'denied', objectType: 'enterprise' },
    ]);
  });

  it('of an exempt month, or nothing at all, keep nothing', async () => {
    expect(await send(await december(['营收', '']))).toMatch(/表中没有填写数据，未保存任何内容/);
    expect(await send(await december(['营收', 'x']))).toMatch(/没有可用的数据，未保存任何内容/);
    expect(await reports.find(enterprise, period)).toBeNull();
    await reportRows(database).report(enterprise.id, period, null, { exemptReason: '停产', state: 'DRAFT' });
    expect(await send(await december(['营收', '4']))).toMatch(/整份表格未读取[\s\S]*2023年12月已免报/);
  });
});
