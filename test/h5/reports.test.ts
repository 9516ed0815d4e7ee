import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import { type Browsing, browse } from '../helpers/browsing.ts';
import { clearReports, enterpriseNamed, personNamed, plantReport, reportsOf } from '../helpers/plant-report.ts';
import { signIn } from '../helpers/sign-in.ts';
import { testDoer } from '../helpers/stores.ts';
import { type PersonId, startWorld, type World } from '../helpers/world.ts';

let world: World;
let who: Browsing;
let enterprise: EnterpriseRef;
let contact: string;
/** As it was handed in, before each test. */
let version: string;
const period = '2023-12';
const pageOf = (of: EnterpriseRef) => `/h5/reports/${period}/${of.id}`;
beforeAll(async () => {
  world = await startWorld({ emulator: { clock: { start: '2024-01-05T10:00', mode: 'frozen' } } });
  enterprise = await enterpriseNamed(world.database, '示例企业01');
  contact = await personNamed(world.database, '李一');
  await clearReports(world.database);
  await plantReport(world.database, { enterprise: enterprise.name, period: '2023-11' });
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.database.client.attemptCount.deleteMany();
  await clearReports(world.database, period);
  const planted = { enterprise: enterprise.name, period, figures: { revenue: 700 } };
  version = String((await plantReport(world.database, planted)).version);
  who = browse(world.botUrl);
});

const client = () => world.database.client;
const reports = () => reportsOf(world.database);
const record = (of = enterprise) => reports().find(of, period);
const as = (person: PersonId, browser = who) => signIn(world, person, 'wecom', browser);
const now = () => new Date(world.emulator.clock.now());
const second = () => enterpriseNamed(world.database, '示例企业02');

describe('who reads it', () => {
  it.each(['officer', 'administrator', 'viewer'] as const)('%s does, on record', async (person) => {
    await as(person);
    const before = await client().auditEntry.count({ where: { action: 'report.list', channel: 'h5' } });
    const seen = await who.get('/h5/reports');
    expect(seen.status).toBe(200);
    expect(seen.text).toContain('2023年12月月报报送情况');
    expect(await client().auditEntry.count({ where: { action: 'report.list', channel: 'h5' } })).toBe(before + 1);
    const one = await who.get(pageOf(enterprise));
    expect(one.text).toContain('700.00');
    const looks = { action: 'report.read', enterpriseId: enterprise.id, objectId: `${enterprise.id} ${period}` };
    expect(await client().auditEntry.count({ where: looks })).toBeGreaterThan(0);
  });

  it.each(['contact01', 'agent'] as const)('%s does not, and that is on record', async (person) => {
    await as(person);
    const before = await client().auditEntry.count({ where: { action: 'command.denied' } });
    for (const address of ['/h5/reports', `/h5/reports/${period}`, pageOf(enterprise)]) {
      const seen = await who.get(address);
      expect([seen.status, seen.text]).toEqual([403, expect.stringContaining('您的角色不能查看月报台账')]);
      expect(seen.text).not.toContain('700.00');
    }
    expect(await client().auditEntry.count({ where: { action: 'command.denied' } })).toBe(before + 3);
  });

  it('what cannot be recorded is not shown', async () => {
    await as('officer');
    await client().$executeRawUnsafe('ALTER TABLE "AuditEntry" RENAME TO "Elsewhere"');
    const seen = [await who.get('/h5/reports'), await who.get(pageOf(enterprise))];
    await client().$executeRawUnsafe('ALTER TABLE "Elsewhere" RENAME TO "AuditEntry"');
    expect(seen.map(({ status }) => status)).toEqual([500, 500]);
    for (const { text } of seen) expect(text).not.toMatch(/示例企业|700\.00/u);
  });

  it('who is not signed in comes back to it after the login', async () => {
    expect((await who.get(`/h5/reports/${period}`)).location).toBe('/h5/login?to=reportsOf-202312');
    const to = `reportOf-202312-${enterprise.id}`;
    expect((await who.get(pageOf(enterprise))).location).toBe(`/h5/login?to=${to}`);
    const seen = await signIn(world, 'officer', 'wecom', who, `/h5/login/wecom?to=${to}`);
    expect(seen.location).toBe(pageOf(enterprise));
    expect((await who.follow(seen)).text).toContain('示例企业01 2023年12月月报');
  });

  it.each([`/h5/reports/${period}/ABCDEFGHJKMN`, `/h5/reports/${period}/x`, '/h5/reports/2023-13'])(
    'there is no %s',
    async (address) => {
      await as('officer');
      expect((await who.get(address)).status).toBe(404);
    },
  );
});

describe('the overview', () => {
  it('has counts, rates and a row for each', async () => {
    await as('officer');
    const seen = await who.get(`/h5/reports/${period}`);
    expect(seen.text).toMatch(/填报期至2024年1月10日24:00，数据截至2024年1月5日 10:00/u);
    const [, all = '0'] = /应报 (\d+)家/u.exec(seen.text) ?? [];
    expect(seen.text).toContain(`已报 1家，${(100 / Number(all)).toFixed(2)}%`);
    expect(seen.text).toMatch(/全部：\d+家/u);
    expect(seen.text).toMatch(/示例企业01 已提交 2024年1月5日 09:59 待审核/u);
    expect(seen.html).toContain(`href="${pageOf(enterprise)}"`);
  });

  it.each([
    ['waiting', true],
    ['missing', false],
    ['approved', false],
    ['returned', false],
    ['nonsense', true],
  ])('narrowed down to %s', async (list, isThere) => {
    await as('officer');
    const seen = await who.get(`/h5/reports/${period}?list=${list}`);
    expect(seen.html.includes('>示例企业01<')).toBe(isThere);
    if (list !== 'nonsense') expect(seen.html).toContain(`list=${list}" aria-current="page"`);
  });

  it('is searched by name', async () => {
    await as('officer');
    const seen = await who.get(`/h5/reports/${period}?q=${encodeURIComponent('企业01')}`);
    expect(seen.text).toContain('全部，名称含“企业01”：1家');
    const none = await who.get(`/h5/reports/${period}?q=${encodeURIComponent('<b>')}`);
    expect(none.text).toContain('：0家');
    expect(none.html).not.toContain('“<b>”');
  });

  it('shows a hundred at once, and keeps what is looked for on the way through the pages', async () => {
    const ids = Array.from({ length: 230 }, (_, n) => `many${n}`);
    const recordedAt = now();
    await client().enterprise.createMany({ data: ids.map((id) => ({ id, recordedAt })) });
    await client().enterpriseName.createMany({
      data: ids.map((id, n) => ({
        ...{ id, enterpriseId: id, kind: 'FULL', searchKey: '', initials: '' },
        text: `众多企业${String(n).padStart(3, '0')}`,
      })),
    });
    await client().monthlyReport.createMany({
      data: ids.map((id) => ({ id, enterpriseId: id, period: '2023-10', state: 'DRAFT', version: 1, recordedAt })),
    });
    await as('officer');
    const many = encodeURIComponent('众多');
    const rowsOf = (html: string) => [...html.matchAll(/>(众多企业\d{3})</gu)].map(([, name]) => name);
    const first = await who.get(`/h5/reports/2023-10?list=missing&q=${many}`);
    expect(first.text).toContain('未报，名称含“众多”：230家，本页第1—100家');
    expect(rowsOf(first.html)).toHaveLength(100);
    const next = /href="([^"]*)">下一页</u.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(next).toBe(`/h5/reports/2023-10?list=missing&q=${many}&page=2`);
    const second = await who.get(next);
    expect(second.text).toContain('第2页，共3页');
    expect(rowsOf(second.html)).toHaveLength(100);
    const last = await who.get(next.replace('page=2', 'page=99'));
    expect(last.text).toContain('本页第201—230家');
    expect(new Set([first, second, last].flatMap(({ html }) => rowsOf(html))).size).toBe(230);
    // Another list begins at its first page; there it is not said which part it is, where it is all of it.
    expect(last.html).not.toMatch(/list=[a-z]+[^"]*page=\d+" aria-current/u);
    expect((await who.get(`/h5/reports/2023-10?q=${encodeURIComponent('众多企业00')}&page=x`)).text).toMatch(
      /：10家 企业/u,
    );
    await client().monthlyReport.deleteMany({ where: { id: { in: ids } } });
    await client().enterpriseName.deleteMany({ where: { id: { in: ids } } });
    await client().enterprise.deleteMany({ where: { id: { in: ids } } });
  });

  it('of another month, and not of one to come', async () => {
    await as('officer');
    expect((await who.get('/h5/reports?period=2023-11')).text).toContain('2023年11月月报报送情况');
    const seen = await who.get('/h5/reports/2024-02');
    expect(seen.text).toContain('尚未开始填报');
    expect(seen.text).not.toContain('示例企业01');
  });
});

describe('one report', () => {
  const post = (step: string, values: Record<string, string> = {}, over: { version?: string } = {}) =>
    who.post(pageOf(enterprise), { version: over.version ?? version, step, ...values });

  it('shows the figures, what was found with the reasons, and every version', async () => {
    await as('officer');
    const { text } = await who.get(pageOf(enterprise));
    expect(text).toMatch(/回执编号 [0-9A-Z]{12} 状态 已提交/u);
    expect(text).toMatch(/营业收入（万元） 700\.00 4220\.00 320\.00 118\.75%/u);
    expect(text).toMatch(/疑点 W2 “营业收入”本月700万元.*企业说明：经核对无误/u);
    expect(text).toMatch(/李一第1次提交（月报，企业微信/u);
  });

  it('a viewer is offered no step, and may take none', async () => {
    await as('viewer');
    expect((await who.get(pageOf(enterprise))).text).not.toMatch(/审核通过|退回原因/u);
    const seen = await post('approve');
    expect([seen.status, seen.text]).toEqual([403, expect.stringContaining('您的角色不能审核月报')]);
    expect((await record())?.state).toBe('SUBMITTED');
  });

  it('通过 is told to the enterprise', async () => {
    const contact01 = world.chat('contact01', 'wecom-app:liyi');
    await contact01.news();
    await as('officer');
    await who.get(pageOf(enterprise));
    const done = await who.follow(await post('approve'));
    expect(done.text).toMatch(/已审核通过，并告知企业联系人.*状态 审核通过.*您审核通过/u);
    await contact01.shouldSee(/2023年12月月报已审核通过/u);
  });

  it('退回 names figures and a reason, and gives two workdays', async () => {
    const contact01 = world.chat('contact01', 'wecom-app:liyi');
    await contact01.news();
    await as('officer');
    await who.get(pageOf(enterprise));
    const wrong = await post('return', { 'f.revenue': '' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toMatch(/请勾选需要修改的指标。 请写明退回原因。/u);
    const kept = await post('return', { 'f.revenue': '1' });
    expect(kept.html).toMatch(/name="f\.revenue"[^>]* checked/u);
    // 5 January is a Friday.
    const done = await who.follow(await post('return', { 'f.revenue': '1', 'f.taxPaid': '1', reason: '与账面不符' }));
    expect(done.text).toContain('退回“营业收入、实际上缴税费”：与账面不符，请于2024年1月9日前修改');
    expect((await record())?.returned).toMatchObject({ keys: ['revenue', 'taxPaid'], dueOn: '2024-01-09' });
    await contact01.shouldSee(/“营业收入、实际上缴税费”需核实：与账面不符。请于2024年1月9日前修改后重新提交/u);
  });

  it('only figures of this report can be questioned', async () => {
    await as('officer');
    await who.get(pageOf(enterprise));
    const seen = await post('return', { 'f.outputValue': '1', 'f.evil': '1', reason: '与账面不符' });
    expect([seen.status, seen.text]).toEqual([400, expect.stringContaining('请勾选需要修改的指标')]);
  });

  it('核实 asks, and shows that nobody has answered yet', async () => {
    await as('officer');
    await who.get(pageOf(enterprise));
    expect((await post('inquire', { reason: ' ' })).text).toContain('请写明需要核实的内容。');
    const long = await post('inquire', { reason: '长'.repeat(201) });
    expect([long.status, long.html]).toEqual([400, expect.stringContaining('长'.repeat(201))]);
    const done = await who.follow(await post('inquire', { reason: '研发费用归集口径' }));
    expect(done.text).toContain('核实：研发费用归集口径 企业尚未答复');
  });

  it('免报 of who has not reported, and taken back', async () => {
    const other = await second();
    await as('officer');
    const seen = await who.get(pageOf(other));
    expect(seen.text).not.toContain('审核通过');
    const refused = await who.post(pageOf(other), { step: 'exempt', version: '0', reason: '' });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('请写明免报原因。')]);
    const done = await who.follow(await who.post(pageOf(other), { step: 'exempt', version: '0', reason: '停产检修' }));
    expect(done.text).toMatch(/已登记免报。.*状态 免报 免报原因 停产检修.*您免报：停产检修/u);
    const again = { step: 'unexempt', version: done.field('version') };
    expect((await who.follow(await who.post(pageOf(other), again))).text).toMatch(
      /已取消免报。.*状态 未填报|已取消免报。.*状态 草稿/u,
    );
  });

  it('免报 of who has reported is refused', async () => {
    await as('officer');
    await who.get(pageOf(enterprise));
    const seen = await post('exempt', { reason: '停产' });
    expect([seen.status, seen.text]).toEqual([400, expect.stringContaining('月报已提交，不能免报')]);
  });

  it('of two officers the second is shown what the first did, and keeps what was written', async () => {
    await as('officer');
    await who.get(pageOf(enterprise));
    await reports().approve(testDoer(now(), { personId: await personNamed(world.database, '何敏') }), {
      ...{ reportId: (await record())?.id ?? '', version: Number(version), tell: () => [] },
    });
    const seen = await post('return', { 'f.revenue': '1', reason: '与账面不符' });
    expect(seen.status).toBe(409);
    expect(seen.text).toMatch(
      /本次未办理，该月报在您查看之后有变动。何敏已于2024年1月5日 10:00审核通过该月报。请核对后再办理/u,
    );
    expect(seen.html).toContain('value="与账面不符"');
    expect((await record())?.state).toBe('APPROVED');
  });

  it('sent twice it is done once', async () => {
    await as('officer');
    await who.get(pageOf(enterprise));
    await post('approve');
    expect((await post('approve')).status).toBe(409);
    expect((await reports().steps((await record())?.id ?? '')).length).toBe(1);
  });

  it.each([
    ['publish', '1'],
    ['approve', 'x'],
    ['approve', ''],
    ['__proto__', '1'],
  ])('a step %s of version “%s” does nothing', async (step, of) => {
    await as('officer');
    await who.get(pageOf(enterprise));
    expect((await post(step, {}, { version: of })).status).toBe(400);
    expect((await record())?.state).toBe('SUBMITTED');
  });

  it('a form of another site does nothing', async () => {
    await as('officer');
    await who.get(pageOf(enterprise));
    expect((await post('approve', { csrf: 'x' })).status).toBe(403);
    expect((await record())?.state).toBe('SUBMITTED');
  });

  it('what was never handed in is marked as a draft', async () => {
    const other = await second();
    const by = testDoer(now(), { personId: contact, role: 'contact' });
    const entries = [{ key: 'revenue', month: 888_000_000n, total: null }];
    await reports().fill(by, { enterprise: other, period, entries, seen: null, onBehalf: false });
    await as('officer');
    const { text } = await who.get(pageOf(other));
    expect(text).toMatch(/草稿，未提交，仅供了解填报进度.*888\.00/u);
    expect((await who.get(pageOf(enterprise))).text).not.toContain('草稿');
  });

  it('what the enterprise types meanwhile is not shown as handed in', async () => {
    await reports().fill(testDoer(now(), { personId: contact, role: 'contact' }), {
      ...{
        enterprise,
        period,
        entries: [{ key: 'revenue', month: 888_000_000n, total: null }],
        seen: null,
        onBehalf: false,
      },
    });
    await as('officer');
    const { text } = await who.get(pageOf(enterprise));
    expect(text).toContain('企业有尚未提交的修改；以下为已提交的数据。');
    expect(text).not.toContain('888');
  });
});
