import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/core/card.ts';
import type { Sender } from '../../src/core/event.ts';
import { testDatabase } from '../helpers/database.ts';
import { type Deciding, onDingtalk, onWecom, startDeciding } from '../helpers/deciding.ts';

/** The process died between the commit and the answer: what asked for the change is decided once more. */
let database: Awaited<ReturnType<typeof testDatabase>>;
let bot: Deciding;
beforeAll(async () => {
  database = await testDatabase();
  bot = await startDeciding(database);
});
afterAll(() => database.drop());

const [administrator, officer] = [onWecom('administrator'), onWecom('officer')];
const [asker, typist] = [onWecom('stranger'), onDingtalk('stranger')];
const chat = { wecom: 'wecom-group-1', dingtalk: 'cidDemoGroup1==' };
const webhook = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7aaa-4bc4-97a0-0ec2sifa5aaa';
/** So long a job waits until it is tried again, more or less. */
const later = 60_000;

const words = (answer: Answer) => JSON.stringify(answer);
function find(pattern: RegExp, answer: Answer): string {
  const found = pattern.exec(words(answer))?.[1];
  if (found === undefined) throw new Error(`no ${pattern} in ${words(answer)}`);
  return found;
}
async function all(): Promise<unknown> {
  const { client } = bot;
  const byId = { orderBy: { id: 'asc' as const } };
  return {
    persons: await client.person.findMany(byId),
    accounts: await client.account.findMany(byId),
    bindings: await client.binding.findMany(byId),
    requests: await client.bindingRequest.findMany(byId),
    joins: await client.accountJoin.findMany(byId),
    groups: await client.groupChat.findMany({ ...byId, include: { enterprises: true } }),
    links: await client.accessLink.findMany(byId),
    recorded: await client.auditEntry.findMany({ select: { id: true, action: true, result: true }, ...byId }),
    jobs: await client.job.findMany({ select: { key: true }, ...byId }),
  };
}

/** What is said by whom, after what was said before; all of one row are one story, told from the top. */
type Step = { by: Sender; say: string | (() => Promise<string>); in?: string };
const forget = async () => {
  const { client } = bot;
  await client.accountJoin.deleteMany();
  await client.attemptCount.deleteMany();
  await client.account.deleteMany({ where: { userId: { contains: 'zhoushan' } } });
};
const pending = async (enterprise: string) => {
  await forget();
  await bot.say(asker, `/绑定 ${enterprise}`);
  const { id } = await bot.client.bindingRequest.findFirstOrThrow({ where: { state: 'PENDING' } });
  return id;
};
const bindingOf = async (userId: string) => {
  const { personId } = await bot.client.account.findFirstOrThrow({ where: { userId } });
  return (await bot.client.binding.findFirstOrThrow({ where: { personId, endedAt: null } })).id;
};
const code = async () => {
  await forget();
  return find(/关联码","value":"([0-9A-Z ]{9})"/u, await bot.say(asker, '/关联'));
};
const typed = async () => {
  await bot.say(typist, `/关联 ${await code()}`);
};
const confirmed = async () => {
  await typed();
  await bot.say(typist, '/关联 确认');
};
const after = (step: () => Promise<unknown>, say: string) => async () => {
  await step();
  return say;
};
const withJoin = (step: () => Promise<unknown>, say: string) => async () => {
  await step();
  return `${say} ${(await bot.client.accountJoin.findFirstOrThrow()).id}`;
};
const number = async () => find(/账号编号","value":"([0-9A-Z]{12})"/u, await bot.say(asker, '/我是谁'));
const linkId = async () => (await bot.client.accessLink.findFirstOrThrow({ where: { revokedAt: null } })).id;

const steps: readonly (readonly [name: string, step: Step])[] = [
  ['绑定', { by: asker, say: '/绑定 示例企业20' }],
  ['同意绑定', { by: officer, say: async () => `/同意绑定 ${await pending('示例企业21')}` }],
  ['拒绝绑定', { by: officer, say: async () => `/拒绝绑定 ${await pending('示例企业22')} 不符` }],
  ['联系人 主', { by: officer, say: '/联系人 示例企业01 主 1' }],
  ['解绑, the own', { by: onWecom('contact01'), say: '/解绑 确认 示例企业01' }],
  ['解绑, by staff', { by: officer, say: async () => `/解绑 确认 示例企业02 ${await bindingOf('zhaoer')}` }],
  ['关联', { by: asker, say: '/关联' }],
  ['关联 with the code', { by: typist, say: async () => `/关联 ${await code()}` }],
  ['关联 确认, by who typed it', { by: typist, say: after(typed, '/关联 确认') }],
  ['关联 确认, by who typed it, with its id', { by: typist, say: withJoin(typed, '/关联 确认') }],
  ['关联 确认, by who asked', { by: asker, say: after(confirmed, '/关联 确认') }],
  ['关联 确认, by who asked, with its id', { by: asker, say: withJoin(confirmed, '/关联 确认') }],
  ['关联 取消, by who typed it', { by: typist, say: after(typed, '/关联 取消') }],
  ['关联 取消, by who typed it, with its id', { by: typist, say: withJoin(typed, '/关联 取消') }],
  ['关联 取消, by who asked', { by: asker, say: after(confirmed, '/关联 取消') }],
  ['群 登记', { by: officer, say: '/群 登记 一个群', in: chat.wecom }],
  ['群 企业', { by: officer, say: '/群 1 企业 示例企业01、示例企业02' }],
  ['群 增加', { by: officer, say: '/群 1 增加 示例企业03' }],
  ['群 移除', { by: officer, say: '/群 1 移除 示例企业01' }],
  ['群 改名', { by: officer, say: '/群 1 改名 另一个名称' }],
  ['群 推送 webhook', { by: officer, say: `/群 1 推送 webhook ${webhook}` }],
  ['群 推送 应用群', { by: officer, say: '/群 1 推送 应用群 made1' }],
  ['群 推送 无', { by: officer, say: '/群 1 推送 无' }],
  ['群 注销', { by: officer, say: '/群 1 注销 确认' }],
  ['群 登记, once more', { by: officer, say: '/群 登记 一个群', in: chat.wecom }],
  ['群 登记 in DingTalk', { by: onDingtalk('officer'), say: '/群 登记', in: chat.dingtalk }],
  ['群 测试', { by: officer, say: '/群 2 测试' }],
  ['我是谁', { by: asker, say: after(forget, '/我是谁') }],
  ['成员 添加', { by: administrator, say: async () => `/成员 添加 ${await number()} 周珊 管理员` }],
  ['成员, another role', { by: administrator, say: '/成员 王晨 管理员' }],
  ['成员 移除', { by: administrator, say: '/成员 移除 孙岚' }],
  ['成员 移除, oneself', { by: asker, say: '/成员 移除 周珊' }],
  ['链接, for somebody new', { by: officer, say: '/链接 示例企业05 李五' }],
  ['链接, for a contact', { by: officer, say: '/链接 示例企业03 吴双' }],
  ['链接 验证码', { by: officer, say: async () => `/链接 验证码 ${await linkId()}` }],
  ['链接 停用', { by: officer, say: async () => `/链接 停用 ${await linkId()}` }],
  ['成员, who steps down', { by: administrator, say: '/成员 何敏 查阅人员' }],
];

describe('what was committed and not answered', () => {
  it.each(steps)('%s', async (name, { by, say, in: group }) => {
    const job = await bot.record(by, typeof say === 'string' ? say : await say(), group);
    const before = await all();
    const first = await bot.answer(job);
    const made = await all();
    expect(made).not.toEqual(before);

    bot.clock.advance(later);
    const second = await bot.answer(job, true);
    expect(await all()).toEqual(made);
    // A step of 关联 is said again, what else was done is only said to be done.
    if (name.startsWith('关联') || second.here?.title !== '已办理') expect(second.here).toEqual(first.here);
    expect(bot.log.lines).toEqual([]);
  });
});

describe('what was committed and not answered, and went on meanwhile', () => {
  const joins = async () =>
    (await bot.client.accountJoin.findMany({ orderBy: { recordedAt: 'asc' } })).map(({ state }) => state);
  /** Somebody else asks for a code, which is typed by who asked before. */
  async function typedByAsker(): Promise<void> {
    bot.clock.advance(1);
    const other = { ...asker, corpId: 'another organisation' };
    await bot.say(asker, `/关联 ${find(/关联码","value":"([0-9A-Z ]{9})"/u, await bot.say(other, '/关联'))}`);
  }

  it('关联: the code of before is no longer offered once it is used', async () => {
    await forget();
    const job = await bot.record(asker, '/关联');
    await bot.say(typist, `/关联 ${find(/关联码","value":"([0-9A-Z ]{9})"/u, await bot.answer(job))}`);
    expect((await bot.answer(job, true)).here?.title).toBe('关联码已失效');
    expect(await joins()).toEqual(['TYPED']);
  });

  it('关联: so late that the code has run out it is good again', async () => {
    await forget();
    const job = await bot.record(asker, '/关联');
    await bot.answer(job);
    bot.clock.advance(30 * 60_000);
    const again = find(/关联码","value":"([0-9A-Z ]{9})"/u, await bot.answer(job, true));
    expect((await bot.say(typist, `/关联 ${again}`)).here?.title).toBe('确认关联账号');
  });

  it('关联 确认: another one that waits by now is not confirmed', async () => {
    await confirmed();
    const job = await bot.record(asker, '/关联 确认');
    const first = await bot.answer(job);
    await typedByAsker();
    expect(await bot.answer(job, true)).toEqual(first);
    expect(await joins()).toEqual(['DONE', 'TYPED']);
  });

  it('关联 取消: another one that waits by now is not cancelled', async () => {
    await typed();
    const job = await bot.record(asker, '/关联 取消');
    const first = await bot.answer(job);
    await typedByAsker();
    expect(await bot.answer(job, true)).toEqual(first);
    expect(await joins()).toEqual(['CANCELLED', 'TYPED']);
  });

  it('关联 确认: the other side cancelled it meanwhile', async () => {
    await typed();
    const job = await bot.record(typist, '/关联 确认');
    await bot.answer(job);
    await bot.say(asker, '/关联 取消');
    expect((await bot.answer(job, true)).here?.title).toBe('关联已取消');
  });

  it('关联 确认: an obstacle is said again, although it is gone', async () => {
    await confirmed();
    const { client } = bot;
    const both = await client.account.findMany({
      where: { userId: { contains: 'zhoushan' } },
      orderBy: { platform: 'asc' },
    });
    for (const [n, staffRole] of ['VIEWER', 'AGENT'].entries()) {
      await client.person.update({ where: { id: both[n]?.personId ?? '' }, data: { staffRole } });
    }
    const job = await bot.record(asker, '/关联 确认');
    const first = await bot.answer(job);
    expect(words(first)).toContain('角色不同');
    await client.person.updateMany({
      where: { id: { in: both.map(({ personId }) => personId) } },
      data: { staffRole: null },
    });
    expect(await bot.answer(job, true)).toMatchObject({ here: first.here });
    expect(await joins()).toEqual(['CANCELLED']);
  });
});
