import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  conversations,
  directChannels,
  groupChannels,
  type PersonId,
  startWorld,
  type World,
} from '../helpers/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  expect(world.remarks()).toEqual([]);
  await world.stop();
});

/** All texts of the answer. */
async function ask(person: PersonId, channel: keyof typeof conversations, say: string): Promise<string> {
  const chat = world.chat(person, conversations[channel](person));
  await chat.say(say);
  return (await chat.news()).map(({ text }) => text).join('\n');
}

/** Where what was asked in a group is answered one-to-one. */
const directOf = (channel: (typeof groupChannels)[number]) =>
  conversations[channel.startsWith('WeCom') ? 'WeCom app' : 'DingTalk robot'];

const entries = () => world.database.client.auditEntry.findMany();

/** What was recorded meanwhile. The clock stands, so that no time tells. */
async function recordedBy(work: () => Promise<unknown>) {
  const before = new Set((await entries()).map(({ id }) => id));
  await work();
  return (await entries()).filter(({ id }) => !before.has(id));
}

describe('谁看过我们', () => {
  beforeAll(async () => {
    await world.database.client.auditEntry.deleteMany();
    await ask('officer', 'WeCom app', '/资质 示例企业01');
    await ask('contact01', 'WeCom app', '资质');
    await ask('viewer', 'DingTalk robot', '/资质 即将到期');
    // Of another enterprise, and only the public row: neither is a look at what is private of 示例企业01.
    await ask('officer', 'WeCom app', '/资质 示例企业02');
    await ask('contact02', 'WeCom app', '/资质 示例企业01');
  });

  it.each(directChannels)('tells an enterprise who looked, when, in what role, names masked (%s)', async (channel) => {
    const text = await ask('contact01', channel, '谁看过我们');
    expect(text).toContain('示例企业01 查看记录');
    expect(text).toContain('贵公司非公开信息被查看的记录共 2 条，新的在前。');
    expect(text).toContain('另有工作人员查看全区名单 1 次');
    expect(text).toMatch(/[12]\. 2023年12月29日 10:\d\d，王[*＊]（经办人员），查询资质和申报进度/);
    expect(text).toMatch(/[12]\. 2023年12月29日 10:\d\d，李[*＊]（本企业联系人），查询资质和申报进度/);
    expect(text).not.toMatch(/王晨|李一|示例企业02|赵/);
  });

  it('is itself recorded, and changes nothing in what it tells', async () => {
    const recorded = await recordedBy(() => ask('contact01', 'WeCom app', '/谁看过我们'));
    expect(recorded).toMatchObject([
      { action: 'access.read', result: 'allowed', role: 'contact', enterpriseId: expect.any(String) },
    ]);
    expect(await ask('contact01', 'WeCom app', '/谁看过我们')).toContain('共 2 条');
  });

  it('of another enterprise is refused and recorded, the same whether or not there is one', async () => {
    const answers: string[] = [];
    const asking = (name: string) =>
      recordedBy(async () => answers.push(await ask('contact01', 'WeCom app', `/谁看过我们 ${name}`)));
    const denied = { action: 'access.read', result: 'denied' };
    expect(await asking('示例企业02')).toMatchObject([{ ...denied, enterpriseId: expect.any(String) }]);
    expect(await asking('没有这家')).toMatchObject([{ ...denied, enterpriseId: null }]);
    expect(answers[0]).toContain('只能查询您绑定的企业');
    expect(answers[1]).toBe(answers[0]);
  });

  it('asks who serves several which one is meant', async () => {
    const chat = world.chat('contact03', conversations['WeCom app']('contact03'));
    await chat.say('谁看过我们');
    expect((await chat.shouldSee(/请选择企业/)).text).toMatch(/示例企业03[\s\S]*示例企业04/);
    await chat.tap('第2家');
    expect((await chat.shouldSee(/查看记录/)).text).toContain('目前没有查看贵公司非公开信息的记录。');
    await chat.say('谁看过我们');
    await chat.shouldSee(/示例企业04 查看记录/);
  });

  it('says to who serves none how it is', async () => {
    expect(await ask('officer', 'WeCom app', '/谁看过我们')).toContain('您没有绑定企业');
  });

  it('has pages', async () => {
    for (let n = 0; n < 10; n += 1) await ask('officer', 'WeCom app', '/资质 示例企业01');
    const first = await ask('contact01', 'WeCom app', '谁看过我们');
    expect(first).toContain('共 12 条');
    expect(first).toContain('第1页，共2页。发送“谁看过我们 第2页”继续查看。');
    const second = await ask('contact01', 'WeCom app', '谁看过我们 第2页');
    expect(second).toMatch(/^11\. /m);
    expect(second).not.toMatch(/^10\. /m);
  });

  it.each(groupChannels)('is answered one-to-one where it was asked in a group (%s)', async (channel) => {
    const direct = world.chat('contact01', directOf(channel)('contact01'));
    await direct.news();
    let text = '';
    const recorded = await recordedBy(async () => {
      text = await ask('contact01', channel, '谁看过我们');
    });
    expect(text).toContain('该信息涉及企业经营数据，请在单聊中查询。');
    expect(text).not.toMatch(/王|李|10:|示例企业/);
    await direct.shouldSee(/示例企业01 查看记录/);
    expect(recorded).toMatchObject([{ action: 'access.read', result: 'allowed', role: 'contact' }]);
    // Everybody gets the same in the group.
    expect(await ask('officer', channel, '谁看过我们')).toBe(text);
  });
});

describe('审计', () => {
  beforeAll(async () => {
    await world.database.client.auditEntry.deleteMany();
    await ask('officer', 'WeCom app', '/资质 示例企业01');
    await ask('contact02', 'DingTalk robot', '资质');
    await ask('viewer', 'WeCom app', '/成员');
    await ask('stranger', 'WeCom app', '/绑定 示例企业05 周珊');
  });

  it.each(directChannels)('shows an administrator everything, the newest first (%s)', async (channel) => {
    const text = await ask('administrator', channel, '/审计');
    expect(text).toMatch(/2023年12月29日 10:\d\d，王晨（经办人员，企业微信应用），查询资质和申报进度：示例企业01/);
    expect(text).toMatch(/赵[*＊]（企业联系人，钉钉机器人），查询资质和申报进度：示例企业02/);
    expect(text).toMatch(/孙岚（查阅人员，企业微信应用），使用无权限的命令，已拒绝/);
    expect(text).toMatch(/企业微信账号 zhoushan（未绑定人员，企业微信应用），申请绑定：示例企业05/);
    expect(text).not.toContain('赵尔');
  });

  it('every look at it is recorded itself', async () => {
    const recorded = await recordedBy(() => ask('administrator', 'WeCom app', '/审计 王晨'));
    expect(recorded).toMatchObject([{ action: 'audit.read', result: 'allowed', role: 'administrator' }]);
    expect(recorded[0]?.detail).toContain('"person":"王*"');
  });

  it.each([
    ['/审计 示例企业01', /示例企业01：共 1 条/, /示例企业02|孙岚/],
    ['/审计 王晨', /王晨：共 1 条[\s\S]*示例企业01/, /示例企业02|孙岚/],
    ['/审计 拒绝', /被拒绝或未成功的操作：共 1 条[\s\S]*孙岚/, /示例企业0/],
    ['/审计 绑定', /绑定类操作：共 1 条[\s\S]*申请绑定/, /查询资质/],
    ['/审计 2023-12-29 绑定 示例企业05', /示例企业05，绑定类操作，2023年12月29日：共 1 条/, /查询资质/],
    ['/审计 2023-12-28', /2023年12月28日：共 0 条/, /查询资质/],
    ['审计记录 2023年12月30日', /2023年12月30日：共 0 条/, /查询资质/],
  ])('%s', async (say, expected, other) => {
    const text = await ask('administrator', 'WeCom app', say);
    expect(text).toMatch(expected);
    expect(text).not.toMatch(other);
  });

  it('asks which of several enterprises is meant, keeping the rest of the question', async () => {
    const chat = world.chat('administrator', conversations['WeCom app']('administrator'));
    await chat.say('/审计 蒙药 2023-12-29');
    await chat.shouldSee(/请选择企业/);
    await chat.tap('第2家');
    await chat.shouldSee(/内蒙古蒙药股份有限公司，2023年12月29日：共 0 条/);
  });

  it('says what it cannot find or read', async () => {
    expect(await ask('administrator', 'WeCom app', '/审计 张三丰')).toContain('也没有姓名为“张三丰”的人员');
    expect(await ask('administrator', 'WeCom app', '/审计 2023-02-30')).toContain('日期“2023-02-30”无效');
  });

  it('has pages, and the page behind the last is the last', async () => {
    for (let n = 0; n < 10; n += 1) await ask('officer', 'WeCom app', '/资质 示例企业01');
    const first = await ask('administrator', 'WeCom app', '/审计 示例企业01');
    expect(first).toContain('第1页，共2页。发送“审计 示例企业01 第2页”继续查看。');
    const last = await ask('administrator', 'WeCom app', '/审计 示例企业01 第 99 页');
    expect(last).toMatch(/第2页，共2页。/);
    expect(last).toMatch(/^11\. /m);
  });

  it.each(['officer', 'viewer', 'agent', 'contact01'] as const)('is refused to others: %s', async (person) => {
    const recorded = await recordedBy(async () => {
      expect(await ask(person, 'WeCom app', '/审计')).not.toMatch(/共 \d+ 条/);
    });
    expect(recorded).toMatchObject([{ action: 'command.denied', result: 'denied' }]);
  });

  it.each(groupChannels)('is answered one-to-one where it was asked in a group (%s)', async (channel) => {
    const direct = world.chat('administrator', directOf(channel)('administrator'));
    await direct.news();
    const text = await ask('administrator', channel, '/审计 示例企业01');
    expect(text).toContain('请在单聊中查询');
    expect(text).not.toMatch(/王晨|示例企业|共 \d+ 条/);
    await direct.shouldSee(/示例企业01：共 \d+ 条/);
    expect(await ask('officer', channel, '/审计 示例企业01')).not.toMatch(/王晨|共 \d+ 条/);
  });
});
