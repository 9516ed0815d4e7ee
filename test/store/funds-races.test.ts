import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { dialect } from '../helpers/database.ts';
import { type FundLedger, fundLedger, newBatch, newEntry, wan } from '../helpers/fund-ledger.ts';

/** What two officers do at the same moment: on PostgreSQL in two processes, on SQLite in one. */
let ledger: FundLedger;
beforeAll(async () => {
  ledger = await fundLedger();
});
afterAll(() => ledger.close());

/** In one process they wait in one line anyway. */
const rounds = Array.from({ length: dialect === 'sqlite' ? 1 : 4 }, (_, n) => n);

/** How each of two ended: `ok`, or the sentence that refused it. */
async function both<T>(one: Promise<T>, two: Promise<T>): Promise<string[]> {
  const ended = await Promise.allSettled([one, two]);
  return ended
    .map((how) => (how.status === 'fulfilled' ? 'ok' : how.reason instanceof Error ? how.reason.message : 'unknown'))
    .sort((a, b) => a.length - b.length);
}

async function received() {
  const batch = await ledger.batch();
  const project = await ledger.project(batch.id);
  const of = { projectId: project.id };
  await ledger.enter(of, 'DISBURSE', wan(60), '2023-03-01');
  const { entry: receipt } = await ledger.enter(of, 'RECEIVE', wan(60), '2023-03-08');
  return { batch, project, of, receipt };
}

describe('two officers at once', () => {
  it.each(rounds)('register two batches: two numbers (%i)', async () => {
    const { here, there, officer } = ledger;
    const made = await Promise.all([
      here.addBatch(officer(), newId(), newBatch()),
      there.addBatch(officer(), newId(), newBatch()),
    ]);
    expect(new Set(made.map(({ batch }) => batch.number)).size).toBe(2);
  });

  it.each(rounds)('register one batch, or one document, twice: one does (%i)', async () => {
    const { here, there, officer } = ledger;
    const [name, docNo] = [`示例批次${newId()}`, `内财科〔2023〕${newId()}号`];
    const named = await both(
      here.addBatch(officer(), newId(), newBatch({ name })),
      there.addBatch(officer(), newId(), newBatch({ name })),
    );
    expect(named).toEqual(['ok', expect.stringContaining('不能重复登记')]);
    const numbered = await both(
      here.addBatch(officer(), newId(), newBatch({ docNo })),
      there.addBatch(officer(), newId(), newBatch({ docNo })),
    );
    expect(numbered).toEqual(['ok', expect.stringContaining('不能重复登记')]);
  });

  it.each(rounds)('approve more than the batch together: exactly one does (%i)', async () => {
    const { here, there, officer } = ledger;
    const batch = await ledger.batch();
    const wanted = () => ledger.newProject(batch.id, { fen: wan(120) });
    const ended = await both(
      here.addProject(officer(), newId(), wanted()),
      there.addProject(officer(), newId(), wanted()),
    );
    expect(ended).toEqual(['ok', expect.stringContaining('批复合计将为240万元，超过批次指标200万元')]);
    const [sums] = await here.batches({ batchId: batch.id }, { on: '2023-12-29' });
    expect(sums?.sums.approved).toBe(wan(120));
  });

  it.each(rounds)('reduce a batch and approve what it had left: one does (%i)', async () => {
    const { here, there, officer } = ledger;
    const { batch, of } = await received();
    const ended = await both(
      here.enter(officer(), newId(), newEntry({ batchId: batch.id }, 'ADJUST', -wan(60), '2023-12-01')),
      there.enter(officer(), newId(), newEntry(of, 'APPROVE', wan(60), '2023-12-01')),
    );
    expect(ended).toEqual(['ok', expect.stringMatching(/低于已批复的160万元|超过批次指标140万元/u)]);
  });

  it.each(rounds)('of two batches use one 项目编号: one does (%i)', async () => {
    const { here, there, officer } = ledger;
    const [one, two] = [await ledger.batch(), await ledger.batch()];
    const code = newId();
    const ended = await both(
      here.addProject(officer(), newId(), ledger.newProject(one.id, { code })),
      there.addProject(officer(), newId(), ledger.newProject(two.id, { code })),
    );
    expect(ended).toEqual(['ok', expect.stringContaining(`项目编号“${code}”已用于`)]);
  });

  it.each(rounds)('send one form twice: entered once (%i)', async () => {
    const { here, there, officer } = ledger;
    const { of, batch } = await received();
    const [id, entry] = [newId(), newEntry(of, 'SPEND', wan(10), '2023-11-30')];
    const ended = await Promise.all([here.enter(officer(), id, entry), there.enter(officer(), id, entry)]);
    expect(ended.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
    const project = [newId(), ledger.newProject(batch.id, { fen: wan(10) })] as const;
    const made = await Promise.all([here.addProject(officer(), ...project), there.addProject(officer(), ...project)]);
    expect(made.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
    const [batchId, wanted] = [newId(), newBatch()];
    const added = await Promise.all([
      here.addBatch(officer(), batchId, wanted),
      there.addBatch(officer(), batchId, wanted),
    ]);
    expect(added.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
  });

  it.each(rounds)('enter the same month, the same document: one does (%i)', async () => {
    const { here, there, officer } = ledger;
    const { of } = await received();
    const spend = () => newEntry(of, 'SPEND', wan(10), '2023-11-30');
    const months = await both(here.enter(officer(), newId(), spend()), there.enter(officer(), newId(), spend()));
    expect(months).toEqual(['ok', expect.stringContaining('2023年11月支出已登记10万元')]);
    const pay = () => newEntry(of, 'DISBURSE', wan(10), '2023-11-30', { docNo: '通财科〔2023〕7号' });
    const documents = await both(here.enter(officer(), newId(), pay()), there.enter(officer(), newId(), pay()));
    expect(documents).toEqual(['ok', expect.stringContaining('文号“通财科〔2023〕7号”已用于')]);
  });

  it.each(rounds)('spend together more than has come in: one does (%i)', async () => {
    const { here, there, officer } = ledger;
    const { of } = await received();
    const ended = await both(
      here.enter(officer(), newId(), newEntry(of, 'SPEND', wan(40), '2023-10-31')),
      there.enter(officer(), newId(), newEntry(of, 'SPEND', wan(40), '2023-11-30')),
    );
    expect(ended).toEqual(['ok', expect.stringContaining('支出大于到位：')]);
  });

  it.each(rounds)('reverse one entry: one does; spend and reverse what came in: one does (%i)', async () => {
    const { here, there, officer } = ledger;
    const { of, receipt } = await received();
    const { entry } = await ledger.enter(of, 'SPEND', wan(10), '2023-10-31');
    const reversal = { entryId: entry.id, on: '2023-11-01', reason: '有误' };
    const twice = await both(here.reverse(officer(), newId(), reversal), there.reverse(officer(), newId(), reversal));
    expect(twice).toEqual(['ok', expect.stringContaining('不能再次冲销')]);
    const crossed = await both(
      here.reverse(officer(), newId(), { ...reversal, entryId: receipt.id, on: '2023-11-30' }),
      there.enter(officer(), newId(), newEntry(of, 'SPEND', wan(10), '2023-11-30')),
    );
    expect(crossed[0]).toBe('ok');
    expect(crossed[1]).toMatch(/该笔到位已被使用|该项目尚无资金到位/u);
  });

  it.each(rounds)('decide one report: the first wins, the other sees it (%i)', async () => {
    const { here, there, officer } = ledger;
    const { project } = await received();
    const { claim } = await ledger.claim(project.id, 'SPEND', wan(10), '2023-11-30');
    const decision = { claimId: claim.id, isAdvance: false, tell: () => [] };
    const decided = await Promise.all([
      here.decideClaim(officer(), { ...decision, confirm: true, reason: null }),
      there.decideClaim(officer(), { ...decision, confirm: false, reason: '金额有误' }),
    ]);
    expect(decided.map((one) => one?.isNew).sort()).toEqual([false, true]);
    const [one, two] = decided;
    expect(one?.claim).toEqual(two?.claim);
    const entries = await ledger.client.fundEntry.count({ where: { claimId: claim.id } });
    expect(entries).toBe(one?.claim.state === 'CONFIRMED' ? 1 : 0);
    expect(await ledger.client.auditEntry.count({ where: { objectId: claim.id } })).toBe(2);
  });

  it.each(rounds)('confirm a report and enter its month: one does (%i)', async () => {
    const { here, there, officer } = ledger;
    const { project, of } = await received();
    const { claim } = await ledger.claim(project.id, 'SPEND', wan(10), '2023-11-30');
    const ended = await both<unknown>(
      here.decideClaim(officer(), { claimId: claim.id, confirm: true, reason: null, isAdvance: false, tell: () => [] }),
      there.enter(officer(), newId(), newEntry(of, 'SPEND', wan(10), '2023-11-30')),
    );
    expect(ended).toEqual(['ok', expect.stringContaining('2023年11月支出已登记10万元')]);
  });

  it.each(rounds)('move one project: one does (%i)', async () => {
    const { here, there, officer } = ledger;
    const { project } = await received();
    const step = { projectId: project.id, on: '2023-12-01', docNo: '通科发〔2023〕9号', note: null };
    const ended = await both(
      here.setStatus(officer(), newId(), { ...step, status: 'TERMINATED' }),
      there.setStatus(officer(), newId(), { ...step, status: 'REVOKED' }),
    );
    expect(ended).toEqual(['ok', expect.stringContaining('该状态不再变更')]);
  });
});

it.each(rounds)('two contacts report the same month: one report is open (%i)', async () => {
  const { here, there, contact, firm } = ledger;
  const { project } = await received();
  const report = {
    enterpriseIds: [firm.id],
    projectId: project.id,
    type: 'SPEND' as const,
    fen: wan(10),
    effectiveOn: '2023-11-30',
    period: '2023-11',
    docNo: null,
    note: null,
    tell: () => [],
  };
  const ended = await both(here.claim(contact(), newId(), report), there.claim(contact(), newId(), report));
  expect(ended).toEqual(['ok', expect.stringContaining('2023年11月的支出已填报10万元，正在等待工作人员确认')]);
});

it('many who each want the next number get one each', async () => {
  const ledgers = [ledger.here, ledger.there];
  const all = await Promise.all(
    Array.from({ length: 8 }, (_, n) => ledgers[n % 2]?.addBatch(ledger.officer(), newId(), newBatch())),
  );
  expect(new Set(all.map((one) => one?.batch.number)).size).toBe(8);
});
