import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantFunds } from '../helpers/plant-funds.ts';
import { type Chat, conversations, directChannels, startWorld, type World } from '../helpers/world.ts';

describe.each(directChannels)('entering into the fund ledger, %s', (channel) => {
  let world: World;
  let officer: Chat;

  beforeAll(async () => {
    world = await startWorld();
    await plantFunds(world.database.client);
    officer = world.chat('officer', conversations[channel]('officer'));
  });
  afterAll(async () => {
    expect(world.remarks()).toEqual([]);
    await world.stop();
  });

  const lines = async () =>
    (
      await world.database.client.fundEntry.findMany({
        where: { recordedById: { not: null } },
        orderBy: { recordedAt: 'asc' },
      })
    ).map(({ type, fen, effectiveOn, docNo, note }) => [type, Number(fen), effectiveOn, docNo, note]);
  const lastDraft = async () =>
    (await world.database.client.fundDraft.findFirstOrThrow({ orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }] })).id;
  /** The draft of the order that was just read back: the clock stands, so the others are let go first. */
  async function readBack(order: string, card: RegExp): Promise<{ id: string; text: string }> {
    await world.database.client.fundDraft.deleteMany();
    await officer.say(order);
    const { text } = await officer.shouldSee(card);
    // Its buttons may come behind it.
    await officer.news();
    return { id: await lastDraft(), text };
  }

  it('reads everything back before it is stored', async () => {
    const { text } = await readBack('/资金 登记 P-01 到位 20 10月8日 通银[2023]15号', /请确认资金登记/);
    expect(text).toMatch(/P-01 智能检测装备研发/);
    expect(text).toMatch(/示例企业01/);
    expect(text).toMatch(/20万元（200000\.00元）/);
    expect(text).toMatch(/2023年10月8日/);
    expect(text).toMatch(/通银〔2023〕15号/);
    expect(text).toMatch(/登记后余额[\s\S]*50万元（500000\.00元）/);
    expect(text).toMatch(/金额“20”未写单位，按万元计。“10月8日”按2023年10月8日计。/);
    expect(await lines()).toEqual([]);
  });

  it('enters it once, with the same receipt however often it is confirmed', async () => {
    const id = await lastDraft();
    await officer.tapOn(/请确认资金登记|请在下方选择/, '确认登记');
    const receipt = async () => /明细编号[\s\S]*在途\S+/u.exec((await officer.shouldSee(/明细编号/)).text)?.[0];
    const first = await receipt();
    expect(first).toContain(id);
    expect(first).toMatch(/登记后余额[\s\S]*50万元（500000\.00元）/);
    await officer.say(`/资金 确认 ${id}`);
    expect(await receipt()).toBe(first);
    await officer.say(`/资金 放弃 ${id}`);
    expect(await receipt()).toBe(first);
    expect(await lines()).toEqual([['RECEIVE', 20_000_000, '2023-10-08', '通银〔2023〕15号', null]]);
  });

  it('takes it back by a further entry, once', async () => {
    const { id } = await world.database.client.fundEntry.findFirstOrThrow({ where: { recordedById: { not: null } } });
    const { text } = await readBack(`/资金 冲销 ${id} 金额登记有误`, /请确认冲销/);
    expect(text).toMatch(/2023年10月8日到位20万元[\s\S]*金额登记有误[\s\S]*冲销后余额[\s\S]*30万元/);
    await officer.tapOn(/请确认冲销|请在下方选择/, '确认冲销');
    expect((await officer.shouldSee(/冲销明细/)).text).toMatch(/已冲销[\s\S]*冲销后余额[\s\S]*30万元/);
    expect(await lines()).toEqual([
      ['RECEIVE', 20_000_000, '2023-10-08', '通银〔2023〕15号', null],
      ['RECEIVE', -20_000_000, '2023-10-08', null, '金额登记有误'],
    ]);
    await officer.say(`/资金 冲销 ${id} 再次冲销`);
    await officer.shouldSee(/不能冲销[\s\S]*已于2023年10月8日冲销，不能再次冲销/);
  });

  it('gives up', async () => {
    const { id } = await readBack('/资金 拨付 P-01 5万元 2023-11-01', /请确认资金登记/);
    const before = await lines();
    await officer.tapOn(/请确认资金登记|请在下方选择/, '放弃');
    await officer.shouldSee(/已放弃/);
    await officer.say(`/资金 确认 ${id}`);
    await officer.shouldSee(/没有找到待确认的内容/);
    expect(await lines()).toEqual(before);
  });

  it('is nobody else’s to confirm', async () => {
    const { id } = await readBack('/资金 拨付 P-01 5万元 2023-11-01', /请确认资金登记/);
    const before = await lines();
    const administrator = world.chat('administrator', conversations[channel]('administrator'));
    await administrator.say(`/资金 确认 ${id}`);
    await administrator.shouldSee(/没有找到待确认的内容/);
    await administrator.say(`/资金 放弃 ${id}`);
    await administrator.shouldSee(/没有找到待确认的内容/);
    expect(await lines()).toEqual(before);
    expect(await lastDraft()).toBe(id);
  });

  it('asks whether 支出 beyond 到位 is a 垫支, and for its note', async () => {
    const { id, text } = await readBack('/资金 支出 P-01 11月 100万', /支出大于到位，请核实/);
    expect(text).toMatch(/超出70万元/);
    await officer.say(`/资金 确认 ${id}`);
    await officer.shouldSee(/支出大于到位，请核实/);
    await officer.say(`/资金 确认 ${id} 垫支`);
    await officer.shouldSee(/垫支须写明说明/);
    await officer.say(`/资金 确认 ${id} 垫支 先行采购设备`);
    expect((await officer.shouldSee(/已登记/)).text).toMatch(/垫支：先行采购设备[\s\S]*-70万元/);
    expect((await lines()).at(-1)).toEqual(['SPEND', 100_000_000, '2023-11-30', null, '垫支：先行采购设备']);
    const count = (await lines()).length;
    for (const again of [`/资金 确认 ${id}`, `/资金 确认 ${id} 垫支 另一说明`]) {
      await officer.say(again);
      expect((await officer.shouldSee(/明细编号/)).text).toMatch(/垫支：先行采购设备/);
    }
    expect(await lines()).toHaveLength(count);
  });

  it.each([
    ['the month twice', '/资金 支出 P-01 5月 3万', /2023年5月支出已登记10万元[\s\S]*每月只登记一次/],
    [
      'the document number twice',
      '/资金 拨付 P-01 5万 2023-10-09 通财科（2023）7号',
      /文号“通财科〔2023〕7号”已用于 P-01 的拨付60万元/,
    ],
    [
      'a day before the first 拨付',
      '/资金 到位 P-01 5万 2023-02-01',
      /到位日期2023年2月1日早于首次拨付日期2023年3月1日/,
    ],
    ['spending before receipt', '/资金 收回 P-02 5万 2023-03-02', /超出5万元/],
    ['a day to come', '/资金 拨付 P-01 5万 2024-01-01', /日期2024年1月1日晚于今天/],
    ['more than the batch has', '/资金 登记 P-02 批复 60万 2023-10-08', /超过批次指标200万元[\s\S]*超出10万元/],
    [
      'the batch reduced below what is paid',
      '/资金 登记 B-01 调整 减少150万 2023-10-08',
      /低于已拨付的80万元，差30万元/,
    ],
    ['a reward that is spent', '/资金 支出 P-04 11月 1万', /奖励性资金，不核算支出/],
    [
      'a step that is not allowed',
      '/资金 P-02 验收通过 2023-12-01',
      /当前为“实施中”，不能变更为“验收通过”；可变更为：已申请验收、终止、撤销/,
    ],
    ['a batch in the place of a project', '/资金 拨付 B-01 5万 2023-10-08', /拨付登记在项目上，请写项目编号/],
    ['a project that is not there', '/资金 拨付 P-77 5万 2023-10-08', /没有编号为 P-77 的项目/],
    ['an entry that is not there', '/资金 冲销 7K2M9Q4R5T6W 有误', /没有编号为 7K2M9Q4R5T6W 的明细/],
    [
      'everything that is wrong at once',
      '/资金 登记 P-77 拨付 -20万 2023-02-30',
      /不能为负数[\s\S]*没有“2023-02-30”这一天[\s\S]*没有编号为 P-77 的项目[\s\S]*例如：\/资金 登记 P-77 拨付/,
    ],
  ])('refuses %s', async (_what, order, why) => {
    await world.database.client.fundDraft.deleteMany();
    const before = await lines();
    await officer.say(order);
    await officer.shouldSee(why);
    expect(await world.database.client.fundDraft.count()).toBe(0);
    expect(await lines()).toEqual(before);
  });

  it('records what becomes of a project', async () => {
    const { text } = await readBack('/资金 P-02 申请验收 2023-12-01 材料齐全', /请确认项目状态/);
    expect(text).toMatch(/P-02 蒙药提取工艺[\s\S]*实施中[\s\S]*已申请验收[\s\S]*2023年12月1日[\s\S]*材料齐全/);
    await officer.tapOn(/请确认项目状态|请在下方选择/, '确认登记');
    await officer.shouldSee(/项目状态已登记/);
    const rows = await world.database.client.fundProjectStatus.findMany({ where: { projectId: 'P2' } });
    expect(rows.map(({ status }) => status).sort()).toEqual(['ACCEPT_APPLIED', 'APPROVED']);
  });

  it('makes a batch of one line', async () => {
    const line = '/资金 新增批次 示例第二批 自治区 成果转化 2023 50万 2023-10-08 内财科[2023]88号';
    const { text } = await readBack(line, /请确认新增批次/);
    expect(text).toMatch(
      /示例第二批[\s\S]*自治区[\s\S]*科技成果转化专项资金[\s\S]*50万元（500000\.00元）[\s\S]*内财科〔2023〕88号/,
    );
    await officer.tapOn(/请确认新增批次|请在下方选择/, '确认登记');
    await officer.shouldSee(/批次已登记[\s\S]*B-03/);
    const batch = await world.database.client.fundBatch.findFirstOrThrow({ where: { number: 3 } });
    expect(batch).toMatchObject({ name: '示例第二批', level: 'REGION', category: 'RESULT_TRANSFER', year: 2023 });
    await officer.say('/资金 新增项目');
    expect((await officer.shouldSee(/新增项目/)).text).toContain('/h5/funds/project/new');
  });

  it('lets go of what was not confirmed within a day', async () => {
    const { id } = await readBack('/资金 拨付 P-01 5万元 2023-11-01', /请确认资金登记/);
    const before = await lines();
    const { recordedAt, expiresAt } = await world.database.client.fundDraft.findFirstOrThrow({ where: { id } });
    expect(expiresAt.getTime() - recordedAt.getTime()).toBe(24 * 60 * 60_000);
    await world.database.client.fundDraft.updateMany({ data: { expiresAt: recordedAt } });
    await officer.say(`/资金 确认 ${id}`);
    await officer.shouldSee(/没有找到由您发起并在有效期（24小时）内的待确认内容/);
    expect(await lines()).toEqual(before);
  });
});
