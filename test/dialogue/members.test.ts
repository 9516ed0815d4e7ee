import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
  type Chat,
  conversations,
  directChannels,
  groupChannels,
  type PersonId,
  startWorld,
  type World,
  wecomUser,
} from '../helpers/world.ts';

/** Where the bot's messages of its own accord arrive. */
const inbox = { 'WeCom app': 'WeCom app', 'WeCom AI bot': 'WeCom app', 'DingTalk robot': 'DingTalk robot' } as const;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  expect(world.remarks()).toEqual([]);
  await world.stop();
});

const chatOf = (person: PersonId, channel: (typeof directChannels)[number] = 'WeCom app') =>
  world.chat(person, conversations[channel](person));
async function ask(say: string, chat: Chat = chatOf('administrator')): Promise<string> {
  await chat.say(say);
  return (await chat.news()).map(({ text }) => text).join('\n');
}
const personIdOf = async (person: PersonId) =>
  (await world.database.client.account.findFirstOrThrow({ where: { userId: wecomUser[person] } })).personId;
async function setRole(person: PersonId, staffRole: string | null): Promise<void> {
  await world.database.client.person.update({ where: { id: await personIdOf(person) }, data: { staffRole } });
}
const roleOf = async (person: PersonId) =>
  (await world.database.client.person.findUniqueOrThrow({ where: { id: await personIdOf(person) } })).staffRole;
const trail = async () =>
  (await world.database.client.auditEntry.findMany({ where: { action: 'member.change' } }))
    .map(({ result, detail }) => {
      const { before = '', after = '' } = JSON.parse(detail ?? '{}');
      return `${result} ${before} → ${after}`;
    })
    .sort();

beforeEach(async () => {
  const { client } = world.database;
  await client.account.deleteMany({ where: { userId: { contains: 'zhoushan' } } });
  await client.person.updateMany({ where: { name: '周珊' }, data: { staffRole: null } });
  for (const [person, role] of [
    ['administrator', 'ADMINISTRATOR'],
    ['officer', 'OFFICER'],
    ['viewer', 'VIEWER'],
    ['agent', 'AGENT'],
    ['contact01', null],
  ] as const) {
    await setRole(person, role);
  }
  await client.auditEntry.deleteMany({});
  await client.attemptCount.deleteMany({});
});

describe.each(directChannels)('the administrator (%s)', (channel) => {
  const administrator = () => chatOf('administrator', channel);

  it('reads who works at the bureau; the look is recorded', async () => {
    const text = await ask('/成员', administrator());
    expect(text).toContain('共 4 名成员：管理员1人，经办人员1人，查阅人员1人，代办员1人');
    expect(text).toMatch(/何敏，管理员，企业微信、钉钉，编号 [0-9A-Z]{4}/);
    expect(text).toContain('王晨，经办人员');
    expect(text).not.toContain('李一');
    const rows = await world.database.client.auditEntry.findMany({ where: { action: 'member.list' } });
    expect(rows).toMatchObject([{ result: 'allowed', role: 'administrator' }]);
  });

  it('adds somebody unknown by the number that they get from /我是谁', async () => {
    const newcomer = chatOf('stranger', channel);
    const own = await ask('/我是谁', newcomer);
    const number = /账号编号：([0-9A-Z]{12})/u.exec(own)?.[1];
    expect(own).toMatch(/未绑定人员[\s\S]*请将账号编号告知本局管理员[\s\S]*\/绑定 企业全称/);
    expect(await ask('/我是谁', newcomer)).toContain(number);
    // No right by it.
    expect(await ask('/资质 统计', newcomer)).toContain('尚未绑定');

    const listener = world.chat('stranger', conversations[inbox[channel]]('stranger'));
    await listener.news();
    expect(await ask(`/成员 添加 ${number?.toLowerCase()} 周珊 查阅`, administrator())).toContain('周珊添加为查阅人员');
    await listener.shouldSee(/您在本系统的角色现为查阅人员，即时生效/);
    expect(await ask('/资质 统计', newcomer)).toContain('国家级高新技术企业：16 家');
    expect(await ask('/成员', administrator())).toContain('周珊，查阅人员');
    expect(await ask(`/成员 添加 ${number} 周珊 经办`, administrator())).toContain('周珊已是成员（查阅人员）');
    expect(await trail()).toEqual(['allowed null → viewer']);
    await ask('/成员 移除 周珊', administrator());
    expect(await ask('/资质 统计', newcomer)).toContain('尚未绑定');
  });

  it('changes and removes by name or number', async () => {
    const viewer = world.chat('viewer', conversations[inbox[channel]]('viewer'));
    // Where somebody has accounts on both platforms they are told on WeCom.
    const told = chatOf('viewer');
    await told.news();
    expect(await ask('/成员 孙岚 经办人员', administrator())).toContain('孙岚由查阅人员改为经办人员');
    await told.shouldSee(/角色现为经办人员（原为查阅人员）/);
    expect(await ask('/群', viewer)).not.toContain('您的角色不能使用');
    const number = /孙岚，经办人员.*编号 ([0-9A-Z]{4,})/u.exec(await ask('/成员', administrator()))?.[1];
    expect(await ask(`/成员 移除 ${number}`, administrator())).toContain('孙岚（经办人员）已移除');
    await told.shouldSee(/成员身份（经办人员）已取消，即时生效/);
    expect(await ask('/资质 统计', viewer)).toContain('尚未绑定');
    expect(await trail()).toEqual(['allowed viewer → officer', 'allowed officer → null'].sort());
  });
});

describe.each([
  ['/成员 孙岚 主任', /没有角色“主任”，可用的角色：管理员、经办人员、查阅人员、代办员/],
  ['/成员 无人 经办人员', /没有名为或编号为“无人”的成员/],
  ['/成员 李一 经办人员', /没有名为或编号为“李一”的成员/],
  ['/成员 移除 李一', /没有名为或编号为“李一”的成员/],
  ['/成员 移除', /请按“\/成员 移除 姓名”填写/],
  ['/成员 添加 ABCD 周珊 经办', /没有账号编号“ABCD”/],
  ['/成员 添加 ABCD 周珊', /请按“\/成员 添加 账号编号 姓名 角色”填写/],
  ['/成员 孙岚', /请按“\/成员 姓名 角色”/],
  ['/成员 孙岚 查阅人员', /孙岚已是查阅人员，未作变更/],
])('%s', (say, expected) => {
  it('gets a clear answer and changes nothing', async () => {
    expect(await ask(say)).toMatch(expected);
    expect(await trail()).toEqual([]);
  });
});

it('two of the same name are told apart by their numbers', async () => {
  const { client } = world.database;
  await client.person.update({ where: { id: await personIdOf('viewer') }, data: { name: '王晨' } });
  const text = await ask('/成员 王晨 代办员');
  expect(text).toMatch(/有 2 名成员相符，请用编号/);
  const number = /王晨，查阅人员.*编号 ([0-9A-Z]{4,})/u.exec(text)?.[1];
  expect(await ask(`/成员 ${number} 代办员`)).toContain('由查阅人员改为代办员');
  expect([await roleOf('viewer'), await roleOf('officer')]).toEqual(['AGENT', 'OFFICER']);
  await client.person.update({ where: { id: await personIdOf('viewer') }, data: { name: '孙岚' } });
});

it('a contact can become a member and still speaks for the enterprise', async () => {
  const number = /账号编号：([0-9A-Z]{12})/u.exec(await ask('/我是谁', chatOf('contact01')))?.[1];
  expect(await ask(`/成员 添加 ${number} 李一 代办员`)).toContain('李一添加为代办员');
  expect(await ask('资质', chatOf('contact01'))).toContain('示例企业01 资质');
  expect(await ask('/我是谁', chatOf('contact01'))).not.toContain('账号编号');
});

it('the other administrators are told, by name of who did it', async () => {
  await setRole('officer', 'ADMINISTRATOR');
  const other = chatOf('officer');
  await other.news();
  await ask('/成员 钱远 查阅人员');
  await other.shouldSee(/何敏变更了成员：钱远由代办员改为查阅人员/);
  expect((await chatOf('administrator').news()).filter(({ text }) => text.includes('何敏变更了成员'))).toEqual([]);
});

it.each(['officer', 'viewer', 'agent', 'contact01'] as const)(
  '%s is refused plainly, and that is recorded',
  async (who) => {
    for (const say of ['/成员', '/成员 孙岚 管理员', '/成员 移除 何敏']) {
      expect(await ask(say, chatOf(who))).toContain('您的角色不能使用“/成员”');
    }
    expect(await trail()).toEqual([]);
    const rows = await world.database.client.auditEntry.findMany({ where: { action: 'command.denied' } });
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ result: 'denied', personId: await personIdOf(who) });
  },
);

it('a stranger is told how to get bound, and no more', async () => {
  expect(await ask('/成员', chatOf('stranger'))).toContain('尚未绑定');
});

describe.each(groupChannels)('in a group (%s)', (channel) => {
  it('nothing of it is said or done', async () => {
    const chat = world.chat('administrator', conversations[channel]());
    for (const say of ['/成员', '/成员 孙岚 经办人员', '/成员 移除 孙岚']) {
      const text = await ask(say, chat);
      expect(text).toContain('请在单聊中办理');
      expect(text).not.toMatch(/孙岚|编号/);
    }
    expect(await roleOf('viewer')).toBe('VIEWER');
  });

  it('/我是谁 gives a stranger no number, and makes no record', async () => {
    const text = await ask('/我是谁', world.chat('stranger', conversations[channel]()));
    expect(text).toContain('未绑定人员');
    expect(text).not.toContain('账号编号');
    expect(await world.database.client.account.count({ where: { userId: { contains: 'zhoushan' } } })).toBe(0);
  });
});

describe('the last administrator', () => {
  it.each(['/成员 移除 何敏', '/成员 何敏 经办人员'])('stays: %s', async (say) => {
    expect(await ask(say)).toContain('本局至少要有一名管理员');
    expect(await roleOf('administrator')).toBe('ADMINISTRATOR');
    expect(await trail()).toEqual(['denied  → ']);
  });

  it('may go once there is another', async () => {
    expect(await ask('/成员 王晨 管理员')).toContain('改为管理员');
    expect(await ask('/成员 何敏 经办人员')).toContain('何敏由管理员改为经办人员');
    expect(await ask('/成员')).toContain('您的角色不能使用“/成员”');
  });
});

it('a change takes effect on cards that are on the screen already', async () => {
  const { client } = world.database;
  await client.groupChat.create({
    data: {
      id: 'GROUP0000001',
      number: 1,
      platform: 'dingtalk',
      corpId: 'ding0demo0tongliao',
      chatId: 'cid',
      title: '一个群',
      push: 'NONE',
      registeredById: await personIdOf('officer'),
      recordedAt: new Date(),
    },
  });
  const officer = chatOf('officer');
  await officer.say('/群 1 注销');
  await officer.shouldSee(/确认注销群“一个群”/);
  await ask('/成员 王晨 查阅人员');
  await officer.tapOn(/确认注销/, '确认注销');
  await officer.shouldSee(/您的角色不能使用/);
  expect(await client.groupChat.count({ where: { endedAt: null } })).toBe(1);
  await client.groupChat.deleteMany({});
});

it('who asks who they are again and again is asked to wait, and only as a stranger', async () => {
  const [stranger, contact] = [chatOf('stranger'), chatOf('contact01')];
  for (let n = 0; n < 10; n += 1) expect(await ask('/我是谁', stranger)).toContain('账号编号');
  expect(await ask('/我是谁', stranger)).toMatch(/查询次数过多，请60分钟后再试/);
  for (let n = 0; n < 11; n += 1) await contact.say('/我是谁');
  expect((await contact.news()).map(({ text }) => text).join()).not.toContain('次数过多');
});

it('two unknown messages at once make one record', async () => {
  const [one, two] = [chatOf('stranger'), chatOf('stranger', 'WeCom AI bot')];
  await Promise.all([one.say('/我是谁'), two.say('/我是谁'), one.say('/我是谁')]);
  const said = [...(await one.news()), ...(await two.news())].map(({ text }) => text);
  expect(new Set(said.map((text) => /账号编号：([0-9A-Z]{12})/u.exec(text)?.[1])).size).toBe(1);
  expect(await world.database.client.account.count({ where: { userId: 'zhoushan' } })).toBe(1);
});
