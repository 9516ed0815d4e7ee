import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { type Browsing, browse } from '../helpers/browsing.ts';
import { plantFunds } from '../helpers/plant-funds.ts';
import { plantLink } from '../helpers/plant-link.ts';
import { signIn } from '../helpers/sign-in.ts';
import { conversations, type PersonId, startWorld, type World } from '../helpers/world.ts';

let world: World;
let who: Browsing;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.database.client.attemptCount.deleteMany();
  await plantFunds(world.database.client);
  who = browse(world.botUrl);
});

const client = () => world.database.client;
const as = (person: PersonId, browser = who) => signIn(world, person, 'wecom', browser);
const project = '/h5/funds/project/1';
const batch = '/h5/funds/batch/1';
const entries = () => client().fundEntry.count();

/** A report of 李一 of 示例企业01 that waits. */
async function plantClaim(fen: bigint, type: 'RECEIVE' | 'SPEND' = 'RECEIVE') {
  const person = await client().person.findFirstOrThrow({ where: { name: '李一' } });
  const id = newId();
  await client().fundClaim.create({
    data: {
      ...{ id, projectId: 'P1', type, fen, effectiveOn: '2023-11-20', state: 'PENDING', openKey: id },
      ...{ period: type === 'SPEND' ? '2023-11' : null, reportedById: person.id },
      reportedAt: new Date('2023-12-01T02:00:00Z'),
    },
  });
  return id;
}

describe('who reads it', () => {
  it.each(['officer', 'administrator', 'viewer'] as const)('%s does, on record', async (person) => {
    await as(person);
    const before = await client().auditEntry.count({ where: { action: 'fund.read', objectId: 'P1', channel: 'h5' } });
    const { status, text } = await who.get(project);
    expect(status).toBe(200);
    expect(text).toMatch(/P-01 智能检测装备研发.*余额 30\.00万元/u);
    const reads = await client().auditEntry.findMany({ where: { action: 'fund.read', objectId: 'P1', channel: 'h5' } });
    expect(reads).toHaveLength(before + 1);
    expect(reads[0]?.enterpriseId).not.toBeNull();
    expect((await who.get(batch)).text).toMatch(/B-01 示例科技创新资金.*批次余额（未拨付指标） 120\.00万元/u);
    const lists = { action: 'fund.list', objectType: 'fund-batch', objectId: 'B1', channel: 'h5' } as const;
    expect(await client().auditEntry.count({ where: lists })).toBeGreaterThan(0);
  });

  it.each(['contact01', 'agent'] as const)('%s does not, and that is on record', async (person) => {
    await as(person);
    const before = await client().auditEntry.count({ where: { action: 'command.denied' } });
    for (const address of [project, batch]) {
      const seen = await who.get(address);
      expect(seen.status).toBe(403);
      expect(seen.text).not.toMatch(/智能检测|示例科技/u);
    }
    expect(await client().auditEntry.count({ where: { action: 'command.denied' } })).toBe(before + 2);
  });

  it('whoever is not signed in is sent to the login, and back', async () => {
    const seen = await who.get(project);
    expect(seen.location).toBe('/h5/login?to=fundProject-1');
    expect(seen.text).not.toContain('智能检测');
  });

  it('a link of a contact does not lead there', async () => {
    const link = await plantLink(client(), { name: '李一', now: new Date(world.emulator.clock.now()) });
    await who.get(`/h5/l/${link.token}/code`);
    await who.post(`/h5/l/${link.token}/code`, { code: link.code });
    expect((await who.get(project)).status).toBe(403);
  });

  it.each(['/h5/funds/project/99', '/h5/funds/batch/0', '/h5/funds/project/x1'])('%s is not there', async (address) => {
    await as('officer');
    expect((await who.get(address)).status).toBe(404);
  });

  it('what cannot be recorded is not shown', async () => {
    await as('officer');
    await client().$executeRawUnsafe('ALTER TABLE "AuditEntry" RENAME TO "Elsewhere"');
    const seen = await who.get(project);
    await client().$executeRawUnsafe('ALTER TABLE "Elsewhere" RENAME TO "AuditEntry"');
    expect(seen.status).toBe(500);
    expect(seen.text).not.toContain('智能检测');
  });
});

describe('what it shows', () => {
  it('of a project: the figures, each rate by its name, and the movements with where they come from', async () => {
    await as('officer');
    const { text } = await who.get(project);
    expect(text).toMatch(/批复 100\.00万元 到位 40\.00万元 支出 10\.00万元 余额 30\.00万元 待拨付 40\.00万元/u);
    expect(text).toMatch(/到位率 66\.67%.*支出执行率 25\.00%.*预算执行率 10\.00%/u);
    expect(text).toMatch(/明细（4笔）.*2023年3月1日 拨付 60万元 通财科〔2023〕7号 — 2023年12月1日导入/u);
    expect(text).toMatch(/2023年5月31日 支出 10万元 未登记 所属2023年5月/u);
  });

  it('of a batch: its own movements, and its projects to go to', async () => {
    await as('officer');
    const { text, html } = await who.get(batch);
    expect(text).toMatch(/项目（3项，万元）.*P-02 蒙药提取工艺 示例企业02 30\.00 20\.00/u);
    expect(text).toMatch(/明细（1笔）.*指标下达 200万元 通财科〔2023〕1号/u);
    expect(html).toContain('href="/h5/funds/project/2"');
  });

  it('to who only reads, no form', async () => {
    await plantClaim(1_000_000n);
    await as('viewer');
    const { html, text } = await who.get(project);
    expect(text).toContain('企业自报、待确认（1笔）');
    expect(html).not.toMatch(/<form[^>]*funds|登记明细|<summary>/u);
  });
});

describe('冲销', () => {
  const form = (over: Record<string, string> = {}) => ({
    ...{ id: newId(), entry: 'E6', on: '2023-12-20', reason: '金额有误' },
    ...over,
  });

  it('leaves both in the list, marked, and is on record', async () => {
    await as('officer');
    await who.get(project);
    const sent = form();
    const { text } = await who.follow(await who.post(`${project}/reverse`, sent));
    expect(text).toMatch(/已冲销：2023年12月20日支出冲销10万元/u);
    expect(text).toMatch(/余额 40\.00万元/u);
    expect(text).toMatch(/支出 已冲销 10万元.*支出冲销 冲销 -10万元.*金额有误 王晨于2023年12月29日登记/u);
    const facts = await client().auditEntry.findMany({ where: { action: 'fund.reverse', objectId: sent.id } });
    expect(facts.map(({ channel, result }) => [channel, result])).toEqual([['h5', 'allowed']]);
  });

  it('sent twice it is there once, with the same receipt', async () => {
    await as('officer');
    await who.get(project);
    const [before, sent] = [await entries(), form()];
    const first = await who.post(`${project}/reverse`, sent);
    const second = await who.post(`${project}/reverse`, sent);
    expect(second.location).toBe(first.location);
    expect(await entries()).toBe(before + 1);
    const changed = await who.post(`${project}/reverse`, { ...sent, reason: '另一原因' });
    expect(changed.text).toContain('改动后的内容没有登记');
    expect(await entries()).toBe(before + 1);
  });

  it('of two officers the second reads that it is reversed', async () => {
    const other = browse(world.botUrl);
    await as('officer');
    await as('administrator', other);
    await who.get(project);
    await other.get(project);
    await who.post(`${project}/reverse`, form());
    const seen = await other.post(`${project}/reverse`, form());
    expect(seen.status).toBe(400);
    expect(seen.text).toContain('该记录已于2023年12月20日冲销，不能再次冲销');
  });

  it.each([
    ['nothing', { on: '', reason: '' }, /请填写冲销日期。.*请填写冲销原因。/u],
    ['a day to come', { on: '2023-12-30' }, /冲销日期不能晚于今天/u],
    ['a day before the entry', { on: '2023-05-01' }, /早于原记录日期2023年5月31日/u],
    ['no day', { on: '2023-02-30' }, /不是有效的日期/u],
    ['what was paid on', { entry: 'E5' }, /该笔到位已被使用.*请先冲销2023年5月31日支出10万元/u],
  ])('%s is refused, with everything kept', async (_what, over, why) => {
    await as('officer');
    await who.get(project);
    const before = await entries();
    const seen = await who.post(`${project}/reverse`, form({ reason: '理由甲', ...over }));
    expect(seen.status).toBe(400);
    expect(seen.text).toMatch(why);
    expect(seen.html).toMatch(/<details open/u);
    if (!('reason' in over)) expect(seen.html).toContain('value="理由甲"');
    expect(await entries()).toBe(before);
  });

  it.each([
    ['an entry of another project', { entry: 'E8' }, 400],
    ['an entry that is not there', { entry: 'nothing' }, 400],
    ['an id of another shape', { id: '../x' }, 400],
    ['no id', { id: '' }, 400],
    ['another site’s token', { csrf: 'x' }, 403],
  ])('%s does nothing', async (_what, over, status) => {
    await as('officer');
    await who.get(project);
    const before = await entries();
    expect((await who.post(`${project}/reverse`, form(over))).status).toBe(status);
    expect(await entries()).toBe(before);
  });

  it.each(['viewer', 'contact01', 'agent'] as const)('%s may not, on record', async (person) => {
    await as(person);
    await who.get('/h5');
    const before = await entries();
    const denied = { where: { action: 'command.denied' } };
    const facts = await client().auditEntry.count(denied);
    expect((await who.post(`${project}/reverse`, form())).status).toBe(403);
    expect(await entries()).toBe(before);
    expect(await client().auditEntry.count(denied)).toBe(facts + 1);
  });
});

describe('项目状态', () => {
  const form = (over: Record<string, string> = {}) => ({
    ...{ id: newId(), version: '1', status: 'ACCEPT_APPLIED', on: '2023-12-20', docNo: '', note: '' },
    ...over,
  });

  it('offers what may follow, and becomes it', async () => {
    await as('officer');
    const seen = await who.get(project);
    expect(seen.text).toMatch(/登记为 已申请验收 终止 撤销/u);
    expect(seen.field('version')).toBe('1');
    const sent = form({ docNo: '示科验[2023]3号' });
    const done = await who.post(`${project}/status`, sent);
    const { text } = await who.follow(done);
    expect(text).toMatch(/项目状态已登记。.*状态 已申请验收/u);
    expect((await who.post(`${project}/status`, sent)).location).toBe(done.location);
    expect(await client().fundProjectStatus.count({ where: { projectId: 'P1' } })).toBe(2);
    const row = await client().fundProjectStatus.findUniqueOrThrow({ where: { id: sent.id } });
    expect(row.docNo).toBe('示科验〔2023〕3号');
  });

  it('of two officers the second sees the present state', async () => {
    await as('officer');
    await who.get(project);
    await who.post(`${project}/status`, form());
    const seen = await who.post(`${project}/status`, form({ status: 'TERMINATED', docNo: '示科〔2023〕9号' }));
    expect(seen.status).toBe(409);
    expect(seen.text).toMatch(/项目状态已有变化，本次未作变更.*状态 已申请验收/u);
  });

  it.each([
    ['nothing', { status: '', on: '' }, /请选择新的状态。.*请填写日期。/u],
    ['what may not follow', { status: 'ACCEPTED' }, /当前为“实施中”，不能变更为“验收通过”/u],
    ['终止 without a document', { status: 'TERMINATED' }, /项目终止须填写决定文号/u],
    ['a day to come', { on: '2024-01-01' }, /日期不能晚于今天/u],
    ['a status of no kind', { status: 'RUNNING' }, /请选择新的状态/u],
  ])('%s is refused', async (_what, over, why) => {
    await as('officer');
    await who.get(project);
    const seen = await who.post(`${project}/status`, form({ note: '说明甲', ...over }));
    expect(seen.status).toBe(400);
    expect(seen.text).toMatch(why);
    expect(seen.html).toContain('value="说明甲"');
    expect(await client().fundProjectStatus.count({ where: { projectId: 'P1' } })).toBe(1);
  });
});

describe('企业自报', () => {
  it('confirmed it is in the balance, and the enterprise hears of it', async () => {
    const contact = world.chat('contact01', conversations['WeCom app']('contact01'));
    const id = await plantClaim(5_000_000n);
    await as('officer');
    expect((await who.get(project)).text).toMatch(
      /企业自报、待确认（1笔）.*2023年11月20日到位5万元.*李一于2023年12月1日自报/u,
    );
    const { text } = await who.follow(await who.post(`${project}/claim`, { id, decision: 'confirm' }));
    expect(text).toMatch(/自报已确认.*到位 45\.00万元.*企业自报，王晨于2023年12月29日确认/u);
    await contact.shouldSee(/自报已确认|已确认，已记入资金台账/u);
    const again = await who.post(`${project}/claim`, { id, decision: 'reject', reason: '再想想' });
    expect(again.status).toBe(409);
    expect(again.text).toContain('该笔自报已处理');
  });

  it('sent back with its reason', async () => {
    const contact = world.chat('contact01', conversations['WeCom app']('contact01'));
    const id = await plantClaim(5_000_000n);
    await as('officer');
    await who.get(project);
    const empty = await who.post(`${project}/claim`, { id, decision: 'reject', reason: ' ' });
    expect(empty.text).toContain('请填写退回原因。');
    const { text } = await who.follow(
      await who.post(`${project}/claim`, { id, decision: 'reject', reason: '凭证不符' }),
    );
    expect(text).toMatch(/自报已退回.*到位 40\.00万元/u);
    await contact.shouldSee(/凭证不符/u);
  });

  it('more than was received needs 垫支 and its note', async () => {
    const id = await plantClaim(35_000_000n, 'SPEND');
    await as('officer');
    await who.get(project);
    const refused = await who.post(`${project}/claim`, { id, decision: 'confirm' });
    expect(refused.text).toMatch(/支出大于到位.*超出5万元/u);
    const silent = await who.post(`${project}/claim`, { id, decision: 'confirm', advance: '1', note: '' });
    expect(silent.text).toContain('请填写说明。');
    const done = await who.post(`${project}/claim`, { id, decision: 'confirm', advance: '1', note: '先行采购设备' });
    expect((await who.follow(done)).text).toMatch(/余额 -5\.00万元.*垫支：先行采购设备/u);
  });

  it('another project’s, or none, is nothing', async () => {
    const id = await plantClaim(5_000_000n);
    await as('officer');
    await who.get(project);
    for (const [address, given] of [
      ['/h5/funds/project/2', id],
      [project, newId()],
    ] as const) {
      expect((await who.post(`${address}/claim`, { id: given, decision: 'confirm' })).status).toBe(400);
    }
    expect((await client().fundClaim.findUniqueOrThrow({ where: { id } })).state).toBe('PENDING');
  });
});
