import { beforeAll, describe, expect, it } from 'vitest';
import type { Seen } from '../helpers/browsing.ts';
import { formOf } from '../helpers/form-of.ts';
import { address, ownReportPage, period } from '../helpers/own-report-page.ts';
import { personNamed, plantReport } from '../helpers/plant-report.ts';
import { testDoer } from '../helpers/stores.ts';
import { explained, whole } from '../helpers/typed-report.ts';

const own = ownReportPage();
const { as, draftOf, now, open, record, reports, send } = own;
/** A colleague of 李一, in the chat. */
let other: string;
beforeAll(async () => {
  other = await personNamed(own.world.database, '赵尔');
});

const colleague = () => testDoer(now(), { personId: other, role: 'contact', channel: 'dingtalk-robot' });
const colleagueFills = (entries: { key: string; month: bigint }[]) =>
  reports().fill(colleague(), {
    ...{ enterprise: own.enterprise, period, seen: null, onBehalf: false },
    entries: entries.map((entry) => ({ ...entry, total: null })),
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
    const seen = await own.who.follow(done);
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

  it('says in the receipt what the fund ledger has otherwise', async () => {
    // 李一 has reported P-01 by the way of the funds before.
    const { id } = await own.client().fundClaim.findFirstOrThrow({ where: { period, state: 'PENDING' } });
    await plantReport(own.world.database, { enterprise: '示例企业01', period });
    await as('contact01');
    expect((await own.who.get(address)).text).toMatch(
      new RegExp(
        `专项资金支出与自报、台账不一致（1项） P-01 .*：月报填报0万元，此前自报3.15万元（自报编号 ${id}）`,
        'u',
      ),
    );
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
    expect((await own.who.follow(same)).text).toContain('内容没有变化，未重复提交');
    expect((await record())?.submission?.number).toBe(1);
  });

  it('within the window a new one replaces it, and a change can be let go of', async () => {
    await as('contact01');
    await handIn();
    const { form } = await open(`${address}?edit=1`);
    const seen = await own.who.follow(await send(form, { 'm.revenue': '331', step: 'save' }));
    expect(seen.text).toContain('放弃修改');
    const gone = await own.who.follow(await send(formOf(seen, 'report-form'), { step: 'discard' }));
    expect(gone.text).toContain('已放弃修改，恢复为已提交的数据');
    expect((await record())?.draft).toEqual([]);
    const anew = await send((await open(`${address}?edit=1`)).form, { 'm.revenue': '332', step: 'submit' });
    const done =
      anew.status === 303
        ? anew
        : await send({ ...formOf(anew, 'report-form'), ...explained(anew) }, { step: 'submit' });
    expect((await own.who.follow(done)).text).toContain('第2次，月报');
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
    await plantReport(own.world.database, { enterprise: '示例企业01', period, by: '赵尔', figures: { revenue: 400 } });
    for (const step of ['submit', 'zero']) {
      const seen = await send(form, { ...whole, zeroReason: '本月停产检修', step });
      expect(seen.status).toBe(409);
      expect(seen.text).toMatch(/当前状态为“已提交”，由赵尔（2024年1月5日 09:59）提交，回执编号[0-9A-Z]{12}/u);
      expect(seen.text).toMatch(/保留您填写的：330 采用已有的：400/u);
      expect(formOf(seen, 'report-form')).toMatchObject({ 'm.revenue': '330', 'm.rndExpense': '19.5' });
    }
    expect((await record())?.submission?.number).toBe(1);
    expect((await record())?.draft).toEqual([]);
  });

  it('the period was exempted: what was typed stays in the form', async () => {
    await as('contact01');
    const { form } = await open();
    await reports().exempt(testDoer(now()), { enterprise: own.enterprise, period, reason: '停产', tell: () => [] });
    const seen = await send(form, { ...whole, step: 'save' });
    expect(seen.status).toBe(400);
    expect(seen.text).toContain('该企业本期已免报，无需填报');
    expect(formOf(seen, 'report-form')).toMatchObject(whole);
    expect((await own.who.get(address)).text).toContain('本期已免报，无需填报。原因：停产');
  });
});
