import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoWebhookKey, demoWorld } from '../../demo/world.ts';
import { conversations, groupChannels, startWorld, type World } from '../helpers/world.ts';

let world: World;
let webhook: string;
/** The app may make groups of its own only where everybody may see it (企业微信 创建群聊会话 90245). */
const app = { ...demoWorld.wecom.app, rootDepartment: true };

beforeAll(async () => {
  world = await startWorld({ emulator: { world: { ...demoWorld, wecom: { ...demoWorld.wecom, app } } } });
  webhook = `${world.emulator.url}/cgi-bin/webhook/send?key=${demoWebhookKey}`;
});
afterAll(async () => {
  expect(world.remarks().filter((one) => !/invalid webhook url|chatid unknown/.test(one))).toEqual([]);
  await world.stop();
});
beforeEach(async () => {
  const { client } = world.database;
  await client.groupEnterprise.deleteMany({});
  await client.groupChat.deleteMany({});
  await client.auditEntry.deleteMany({});
});

const officer = () => world.chat('officer', conversations['WeCom app']('officer'));
const inGroup = (channel: (typeof groupChannels)[number], person: Parameters<World['chat']>[0] = 'officer') =>
  world.chat(person, conversations[channel]());
const trail = async () =>
  (await world.database.client.auditEntry.findMany()).map(({ action, result }) => `${action} ${result}`).sort();
const asText = (kept: unknown) =>
  JSON.stringify(kept, (_key, value) => (typeof value === 'bigint' ? `${value}` : value));
const stored = () => world.database.client.groupChat.findFirstOrThrow({ include: { enterprises: true } });

/** Says something and gives back the whole answer. */
async function ask(say: string, chat = officer()): Promise<string> {
  await chat.say(say);
  return (await chat.news()).map(({ text }) => text).join('\n');
}
const register = (channel: (typeof groupChannels)[number], name = '') => ask(`/群 登记 ${name}`, inGroup(channel));

describe.each(groupChannels)('in the group (%s)', (channel) => {
  const isDingtalk = channel.startsWith('DingTalk');

  it('is told whether it is registered, without a name of an enterprise', async () => {
    expect(await ask('/群', inGroup(channel))).toContain('本群尚未登记');
    const text = await register(channel, '企业服务群');
    expect(text).toMatch(/本群登记成功[\s\S]*企业服务群/);
    expect(text).toContain(isDingtalk ? '推送方式：钉钉机器人' : '推送方式：不推送');
    await ask('/群 1 企业 示例企业01、示例企业02');
    const again = await ask('/群', inGroup(channel));
    expect(again).toMatch(/本群已登记[\s\S]*关联企业：2家/);
    expect(again).not.toContain('示例企业');
    expect(await trail()).toEqual(['group.register allowed', 'group.change allowed'].sort());
    expect(await stored()).toMatchObject({
      number: 1,
      platform: isDingtalk ? 'dingtalk' : 'wecom',
      chatId: isDingtalk ? 'cidDemoGroup1==' : 'wecom-group-1',
      push: isDingtalk ? 'DINGTALK' : 'NONE',
    });
  });

  it('is registered once, whoever comes second, and under a name of its own if none is given', async () => {
    expect(await register(channel)).toContain(isDingtalk ? '钉钉群1' : '企业微信群1');
    expect(await ask('/群 登记 另一个名称', inGroup(channel, 'administrator'))).toMatch(/本群此前已登记[\s\S]*群1/);
    expect(await world.database.client.groupChat.count()).toBe(1);
    expect(await trail()).toEqual(['group.register allowed']);
  });

  it('two officers at once register one row', async () => {
    const chats = [inGroup(channel), inGroup(channel, 'administrator')];
    await Promise.all(chats.map((chat) => chat.say('/群 登记 一个群')));
    const said = (await inGroup(channel).news()).map(({ text }) => text).join('\n');
    expect(said).toContain('本群登记成功');
    expect(said).toContain('本群此前已登记');
    expect(await world.database.client.groupChat.count()).toBe(1);
    expect(await trail()).toEqual(['group.register allowed']);
  });

  it.each(['contact01', 'viewer', 'agent'] as const)('%s is refused plainly', async (person) => {
    expect(await ask('/群', inGroup(channel, person))).toContain('您的角色不能使用“/群”');
    expect(await ask('/群 登记 我的群', inGroup(channel, person))).toContain('您的角色不能使用“/群”');
    expect(await world.database.client.groupChat.count()).toBe(0);
    expect(await trail()).toEqual(['command.denied denied', 'command.denied denied'].sort());
  });

  it.each(['/群 1', '/群 1 企业 示例企业01', '/群 1 推送 无', '/群 1 注销 确认'])(
    '%s is for one-to-one',
    async (say) => {
      await register(channel);
      const text = await ask(say, inGroup(channel));
      expect(text).toContain('请在单聊中办理');
      expect(text).not.toContain('示例企业');
      expect(await trail()).toEqual(['group.register allowed']);
    },
  );

  it('ended and registered again it has its old number and nothing else', async () => {
    await register(channel, '旧名');
    await ask('/群 1 企业 示例企业01');
    const chat = officer();
    await chat.say('/群 1 注销');
    await chat.shouldSee(/确认注销群“旧名”/);
    await chat.tap('确认注销');
    await chat.shouldSee(/的登记已注销/);
    expect(await ask('/群 1')).toContain('没有编号为 1 的群');
    expect(await ask('/群', inGroup(channel))).toContain('本群尚未登记');
    expect(await register(channel, '新名')).toMatch(/登记成功[\s\S]*新名[\s\S]*关联企业：0家/);
    expect(await stored()).toMatchObject({ number: 1, title: '新名', enterprises: [] });
    expect(await trail()).toEqual(
      ['group.register allowed', 'group.change allowed', 'group.end allowed', 'group.register allowed'].sort(),
    );
  });

  it('an officer’s question one-to-one from here is answered there', async () => {
    await register(channel, '企业服务群');
    const text = await ask('单聊 /群', inGroup(channel));
    expect(text).toContain('请看单独答复');
    expect(text).not.toContain('企业服务群');
  });
});

describe('one-to-one', () => {
  it('lists all, and everything about one; each look is recorded', async () => {
    expect(await ask('/群')).toContain('目前没有登记的群');
    await register('WeCom AI bot in a group', '企业微信的群');
    await register('DingTalk robot in a group', '钉钉的群');
    const list = await ask('/群');
    expect(list).toMatch(/已登记 2 个群[\s\S]*企业微信的群.*编号 1.*不推送[\s\S]*钉钉的群.*编号 2.*钉钉机器人/);
    const one = await ask('/群 2');
    expect(one).toMatch(/名称：钉钉的群[\s\S]*登记人：王晨/);
    expect((await trail()).filter((row) => row.startsWith('group.list'))).toHaveLength(3);
  });

  it('sets, adds and removes enterprises by any of their names', async () => {
    await register('DingTalk robot in a group', '一个群');
    expect(await ask('/群 1 企业 示例企业01、易统云，91150500000000027G')).toMatch(
      /已更新关联企业[\s\S]*关联企业（3家）[\s\S]*内蒙古易统云科技发展有限公司/,
    );
    expect(await ask('/群 1 增加 示例企业05')).toContain('关联企业（4家）');
    expect(await ask('/群 1 增加 示例企业05')).toContain('关联企业（4家）');
    expect(await ask('/群 1 移除 示例企业01')).not.toContain('示例企业01');
    expect(await ask('/群 1 企业 示例企业07')).toContain('关联企业（1家）');
    expect(await ask('/群 1 企业 无')).toContain('尚未设置关联企业');
    const last = await world.database.client.auditEntry.findFirstOrThrow({
      where: { action: 'group.change' },
      orderBy: { id: 'desc' },
    });
    expect(JSON.parse(last.detail ?? '').enterprises).toHaveProperty('before');
  });

  it('changes nothing if one of the names is not clear', async () => {
    await register('DingTalk robot in a group');
    const text = await ask('/群 1 企业 示例企业01、蒙药、天上企业');
    expect(text).toMatch(/“蒙药”：有 2 家企业相符[\s\S]*“天上企业”：没有找到企业[\s\S]*未作任何变更/);
    expect((await stored()).enterprises).toEqual([]);
  });

  it('two who add at once both get what they added', async () => {
    await register('DingTalk robot in a group');
    const [one, two] = [officer(), world.chat('administrator', conversations['DingTalk robot']('administrator'))];
    await Promise.all([one.say('/群 1 增加 示例企业01'), two.say('/群 1 增加 示例企业02')]);
    await one.news();
    expect((await stored()).enterprises).toHaveLength(2);
  });

  it('renames', async () => {
    await register('DingTalk robot in a group', '旧名');
    expect(await ask('/群 1 改名 新 名称')).toMatch(/已改名[\s\S]*名称：新 名称/);
    expect(await ask(`/群 1 改名 ${'长'.repeat(51)}`)).toContain('群名称应为 1 至 50 个字');
    expect(await ask('/群 1 改名')).toContain('群名称应为 1 至 50 个字');
  });

  it.each([
    ['/群 登记 名称', /请在要登记的群里@我发送/],
    ['/群 9', /没有编号为 9 的群/],
    ['/群 1 打开', /没有看懂对群1的操作/],
    ['/群 一', /请发送“\/群”查看已登记的群/],
    ['/群 1 企业', /请写明企业/],
    ['/群 1 推送', /请写明推送方式/],
    ['/群 1 推送 应用群 群-1', /应为 1 至 32 个字母或数字/],
    ['/群 1 推送 钉钉', /的推送方式只能是“webhook 地址”/],
    ['/群 1 测试', /没有可用的推送方式/],
  ])('%s gets a clear answer', async (say, expected) => {
    await register('WeCom AI bot in a group');
    expect(await ask(say)).toMatch(expected);
    expect(await stored()).toMatchObject({ push: 'NONE', enterprises: [] });
  });
});

describe('pushing', () => {
  it('tests the way into a DingTalk group, and none', async () => {
    await register('DingTalk robot in a group', '一个群');
    const there = inGroup('DingTalk robot in a group', 'contact01');
    await there.news();
    expect(await ask('/群 1 测试')).toContain('已向“一个群”发送一条测试消息');
    await there.shouldSee(/这是一条测试消息/);
    expect(await ask('/群 1 推送 无')).toContain('推送方式：不推送');
    expect(await ask('/群 1 测试')).toContain('没有可用的推送方式');
    expect(await ask('/群 1 推送 钉钉')).toContain('推送方式：钉钉机器人');
    expect(await ask(`/群 1 推送 webhook ${webhook}`)).toContain('推送方式只能是“钉钉”或“无”');
    expect((await trail()).filter((row) => row.startsWith('message.send'))).toContain('message.send allowed');
  });

  it('by a group robot, whose address nobody reads anywhere afterwards', async () => {
    await register('WeCom AI bot in a group', '一个群');
    const shown = await ask(`/群 1 推送 webhook ${webhook}`);
    expect(shown).toMatch(/推送方式：企业微信群机器人/);
    expect(shown).toMatch(/key=[*＊]{4}0001/);
    const there = inGroup('WeCom AI bot in a group', 'contact01');
    await there.news();
    expect(await ask('/群 1 测试')).toContain('已向“一个群”发送一条测试消息');
    await there.shouldSee(/这是一条测试消息/);
    const { client } = world.database;
    const [jobs, rows, group] = [await client.job.findMany(), await client.auditEntry.findMany(), await stored()];
    for (const kept of [jobs, rows, group]) expect(asText(kept)).not.toContain('demo-webhook-key');
    expect(world.log.text()).not.toContain('demo-webhook-key');
    expect(group.webhookSealed).not.toBeNull();
  });

  it.each([
    'https://example.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa',
    'http://127.0.0.1:1/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa',
    'https://qyapi.weixin.qq.com.example.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa',
    'https://qyapi.weixin.qq.com@example.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa',
    'http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa',
    'https://qyapi.weixin.qq.com/cgi-bin/webhook/upload_media?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa',
    'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa&debug=1',
    'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=',
    '',
  ])('refuses %s', async (address) => {
    await register('WeCom AI bot in a group');
    expect(await ask(`/群 1 推送 webhook ${address}`)).toContain('群机器人地址不正确');
    expect(await stored()).toMatchObject({ push: 'NONE', webhookSealed: null });
    if (address !== '') expect(JSON.stringify(await world.database.client.job.findMany())).not.toContain('693a91f6');
  });

  it.each(['in the group', 'for a group that is not there'])('nor does the address stay %s', async (where) => {
    await register('WeCom AI bot in a group');
    const say = '/群 9 推送 webhook https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=secret-secret-secret';
    await (where === 'in the group' ? ask(say, inGroup('WeCom AI bot in a group')) : ask(say));
    expect(asText(await world.database.client.job.findMany())).not.toContain('secret-secret');
  });

  it('says what the platform said where a test does not arrive', async () => {
    await register('WeCom AI bot in a group', '一个群');
    await ask(`/群 1 推送 webhook ${world.emulator.url}/cgi-bin/webhook/send?key=some-other-key`);
    expect(await ask('/群 1 测试')).toMatch(/没有成功（错误码 93000）/);
    await ask('/群 1 推送 应用群 nosuchchat');
    expect(await ask('/群 1 测试')).toMatch(/没有成功（错误码 86003）/);
    expect((await trail()).filter((row) => row === 'message.send failed')).toHaveLength(2);
  });

  it('by a group that the app made', async () => {
    const call = async (path: string, body?: object) =>
      (
        await fetch(`${world.emulator.url}/cgi-bin/${path}`, body ? { method: 'POST', body: JSON.stringify(body) } : {})
      ).json() as Promise<{ access_token?: string; chatid?: string }>;
    const { access_token: token } = await call(
      `gettoken?corpid=${demoWorld.wecom.corpId}&corpsecret=${demoWorld.wecom.app.secret}`,
    );
    const userlist = ['wangchen', 'liyi', 'zhaoer'];
    const { chatid } = await call(`appchat/create?access_token=${token}`, {
      name: '应用群',
      chatid: 'made1',
      userlist,
    });
    await register('WeCom AI bot in a group', '一个群');
    expect(await ask(`/群 1 推送 应用群 ${chatid}`)).toMatch(/推送方式：企业微信应用群[\s\S]*推送到：made1/);
    expect(await ask('/群 1 测试')).toContain('已向“一个群”发送一条测试消息');
    await world.chat('contact01', 'wecom-chat:made1').shouldSee(/这是一条测试消息/);
  });
});
