import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sender } from '../../src/core/event.ts';
import { testDatabase } from '../helpers/database.ts';
import { type Deciding, onDingtalk, onWecom, startDeciding } from '../helpers/deciding.ts';
import { testDoer } from '../helpers/stores.ts';

/** Who knows the address of a group robot can write into the group: it is not kept with the job that said it. */
let database: Awaited<ReturnType<typeof testDatabase>>;
let bot: Deciding;
beforeAll(async () => {
  database = await testDatabase();
  bot = await startDeciding(database);
  await bot.say(officer, '/群 登记 一个群', 'wecom-group-1');
  await bot.say(onDingtalk('officer'), '/群 登记', 'cidDemoGroup1==');
});
afterAll(() => database.drop());

const officer = onWecom('officer');

describe('the address of a group robot', () => {
  const key = '693a91f6-7aaa-4bc4-97a0-0ec2sifa5bbb';
  const url = `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${key}`;
  const kept = async () => JSON.stringify(await bot.client.job.findMany({ select: { event: true, plan: true } }));

  it('is there to be decided again until the change is made, and not from then on', async () => {
    await bot.say(officer, '/群 登记 另一个群', 'wecom-group-2');
    const { number: n } = await bot.client.groupChat.findFirstOrThrow({ where: { chatId: 'wecom-group-2' } });
    const job = await bot.record(officer, `/群 ${n} 推送 webhook ${url}`);
    expect(await kept()).toContain(key);
    // Begun before and not brought to its end: the process died before it changed anything.
    expect((await bot.answer(job, true)).here?.title).toBe('已更新推送方式');
    expect(await kept()).not.toContain(key);
    expect((await bot.answer(job, true)).here?.title).toBe('已办理');
    expect(await bot.client.groupChat.findFirst({ where: { number: n } })).toMatchObject({ push: 'WEBHOOK' });
  });

  it('goes with its change, in one commit', async () => {
    await bot.say(officer, '/群 登记 第三个群', 'wecom-group-3');
    const { id } = await bot.client.groupChat.findFirstOrThrow({ where: { chatId: 'wecom-group-3' } });
    const job = await bot.record(officer, `/群 3 推送 webhook ${url}`);
    const doer = testDoer(bot.clock.now(), { requestId: job.id });
    await bot.stores.groups.change(doer, id, { kind: 'push', push: 'WEBHOOK', target: url });
    expect(await kept()).not.toContain(key);
  });

  const spellings: readonly [how: string, by: Sender, say: string, group?: string][] = [
    ['for a group that is not there', officer, `/群 99 推送 webhook ${url}`],
    ['for a group of the other platform', officer, `/群 2 推送 webhook ${url}`],
    ['in the group', officer, `/群 1 推送 webhook ${url}`, 'wecom-group-1'],
    ['in the group, for one-to-one', officer, `单聊 /群 1 推送 webhook ${url}`, 'wecom-group-1'],
    ['written together', officer, `/群1 推送webhook ${url}`],
    ['written together without a number', officer, `/群推送webhook${url}`],
    ['full width', officer, `／群　１　推送　ｗｅｂｈｏｏｋ　${url}`],
    ['in capitals', officer, `/群 1 推送 WEBHOOK ${url.replace('webhook', 'WEBHOOK').replace('key', 'KEY')}`],
    ['with blanks in it', officer, `/群 1 推送 webhook ${url.replaceAll('-', ' - ')}`],
    ['with invisible characters', officer, `/群 1 推送 web\u200bhook ${url.replace('webhook', 'web\u200bhook')}`],
    ['without the word', officer, `/群 1 推送 ${url}`],
    ['without the order', officer, `/群 1 ${url}`],
    ['the key alone', officer, `/群 1 推送 webhook ${key}`],
    ['the key alone, without the word', officer, `/群 1 推送 ${key}`],
    ['encoded', officer, `/群 1 推送 webhook ${url.replace('webhook', '%77ebhook').replace('key', '%6bey')}`],
    ['of nobody’s robot', officer, `/群 1 推送 webhook https://example.com/send?key=${key}`],
    ['by somebody who may not', onWecom('contact02'), `/群 1 推送 webhook ${url}`],
    ['by a stranger', onDingtalk('stranger'), `/群 1 推送 webhook ${url}`],
    ['out of the blue', officer, url],
  ];
  it.each(spellings)('does not stay where it was said: %s', async (_how, by, say, group) => {
    const job = await bot.record(by, say, group);
    expect(await kept()).toContain(key.slice(0, 8));
    const { here } = await bot.answer(job);
    expect(await kept()).not.toMatch(/693a91f6|0ec2sifa5bbb/u);
    expect(JSON.stringify(here)).not.toContain('0ec2sifa5bbb');
    // Decided again it comes to the same, where nothing was changed by it.
    const again = (await bot.answer(job, true)).here;
    if (again?.title !== '已办理') expect(again).toEqual(here);
  });

  it('nor where it was given up', async () => {
    const job = await bot.record(officer, `/群 1 推送 webhook ${url}`);
    await bot.jobs.fail(job.id, { error: 'given up', now: bot.clock.now() });
    expect(await kept()).not.toContain(key);
  });
});
