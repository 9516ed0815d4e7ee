import { describe, expect, it } from 'vitest';
import { builtInSet } from '../../src/domain/reports/indicators.ts';
import { browse } from '../helpers/browsing.ts';
import { formOf } from '../helpers/form-of.ts';
import { address, lastMonth, ownReportPage, period } from '../helpers/own-report-page.ts';
import { enterpriseNamed, plantReport } from '../helpers/plant-report.ts';
import { signIn } from '../helpers/sign-in.ts';
import { testDoer } from '../helpers/stores.ts';
import { explained, whole } from '../helpers/typed-report.ts';

const own = ownReportPage();
const { as, client, now, open, plantLastMonth, record, reports } = own;
const before = `/h5/own-reports/${lastMonth}`;

describe('零报告', () => {
  it('needs a reason, and takes what there is at the end of the month', async () => {
    await as('contact01');
    const { form } = await open();
    const typed = { 'm.revenue': '5', 'm.staff': '44', 't.fundSpent:6': '0' };
    const asked = await own.who.post(address, { ...form, ...typed, step: 'zero' });
    expect([asked.status, asked.text]).toEqual([400, expect.stringContaining('零报告请写明原因。')]);
    expect(formOf(asked, 'report-form')).toMatchObject(typed);
    const sent = { ...formOf(asked, 'report-form'), zeroReason: '本月停产检修', step: 'zero' };
    const done = await own.who.post(address, sent);
    expect(done.location).toBe(`${address}?done=submitted`);
    const handed = await record();
    expect(handed?.submission).toMatchObject({ kind: 'ZERO', reason: '本月停产检修', number: 1 });
    expect(handed?.values.find(({ key }) => key === 'revenue')).toMatchObject({ month: 0n, total: 3_520_000_000n });
    expect(handed?.values.find(({ key }) => key === 'staff')).toMatchObject({ month: 44n });
    // Sent twice: the receipt again.
    expect((await own.who.post(address, sent)).location).toBe(`${address}?done=submitted`);
    expect((await record())?.submission?.number).toBe(1);
    expect((await own.who.follow(done)).text).toMatch(/第1次，零报告.*说明 本月停产检修/u);
  });

  it('a long reason is refused and kept', async () => {
    await as('contact01');
    const zeroReason = '长'.repeat(201);
    const seen = await own.who.post(address, { ...(await open()).form, zeroReason, step: 'zero' });
    expect([seen.status, seen.text]).toEqual([400, expect.stringContaining('请控制在200字以内。')]);
    expect(formOf(seen, 'report-form').zeroReason).toBe(zeroReason);
  });
});

describe('after the window', () => {
  it('a report is late and says why', async () => {
    await as('contact02');
    const { form } = await open(before);
    const totals = Object.fromEntries(
      Object.keys(form).flatMap((name) =>
        name.startsWith('t.') ? [[name, `${form[`m.${name.slice(2)}`] ?? ''}`]] : [],
      ),
    );
    const sums = { 't.revenue': '3300', 't.hiTechRevenue': '2700', 't.rndExpense': '195', 't.totalProfit': '10' };
    const rest = {
      'm.outputValue': '0',
      't.outputValue': '0',
      'm.fundSpent:3': '0',
      't.fundSpent:3': '0',
      't.taxPaid': '91',
      't.inventionApplied': '1',
      't.inventionGranted': '0',
    };
    const typed = { ...whole, ...sums, ...rest };
    const asked = await own.who.post(before, { ...form, ...totals, ...typed, step: 'submit' });
    expect([asked.status, asked.text]).toEqual([400, expect.stringContaining('填报期已结束，补报请写明原因。')]);
    const second = await enterpriseNamed(own.world.database, '示例企业02');
    expect((await record(second, lastMonth))?.submission).toBeNull();
    const again = { ...formOf(asked, 'report-form'), ...explained(asked), reason: '财务人员交接' };
    const done = await own.who.post(before, { ...again, step: 'submit' });
    expect((await own.who.follow(done)).text).toMatch(/状态 逾期补报 提交 第1次，月报（逾期补报）.*说明 财务人员交接/u);
    await plantLastMonth();
  });

  it('what was handed in is corrected, with a reason, and both versions stay', async () => {
    await as('contact01');
    expect((await own.who.get(before)).text).toContain('办理更正');
    const { form } = await open(`${before}?edit=1`);
    const typed = { 'm.revenue': '321', 't.revenue': '3521' };
    const asked = await own.who.post(before, { ...form, ...typed, step: 'submit' });
    expect([asked.status, asked.text]).toEqual([400, expect.stringContaining('更正请写明原因。')]);
    // Kept as a draft only: the reason stays in the form.
    const saved = await own.who.post(before, { ...formOf(asked, 'report-form'), reason: '漏记一笔', step: 'save' });
    expect([saved.status, formOf(saved, 'report-form').reason]).toEqual([200, '漏记一笔']);
    const sent = { ...formOf(saved, 'report-form'), ...explained(saved), step: 'submit' };
    const done = await own.who.follow(await own.who.post(before, sent));
    expect(done.text).toMatch(/状态 已更正 提交 第2次，更正.*说明 漏记一笔/u);
    const handed = await record(own.enterprise, lastMonth);
    const versions = await reports().submissions(handed?.id ?? '');
    expect(versions.map(({ values }) => values.find(({ key }) => key === 'revenue')?.month)).toEqual([
      320_000_000n,
      321_000_000n,
    ]);
    await plantLastMonth();
  });
});

describe('what staff asked for', () => {
  it('a report that was handed back says what to put right, and can be handed in again', async () => {
    const handed = await plantReport(own.world.database, { enterprise: '示例企业01', period });
    await reports().giveBack(testDoer(now()), {
      ...{ reportId: handed.id, version: handed.version, keys: ['taxPaid'], reason: '与税务数据不符' },
      ...{ dueOn: '2024-01-09', tell: () => [] },
    });
    await as('contact01');
    const seen = await own.who.get(address);
    expect(seen.text).toContain(
      '月报已退回。请核对：实际上缴税费。原因：与税务数据不符。请于2024年1月9日前修改后重新提交。',
    );
    const done = await own.who.post(address, { ...formOf(seen, 'report-form'), 'm.taxPaid': '9.3', step: 'submit' });
    expect((await own.who.follow(done)).text).toContain('第2次，月报');
  });

  it('after the window it is no late one: nobody asks why it comes now', async () => {
    const handed = await record(own.enterprise, lastMonth);
    await reports().giveBack(testDoer(now()), {
      ...{ reportId: handed?.id ?? '', version: handed?.version ?? 0, keys: ['staff'], reason: '请核对' },
      ...{ dueOn: '2024-01-09', tell: () => [] },
    });
    await as('contact01');
    const seen = await own.who.get(before);
    expect(seen.text).not.toMatch(/补报/u);
    const done = await own.who.post(before, { ...formOf(seen, 'report-form'), 'm.staff': '45', step: 'submit' });
    const { text } = done.status === 303 ? await own.who.follow(done) : done;
    expect(text).toMatch(/第2次，月报/u);
    await plantLastMonth();
  });

  it('核实 is answered once, staff are told', async () => {
    const handed = await plantReport(own.world.database, { enterprise: '示例企业01', period });
    const officer = own.world.chat('officer', 'wecom-app:wangchen');
    await officer.news();
    await reports().inquire(testDoer(now()), {
      ...{ reportId: handed.id, version: handed.version, text: '研发费用归集口径', tell: () => [] },
    });
    await as('contact01');
    expect((await own.who.get(address)).text).toContain('本局请贵公司说明：研发费用归集口径');
    const empty = await own.who.post(address, {
      enterprise: own.enterprise.id,
      seen: '0',
      set: '0',
      answer: ' ',
      step: 'answer',
    });
    expect([empty.status, empty.text]).toEqual([400, expect.stringContaining('请填写说明。')]);
    const send = () =>
      own.who.post(address, { enterprise: own.enterprise.id, seen: '0', set: '0', answer: '按辅助账', step: 'answer' });
    const done = await own.who.follow(await send());
    expect(done.text).toMatch(/说明已提交。.*答复：按辅助账（李一/u);
    await officer.shouldSee(/2023年12月月报核实已答复.*示例企业01.*研发费用归集口径.*按辅助账/su);
    expect((await own.who.follow(await send())).text).toContain('没有需要说明的核实事项');
  });
});

describe('a form that is out of date', () => {
  it('of other indicators: the new one is shown with everything that was typed', async () => {
    await as('contact01');
    const { form } = await open();
    const indicators = builtInSet.indicators.map((one) => (one.key === 'export' ? { ...one, asked: [] } : one));
    await reports().saveSet(testDoer(now()), { fromPeriod: period, indicators, seen: 0 });
    const seen = await own.who.post(address, { ...form, ...whole, 'm.export': '12', step: 'submit' });
    expect(seen.status).toBe(409);
    expect(seen.text).toContain(
      '填报指标已调整，以下为新的表单，已填写的内容均已保留，请核对后提交。不再填报的：出口额 12。',
    );
    const again = formOf(seen, 'report-form');
    expect(again).toMatchObject({ ...whole, set: '1' });
    expect(again).not.toHaveProperty(['m.export']);
    expect(await record()).toBeNull();
    const asked = await own.who.post(address, { ...again, step: 'submit' });
    expect(asked.location).toContain('done=submitted');
  });

  it('opened for another enterprise than is chosen now: nothing is written before somebody says for which', async () => {
    await as('contact03');
    await own.who.get('/h5');
    const [third, fourth] = [
      await enterpriseNamed(own.world.database, '示例企业03'),
      await enterpriseNamed(own.world.database, '示例企业04'),
    ];
    await own.who.post('/h5/choose', { enterprise: third.id });
    const { form } = await open();
    await own.who.get('/h5');
    await own.who.post('/h5/choose', { enterprise: fourth.id });
    const seen = await own.who.post(address, { ...form, 'm.revenue': '330', step: 'save' });
    expect(seen.status).toBe(409);
    expect(seen.text).toContain('表单是为示例企业03填写的，您现在选择的是示例企业04。');
    expect([await record(third), await record(fourth)]).toEqual([null, null]);
    const kept = Object.fromEntries(
      [...seen.html.matchAll(/type="hidden" name="([^"]+)" value(?:="([^"]*)")?/gu)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    );
    await own.who.post(address, kept);
    expect((await record(third))?.draft).toMatchObject([{ key: 'revenue', month: 330_000_000n }]);
    expect(await record(fourth)).toBeNull();
  });
});

describe('an address that names its enterprise', () => {
  const at = ({ id }: { id: string }) => `${address}?enterprise=${id}`;

  it('is where one comes after the login, whichever was chosen before', async () => {
    const both = [
      await enterpriseNamed(own.world.database, '示例企业03'),
      await enterpriseNamed(own.world.database, '示例企业04'),
    ];
    for (const one of both) {
      const browser = browse(own.world.botUrl);
      const to = `ownReport-202312-${one.id}`;
      expect((await browser.get(at(one))).location).toBe(`/h5/login?to=${to}`);
      const seen = await signIn(own.world, 'contact03', 'wecom', browser, `/h5/login/wecom?to=${to}`);
      expect(seen.location).toBe(at(one));
      const page = await browser.follow(seen);
      expect(page.text).toContain(one.name);
      for (const other of both.filter(({ id }) => id !== one.id)) expect(page.text).not.toContain(other.name);
      // What follows is about the same one.
      const form = formOf(page, 'report-form');
      const saved = await browser.post(address, { ...form, 'm.revenue': '330', step: 'save' });
      expect(saved.location).toBe(`${address}?edit=1&done=saved`);
      expect((await record(one))?.draft).toMatchObject([{ key: 'revenue', month: 330_000_000n }]);
      expect((await browser.get('/h5/own-reports')).text).toContain(one.name);
    }
  });

  it('without the right to it nothing is shown or chosen, and that is on record', async () => {
    await as('contact03');
    const foreign = await enterpriseNamed(own.world.database, '示例企业01');
    const theirs = await enterpriseNamed(own.world.database, '示例企业04');
    await own.who.get(at(theirs));
    const denied = { result: 'denied', enterpriseId: foreign.id };
    const before = await client().auditEntry.count({ where: denied });
    for (const path of [address, '/h5/own-reports', '/h5/own-funds', '/h5/own', '/h5/access']) {
      const seen = await own.who.get(`${path}?enterprise=${foreign.id}`);
      expect([seen.status, seen.text]).toEqual([403, expect.stringContaining('不能查看')]);
      expect(seen.text).not.toContain('示例企业01');
      // Of one that is not there the same is said.
      expect((await own.who.get(`${path}?enterprise=ABCDEFGHJKMN`)).text.slice(0, 60)).toBe(seen.text.slice(0, 60));
      expect((await own.who.get(`${path}?enterprise=${foreign.id}&enterprise=${theirs.id}`)).status).toBe(404);
      expect((await own.who.get(`${path}?enterprise=//evil.example`)).status).toBe(404);
    }
    expect(await client().auditEntry.count({ where: denied })).toBe(before + 5);
    expect((await own.who.get('/h5/own-reports')).text).toContain('示例企业04');
  });
});

describe('what comes back is not trusted', () => {
  it('another enterprise is refused, on record', async () => {
    await as('contact01');
    const { form } = await open();
    const foreign = await enterpriseNamed(own.world.database, '示例企业02');
    for (const enterprise of [foreign.id, 'x', '']) {
      const seen = await own.who.post(address, { ...form, enterprise, 'm.revenue': '1', step: 'save' });
      expect([seen.status, seen.text]).toEqual([403, expect.stringContaining('您没有绑定表单所属的企业，不能填报')]);
      expect(seen.text).not.toContain('示例企业02');
    }
    expect(await record(foreign)).toBeNull();
    const denied = { action: 'report.fill', result: 'denied' };
    expect(await client().auditEntry.count({ where: denied })).toBe(3);
  });

  it('a figure that is not asked for is not taken', async () => {
    await as('contact01');
    const forged = { 'm.outputValue': '9', 'm.evil': '9', 'm.fundSpent:2': '9', 'o.evil': '|' };
    await own.who.post(address, { ...(await open()).form, ...forged, 'm.revenue': '330', step: 'save' });
    expect((await record())?.draft.map(({ key }) => key)).toEqual(['revenue']);
  });

  it.each(['99', '-1', 'x', ''])('a version “%s” that nobody has seen is refused', async (seen) => {
    await as('contact01');
    const answer = await own.who.post(address, { ...(await open()).form, seen, 'm.revenue': '330', step: 'save' });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('提交的内容不完整')]);
    expect(await record()).toBeNull();
  });

  it('what the form says it was drawn with does not make one lose what stands there', async () => {
    await as('contact01');
    const { form } = await open();
    await reports().fill(testDoer(now(), { personId: 'p2', role: 'contact' }), {
      ...{
        enterprise: own.enterprise,
        period,
        entries: [{ key: 'revenue', month: 1_000_000n, total: null }],
        seen: null,
        onBehalf: false,
      },
    });
    // As if nothing had been typed here: theirs stays.
    await own.who.post(address, { ...form, 'm.revenue': '330', 'o.revenue': '330|', step: 'save' });
    expect((await record())?.draft).toMatchObject([{ key: 'revenue', month: 1_000_000n }]);
  });

  it('a step that there is not, and a form of another site, do nothing', async () => {
    await as('contact01');
    const { form } = await open();
    expect((await own.who.post(address, { ...form, 'm.revenue': '1', step: 'approve' })).status).toBe(400);
    expect((await own.who.post(address, { ...form, 'm.revenue': '1', step: 'save', csrf: 'x' })).status).toBe(403);
    const foreign = { origin: 'https://evil.example' };
    expect((await own.who.post(address, { ...form, step: 'save', 'm.revenue': '1' }, foreign)).status).toBe(403);
    expect(await record()).toBeNull();
  });

  it('who does not speak for it any more is refused, whomever else they speak for', async () => {
    await as('contact03');
    await own.who.get('/h5');
    const third = await enterpriseNamed(own.world.database, '示例企业03');
    await own.who.post('/h5/choose', { enterprise: third.id });
    const { form } = await open();
    const binding = await client().binding.findFirstOrThrow({ where: { enterpriseId: third.id, endedAt: null } });
    await client().binding.update({ where: { id: binding.id }, data: { endedAt: now() } });
    const seen = await own.who.post(address, { ...form, 'm.revenue': '330', step: 'save' });
    await client().binding.update({ where: { id: binding.id }, data: { endedAt: null } });
    expect([seen.status, seen.text]).toEqual([403, expect.stringContaining('您没有绑定表单所属的企业')]);
    expect(await record(third)).toBeNull();
  });
});

describe('the history', () => {
  it('shows what is due, and each month with its figures and receipt', async () => {
    await as('contact01');
    const seen = await own.who.get('/h5/own-reports');
    const submission = (await record(own.enterprise, lastMonth))?.submission;
    expect(seen.text).toMatch(/本期：2023年12月月报 状态 未填报 填报截止 2024年1月10日 24:00 填报/u);
    expect(seen.text).toMatch(/2023年11月 已提交 320\.00 18\.50 46 /u);
    expect(seen.text).toContain(submission?.id ?? 'none');
    expect(seen.html).toContain(`href="${before}?enterprise=${own.enterprise.id}"`);
    // Before the first report nothing was due.
    expect(seen.text).not.toContain('2023年10月');
  });

  it('nobody sees another’s, staff without an enterprise are sent to the first page', async () => {
    await as('contact02');
    expect((await own.who.get('/h5/own-reports')).text).not.toMatch(/示例企业01|320\.00/u);
    const officer = browse(own.world.botUrl);
    await as('officer', officer);
    for (const path of ['/h5/own-reports', address]) expect((await officer.get(path)).location).toBe('/h5');
  });
});
