import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import { type Browsing, browse, type Seen } from '../helpers/browsing.ts';
import { formOf } from '../helpers/form-of.ts';
import { clearReports, enterpriseNamed, personNamed, plantReport, reportsOf } from '../helpers/plant-report.ts';
import { signIn } from '../helpers/sign-in.ts';
import { testDoer } from '../helpers/stores.ts';
import { type PersonId, startWorld, type World } from '../helpers/world.ts';

let world: World;
let who: Browsing;
let enterprise: EnterpriseRef;
/** A colleague of 李一, in the chat. */
let other: string;
const period = '2023-12';
const address = `/h5/own-reports/${period}`;
beforeAll(async () => {
  world = await startWorld({ emulator: { clock: { start: '2024-01-05T10:00', mode: 'frozen' } } });
  enterprise = await enterpriseNamed(world.database, '示例企业01');
  other = await personNamed(world.database, '赵尔');
  await plantReport(world.database, { enterprise, period: '2023-11', by: await personNamed(world.database, '李一') });
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.database.client.attemptCount.deleteMany();
  await clearReports(world.database, period);
  who = browse(world.botUrl);
});

const client = () => world.database.client;
const reports = () => reportsOf(world.database);
const record = () => reports().find(enterprise, period);
const as = (person: PersonId, browser = who) => signIn(world, person, 'wecom', browser);
const now = () => new Date(world.emulator.clock.now());
const colleague = () => testDoer(now(), { personId: other, role: 'contact', channel: 'dingtalk-robot' });
const colleagueFills = (entries: { key: string; month: bigint }[]) =>
  reports().fill(colleague(), {
    ...{ enterprise, period, seen: null, onBehalf: false },
    entries: entries.map((entry) => ({ ...entry, total: null })),
  });

/** Everything that is required, as it is typed. */
const whole = {
  ...{ 'm.revenue': '330', 'm.hiTechRevenue': '270', 'm.rndExpense': '19.5', 'm.totalProfit': '-12.25' },
  ...{ 'm.taxPaid': '9.1', 'm.staff': '47', 'm.techStaff': '12', 'k.techStaff': '1' },
  ...{ 'm.inventionApplied': '1', 'm.inventionGranted': '0' },
  ...{ 'm.fundSpent:1': '2.5', 'm.fundSpent:6': '0', 't.fundSpent:6': '0' },
};
const open = async (at = address) => {
  const seen = await who.get(at);
  return { seen, form: formOf(seen, 'report-form') };
};
const send = (form: Record<string, string>, over: Record<string, string>) => who.post(address, { ...form, ...over });
const draftOf = async (key: string) => (await record())?.draft.find((one) => one.key === key) ?? null;

/** The reasons to everything that was asked. */
function explained(seen: Seen, code = 'AS_IS'): Record<string, string> {
  const form = formOf(seen, 'report-form');
  const ids = Object.keys(form).flatMap((name) => (name.startsWith('b.') ? [name.slice(2)] : []));
  return Object.fromEntries(ids.map((id) => [`r.${id}`, code]));
}

describe('the form', () => {
  it('knows who one is, what is asked of them, and what there was last month', async () => {
    await as('contact01');
    const { seen, form } = await open();
    expect(seen.text).toContain('示例企业01 填报人：李一');
    expect(seen.text).toContain('填报期至2024年1月10日24:00');
    expect(seen.text).toMatch(/营业收入（万元） 必填 上月320\.00/u);
    expect(seen.text).toMatch(/研发费用（万元） 必填 上月18\.50。 口径：按研发费用辅助账的会计口径/u);
    expect(seen.text).toMatch(/期末从业人员（职工总数）（人） 必填 沿用上月，未确认 上月46。 已核对，与上月相同/u);
    expect(form['m.staff']).toBe('46');
    // 高新技术企业 with projects, but not 工业.
    expect(form).toHaveProperty(['m.hiTechRevenue']);
    expect(form).toHaveProperty(['m.fundSpent:1']);
    expect(form).not.toHaveProperty(['m.outputValue']);
    const looks = { action: 'report.read', channel: 'h5', result: 'allowed', enterpriseId: enterprise.id };
    expect(await client().auditEntry.count({ where: looks })).toBeGreaterThan(0);
  });

  it('asks for the cumulative figure only where last month’s is not known', async () => {
    await as('contact01');
    const { seen } = await open();
    expect(seen.html).toMatch(/<label for="t\.fundSpent:6">本年累计（缺上月数据，请填写）/u);
    expect(seen.html).not.toMatch(/<label for="t\.revenue">本年累计（缺上月数据/u);
  });

  it('what cannot be recorded is not shown', async () => {
    await as('contact01');
    await client().$executeRawUnsafe('ALTER TABLE "AuditEntry" RENAME TO "Elsewhere"');
    const seen = await who.get(address);
    await client().$executeRawUnsafe('ALTER TABLE "Elsewhere" RENAME TO "AuditEntry"');
    expect(seen.status).toBe(500);
    expect(seen.text).not.toContain('320.00');
  });

  it.each([
    ['2024-01', /2024年1月尚未结束/u],
    ['2023-06', /2023年6月月报的填报期已结束/u],
  ])('of %s cannot be filled in, and says why', async (month, why) => {
    await as('contact01');
    const seen = await who.get(`/h5/own-reports/${month}`);
    expect(seen.text).toMatch(why);
    expect(seen.html).not.toContain('name="m.revenue"');
  });

  it.each(['2023-13', '2023-1', 'x', '1999-01'])('there is no month %s', async (month) => {
    await as('contact01');
    expect((await who.get(`/h5/own-reports/${month}`)).status).toBe(404);
  });
});

describe('a draft', () => {
  it('keeps what was changed alone, and computes the sum', async () => {
    await as('contact01');
    const { form } = await open();
    const saved = await send(form, { 'm.revenue': '３３０万', 'm.totalProfit': '-１２２５００元', step: 'save' });
    expect(saved.status).toBe(303);
    const seen = await who.follow(saved);
    expect(seen.text).toContain('草稿已保存，尚未提交');
    expect(seen.text).toContain('上月320.00，本年累计3850.00');
    const kept = await record();
    expect(kept?.draft.map(({ key, month, via }) => [key, month, via])).toEqual([
      ['revenue', 330_000_000n, 'h5'],
      ['totalProfit', -12_250_000n, 'h5'],
    ]);
    // Typed in any unit, shown back in 万元.
    expect(formOf(seen, 'report-form')).toMatchObject({ 'm.revenue': '330', 'm.totalProfit': '-12.25' });
  });

  it.each([
    ['320万', 320_000_000n],
    ['1.2亿', 12_000_000_000n],
    ['3200000元', 320_000_000n],
    ['1,234.56', 1_234_560_000n],
    ['０', 0n],
  ])('%s is understood', async (typed, fen) => {
    await as('contact01');
    const { form } = await open();
    await send(form, { 'm.revenue': typed, step: 'save' });
    expect((await draftOf('revenue'))?.month).toBe(fen);
  });

  it('says everything that was found at once, beside its field', async () => {
    await as('contact01');
    const { form } = await open();
    const saved = await send(form, { 'm.revenue': '100', 'm.hiTechRevenue': '200', 'm.staff': '5', step: 'save' });
    const seen = await who.follow(saved);
    expect(seen.text).toMatch(/目前有\d项须更正，有\d项须核对并说明/u);
    expect(seen.html).toMatch(/id="m\.hiTechRevenue-problem"[^>]*>“高新技术产品（服务）收入”不得大于“营业收入”/u);
    expect(seen.html).toMatch(/id="m\.techStaff-problem"[^>]*>“科技人员”12人，多于/u);
    expect(seen.html).toMatch(/id="m\.taxPaid-problem"[^>]*>必填，请填写；没有发生的填0。/u);
    expect(seen.html).toMatch(/id="m\.revenue"[^>]* aria-invalid="true"/u);
    expect(seen.text).toMatch(
      /请核对并说明（\d项）.*营业收入.*新签合同 季节性波动 集中结算 经核对无误 其他（请写明）/u,
    );
  });

  it('of a carried stock 已核对 says that somebody looked', async () => {
    await as('contact01');
    const { form } = await open();
    const seen = await who.follow(await send(form, { 'k.staff': '1', step: 'save' }));
    expect(await draftOf('staff')).toMatchObject({ month: 46n });
    expect(await draftOf('techStaff')).toBeNull();
    expect(seen.text).not.toMatch(/职工总数）（人） 必填 沿用上月/u);
    expect(seen.text).toMatch(/科技人员（人） 必填 沿用上月，未确认/u);
  });

  it('a slip of the unit is put right with one tap', async () => {
    await as('contact01');
    const { form } = await open();
    const slipped = await who.follow(await send(form, { 'm.revenue': '3300000', 'm.taxPaid': '9', step: 'save' }));
    expect(slipped.html).toMatch(/<button[^>]*name="fix" value="W4:revenue"[^>]*>改为330万元<\/button>/u);
    const fixed = await send(formOf(slipped, 'report-form'), { 'm.taxPaid': '9.5', fix: 'W4:revenue' });
    expect((await draftOf('revenue'))?.month).toBe(330_000_000n);
    // What was typed beside it is kept along.
    expect((await draftOf('taxPaid'))?.month).toBe(9_500_000n);
    expect((await who.follow(fixed)).html).not.toContain('W4:revenue');
  });

  it('a correction that no finding asks for corrects nothing', async () => {
    await as('contact01');
    const { form } = await open();
    await send(form, { 'm.revenue': '330', fix: 'W4:revenue' });
    expect((await draftOf('revenue'))?.month).toBe(330_000_000n);
  });

  it('a figure that is emptied is taken out again', async () => {
    await as('contact01');
    const first = await who.follow(await send((await open()).form, { 'm.export': '5', step: 'save' }));
    await send(formOf(first, 'report-form'), { 'm.export': '', step: 'save' });
    expect(await draftOf('export')).toBeNull();
  });

  it.each([
    ['m.revenue', '三百二十', /营业收入“三百二十”：没有看懂金额/u],
    ['m.revenue', 'NaN', /营业收入“NaN”：没有看懂金额/u],
    ['m.revenue', 'Infinity', /营业收入“Infinity”：没有看懂金额/u],
    ['m.revenue', '1,2,3.4', /营业收入“1,2,3\.4”：金额“1,2,3\.4”的千分位逗号位置不对/u],
    ['m.revenue', '1.2.3', /没有看懂金额/u],
    ['m.revenue', '1e3', /科学记数法/u],
    ['m.revenue', '320.123', /以万元计最多保留两位小数/u],
    ['m.revenue', '3200001元', /以万元计最多保留两位小数/u],
    ['m.revenue', '-5', /营业收入“-5”：不能为负数/u],
    ['m.revenue', '5万万', /单位写重了/u],
    ['m.revenue', '99999999999999', /过大，请核对单位/u],
    ['t.revenue', 'abc', /营业收入本年累计“abc”：没有看懂金额/u],
    ['m.staff', '-46', /期末从业人员（职工总数）“-46”：不能为负数/u],
    ['m.staff', '46.5', /“46\.5”：应为整数/u],
    ['m.staff', '四十六', /应为整数/u],
    ['m.staff', '<b>', /“&lt;b>”：应为整数/u],
    ['m.inventionApplied', '1e1', /应为整数/u],
  ])('%s “%s” is refused beside its field, and everything else stays in the form', async (field, typed, why) => {
    await as('contact01');
    const { form } = await open();
    for (const step of ['save', 'submit']) {
      const seen = await send(form, { 'm.taxPaid': '9.1', 'm.rndExpense': '二十', [field]: typed, step });
      expect(seen.status).toBe(400);
      const beside = new RegExp(`<p class="problem" id="${field}-problem">(.*?)</p>`, 'u').exec(seen.html)?.[1];
      expect(beside).toMatch(why);
      // Both are said at once.
      expect(seen.html).toMatch(/id="m\.rndExpense-problem">研发费用“二十”/u);
      expect(formOf(seen, 'report-form')).toMatchObject({
        [field]: typed,
        'm.taxPaid': '9.1',
        'm.staff': typed.length > 0 && field === 'm.staff' ? typed : '46',
      });
      expect(await record()).toBeNull();
    }
  });
});

describe('提交', () => {
  async function handIn(over: Record<string, string> = {}): Promise<{ done: Seen; sent: Record<string, string> }> {
    const { form } = await open();
    const asked = await send(form, { ...whole, ...over, step: 'submit' });
    if (asked.status === 303) return { done: asked, sent: { ...form, ...whole, ...over } };
    expect(asked.text).toContain('填写的内容已保存为草稿，尚未提交');
    const sent = { ...formOf(asked, 'report-form'), ...explained(asked) };
    return { done: await send(sent, { step: 'submit' }), sent };
  }

  it('asks for reasons, then gives a receipt', async () => {
    await as('contact01');
    const { done } = await handIn({ 'm.revenue': '700' });
    expect(done.status).toBe(303);
    const seen = await who.follow(done);
    const handed = await record();
    expect(seen.text).toMatch(
      /已提交，请保存回执编号.*回执编号 ([0-9A-Z]{12}) 状态 已提交 提交 第1次，月报 提交人 李一（2024年1月5日/u,
    );
    expect(seen.text).toContain(handed?.submission?.id ?? 'none');
    expect(handed?.values.find(({ key }) => key === 'techStaff')).toMatchObject({ month: 12n, isCarried: false });
    expect(handed?.values.find(({ key }) => key === 'rndStaff')).toBeUndefined();
    expect(handed?.reasons.map(({ findingId, code }) => [findingId, code])).toContainEqual(['W2:revenue', 'AS_IS']);
    expect(seen.text).toMatch(/营业收入（万元） 700\.00 4220\.00 320\.00 118\.75%/u);
  });

  it('in one go where nothing is to be asked', async () => {
    await as('contact01');
    const { form } = await open();
    expect((await send(form, { ...whole, step: 'submit' })).location).toContain('done=submitted');
  });

  it('names every finding that stands in the way, and keeps what was typed as a draft', async () => {
    await as('contact01');
    const { form } = await open();
    const seen = await send(form, { ...whole, 'm.revenue': '100', 'm.taxPaid': '', step: 'submit' });
    expect(seen.status).toBe(400);
    expect(seen.text).toMatch(
      /没有提交，请改正后重新提交： “高新技术产品（服务）收入”不得大于“营业收入”.*缺少必填指标：“实际上缴税费”.*有\d项须核对并说明原因/u,
    );
    expect((await draftOf('revenue'))?.month).toBe(100_000_000n);
    expect((await record())?.submission).toBeNull();
  });

  it('其他 without words is asked for words, and the other reasons are kept', async () => {
    await as('contact01');
    const asked = await send((await open()).form, { ...whole, 'm.revenue': '700', step: 'submit' });
    const sent = { ...formOf(asked, 'report-form'), ...explained(asked), 'r.W2:revenue': 'OTHER' };
    const seen = await send(sent, { step: 'submit' });
    expect(seen.status).toBe(400);
    expect(seen.html).toMatch(/id="x\.W2:revenue-problem">选择“其他”的，请写明原因。/u);
    const kept = formOf(seen, 'report-form');
    expect(kept).toMatchObject({ ...explained(asked), 'r.W2:revenue': 'OTHER' });
    const done = await send(kept, { 'x.W2:revenue': '上月合同本月结算', step: 'submit' });
    expect(done.status).toBe(303);
    expect((await record())?.reasons).toContainEqual(
      expect.objectContaining({ findingId: 'W2:revenue', code: 'OTHER', text: '上月合同本月结算' }),
    );
  });

  it('a reason does not hold for another figure', async () => {
    await as('contact01');
    const asked = await send((await open()).form, { ...whole, 'm.revenue': '700', step: 'submit' });
    const sent = { ...formOf(asked, 'report-form'), ...explained(asked) };
    const seen = await send(sent, { 'm.revenue': '900', step: 'submit' });
    expect(seen.status).toBe(400);
    expect((await record())?.submission).toBeNull();
  });

  it('posted twice it is handed in once, and the receipt is shown again', async () => {
    await as('contact01');
    const { done, sent } = await handIn({ 'm.revenue': '700' });
    const again = await send(sent, { step: 'submit' });
    expect([done.location, again.location]).toEqual([`${address}?done=submitted`, `${address}?done=submitted`]);
    const handed = await record();
    expect(handed?.submission?.number).toBe(1);
    expect(handed?.draft).toEqual([]);
  });

  it('posted twice at once as well', async () => {
    await as('contact01');
    const { form } = await open();
    const sent = { ...form, ...whole, step: 'submit' };
    const both = await Promise.all([send(sent, {}), send(sent, {})]);
    const last = await send(sent, {});
    expect(last.location).toBe(`${address}?done=submitted`);
    expect(both.some(({ status }) => status === 303)).toBe(true);
    expect((await reports().submissions((await record())?.id ?? '')).length).toBe(1);
  });

  it('nothing is handed in anew where nothing has changed', async () => {
    await as('contact01');
    await handIn();
    const { form } = await open(`${address}?edit=1`);
    const same = await send(form, { step: 'submit' });
    expect((await who.follow(same)).text).toContain('内容没有变化，未重复提交');
    expect((await record())?.submission?.number).toBe(1);
  });

  it('within the window a new one replaces it, and a change can be let go of', async () => {
    await as('contact01');
    await handIn();
    const { form } = await open(`${address}?edit=1`);
    const seen = await who.follow(await send(form, { 'm.revenue': '331', step: 'save' }));
    expect(seen.text).toContain('放弃修改');
    const gone = await who.follow(await send(formOf(seen, 'report-form'), { step: 'discard' }));
    expect(gone.text).toContain('已放弃修改，恢复为已提交的数据');
    expect((await record())?.draft).toEqual([]);
    const anew = await send((await open(`${address}?edit=1`)).form, { 'm.revenue': '332', step: 'submit' });
    const done =
      anew.status === 303
        ? anew
        : await send({ ...formOf(anew, 'report-form'), ...explained(anew) }, { step: 'submit' });
    expect((await who.follow(done)).text).toContain('第2次，月报');
  });

  it('what was handed in cannot be emptied', async () => {
    await as('contact01');
    await handIn();
    const { form } = await open(`${address}?edit=1`);
    const seen = await send(form, { 'm.revenue': '', step: 'save' });
    expect(seen.status).toBe(400);
    expect(seen.text).toContain('营业收入已经提交，不能清空；没有发生的请填0。');
  });
});

describe('somebody else meanwhile', () => {
  it('typed another figure: both are shown, one is chosen, nothing is lost', async () => {
    await as('contact01');
    const { form } = await open();
    await colleagueFills([{ key: 'revenue', month: 400_000_000n }]);
    const seen = await send(form, { 'm.revenue': '330', 'm.taxPaid': '9.1', step: 'save' });
    expect(seen.status).toBe(409);
    expect(seen.text).toMatch(/保留您填写的：330 采用已有的：400：赵尔（2024年1月5日/u);
    // What contradicts nobody is kept already, theirs stands until it is decided.
    expect((await draftOf('taxPaid'))?.month).toBe(9_100_000n);
    expect((await draftOf('revenue'))?.month).toBe(400_000_000n);
    const shown = formOf(seen, 'report-form');
    expect(shown).toMatchObject({ 'm.revenue': '330', 'o.revenue': '400|' });
    const undecided = await send(shown, { step: 'save' });
    expect([undecided.status, undecided.text]).toEqual([
      400,
      expect.stringContaining('营业收入有两个数，请选择保留哪一个'),
    ]);
    expect(formOf(undecided, 'report-form')['m.revenue']).toBe('330');
    await send(shown, { 'c.revenue': 'yours', step: 'save' });
    expect((await draftOf('revenue'))?.month).toBe(330_000_000n);
  });

  it('theirs can be taken', async () => {
    await as('contact01');
    const { form } = await open();
    await colleagueFills([{ key: 'revenue', month: 400_000_000n }]);
    const seen = await send(form, { 'm.revenue': '330', step: 'save' });
    const done = await send(formOf(seen, 'report-form'), { 'c.revenue': 'theirs', step: 'save' });
    expect(done.status).toBe(303);
    expect(await draftOf('revenue')).toMatchObject({ month: 400_000_000n, by: { personId: other } });
  });

  it('typed the same figure: there is nothing to decide', async () => {
    await as('contact01');
    const { form } = await open();
    await colleagueFills([{ key: 'revenue', month: 330_000_000n }]);
    expect((await send(form, { 'm.revenue': '330.0万元', step: 'save' })).status).toBe(303);
  });

  it('typed what was not touched here: it is seen before anything is handed in', async () => {
    await as('contact01');
    const { form } = await open();
    await colleagueFills([{ key: 'export', month: 5_000_000n }]);
    const seen = await send(form, { ...whole, step: 'submit' });
    expect(seen.status).toBe(409);
    expect(seen.text).toMatch(/月报在您填写期间已有变化，本次没有提交.*以下数据已由他人更新：出口额（赵尔/u);
    expect(formOf(seen, 'report-form')).toMatchObject({ ...whole, 'm.export': '5' });
    expect((await record())?.submission).toBeNull();
  });

  it('handed it in: how it stands is shown, with what was typed here beside it', async () => {
    await as('contact01');
    const { form } = await open();
    await plantReport(world.database, { enterprise, period, by: other, figures: { revenue: 400_000_000n } });
    for (const step of ['submit', 'zero']) {
      const seen = await send(form, { ...whole, zeroReason: '本月停产检修', step });
      expect(seen.status).toBe(409);
      expect(seen.text).toMatch(/当前状态为“已提交”，由赵尔（2024年1月5日 10:00）提交，回执编号[0-9A-Z]{12}/u);
      expect(seen.text).toMatch(/保留您填写的：330 采用已有的：400/u);
      expect(formOf(seen, 'report-form')).toMatchObject({ 'm.revenue': '330', 'm.rndExpense': '19.5' });
    }
    expect((await record())?.submission?.number).toBe(1);
    expect((await record())?.draft).toEqual([]);
  });

  it('the period was exempted: what was typed stays in the form', async () => {
    await as('contact01');
    const { form } = await open();
    await reports().exempt(testDoer(now()), { enterprise, period, reason: '停产', tell: () => [] });
    const seen = await send(form, { ...whole, step: 'save' });
    expect(seen.status).toBe(400);
    expect(seen.text).toContain('该企业本期已免报，无需填报');
    expect(formOf(seen, 'report-form')).toMatchObject(whole);
    expect((await who.get(address)).text).toContain('本期已免报，无需填报。原因：停产');
  });
});
