import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browse } from '../helpers/browsing.ts';
import { readLinkMessages } from '../helpers/made-link.ts';
import { type Chat, conversations, directChannels, groupChannels, startWorld, type World } from '../helpers/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
// WeCom delivers thirty messages a minute to one member.
beforeEach(() => world.emulator.clock.advance(60_000));

describe.each(directChannels)('in the %s', (channel) => {
  let officer: Chat;
  /** Where messages arrive that nobody asked for in that conversation. */
  let elsewhere: Chat;
  beforeEach(() => {
    officer = world.chat('officer', conversations[channel]('officer'));
    const pushed = channel === 'WeCom AI bot' ? 'WeCom app' : channel;
    elsewhere = world.chat('officer', conversations[pushed]('officer'));
  });
  const name = { 'WeCom app': '钱甲', 'WeCom AI bot': '钱乙', 'DingTalk robot': '钱丙' }[channel];
  const news = async () => [...(await officer.news()), ...(channel === 'WeCom AI bot' ? await elsewhere.news() : [])];

  it('link and code come apart, and open the pages of that person', async () => {
    await elsewhere.news();
    await officer.say(`/链接 示例企业03 ${name}`);
    const messages = (await news()).map(({ text }) => text);
    expect(messages).toHaveLength(2);
    const read = async () =>
      readLinkMessages({ ...officer, news: async () => messages.map((text) => ({ text })) as never });
    const { path, code, id } = await read();
    const [handed = ''] = messages.filter((text) => text.includes(path));
    const [told = ''] = messages.filter((text) => text.includes(code));
    expect(handed).toMatch(
      new RegExp(`${name}[\\s\\S]*示例企业03[\\s\\S]*2024年1月28日[\\s\\S]*不要与链接一起转发`, 'u'),
    );
    expect(handed).not.toContain(code);
    expect(told).not.toContain('/h5/');
    expect(told).toMatch(/10分钟内有效，输错5次即失效/);
    expect(told).not.toContain(name);
    const visitor = browse(world.botUrl);
    await visitor.get(path);
    expect((await visitor.post(`${path}/code`, { code })).location).toBe('/h5');
    expect((await visitor.get('/h5')).text).toContain(name);

    await officer.say('/链接');
    await officer.shouldSee(new RegExp(`钱[*＊]，示例企业03，2024年1月28日到期，编号 ${id}`, 'u'));
    await officer.say(`/链接 停用 ${id}`);
    await officer.shouldSee(/已停用，通过它打开的网页已全部退出/);
    await officer.say(`/链接 停用 ${id.toLowerCase()}`);
    await officer.shouldSee(/此前已停用/);
    await officer.say(`/链接 验证码 ${id}`);
    await officer.shouldSee(/链接已失效[\s\S]*请重新生成/);
    expect((await visitor.get('/h5')).location).toBe('/h5/login');
    expect(world.log.text()).not.toContain(code);
  });

  it('a new code is a message of its own', async () => {
    await officer.say(`/链接 示例企业03 ${name}`);
    await news();
    const link = await world.database.client.accessLink.findFirstOrThrow({ orderBy: { recordedAt: 'desc' } });
    await officer.say(`/链接 验证码 ${link.id}`);
    const messages = (await news()).map(({ text }) => text);
    expect(messages.filter((text) => /新的验证码将另发一条消息/u.test(text))).toHaveLength(1);
    expect(messages.filter((text) => /验证码：\s*\d{6}/u.test(text))).toHaveLength(1);
  });

  it('a known contact is not made twice', async () => {
    const people = await world.database.client.person.count();
    await officer.say(`/链接 示例企业03 ${name}`);
    await officer.shouldSee(/专用链接/);
    await officer.say('/链接 示例企业01 李一');
    await officer.shouldSee(/已绑定企业微信或钉钉账号/);
    expect(await world.database.client.person.count()).toBe(people);
  });

  it('of two with the same name the right one is asked for, and the look at both is recorded', async () => {
    let enterpriseId = '';
    for (const [id, mobile] of [
      ['twin1', null],
      ['twin2', null],
    ] as const) {
      const recordedAt = new Date();
      const enterprise = await world.database.client.enterpriseName.findFirstOrThrow({ where: { text: '示例企业04' } });
      enterpriseId = enterprise.enterpriseId;
      await world.database.client.person.upsert({
        where: { id },
        create: { id, name: '周同', mobileSealed: mobile, recordedAt },
        update: {},
      });
      const pair = { personId: id, enterpriseId: enterprise.enterpriseId };
      await world.database.client.binding.upsert({
        where: { personId_enterpriseId: pair },
        create: { id, ...pair, recordedAt },
        update: {},
      });
    }
    const links = await world.database.client.accessLink.count();
    const recorded = await recording();
    await officer.say('/链接 示例企业04 周同');
    await officer.shouldSee(/有2位联系人叫“周同”/);
    expect(await world.database.client.accessLink.count()).toBe(links);
    expect(await recorded()).toEqual([['contact.read', enterpriseId]]);
    await officer.tap('第2位');
    await officer.shouldSee(/收件人：\s*周同/);
    const made = await world.database.client.accessLink.findFirstOrThrow({ orderBy: { recordedAt: 'desc' } });
    expect(made.personId).toBe('twin2');
    await officer.say('/链接 示例企业04 周同 3');
    await officer.shouldSee(/只有2位/);
  });

  it.each([
    ['/链接 示例企业03', /请写明企业和姓名/],
    ['/链接 没有这家企业 钱大', /没有找到企业/],
    ['/链接 蒙药 钱大', /请选择企业/],
    ['/链接 停用', /请写明链接编号/],
    ['/链接 停用 0000', /没有编号为“0000”/],
    ['/链接 验证码', /请写明链接编号/],
    ["/链接 示例企业03 '; DROP TABLE", /没有找到企业/],
  ])('%s is asked about', async (say, answer) => {
    const links = await world.database.client.accessLink.count();
    await officer.say(say);
    await officer.shouldSee(answer);
    expect(await world.database.client.accessLink.count()).toBe(links);
  });

  it.each(['viewer', 'agent', 'contact01', 'stranger'] as const)('%s makes none', async (who) => {
    const links = await world.database.client.accessLink.count();
    const chat = world.chat(who, conversations[channel](who));
    await chat.say('/链接 示例企业01 李一');
    await chat.shouldSee(who === 'stranger' ? /尚未绑定/ : /不能使用“\/链接”/);
    expect(await world.database.client.accessLink.count()).toBe(links);
  });
});

it.each(groupChannels)('in the %s nothing is made and nothing is said', async (channel) => {
  const links = await world.database.client.accessLink.count();
  const group = world.chat('officer', conversations[channel]());
  for (const say of ['/链接 示例企业03 钱大', '/链接', '/链接 停用 0000']) {
    await group.say(say);
    const seen = await group.shouldSee(/请在单聊中办理/);
    expect(seen.text).not.toMatch(/示例企业|钱大|编号/u);
  }
  expect(await world.database.client.accessLink.count()).toBe(links);
});

/** What is recorded from now on: action and enterprise. */
async function recording(): Promise<() => Promise<(string | null)[][]>> {
  const { auditEntry } = world.database.client;
  const before = (await auditEntry.findMany({ select: { id: true } })).map(({ id }) => id);
  return async () => {
    const rows = await auditEntry.findMany({ where: { id: { notIn: before } } });
    return rows.map(({ action, enterpriseId }) => [action, enterpriseId]);
  };
}

it('a look at the list is recorded', async () => {
  const officer = world.chat('officer', conversations['WeCom app']('officer'));
  const recorded = await recording();
  await officer.say('/链接');
  await officer.shouldSee(/专用链接（\d+个）/);
  expect(await recorded()).toEqual([['link.list', null]]);
});

it('a long list has pages', async () => {
  const { accessLink } = world.database.client;
  const one = await accessLink.findFirstOrThrow();
  const data = Array.from({ length: 25 }, (_none, n) => ({ ...one, id: `MANY${n}`, revokedAt: null }));
  await accessLink.createMany({ data });
  const officer = world.chat('officer', conversations['DingTalk robot']('officer'));
  await officer.say('/链接 第2页');
  await officer.shouldSee(/21\. [\s\S]*第2页，共2页/);
});

it('the platforms had nothing to remark on', () => {
  expect(world.remarks()).toEqual([]);
});
