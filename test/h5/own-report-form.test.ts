import { describe, expect, it } from 'vitest';
import { formOf } from '../helpers/form-of.ts';
import { address, ownReportPage } from '../helpers/own-report-page.ts';

const own = ownReportPage();
const { as, client, draftOf, open, record, send } = own;

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
    const looks = { action: 'report.read', channel: 'h5', result: 'allowed', enterpriseId: own.enterprise.id };
    expect(await client().auditEntry.count({ where: looks })).toBeGreaterThan(0);
  });

  it('asks for the cumulative figure only where last month’s is not known', async () => {
    await as('contact01');
    const { seen } = await open();
    expect(seen.html).toMatch(/<label for="t\.export">本年累计（缺上月数据，请填写）/u);
    expect(seen.html).not.toMatch(/<label for="t\.revenue">本年累计（缺上月数据/u);
  });

  it('what cannot be recorded is not shown', async () => {
    await as('contact01');
    await client().$executeRawUnsafe('ALTER TABLE "AuditEntry" RENAME TO "Elsewhere"');
    const seen = await own.who.get(address);
    await client().$executeRawUnsafe('ALTER TABLE "Elsewhere" RENAME TO "AuditEntry"');
    expect(seen.status).toBe(500);
    expect(seen.text).not.toContain('320.00');
  });

  it.each([
    ['2024-01', /2024年1月尚未结束/u],
    ['2023-06', /2023年6月月报的填报期已结束/u],
  ])('of %s cannot be filled in, and says why', async (month, why) => {
    await as('contact01');
    const seen = await own.who.get(`/h5/own-reports/${month}`);
    expect(seen.text).toMatch(why);
    expect(seen.html).not.toContain('name="m.revenue"');
  });

  it.each(['2023-13', '2023-1', 'x', '1999-01'])('there is no month %s', async (month) => {
    await as('contact01');
    expect((await own.who.get(`/h5/own-reports/${month}`)).status).toBe(404);
  });
});

describe('a draft', () => {
  it('keeps what was changed alone, and computes the sum', async () => {
    await as('contact01');
    const { form } = await open();
    const saved = await send(form, { 'm.revenue': '３３０万', 'm.totalProfit': '-１２２５００元', step: 'save' });
    expect(saved.status).toBe(303);
    const seen = await own.who.follow(saved);
    expect(seen.text).toContain('草稿已保存，尚未提交');
    expect(seen.text).toContain('上月320.00，本年累计3850.00');
    const kept = await record();
    expect(kept?.draft.map(({ key, month, via }) => [key, month, via]).sort()).toEqual([
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
    const seen = await own.who.follow(saved);
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
    const seen = await own.who.follow(await send(form, { 'k.staff': '1', step: 'save' }));
    expect(await draftOf('staff')).toMatchObject({ month: 46n });
    expect(await draftOf('techStaff')).toBeNull();
    expect(seen.text).not.toMatch(/职工总数）（人） 必填 沿用上月/u);
    expect(seen.text).toMatch(/科技人员（人） 必填 沿用上月，未确认/u);
  });

  it('a slip of the unit is put right with one tap', async () => {
    await as('contact01');
    const { form } = await open();
    const slipped = await own.who.follow(await send(form, { 'm.revenue': '3300000', 'm.taxPaid': '9', step: 'save' }));
    expect(slipped.html).toMatch(/<button[^>]*name="fix" value="W4:revenue"[^>]*>改为330万元<\/button>/u);
    const fixed = await send(formOf(slipped, 'report-form'), { 'm.taxPaid': '9.5', fix: 'W4:revenue' });
    expect((await draftOf('revenue'))?.month).toBe(330_000_000n);
    // What was typed beside it is kept along.
    expect((await draftOf('taxPaid'))?.month).toBe(9_500_000n);
    expect((await own.who.follow(fixed)).html).not.toContain('W4:revenue');
  });

  it('a correction that no finding asks for corrects nothing', async () => {
    await as('contact01');
    const { form } = await open();
    await send(form, { 'm.revenue': '330', fix: 'W4:revenue' });
    expect((await draftOf('revenue'))?.month).toBe(330_000_000n);
  });

  it('a figure that is emptied is taken out again', async () => {
    await as('contact01');
    const first = await own.who.follow(await send((await open()).form, { 'm.export': '5', step: 'save' }));
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
