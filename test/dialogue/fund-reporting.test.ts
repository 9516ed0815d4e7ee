import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inbox, plantFunds } from '../helpers/plant-funds.ts';
import { type Chat, conversations, directChannels, startWorld, type World } from '../helpers/world.ts';

describe.each(directChannels)('what enterprises report, %s', (channel) => {
  let world: World;
  let contact: Chat;
  /** Where the bureau's word arrives: contacts are told through the app of WeCom where they have it. */
  let contactInbox: Chat;
  let officer: Chat;

  beforeAll(async () => {
    world = await startWorld();
    await plantFunds(world.database.client);
    contact = world.chat('contact01', conversations[channel]('contact01'));
    contactInbox = world.chat('contact01', conversations['WeCom app']('contact01'));
    officer = world.chat('officer', conversations[inbox[channel]]('officer'));
  });
  afterAll(async () => {
    expect(world.remarks()).toEqual([]);
    await world.stop();
  });

  const entered = async () =>
    (
      await world.database.client.fundEntry.findMany({
        where: { claimId: { not: null } },
        orderBy: [{ recordedAt: 'asc' }, { effectiveOn: 'asc' }],
      })
    ).map(({ type, fen, effectiveOn, note }) => [type, Number(fen), effectiveOn, note]);
  const pending = () => world.database.client.fundClaim.findFirstOrThrow({ where: { state: 'PENDING' } });

  /** Taps once everything is there: the buttons may come behind the words. */
  async function tap(chat: Chat, card: RegExp, button: string): Promise<void> {
    await chat.news();
    await chat.tapOn(new RegExp(`${card.source}|请在下方选择`, 'u'), button);
  }

  /** Reports and confirms it; staff see it come in. */
  async function report(sentence: string, seen: RegExp): Promise<string> {
    await contact.say(sentence);
    await contact.shouldSee(/请确认填报内容/);
    await tap(contact, /请确认填报内容/, '确认填报');
    await contact.shouldSee(/自报编号/);
    expect((await officer.shouldSee(/企业自报/)).text).toMatch(seen);
    return (await pending()).id;
  }

  it('a sentence is read back, told to staff, confirmed, and only then in the balance', async () => {
    await contact.say('专项资金到位20万');
    const { text } = await contact.shouldSee(/请确认填报内容/);
    expect(text).toMatch(/P-01 智能检测装备研发[\s\S]*示例企业01[\s\S]*20万元（200000\.00元）[\s\S]*2023年12月29日/);
    expect(text).toMatch(/目前余额[\s\S]*30万元/);
    expect(text).toMatch(
      /未写到位日期，按今天（2023年12月29日）计，请核对。未写项目编号，按贵公司唯一可填报的项目 P-01 计。/,
    );
    expect(await world.database.client.fundClaim.count()).toBe(0);
    await tap(contact, /请确认填报内容/, '确认填报');
    expect((await contact.shouldSee(/自报编号/)).text).toMatch(/确认前不计入余额/);
    const { id } = await pending();
    const card = await officer.shouldSee(/企业自报到位/);
    expect(card.text).toMatch(/示例企业01[\s\S]*20万元[\s\S]*李一[\s\S]*确认后余额[\s\S]*50万元/);
    expect(await entered()).toEqual([]);

    await contact.say(`/资金 确认 ${id}`);
    await contact.shouldSee(/自报编号/);
    expect(await world.database.client.fundClaim.count()).toBe(1);
    expect((await officer.news()).filter((one) => /企业自报/u.test(one.text))).toEqual([]);

    await contactInbox.news();
    await tap(officer, /企业自报到位/, '确认');
    expect((await officer.shouldSee(/您已确认该笔自报/)).text).toMatch(/目前余额[\s\S]*50万元/);
    const told = await contactInbox.shouldSee(/自报已确认/);
    expect(told.text).toMatch(/贵公司填报的 P-01 智能检测装备研发：2023年12月29日到位20万元[\s\S]*已记入资金台账/);
    expect(await entered()).toEqual([['RECEIVE', 20_000_000, '2023-12-29', null]]);
    await officer.say(`/资金 退回自报 ${id} 太晚`);
    await officer.shouldSee(/您已于此前确认该笔自报/);
    expect(await entered()).toHaveLength(1);
  });

  it('is sent back with a reason', async () => {
    await report('P-01 11月支出3.5万元', /企业自报支出[\s\S]*2023年11月/);
    await contactInbox.news();
    await tap(officer, /企业自报支出/, '退回：凭证不符');
    await officer.shouldSee(/您已退回该笔自报，原因：与支出凭证不符/);
    const { text } = await contactInbox.shouldSee(/自报已退回/);
    expect(text).toMatch(/2023年11月支出3\.5万元[\s\S]*不计入余额。原因：与支出凭证不符。/);
    expect(await entered()).toHaveLength(1);
  });

  it('a 垫支 is confirmed with its note only', async () => {
    await contact.say('/资金 支出 P-01 10月 80万');
    await contact.shouldSee(/支出大于已登记的到位；如属垫支/);
    const id = await report('/资金 支出 P-01 10月 80万 垫支 设备急需', /不能直接确认：支出大于到位[\s\S]*垫支 说明/);
    await officer.say(`/资金 确认自报 ${id}`);
    await officer.shouldSee(/不能直接确认/);
    await officer.say(`/资金 确认自报 ${id} 垫支 已核实凭证`);
    await officer.shouldSee(/您已确认该笔自报/);
    expect((await entered()).find(([type]) => type === 'SPEND')).toEqual([
      'SPEND',
      80_000_000,
      '2023-10-31',
      '垫支：已核实凭证',
    ]);
  });

  it('is listed, and taken back while it waits', async () => {
    const id = await report('/资金 支出 P-01 9月 1万', /不能直接确认/);
    await contact.say('/资金 支出 P-01 9月 2万');
    await contact.shouldSee(/2023年9月的支出已填报1万元，正在等待工作人员确认/);
    await contact.say('/自报');
    expect((await contact.shouldSee(/自报到位和支出/)).text).toMatch(new RegExp(`等待工作人员确认，编号 ${id}`, 'u'));
    await officer.say('/资金 自报');
    expect((await officer.shouldSee(/等待确认的自报（1笔）/)).text).toContain(id);
    await officer.say(`/资金 自报 ${id}`);
    await officer.shouldSee(/企业自报支出/);
    await contact.say(`/资金 撤回自报 ${id}`);
    await contact.shouldSee(/该笔自报已撤回/);
    await officer.say(`/资金 确认自报 ${id}`);
    await officer.shouldSee(/企业已于此前撤回该笔自报/);
    await contact.say(`/资金 撤回自报 ${id}`);
    await contact.shouldSee(/未能撤回/);
  });

  it('gives up, and what is somebody else’s is nobody’s', async () => {
    await contact.say('/资金 到位 P-01 1万 2023-12-01');
    await contact.shouldSee(/请确认填报内容/);
    const { id } = await world.database.client.fundDraft.findFirstOrThrow({ orderBy: { expiresAt: 'desc' } });
    await world.database.client.fundDraft.deleteMany({ where: { id: { not: id } } });
    await officer.say(`/资金 确认 ${id}`);
    await officer.shouldSee(/没有找到待确认的内容/);
    await tap(contact, /请确认填报内容/, '放弃');
    await contact.shouldSee(/已放弃/);
  });

  it.each([
    ['another’s project', '/资金 到位 P-02 20万 2023-11-20', /没有找到贵公司承担的这个项目/],
    ['a project that is not there', '/资金 到位 P-77 20万 2023-11-20', /没有找到贵公司承担的这个项目/],
    ['the month twice', '/资金 支出 P-01 5月 3万', /2023年5月支出已登记10万元[\s\S]*每月只登记一次/],
    ['a month to come', '/资金 支出 P-01 2024-01 3万', /晚于/],
    ['a day to come', '/资金 到位 P-01 20万 2024-01-05', /晚于今天/],
    [
      'everything at once',
      '/资金 到位 P-02 -5 2023-02-30',
      /不能为负数[\s\S]*没有“2023-02-30”这一天[\s\S]*没有找到贵公司承担的这个项目[\s\S]*例如：\/资金 到位/,
    ],
    ['what the bureau enters', '/资金 拨付 P-01 20万 2023-10-08', /没有权限/],
    ['a reversal', '/资金 冲销 7K2M9Q4R5T6W 有误', /没有权限/],
    ['a status', '/资金 P-01 验收通过', /没有权限/],
    ['a decision of the bureau', '/资金 确认自报 7K2M9Q4R5T6W', /没有权限/],
  ])('an enterprise is refused %s', async (_what, order, why) => {
    const before = await world.database.client.fundDraft.count();
    await contact.say(order);
    await contact.shouldSee(why);
    expect(await world.database.client.fundDraft.count()).toBe(before);
  });

  it('what was refused is on record', async () => {
    const rows = await world.database.client.auditEntry.findMany({ where: { result: 'denied', role: 'contact' } });
    const refused = rows.map(({ action, objectId }) => `${action} ${objectId ?? ''}`.trim());
    expect(refused.filter((one) => one === 'fund.read P2')).toHaveLength(2);
    expect(refused.filter((one) => one === 'command.denied')).toHaveLength(4);
  });

  it('asks which of several projects is meant', async () => {
    const other = world.chat('contact02', conversations[channel]('contact02'));
    await other.say('专项资金到位5万元 2023-11-20');
    expect((await other.shouldSee(/请选择项目/)).text).toMatch(/P-02 蒙药提取工艺[\s\S]*P-03 饲料配方优化/);
    await tap(other, /请选择项目/, 'P-02');
    expect((await other.shouldSee(/请确认填报内容/)).text).toMatch(
      /P-02 蒙药提取工艺[\s\S]*5万元（50000\.00元）[\s\S]*2023年11月20日/,
    );
    const both = world.chat('contact03', conversations[channel]('contact03'));
    await both.say('专项资金到位5万元');
    await both.shouldSee(/请选择企业/);
  });

  it.each(['viewer', 'agent'] as const)('%s neither enters nor reports', async (person) => {
    const chat = world.chat(person, conversations[channel](person));
    for (const say of [
      '/资金 登记 P-01 拨付 1万 2023-10-08',
      '/资金 到位 P-01 1万 2023-10-08',
      '/资金 自报',
      '/自报',
    ]) {
      await chat.say(say);
      await chat.shouldSee(/没有权限/);
    }
  });
});
