import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Chat, conversations, directChannels, startWorld, type World } from '../helpers/world.ts';

/** Where the bureau's messages of its own accord arrive: through the app on WeCom, from the robot on DingTalk. */
const inbox = { 'WeCom app': 'WeCom app', 'WeCom AI bot': 'WeCom app', 'DingTalk robot': 'DingTalk robot' } as const;

describe.each(directChannels)('进度, %s', (channel) => {
  let world: World;
  let contact: Chat;
  let contactInbox: Chat;
  let officer: Chat;
  let officerInbox: Chat;

  beforeAll(async () => {
    world = await startWorld();
    // Told on this platform, where they have an account on it.
    const other = channel === 'DingTalk robot' ? 'wecom' : 'dingtalk';
    await world.database.client.account.deleteMany({ where: { platform: other, userId: { contains: 'liyi' } } });
    contact = world.chat('contact01', conversations[channel]('contact01'));
    contactInbox = world.chat('contact01', conversations[inbox[channel]]('contact01'));
    officer = world.chat('officer', conversations[channel]('officer'));
    officerInbox = world.chat('officer', conversations[inbox[channel]]('officer'));
  });
  // One member gets so many messages a minute.
  beforeEach(() => world.emulator.clock.advance(60_000));
  afterAll(async () => {
    expect(world.remarks()).toEqual([]);
    await world.stop();
  });

  const audit = (action: string) => world.database.client.auditEntry.count({ where: { action, result: 'allowed' } });

  it('says how far the own application has come, with its steps and without who at the bureau', async () => {
    const one = world.chat('contact02', conversations[channel]('contact02'));
    await one.say('我们高企申报到哪一步了');
    const { text } = await one.shouldSee(/【办理进度】/);
    expect(text).toContain('贵公司国家级高新技术企业申报当前状态：待批复（更新于2023年7月14日）。');
    expect(text).toMatch(/2023年7月10日 已推荐上报，推荐文号 开科发〔2023〕12号（.*科技局）/);
    expect(text).toContain('2023年7月3日 开发区初审（您登记）');
    expect(text).not.toContain('王晨');
    expect(text).toMatch(/下一步：请等候批复/);
  });

  it('shows staff what is open, counted, and one enterprise', async () => {
    await officer.say('/进度');
    const { text } = await officer.shouldSee(/在办的申报/);
    expect(text).toMatch(/共 16 项：企业填报 1 项，开发区初审 1 项，待批复 14 项。/);
    expect(text).toMatch(/S-16 示例企业01，国家级高新技术企业，2024年第1批，企业填报/);
    await officer.say('/进度 待批复');
    expect((await officer.shouldSee(/在办的申报：待批复/)).text).toContain('共 14 项');
    await officer.say('易统云高企批下来没有');
    expect((await officer.shouldSee(/S-01/)).text).toMatch(/待批复（更新日期未登记）/);
    await officer.say('/进度 示例企业27');
    expect((await officer.shouldSee(/S-15/)).text).toMatch(/钱远登记/);
  });

  it('is handed in with a tap, by the contact, and staff hear of it', async () => {
    await contact.say('/进度');
    const { text } = await contact.shouldSee(/申报进度 S-16/);
    expect(text).toMatch(/到期重新认定（复审）/);
    expect(text).toMatch(/GR202115000901，有效期至2024年9月16日/);
    await contact.tap('提交初审');
    await contact.shouldSee(/已登记为“开发区初审”，已告知开发区科技局/);
    expect((await officerInbox.shouldSee(/申报待初审/)).text).toContain(
      '示例企业01的国家级高新技术企业申报（S-16）已提交初审',
    );
    // The card is used; an old one says how it stands.
    await contact.say('/进度 S-16 提交 #1');
    expect((await contact.shouldSee(/状态已有变化/)).text).toMatch(/您已于2023年12月29日.*登记为“开发区初审”/);
  });

  it('is returned with one of the usual reasons, and handed in again from the message', async () => {
    await officerInbox.tapOn(/申报待初审|请在下方选择/, '查看并办理');
    const { text } = await officerInbox.shouldSee(/S-16 示例企业01/);
    expect(text).toMatch(/李一登记/);
    await officer.say('/进度 S-16 退回');
    await officer.shouldSee(/办理“退回”请发送“\/进度 S-16 退回 原因”/);
    await officer.tap('材料不齐');
    await officer.shouldSee(/已登记为“退回补正”，已告知企业联系人/);
    const told = (await contactInbox.shouldSee(/【办理进度】.*退回补正/)).text;
    expect(told).toContain(
      '贵公司国家级高新技术企业申报当前状态：退回补正（更新于2023年12月29日）。原因：申报材料不齐全',
    );
    expect(told).not.toMatch(/[!！]|王晨/);
    await contactInbox.tapOn(/退回补正|请在下方选择/, '提交初审');
    await contactInbox.shouldSee(/已登记为“开发区初审”/);
  });

  it('names everything that is missing or wrong at once', async () => {
    await officer.say('/进度 s16 推荐 2023-02-30');
    const { text } = await officer.shouldSee(/请补正后重新发送/);
    expect(text).toMatch(/“2023-02-30”无效/);
    expect(text).toMatch(/缺少推荐文号/);
    await officer.say('/进度 S-16 推荐 开科发〔2023〕30号 2023-12-01');
    await officer.shouldSee(/早于上一步“开发区初审”（2023年12月29日）/);
    await officer.say('/进度 S-16 推荐 开科发〔2023〕30号 2023-12-30');
    await officer.shouldSee(/2023年12月30日晚于今天/);
    await officer.say('/进度 S-16 上报 2023-12-29');
    expect((await officer.shouldSee(/不能办理“上报”/)).text).toMatch(/现在可以办理：推荐、退回、撤回。李一已于/);
  });

  it('is not moved by who may not', async () => {
    for (const person of ['viewer', 'agent'] as const) {
      const chat = world.chat(person, conversations[channel](person));
      await chat.say('/进度 S-16 推荐 开科发〔2023〕30号 2023-12-29');
      await chat.shouldSee(/您的角色不能办理“推荐”/);
    }
    const another = world.chat('contact02', conversations[channel]('contact02'));
    for (const say of ['/进度 S-16', '/进度 S-16 撤回 不报了', '/进度 S-99']) {
      await another.say(say);
      await another.shouldSee(/没有找到编号为 S-\d+ 的申报/);
    }
    await another.say('/进度 示例企业01');
    await another.shouldSee(/不对外提供/);
    const denied = await world.database.client.auditEntry.findMany({ where: { result: 'denied' } });
    expect(denied.map(({ action, role }) => `${role} ${action}`).sort()).toEqual([
      'agent application.move',
      'contact application.read',
      'contact application.read',
      'contact application.read',
      'viewer application.move',
    ]);
  });

  it('goes on, its evidence in any order, and the enterprise hears each time', async () => {
    await officer.say('/进度 Ｓ－16 推荐 2023年12月29日 开科发[2023]30号');
    await officer.shouldSee(/已登记为“已推荐上报”/);
    await contactInbox.shouldSee(/当前状态：已推荐上报/);
    await officer.say('/进度 S-16 上报');
    await officer.shouldSee(/办理“上报”请发送/);
    await officer.tap('今天上报');
    await officer.shouldSee(/已登记为“待批复”/);
    await contactInbox.shouldSee(/当前状态：待批复/);
    await officer.say('/进度 S-16 公示 https://www.innocom.gov.cn/1 2023-12-29 2023-12-28');
    await officer.shouldSee(/公示截止日2023年12月28日早于公示开始日2023年12月29日/);
    await officer.say('/进度 S-16 公示 https://www.innocom.gov.cn/1 2023-12-29');
    await officer.shouldSee(/缺少公示截止日期/);
    await officer.say('/进度 S-16 公示 2023-12-29 2024-01-12 https://www.innocom.gov.cn/1');
    await officer.shouldSee(/已登记为“公示中”/);
    expect((await contactInbox.shouldSee(/当前状态：公示中/)).text).toMatch(/公示至2024年1月12日/);
  });

  it('is recognised after it was read back, with what is odd about the number', async () => {
    await officer.say('/进度 S-16 认定 国科火字〔2023〕50号 GR2023150001 2023-12-29');
    await officer.shouldSee(/格式不符/);
    await officer.say('/进度 S-16 认定 国科火字〔2023〕50号 gr202115000901 2023-12-29');
    await officer.shouldSee(/请确认：认定/);
    await officer.tap('确认认定');
    await officer.shouldSee(/编号 GR202115000901 已登记在高新技术企业示例企业01名下/);
    await officer.say('/进度 S-16 认定 GR202344001234 国科火字[2023]50号 2023-12-29');
    const { text } = await officer.shouldSee(/请确认：认定/);
    expect(text).toMatch(/省份代码为 44，不是内蒙古/);
    expect(text).toMatch(/有效期至：2026年12月29日（发证之日起三年）/);
    expect(await audit('qualification.revoke')).toBe(0);
    await officer.tap('确认认定');
    expect((await officer.shouldSee(/已登记为“已认定”/)).text).toMatch(/省份代码为 44/);
    expect((await contactInbox.shouldSee(/当前状态：已认定/)).text).toContain(
      '编号 GR202344001234，有效期至2026年12月29日',
    );
    await officer.say('/进度 S-16 认定 国科火字〔2023〕50号 GR202344001234 2023-12-29 #7 确认');
    expect((await officer.shouldSee(/状态已有变化/)).text).toMatch(/您已于2023年12月29日.*登记为“已认定”/);
    // Both certificates are there: the old one until its own last day.
    await contact.say('/资质 高企');
    const own = (await contact.shouldSee(/GR202344001234/)).text;
    expect(own).toContain('GR202115000901');
    expect(await audit('application.move')).toBe(7);
  });

  it('is opened, once, and taken back with a reason', async () => {
    await contact.say('/申报 高企 2024年第2批');
    expect((await contact.shouldSee(/已开始申报，编号 S-17/)).text).toMatch(/2024年第2批/);
    await contact.say('/申报 高企 2024年');
    await contact.shouldSee(/正在办理（S-17），没有另外新建/);
    await contact.say('/申报 领军企业');
    await contact.shouldSee(/科技领军企业分级认定/);
    await contact.tap('市级');
    await contact.shouldSee(/已开始申报，编号 S-18/);
    await contact.say('/进度 撤回');
    await contact.shouldSee(/可以办理“撤回”的申报有 S-18、S-17/);
    await contact.say('/进度 S-18 撤回 明年再报');
    await contact.shouldSee(/已登记为“已撤回”/);
    expect((await officerInbox.shouldSee(/S-18/)).text).toContain('原因：明年再报');
  });

  it('is opened by a contact for the own enterprise alone, and for any by a 代办员', async () => {
    await contact.say('/申报 示例企业02 高企');
    await contact.shouldSee(/只能为本企业申报/);
    await contact.say('/申报 科小 2023-06-01');
    await contact.shouldSee(/企业自行申报的以当天日期为准/);
    const agent = world.chat('agent', conversations[channel]('agent'));
    await agent.say('/培育 示例企业02 科小');
    await agent.shouldSee(/已纳入培育，编号 S-19/);
    await agent.say('/申报 示例企业02 科小');
    await agent.shouldSee(/已登记为“企业填报”/);
    // What is entered afterwards keeps its days.
    await agent.say('/申报 示例企业06 高企 2023年第2批 2023-06-01');
    expect((await agent.shouldSee(/编号 S-20/)).text).toContain('2023年6月1日 企业填报');
    await agent.say('/进度 S-20 提交 2023-07-03');
    await agent.shouldSee(/2023年7月3日 开发区初审/);
  });

  it('未通过 is read back, and told with its reason', async () => {
    await officer.say('/进度 S-05 未通过 专家评审未通过');
    await officer.shouldSee(/请确认：未通过/);
    await officer.tap('确认未通过');
    await officer.shouldSee(/已登记为“未通过”/);
    const told = world.chat('contact02', conversations['WeCom app']('contact02'));
    await told.shouldSee(/当前状态：未通过（更新于2023年12月29日）。原因：专家评审未通过。/);
  });

  it('取消资质 is read back, and bars the year', async () => {
    await officer.say('/进度 取消资质');
    await officer.shouldSee(/取消已认定的资质请发送/);
    await officer.say('/进度 取消资质 示例企业03 高企 2023-12-28');
    expect((await officer.shouldSee(/缺少决定文号/)).text).toContain('缺少原因');
    await officer.say('/进度 取消资质 示例企业03 高企 国科火字[2023]60号 2023-12-28 年报累计两年未报');
    await officer.shouldSee(/请确认：取消资质/);
    await officer.tap('确认取消资质');
    await officer.shouldSee(/已登记为已取消/);
    const told = world.chat('contact03', conversations['WeCom app']('contact03'));
    expect((await told.shouldSee(/资格.*自2023年12月28日起取消/)).text).toContain('当年不能再次申报');
    await officer.say('/进度 取消资质 示例企业03 高企 国科火字[2023]60号 2023-12-28 年报累计两年未报');
    await officer.shouldSee(/已自2023年12月28日起取消，本次未作变更/);
    await officer.say('/申报 示例企业03 高企 2023年');
    await officer.shouldSee(/2023年内不能再次申报/);
    expect(await audit('qualification.revoke')).toBe(1);
  });

  it('年报 and 火炬 are recorded by the year, and two missed are a warning', async () => {
    await officer.say('/年报 示例企业04 2021 未报');
    expect((await officer.shouldSee(/已登记：2021年度年度发展情况报表未报/)).text).not.toContain('按规定将取消');
    await officer.say('/火炬 示例企业04 2022年 已报');
    await officer.shouldSee(/已登记：2022年度火炬统计年报已报/);
    await officer.say('/年报 示例企业04 2022年度 未报');
    expect((await officer.shouldSee(/已登记：2022年度/)).text).toContain('按规定将取消高新技术企业资格');
    const told = world.chat('contact03', conversations['WeCom app']('contact03'));
    await told.shouldSee(/贵公司2022年度年度发展情况报表登记为未报/);
    await officer.say('/年报 示例企业04 2023 已报');
    await officer.shouldSee(/2023年度尚未结束/);
    await officer.say('/年报 示例企业04 2022');
    await officer.shouldSee(/缺少“已报”或“未报”/);
    const own = world.chat('contact03', conversations[channel]('contact03'));
    await own.say('/年报 示例企业04');
    await own.shouldSee(/年度发展情况报表.*2022年度未报/);
    await own.say('/年报 示例企业04 2022 已报');
    await own.shouldSee(/由.*科技局登记/);
    await officer.say('/资质 示例企业04');
    expect((await officer.shouldSee(/年度发展情况报表/)).text).toContain('按规定将取消高新技术企业资格');
  });
});
