import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chat, conversations, directChannels, startWorld, type World } from '../helpers/world.ts';

/** Where the bureau's messages of its own accord arrive: through the app on WeCom, from the robot on DingTalk. */
const inbox = { 'WeCom app': 'WeCom app', 'WeCom AI bot': 'WeCom app', 'DingTalk robot': 'DingTalk robot' } as const;

describe.each(directChannels)('绑定, %s', (channel) => {
  let world: World;
  let applicant: Chat;
  let applicantInbox: Chat;
  let officer: Chat;

  beforeAll(async () => {
    world = await startWorld();
    applicant = world.chat('stranger', conversations[channel]('stranger'));
    applicantInbox = world.chat('stranger', conversations[inbox[channel]]('stranger'));
    officer = world.chat('officer', conversations[inbox[channel]]('officer'));
  });
  afterAll(async () => {
    expect(world.remarks()).toEqual([]);
    await world.stop();
  });

  const actions = async () =>
    (await world.database.client.auditEntry.findMany({ orderBy: { at: 'asc' } })).map(
      ({ action, result, role }) => `${role} ${action} ${result}`,
    );

  it('says how, to who writes the bare word', async () => {
    await applicant.say('/绑定');
    expect((await applicant.shouldSee(/绑定企业/)).text).toContain('统一社会信用代码');
  });

  it.each([
    // 91150500000000019M with its last character changed, one too few, with a letter O.
    ['911505000000000190', /校验码不符/],
    ['9115050000000001', /应为18位，这里是16位/],
    ['9115O500000000019M', /没有字母 O、I.*是否应为 91150500000000019M/su],
    ['91350100M000100Y43', /登记中没有“91350100M000100Y43”/],
    ['天上企业', /登记中没有“天上企业”/],
  ])('refuses %s', async (written, why) => {
    await applicant.say(`/绑定 ${written}`);
    await applicant.shouldSee(why);
    expect(await world.database.client.bindingRequest.count()).toBe(0);
  });

  it('asks which of several enterprises is meant', async () => {
    await applicant.say('/绑定 蒙药');
    expect((await applicant.shouldSee(/请选择企业/)).text).toContain('蒙药股份有限公司');
    await applicant.news();
  });

  it('takes the application to staff, who refuse it with a reason', async () => {
    await applicant.say('/绑定 示例企业05 周珊');
    expect((await applicant.shouldSee(/申请已提交/)).text).toMatch(/示例企业05.*本系统记录您的账号/su);
    const card = await officer.shouldSee(/示例企业05/);
    expect(card.text).toMatch(/周珊（自填，请核实）/);
    expect(card.text).toContain('911505000000000511');
    await officer.tapOn(/示例企业05|请在下方选择/, '拒绝：信息不符');
    await officer.shouldSee(/您已拒绝周珊绑定示例企业05/);
    expect((await applicantInbox.shouldSee(/绑定未通过/)).text).toContain('申请信息与企业登记不符');
    await applicant.say('资质');
    await applicant.shouldSee(/尚未绑定/);
  });

  it('is granted by credit code, and both sides are told', async () => {
    await applicant.say('/绑定 ９１１５０５００-0000000511 周珊');
    await applicant.shouldSee(/申请已提交/);
    await officer.shouldSee(/示例企业05/);
    // The same again is the same application.
    await applicant.say('/绑定 示例企业05');
    await applicant.shouldSee(/您已于/);
    expect(await world.database.client.bindingRequest.count({ where: { state: 'PENDING' } })).toBe(1);
    await officer.say('/绑定申请');
    const id = /编号 (\w{12})/.exec((await officer.shouldSee(/待审核的绑定申请/)).text)?.[1] ?? '';
    await officer.say(`/同意绑定 ${id.toLowerCase()}`);
    await officer.shouldSee(/您已同意周珊绑定示例企业05/);
    expect((await applicantInbox.shouldSee(/绑定已通过/)).text).toContain('本系统记录您的账号');
    await applicant.say('资质');
    await applicant.shouldSee(/示例企业05/);
    expect(await actions()).toEqual(
      expect.arrayContaining([
        'stranger binding.request allowed',
        'officer binding.reject allowed',
        'officer binding.approve allowed',
        'system message.send allowed',
        'contact qualification.read allowed',
      ]),
    );
  });

  it('a card that was decided says so to who comes later', async () => {
    await officer.tapOn(/示例企业05|请在下方选择/, '同意');
    await officer.shouldSee(/已于此前/);
    expect(await world.database.client.binding.count({ where: { person: { name: '周珊' } } })).toBe(1);
  });

  it('who is bound is told so', async () => {
    await applicant.say('/绑定 示例企业05');
    await applicant.shouldSee(/无需重复申请/);
  });

  it('is ended by the contact, after being asked', async () => {
    await applicant.say('/解绑');
    await applicant.shouldSee(/确认解除您与示例企业05的绑定/);
    await applicant.say('/解绑 确认 示例企业05');
    await applicant.shouldSee(/已解除/);
    expect((await officer.shouldSee(/联系人已解绑/)).text).toContain('示例企业05');
    await applicant.say('资质');
    await applicant.shouldSee(/尚未绑定/);
  });

  it('is ended by staff, by its place in the list', async () => {
    const contact = world.chat('contact02', conversations[channel]('contact02'));
    // On both platforms: told on WeCom.
    const contactInbox = world.chat('contact02', conversations['WeCom app']('contact02'));
    await officer.say('/联系人 示例企业02');
    const list = (await officer.shouldSee(/示例企业02联系人/)).text;
    expect(list).toMatch(/赵[*＊]/);
    expect(list).not.toContain('赵尔');
    await officer.say('/联系人 示例企业02 主 1');
    await officer.shouldSee(/已设为主联系人/);
    await officer.say('/联系人 示例企业02 备用 1');
    await officer.shouldSee(/已设为备用联系人/);
    await officer.say('/联系人 示例企业02 取消备 1');
    await officer.shouldSee(/已不再是主联系人或备用联系人/);
    await officer.say('/解绑 示例企业02 1');
    const say = /“\/(解绑 确认 [^”]+)”/.exec((await officer.shouldSee(/确认解除赵[*＊]与示例企业02/)).text)?.[1];
    if (say) await officer.say(`/${say}`);
    else await officer.tap('确认解绑');
    await officer.shouldSee(/赵[*＊]与示例企业02的绑定已解除/);
    await contactInbox.shouldSee(/已解除您与示例企业02的绑定/);
    await contact.say('资质');
    await contact.shouldSee(/尚未绑定/);
  });

  it('is not for a contact to decide', async () => {
    const contact = world.chat('contact01', conversations[channel]('contact01'));
    await contact.say('/同意绑定 ABC');
    await contact.shouldSee(/没有权限/);
    expect(await actions()).toContain('contact command.denied denied');
  });
});
