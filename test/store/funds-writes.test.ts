import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Card } from '../../src/core/card.ts';
import { newId } from '../../src/core/ids.ts';
import { balanceOf } from '../../src/domain/funds/sums.ts';
import { type FundLedger, fundLedger, newBatch, newEntry, now, wan } from '../helpers/fund-ledger.ts';

let ledger: FundLedger;
beforeAll(async () => {
  ledger = await fundLedger();
});
afterAll(() => ledger.close());

/** A project with 批复 100, 拨付 60 and 到位 60. */
async function received() {
  const batch = await ledger.batch();
  const project = await ledger.project(batch.id);
  const of = { projectId: project.id };
  const disbursed = await ledger.enter(of, 'DISBURSE', wan(60), '2023-03-01');
  const receipt = await ledger.enter(of, 'RECEIVE', wan(60), '2023-03-08');
  return { batch, project, of, disbursed: disbursed.entry, receipt: receipt.entry };
}
const audited = async (objectId: string) =>
  (await ledger.client.auditEntry.findMany({ where: { objectId }, orderBy: { at: 'asc' } })).map(
    ({ action, result, enterpriseId, detail }) => ({ action, result, enterpriseId, detail }),
  );
const card: Card = { title: '专项资金', lines: [] } as unknown as Card;
const telling = (purpose: string) => [
  { to: [{ platform: 'wecom' as const, corpId: 'ww1', userId: 'contact' }], card, purpose },
];
const told = (purpose: string) => ledger.client.job.count({ where: { event: { contains: purpose } } });

describe('a batch', () => {
  it('is entered once with its 下达, under the next number', async () => {
    const { here, officer } = ledger;
    const [id, wanted] = [newId(), newBatch({ docNo: `内财科[2023]${newId()}号` })];
    const first = await here.addBatch(officer(), id, wanted);
    const again = await here.addBatch(officer(), id, wanted);
    expect([first.isNew, again.isNew]).toEqual([true, false]);
    expect(again.batch).toEqual(first.batch);
    const next = await ledger.batch();
    expect(next.number).toBe(first.batch.number + 1);
    const [allocation, ...others] = await here.entries({ batchId: id }, { on: '2023-12-29' });
    expect(others).toEqual([]);
    expect(allocation).toMatchObject({ type: 'ALLOCATE', fen: wan(200), recordedBy: '王晨' });
    expect(allocation?.docNo).toMatch(/^内财科〔2023〕/u);
    const number = `B-0${first.batch.number}`.replace(/^B-0(?=\d{2})/u, 'B-');
    expect(await audited(id)).toEqual([
      { action: 'fund.batch', result: 'allowed', enterpriseId: null, detail: JSON.stringify({ number }) },
    ]);
  });

  it('of the same id with other content is a bug, not a sentence', async () => {
    const { here, officer } = ledger;
    const [id, wanted] = [newId(), newBatch()];
    await here.addBatch(officer(), id, wanted);
    await expect(here.addBatch(officer(), id, { ...wanted, fen: wan(1) })).rejects.toThrow(/another fen/u);
    await expect(here.addBatch(officer(), id, { ...wanted, year: 2022 })).rejects.toThrow(/another year/u);
  });

  it('of a name, or by a document, that is used already', async () => {
    const { here, officer } = ledger;
    const docNo = `内财科〔2023〕${newId()}号`;
    const { number, name } = await ledger.batch({ docNo });
    const label = `B-${String(number).padStart(2, '0')}`;
    await expect(here.addBatch(officer(), newId(), newBatch({ name }))).rejects.toThrow(
      `批次“${name}”已登记为 ${label}，不能重复登记；如需追加指标，请对 ${label} 登记指标调整。`,
    );
    await expect(
      here.addBatch(officer(), newId(), newBatch({ docNo: docNo.replace('〔', '(').replace('〕', ')') })),
    ).rejects.toThrow(`文号“${docNo}”已用于 ${label} 的指标下达200万元（2023年1月5日），不能重复登记`);
  });

  it('by a document that was reversed is entered again', async () => {
    const { here, officer } = ledger;
    const docNo = `内财科〔2023〕${newId()}号`;
    const batch = await ledger.batch({ docNo });
    await here.reverse(officer(), newId(), { entryId: batch.id, on: '2023-02-01', reason: '金额有误' });
    const second = await ledger.batch({ docNo });
    await here.reverse(officer(), newId(), { entryId: second.id, on: '2023-02-01', reason: '批次有误' });
    await ledger.enter({ batchId: batch.id }, 'ALLOCATE', wan(150), '2023-02-01', { docNo });
    await expect(ledger.batch({ docNo })).rejects.toThrow('已用于');
    const keys = await ledger.client.fundEntry.findMany({ where: { docNo }, orderBy: { docKey: 'asc' } });
    expect(keys.map(({ docKey }) => docKey?.replace(/^.*号/u, ''))).toEqual(['', ' #1', ' #2']);
  });

  it('below what is approved: refused with the difference', async () => {
    const batch = await ledger.batch();
    await ledger.project(batch.id, { fen: wan(150) });
    await expect(ledger.enter({ batchId: batch.id }, 'ADJUST', -wan(60), '2023-06-01')).rejects.toThrow(
      '指标调整后批次指标为140万元，低于已批复的150万元，差10万元；请减少金额，或先冲销相应的立项批复。',
    );
    await ledger.enter({ batchId: batch.id }, 'RECOVER', wan(30), '2023-06-01');
    await expect(ledger.project(batch.id, { fen: wan(21) })).rejects.toThrow(
      '批次各项目批复合计将为171万元，超过批次指标170万元（下达±调整−收回指标），超出1万元；请核对金额，或先登记指标调整。',
    );
    const adjusted = await ledger.enter({ batchId: batch.id }, 'ADJUST', wan(1), '2023-06-01');
    expect(adjusted.sums).toMatchObject({ allocated: wan(201), withdrawn: wan(30), approved: wan(150) });
  });
});

describe('a project', () => {
  it('is entered once with its 批复 and its first status', async () => {
    const { here, officer } = ledger;
    const batch = await ledger.batch();
    const [id, wanted] = [newId(), ledger.newProject(batch.id, { docNo: '通科发〔2023〕5号', selfRaised: wan(20) })];
    const first = await here.addProject(officer(), id, wanted);
    const again = await here.addProject(officer(), id, wanted);
    expect([first.isNew, again.isNew]).toEqual([true, false]);
    expect(again.project).toEqual(first.project);
    expect(first.project).toMatchObject({
      batch,
      enterprise: ledger.firm,
      isDemo: true,
      selfRaised: wan(20),
      statuses: [{ status: 'APPROVED', effectiveOn: '2023-01-10', docNo: '通科发〔2023〕5号' }],
    });
    const [sums] = await here.projects({ projectId: id }, { on: '2023-12-29' });
    expect(sums?.sums).toMatchObject({ approved: wan(100), disbursed: 0n });
    expect(await audited(id)).toMatchObject([{ action: 'fund.project', enterpriseId: ledger.firm.id }]);
    await expect(here.addProject(officer(), id, { ...wanted, name: '别的' })).rejects.toThrow(/another name/u);
  });

  it('of a name or number that is used, or with dates in the wrong order', async () => {
    const batch = await ledger.batch();
    const code = newId();
    const { name, number } = await ledger.project(batch.id, { code, fen: wan(1) });
    const label = `P-${String(number).padStart(2, '0')}`;
    const again = (given: object) => ledger.project(batch.id, { fen: wan(1), ...given });
    await expect(again({ name })).rejects.toThrow(`中示例企业01已有同名项目 ${label}，不能重复登记`);
    await expect(again({ name, enterprise: ledger.otherFirm })).resolves.toMatchObject({ name });
    await expect(again({ code })).rejects.toThrow(`项目编号“${code}”已用于 ${label}，请核对后重填。`);
    await expect(again({ startsOn: '2023-05-02', endsOn: '2023-05-01' })).rejects.toThrow(
      '实施期结束日期2023年5月1日早于实施期开始日期2023年5月2日，请核对后重填。',
    );
  });
});

describe('an entry', () => {
  it('is entered once, told and recorded without its amount', async () => {
    const { here, officer } = ledger;
    const { of, project } = await received();
    const [id, purpose] = [newId(), `fund.${newId()}`];
    const wanted = newEntry(of, 'SPEND', wan(20), '2023-11-30', { period: '2023-11', note: '设备采购' });
    const first = await here.enter(officer(), id, wanted, () => telling(purpose));
    const again = await here.enter(officer(), id, wanted, () => telling(purpose));
    expect([first.isNew, again.isNew]).toEqual([true, false]);
    expect(again).toEqual({ ...first, isNew: false });
    expect(balanceOf(first.sums)).toBe(wan(40));
    expect(await told(purpose)).toBe(1);
    const detail = JSON.stringify({ number: `P-${String(project.number).padStart(2, '0')}`, type: 'SPEND' });
    expect(await audited(id)).toEqual([
      { action: 'fund.enter', result: 'allowed', enterpriseId: ledger.firm.id, detail },
    ]);
    await expect(here.enter(officer(), id, { ...wanted, fen: wan(2) })).rejects.toThrow(/another fen/u);
  });

  it('that breaks a rule leaves nothing behind', async () => {
    const { of } = await received();
    const before = await ledger.client.auditEntry.count();
    await expect(ledger.enter(of, 'SPEND', wan(61), '2023-11-30')).rejects.toThrow('支出大于到位：');
    await expect(ledger.enter(of, 'SPEND', wan(1), '2023-03-07')).rejects.toThrow('到位之前不能登记支出');
    await expect(ledger.enter(of, 'DISBURSE', wan(-1), '2023-11-30')).rejects.toThrow('金额不能为负数');
    await expect(ledger.enter(of, 'DISBURSE', 0n, '2023-11-30')).rejects.toThrow('金额不能为零');
    await expect(ledger.enter(of, 'DISBURSE', wan(1), '2023-11-30', { docNo: '号'.repeat(61) })).rejects.toThrow(
      '文号共61个字，超过60个字，请核对后重填。',
    );
    expect(await ledger.client.auditEntry.count()).toBe(before);
  });

  it('as 垫支 says so in its note', async () => {
    const { of } = await received();
    const advance = await ledger.enter(of, 'SPEND', wan(61), '2023-11-30', { isAdvance: true, note: '设备款先行垫付' });
    expect(advance.entry.note).toBe('垫支：设备款先行垫付');
    expect(balanceOf(advance.sums)).toBe(-wan(1));
  });

  it('of a reward: what came in, but no spending', async () => {
    const batch = await ledger.batch({ category: 'INNOVATION_REWARD', trackSpending: false });
    const project = await ledger.project(batch.id);
    const of = { projectId: project.id };
    await ledger.enter(of, 'DISBURSE', wan(50), '2023-03-01');
    const { sums } = await ledger.enter(of, 'RECEIVE', wan(50), '2023-03-01');
    expect(sums).toMatchObject({ received: wan(50), receivedTracked: 0n });
    await expect(ledger.enter(of, 'SPEND', wan(1), '2023-04-01')).rejects.toThrow('为奖励性资金，不核算支出');
  });

  it('once a month and document, until it is reversed', async () => {
    const { here, officer } = ledger;
    const { of } = await received();
    const spend = (docNo: string | null = null) =>
      ledger.enter(of, 'SPEND', wan(10), '2023-11-30', { period: '2023-11', docNo });
    const { entry } = await spend('凭证〔2023〕1号');
    await expect(spend()).rejects.toThrow('的2023年11月支出已登记10万元（王晨于2023年12月29日登记），每月只登记一次');
    const reverse = { entryId: entry.id, on: '2023-12-01', reason: '金额有误' };
    const reversal = await here.reverse(officer(), newId(), reverse);
    expect(reversal.entry).toMatchObject({
      type: 'SPEND_REVERSAL',
      fen: -wan(10),
      period: '2023-11',
      note: '金额有误',
    });
    expect(reversal.sums.spent).toBe(0n);
    const second = await spend('凭证(2023)1号');
    const keys = await ledger.client.fundEntry.findUniqueOrThrow({ where: { id: second.entry.id } });
    expect(keys.sourceKey).toBe(`${of.projectId} 2023-11 #1`);
    expect(keys.docKey).toBe(`SPEND ${of.projectId} 凭证〔2023〕1号 #1`);
  });
});

describe('冲销', () => {
  it('is made once, and both stay', async () => {
    const { here, officer } = ledger;
    const { of, receipt, disbursed } = await received();
    const [id, reversal] = [newId(), { entryId: receipt.id, on: '2023-12-01', reason: '重复登记' }];
    const first = await here.reverse(officer(), id, reversal);
    const again = await here.reverse(officer(), id, reversal);
    expect([first.isNew, again.isNew]).toEqual([true, false]);
    expect(again.entry).toEqual(first.entry);
    expect(first.entry).toMatchObject({ type: 'RECEIVE', fen: -wan(60), reversesId: receipt.id });
    await expect(here.reverse(officer(), newId(), reversal)).rejects.toThrow(
      '该记录已于2023年12月1日冲销，不能再次冲销',
    );
    await expect(here.reverse(officer(), newId(), { ...reversal, entryId: id })).rejects.toThrow('冲销记录不能再冲销');
    expect(await audited(id)).toMatchObject([{ action: 'fund.reverse', enterpriseId: ledger.firm.id }]);
    const movements = await here.entries(of, { on: '2023-12-29' });
    expect(movements.map(({ type, fen }) => [type, fen])).toEqual([
      ['APPROVE', wan(100)],
      ['DISBURSE', wan(60)],
      ['RECEIVE', wan(60)],
      ['RECEIVE', -wan(60)],
    ]);
    await here.reverse(officer(), newId(), { entryId: disbursed.id, on: '2023-12-01', reason: '重复登记' });
  });

  it('of what is used: says what comes first', async () => {
    const { here, officer } = ledger;
    const { of, receipt } = await received();
    await ledger.enter(of, 'SPEND', wan(20), '2023-11-30');
    await expect(
      here.reverse(officer(), newId(), { entryId: receipt.id, on: '2023-12-01', reason: '有误' }),
    ).rejects.toThrow('差20万元；请先冲销2023年11月30日支出20万元。');
  });
});

describe('the status of a project', () => {
  it('moves by the table, once, and is told', async () => {
    const { here, officer } = ledger;
    const { project, of } = await received();
    const [id, purpose] = [newId(), `fund.${newId()}`];
    const change = { projectId: project.id, status: 'TERMINATED', on: '2023-10-08', note: '企业迁出' } as const;
    const full = { ...change, docNo: '通科发(2023)9号', tell: () => telling(purpose) };
    await expect(here.setStatus(officer(), newId(), { ...full, docNo: null })).rejects.toThrow(
      '项目终止须填写决定文号',
    );
    const first = await here.setStatus(officer(), id, full);
    const again = await here.setStatus(officer(), id, full);
    expect([first.isNew, again.isNew]).toEqual([true, false]);
    expect(again.project).toEqual(first.project);
    expect(first.project.statuses.at(-1)).toMatchObject({ status: 'TERMINATED', docNo: '通科发〔2023〕9号' });
    expect(await told(purpose)).toBe(1);
    expect(await audited(project.id)).toMatchObject([
      { action: 'fund.project' },
      { action: 'fund.status', enterpriseId: ledger.firm.id },
    ]);
    await expect(here.setStatus(officer(), newId(), { ...full, status: 'REVOKED' })).rejects.toThrow('该状态不再变更');
    await expect(ledger.enter(of, 'DISBURSE', wan(1), '2023-10-09')).rejects.toThrow('此后不能再登记拨付');
  });
});

describe('企业自报', () => {
  const decide = (claimId: string, given: Partial<Parameters<FundLedger['here']['decideClaim']>[1]> = {}) =>
    ledger.here.decideClaim(ledger.officer(), {
      claimId,
      confirm: true,
      reason: null,
      isAdvance: false,
      tell: () => [],
      ...given,
    });

  it('is in no balance until it is confirmed, and then an entry', async () => {
    const { here } = ledger;
    const { project } = await received();
    const { claim, isNew } = await ledger.claim(project.id, 'SPEND', wan(20), '2023-11-30');
    expect(isNew).toBe(true);
    expect(claim).toMatchObject({ state: 'PENDING', period: '2023-11', reportedBy: { name: '钱三' }, decidedBy: null });
    const balance = async () => {
      const [one] = await here.projects({ projectId: project.id }, { on: '2023-12-29' });
      return one && balanceOf(one.sums);
    };
    expect(await balance()).toBe(wan(60));
    const purpose = `fund.${newId()}`;
    const decided = await decide(claim.id, { tell: () => telling(purpose) });
    expect(decided).toMatchObject({ isNew: true, claim: { state: 'CONFIRMED', decidedBy: { name: '王晨' } } });
    expect(await balance()).toBe(wan(40));
    expect(await told(purpose)).toBe(1);
    const entry = await ledger.client.fundEntry.findUniqueOrThrow({ where: { claimId: claim.id } });
    expect(entry).toMatchObject({ type: 'SPEND', fen: wan(20), period: '2023-11', recordedById: ledger.officerId });
    expect(await audited(claim.id)).toMatchObject([{ action: 'fund.claim' }, { action: 'fund.claim.decide' }]);
    expect(await audited(entry.id)).toMatchObject([{ action: 'fund.enter' }]);
    expect(await decide(claim.id, { confirm: false, reason: '金额有误' })).toMatchObject({
      isNew: false,
      claim: { state: 'CONFIRMED' },
    });
    expect(await decide(newId())).toBeNull();
    await expect(ledger.claim(project.id, 'SPEND', wan(5), '2023-11-30')).rejects.toThrow(
      '的2023年11月支出已登记20万元（企业自报，王晨于2023年12月29日确认），每月只登记一次',
    );
  });

  it('is reported once, by its id and by what it is of', async () => {
    const { here, contact } = ledger;
    const { project } = await received();
    const [id, purpose] = [newId(), `fund.${newId()}`];
    const report = {
      enterpriseIds: [ledger.firm.id],
      projectId: project.id,
      type: 'RECEIVE' as const,
      fen: wan(10),
      effectiveOn: '2023-11-30',
      period: null,
      docNo: null,
      note: null,
      tell: () => telling(purpose),
    };
    const first = await here.claim(contact(), id, report);
    const again = await here.claim(contact(), id, report);
    expect([first.isNew, again.isNew]).toEqual([true, false]);
    expect(again.claim).toEqual(first.claim);
    expect(await told(purpose)).toBe(1);
    await expect(here.claim(contact(), id, { ...report, fen: wan(2) })).rejects.toThrow(/another fen/u);
    await expect(here.claim(contact(), newId(), { ...report, fen: wan(2) })).rejects.toThrow(
      '2023年11月30日的到位已填报10万元，正在等待工作人员确认；如需修改，请先撤回该笔填报再重新填报。',
    );
    expect(await here.withdrawClaim(contact(), id, [ledger.otherFirm.id])).toBe(false);
    expect(await here.withdrawClaim(contact(), id, [ledger.firm.id])).toBe(true);
    expect(await here.withdrawClaim(contact(), id, [ledger.firm.id])).toBe(false);
    expect((await here.claim(contact(), newId(), { ...report, fen: wan(2) })).isNew).toBe(true);
    expect(await decide(id)).toMatchObject({ isNew: false, claim: { state: 'WITHDRAWN' } });
  });

  it('of another enterprise’s project: refused like one that is not there, and on record', async () => {
    const batch = await ledger.batch();
    const { id } = await ledger.project(batch.id, { enterprise: ledger.otherFirm });
    const reason = '没有找到贵公司承担的这个项目，不能填报；请发送“/资金”查看贵公司的项目和编号。';
    await expect(ledger.claim(id, 'RECEIVE', wan(1), '2023-11-30')).rejects.toThrow(reason);
    await expect(ledger.claim(newId(), 'RECEIVE', wan(1), '2023-11-30')).rejects.toThrow(reason);
    expect(await audited(id)).toMatchObject([
      { action: 'fund.project' },
      { action: 'fund.claim', result: 'denied', enterpriseId: ledger.otherFirm.id },
    ]);
    expect(await ledger.client.fundClaim.count({ where: { projectId: id } })).toBe(0);
  });

  it('that breaks a rule stays open; rejecting needs a reason', async () => {
    const { project } = await received();
    const { claim } = await ledger.claim(project.id, 'SPEND', wan(70), '2023-11-30');
    await expect(decide(claim.id)).rejects.toThrow('支出大于到位：');
    await expect(decide(claim.id, { confirm: false })).rejects.toThrow('请写明退回原因后再提交。');
    expect(await ledger.here.findClaim(claim.id)).toMatchObject({ state: 'PENDING' });
    const decided = await decide(claim.id, { isAdvance: true, reason: '设备款先行垫付' });
    expect(decided).toMatchObject({ isNew: true });
    const entry = await ledger.client.fundEntry.findUniqueOrThrow({ where: { claimId: claim.id } });
    expect(entry.note).toBe('垫支：设备款先行垫付');
  });
});

it('a draft is kept for its person until it expires', async () => {
  const { here, officer } = ledger;
  const id = await here.keepDraft(officer({ at: now }), { type: 'SPEND', fen: '100' });
  const later = new Date(now.getTime() + 24 * 60 * 60_000);
  expect(await here.findDraft(id, ledger.officerId, now)).toEqual({ type: 'SPEND', fen: '100' });
  expect(await here.findDraft(id, ledger.contactId, now)).toBeNull();
  expect(await here.findDraft(id, ledger.officerId, later)).toBeNull();
  await here.purgeDrafts(new Date(later.getTime() - 1));
  expect(await here.findDraft(id, ledger.officerId, now)).not.toBeNull();
  await here.purgeDrafts(later);
  expect(await here.findDraft(id, ledger.officerId, now)).toBeNull();
});
