import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { conversations, groupChannels, type PersonId, startWorld, type World } from '../helpers/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.emulator.clock.advance(60_000));
afterAll(async () => {
  expect(world.remarks()).toEqual([]);
  await world.stop();
});

/** What gives away that an application exists, or how it stands. */
const secret = /待批复|企业填报|开发区初审|已推荐|公示中|退回补正|未通过|已撤回|S-\d+|申报年度|更新于/;

describe.each(groupChannels)('in a group, %s', (channel) => {
  it.each<[PersonId, string]>([
    ['contact02', '/进度'],
    ['contact02', '进度'],
    ['contact02', '我们高企申报到哪一步了'],
    ['contact02', '高企批下来了吗'],
    ['contact01', '/进度 提交'],
    ['contact01', '申报 高企 2024年'],
    ['contact01', '/年报'],
    ['officer', '/进度'],
    ['officer', '/进度 S-05'],
    ['officer', '/进度 示例企业02'],
    ['officer', '/进度 待批复'],
    ['officer', '示例企业02高企批下来没有'],
    ['officer', '示例企业02申报进度怎么样'],
    ['officer', '/进度 S-15 推荐 开科发〔2023〕31号 2023-12-29'],
    ['officer', '/进度 S-05 未通过 评审未通过'],
    ['officer', '/进度 取消资质 示例企业05 高企 国科火字〔2023〕1号 2023-12-01 原因'],
    ['officer', '/年报 示例企业05'],
    ['officer', '/年报 示例企业05 2020 已报'],
    ['officer', '/年报 示例企业05 2022 未报'],
    ['officer', '/培育 示例企业02 高企'],
  ])('%s says %s and nothing of it is told there, nor done', async (person, say) => {
    const { client } = world.database;
    const before = await client.transition.count();
    const recorded = await client.dutyRecord.count();
    const group = world.chat(person, conversations[channel](person));
    await group.say(say);
    // The AI bot sends its offer as a card of its own.
    const said = (await group.news()).map(({ text }) => text).join('\n');
    expect(said).not.toBe('');
    expect(said.replaceAll('“/进度', '')).not.toMatch(secret);
    expect(await client.transition.count()).toBe(before);
    expect(await client.dutyRecord.count()).toBe(recorded);
    // The command for the one-to-one chat is no secret, what was asked with it is.
    expect(said).not.toMatch(/示例企业05.*(?:未报|应于)|应报年度/u);
  });
});

it('is told one-to-one to who asked in the group', async () => {
  const group = world.chat('officer', conversations['DingTalk robot in a group']('officer'));
  const direct = world.chat('officer', conversations['DingTalk robot']('officer'));
  await direct.news();
  await group.say('/进度 示例企业02');
  expect((await direct.shouldSee(/S-05/)).text).toMatch(/待批复/);
  await group.say('示例企业02申报进度怎么样');
  await direct.shouldSee(/S-05/);
});

it('of another enterprise a contact hears nothing', async () => {
  const chat = world.chat('contact01', conversations['WeCom app']('contact01'));
  for (const say of [
    '/进度 示例企业02',
    '/进度 S-05',
    '示例企业02申报到哪一步了',
    '示例企业02高企批下来没有',
    '/年报 示例企业05',
  ]) {
    await chat.say(say);
    const [answer] = await chat.news();
    expect(answer?.text).not.toMatch(/待批复|2023年7月|推荐文号|年度已报|年度未报/);
  }
});

it('reads are on record, denied ones too', async () => {
  const { client } = world.database;
  await client.auditEntry.deleteMany();
  const own = world.chat('contact02', conversations['WeCom app']('contact02'));
  await own.say('/进度');
  await own.shouldSee(/【办理进度】/);
  const other = world.chat('contact01', conversations['WeCom app']('contact01'));
  await other.say('/进度 示例企业02');
  await other.shouldSee(/不对外提供/);
  const viewer = world.chat('viewer', conversations['WeCom app']('viewer'));
  await viewer.say('/进度');
  await viewer.shouldSee(/在办的申报/);
  // All of one moment: in no order.
  const rows = await client.auditEntry.findMany({ orderBy: [{ role: 'asc' }, { result: 'asc' }] });
  const { id } = await client.enterprise.findFirstOrThrow({ where: { names: { some: { text: '示例企业02' } } } });
  expect(rows.map(({ role, action, result, enterpriseId }) => [role, action, result, enterpriseId])).toEqual([
    ['contact', 'application.read', 'allowed', id],
    ['contact', 'application.read', 'denied', id],
    ['viewer', 'application.read', 'allowed', null],
  ]);
});
