import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import type { ExportKind, ImportProgress } from '../../src/domain/exchange.ts';
import type { Funds } from '../../src/domain/funds/funds.ts';
import { createExport } from '../../src/import/export.ts';
import { readFile } from '../../src/import/read-file.ts';
import { runImport } from '../../src/import/run-import.ts';
import { createFunds } from '../../src/store/funds/funds.ts';
import { newBatch, newEntry, wan } from '../helpers/fund-ledger.ts';
import { doer, type Importing, importing } from '../helpers/importing.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';
import { fullWorkbook, rowsBy } from '../helpers/workbooks.ts';

const firm = '某某科技有限公司';

let db: Importing;
let funds: Funds;
beforeEach(async () => {
  db = await importing();
  funds = createFunds(storeDeps(db.database));
  await db.apply(await fullWorkbook({ enterprises: [[firm]] }));
});
afterEach(() => db.drop());

let tick = new Date('2023-12-29T02:00:00Z').getTime();
const officer = () => testDoer(new Date(tick++));

/** A ledger as the chat makes it: odd names and amounts, a reversal of each kind, a day that is not known. */
async function enterSomething() {
  const name = '2023年“=1+1”专项（第二批）＜试行＞';
  const { batch } = await funds.addBatch(officer(), newId(), newBatch({ name, docNo: '通财〔2023〕9号' }));
  const [enterprise] = await db.database.client.enterprise.findMany();
  const { project } = await funds.addProject(officer(), newId(), {
    ...{ batchId: batch.id, enterprise: { id: enterprise?.id ?? '', name: firm }, name: '甲 项目', code: null },
    ...{ leader: '李某', partner: null, startsOn: '2023-01-01', endsOn: null, acceptanceDueOn: null },
    ...{ selfRaised: 3_333_333n, goal: '第一行\n第二行', fen: wan(100), effectiveOn: '2023-01-10', docNo: null },
  });
  const of = { projectId: project.id };
  const enter = (...args: Parameters<typeof newEntry>) => funds.enter(officer(), newId(), newEntry(...args));
  const { entry: adjusted } = await enter({ batchId: batch.id }, 'ADJUST', -wan(50), '2023-02-01', {
    docNo: '调〔2023〕1号',
  });
  await funds.reverse(officer(), newId(), { entryId: adjusted.id, on: '2023-02-02', reason: '登记有误' });
  await enter({ batchId: batch.id }, 'ALLOCATE', wan(10), '2023-02-03');
  await enter(of, 'DISBURSE', 3_333_333n, '2023-03-01', { docNo: '拨〔2023〕1号' });
  // Two payments of which nothing tells which is which.
  await enter(of, 'DISBURSE', 3_333_333n, '2023-03-02');
  await enter(of, 'DISBURSE', 3_333_333n, '2023-03-02');
  await enter(of, 'RECEIVE', 3_333_333n, '2023-03-08');
  const { entry: spent } = await enter(of, 'SPEND', 1n, '2023-04-30', { period: '2023-03', note: '垫支：不是垫支' });
  await funds.reverse(officer(), newId(), { entryId: spent.id, on: '2023-05-01', reason: '登记有误' });
  await enter(of, 'SPEND', 2n, '2023-04-30', { period: '2023-03', note: '多行\n说明' });
  await enter(of, 'SPEND', wan(9), '2023-05-31', { note: '先付', isAdvance: true });
  return { batch, project, of };
}

async function exported(kind: ExportKind): Promise<{ bytes: Buffer; rows: number; name: string }> {
  const { attachmentId, rows } = await createExport(storeDeps(db.database)).export(officer(), { kind, whole: true });
  const file = await db.database.client.attachment.findUniqueOrThrow({ where: { id: attachmentId } });
  return { bytes: Buffer.from(file.bytes), rows, name: file.name };
}

describe('export', () => {
  it('goes round without change, in one workbook and sheet by sheet, and is on record', async () => {
    await enterSomething();
    const { client } = db.database;
    const before = await client.fundEntry.findMany({ orderBy: { id: 'asc' } });
    for (const kind of ['funds', 'fundBatches', 'fundProjects', 'fundEntries'] as const) {
      const { bytes, rows } = await exported(kind);
      const { outcome, report } = await db.apply(bytes);
      expect([kind, outcome, report.problems, report.changes]).toEqual([kind, 'nothing', [], []]);
      const told = Object.values(report.counts).reduce((sum, { unchanged }) => sum + unchanged, 0);
      // Reversals and what they take back are left alone.
      const marked = kind === 'funds' || kind === 'fundEntries' ? 4 : 0;
      expect(told).toBe(rows - marked);
    }
    expect(await client.fundEntry.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
    const audit = await client.auditEntry.findMany({ where: { action: 'export' } });
    expect(audit.map(({ objectType }) => objectType).sort()).toEqual(
      ['fundBatches', 'fundEntries', 'fundProjects', 'funds'].sort(),
    );
  });

  it('writes every 分, and marks reversals', async () => {
    await enterSomething();
    const { bytes, rows, name } = await exported('funds');
    expect([rows, name]).toEqual([15, '资金-2023-12-29.xlsx']);
    const { fundBatches, fundProjects, fundEntries } = await readFile(bytes, { today: '2023-12-29' });
    expect(fundBatches).toMatchObject([
      { number: 1, fen: wan(210), effectiveOn: '2023-01-05', docNo: '通财〔2023〕9号' },
    ]);
    expect(fundProjects).toMatchObject([{ number: 1, selfRaised: 3_333_333n, fen: wan(100), goal: '第一行 第二行' }]);
    const kept = fundEntries.flatMap((row) =>
      'isReversal' in row ? [] : [[row.type, row.fen, row.period, row.isAdvance]],
    );
    expect(kept).toEqual([
      ['ALLOCATE', wan(200), null, false],
      ['ALLOCATE', wan(10), null, false],
      ['APPROVE', wan(100), null, false],
      ['DISBURSE', 3_333_333n, null, false],
      ['DISBURSE', 3_333_333n, null, false],
      ['DISBURSE', 3_333_333n, null, false],
      ['RECEIVE', 3_333_333n, null, false],
      ['SPEND', 2n, '2023-03', false],
      ['SPEND', wan(9), '2023-05', true],
    ]);
    expect(fundEntries.filter((row) => 'isReversal' in row)).toHaveLength(4);
  });

  it('of nothing is empty sheets', async () => {
    const { bytes, rows } = await exported('funds');
    expect([rows, (await db.apply(bytes)).outcome]).toEqual([0, 'nothing']);
  });
});

describe('together with the chat', () => {
  const payment = { project: 'P-01', type: '拨付', amount: '50', effectiveOn: '2023-06-01' };

  it('what was entered between the check and the agreement has to be agreed to again', async () => {
    const { of } = await enterSomething();
    const file = await fullWorkbook({ fundEntries: rowsBy('fundEntries', payment, { ...payment, amount: '1' }) });
    const { report } = await db.check(file);
    await funds.enter(officer(), newId(), newEntry(of, 'DISBURSE', wan(1), '2023-06-01'));
    const late = await db.apply(file, { agreed: report.digest });
    expect(late.outcome).toBe('stale');
    expect(late.report.counts.fundEntries).toEqual({ added: 1, changed: 0, unchanged: 1 });
    expect((await db.apply(file, { agreed: late.report.digest })).outcome).toBe('applied');
  });

  it('what would break a rule by now is refused', async () => {
    const { of } = await enterSomething();
    const file = await fullWorkbook({ fundEntries: rowsBy('fundEntries', payment) });
    const { report } = await db.check(file);
    await funds.enter(officer(), newId(), newEntry(of, 'DISBURSE', wan(49.01), '2023-06-01'));
    const late = await db.apply(file, { agreed: report.digest });
    expect([late.outcome, late.report.problems[0]?.reason]).toEqual([
      'problems',
      expect.stringContaining('超过立项批复累计100万元'),
    ]);
  });

  // The rows of a new kind that go in ahead leave time for somebody else; in a process of its own, as it is in life.
  it('whoever enters something into the batch while the file is written: nothing of the file is', async () => {
    const { of, batch } = await enterSomething();
    const { client } = db.database;
    const before = await client.fundEntry.count();
    const bytes = await fullWorkbook({
      enterprises: Array.from({ length: 3000 }, (_, n) => [`试验${n}有限公司`]),
      fundEntries: rowsBy('fundEntries', payment),
    });
    let entered: Promise<unknown> | undefined;
    const onProgress = ({ stage }: ImportProgress) => {
      if (stage !== 'write') return;
      entered ??= funds.enter(officer(), newId(), newEntry(of, 'DISBURSE', wan(80), '2023-06-01'));
    };
    const work = { mode: 'apply', importId: newId(), doer, allowChanges: true, agreed: null } as const;
    await expect(runImport(await db.task(bytes, work), { onProgress })).rejects.toThrow('导入期间数据被他人修改');
    await entered;
    expect(await client.fundEntry.count()).toBe(before + 1);
    expect(await client.enterprise.count()).toBe(1);
    // The same of a batch that only gets another name.
    const renaming = await fullWorkbook({
      enterprises: Array.from({ length: 3000 }, (_, n) => [`试验${n}有限公司`]),
      fundBatches: rowsBy('fundBatches', { number: 'B-01', name: '新名称' }),
    });
    entered = undefined;
    const enterAnother = ({ stage }: ImportProgress) => {
      if (stage !== 'write') return;
      entered ??= funds.enter(officer(), newId(), newEntry({ batchId: batch.id }, 'ADJUST', wan(1), '2023-06-01'));
    };
    const again = { ...work, importId: newId() };
    await expect(runImport(await db.task(renaming, again), { onProgress: enterAnother })).rejects.toThrow('被他人修改');
    await entered;
    expect(await client.fundBatch.findMany({ select: { name: true } })).not.toContainEqual({ name: '新名称' });
  });
});
