import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSecondProcess } from '../helpers/second-process.ts';
import { type Chat, conversations, type PersonId, startWorld, type World } from '../helpers/world.ts';

/** What is said on WeCom and on DingTalk at once; on PostgreSQL each is answered by a process of its own. */
let world: World;
let stopSecond: () => Promise<void>;
beforeAll(async () => {
  world = await startWorld();
  stopSecond = await startSecondProcess(world);
});
afterAll(async () => {
  await stopSecond();
  expect(world.remarks()).toEqual([]);
  await world.stop();
});

const wecom = (person: PersonId) => world.chat(person, conversations['WeCom app'](person));
const dingtalk = (person: PersonId) => world.chat(person, conversations['DingTalk robot'](person));
const heard = async (chat: Chat) => (await chat.news()).map(({ text }) => text).join('\n');
/** Enough that each of the two is first now and then. */
const rounds = [1, 2, 3, 4, 5, 6];

describe('关联', () => {
  const personOf = async (userId: string) =>
    (await world.database.client.account.findFirst({ where: { userId } }))?.personId;

  beforeEach(async () => {
    const { client } = world.database;
    await client.accountJoin.deleteMany();
    await client.attemptCount.deleteMany();
    await client.auditEntry.deleteMany();
    await client.account.deleteMany({ where: { userId: { in: ['ding-liyi', 'ding-zhoushan', 'zhoushan'] } } });
  });

  async function askCode(chat: Chat): Promise<string> {
    await chat.say('/关联');
    const { text } = await chat.shouldSee(/关联码/);
    return /“\/关联 ([0-9A-Z]{8})”/u.exec(text)?.[1] ?? text;
  }
  async function steps(): Promise<string[]> {
    const rows = await world.database.client.auditEntry.findMany({ where: { action: 'account.join' } });
    return rows.map(({ result, detail }) => `${result} ${JSON.parse(detail ?? '{}').step}`).sort();
  }

  it.each(rounds)('confirmed on one side and cancelled on the other: one of the two (%i)', async () => {
    const [asker, typist] = [wecom('contact01'), dingtalk('contact01')];
    await typist.say(`/关联 ${await askCode(asker)}`);
    await typist.shouldSee(/确认关联账号/);
    await typist.say('/关联 确认');
    await asker.shouldSee(/确认关联账号/);
    await typist.news();
    await Promise.all([asker.say('/关联 确认'), typist.say('/关联 取消')]);
    const [here, there] = [await heard(asker), await heard(typist)];
    const isJoined = (await personOf('liyi')) === (await personOf('ding-liyi'));
    expect(here).toMatch(isJoined ? /您的账号已与钉钉账号 ding-liyi 关联/ : /该关联已取消，未作任何变更/);
    expect(there).toMatch(isJoined ? /这两个账号已经关联，不能取消/ : /已取消账号关联，未作任何变更/);
    if (isJoined) expect(there).toMatch(/您的账号已与企业微信账号 liyi 关联/);
    const last = isJoined ? 'allowed done' : 'allowed cancelled';
    expect(await steps()).toEqual(['allowed code', 'allowed typed', 'allowed confirmed', last].sort());
  });

  it.each(rounds)('the code typed on both sides: one gets it (%i)', async () => {
    const [one, other] = [wecom('stranger'), dingtalk('stranger')];
    const code = await askCode(wecom('contact01'));
    // Of a third organisation, or one of the two could not be joined to it.
    await world.database.client.account.updateMany({ where: { userId: 'liyi' }, data: { corpId: 'elsewhere' } });
    await Promise.all([one.say(`/关联 ${code}`), other.say(`/关联 ${code}`)]);
    const said = `${await heard(one)}\n${await heard(other)}`;
    await world.database.client.account.updateMany({
      where: { userId: 'liyi' },
      data: { corpId: 'ww0demo0tongliao0' },
    });
    expect(said.match(/确认关联账号|关联码不正确或已使用/gu)?.sort()).toEqual(['关联码不正确或已使用', '确认关联账号']);
    expect((await steps()).filter((step) => step === 'allowed typed')).toHaveLength(1);
  });
});

describe('成员', () => {
  it.each(rounds)('two administrators who take each other’s role away: one stays (%i)', async () => {
    const { client } = world.database;
    await client.auditEntry.deleteMany();
    for (const userId of ['hemin', 'wangchen']) {
      const { personId } = await client.account.findFirstOrThrow({ where: { userId } });
      await client.person.update({ where: { id: personId }, data: { staffRole: 'ADMINISTRATOR' } });
    }
    const [one, other] = [wecom('administrator'), dingtalk('officer')];
    await one.news();
    await other.news();
    await Promise.all([one.say('/成员 王晨 查阅人员'), other.say('/成员 何敏 查阅人员')]);
    const said = [await heard(one), await heard(other)];
    expect(said.filter((text) => /由管理员改为查阅人员。已告知本人/u.test(text))).toHaveLength(1);
    expect(said.filter((text) => /您已不是管理员，未作变更|您的角色不能使用“\/成员”/u.test(text))).toHaveLength(1);
    expect(await client.person.count({ where: { staffRole: 'ADMINISTRATOR' } })).toBe(1);
    expect(await client.auditEntry.count({ where: { action: 'member.change', result: 'allowed' } })).toBe(1);
  });
});
