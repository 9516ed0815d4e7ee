import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { conversations, directChannels, groupChannels, startWorld, type World } from '../helpers/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const { client } = world.database;
  const { personId } = await client.account.findFirstOrThrow({ where: { userId: 'liyi' } });
  const { enterpriseId } = await client.enterpriseName.findFirstOrThrow({ where: { text: '示例企业03' } });
  await client.binding.create({ data: { id: newId(), personId, enterpriseId, recordedAt: new Date() } });
});
afterAll(async () => {
  expect(world.remarks()).toEqual([]);
  await world.stop();
});
beforeEach(() => world.database.client.conversationChoice.deleteMany());

const chatOf = (channel: keyof typeof conversations) => world.chat('contact01', conversations[channel]('contact01'));

describe.each(directChannels)('who serves several enterprises, %s', (channel) => {
  it('is asked which is meant, and asked no more that day', async () => {
    const chat = chatOf(channel);
    await chat.say('资质');
    expect((await chat.shouldSee(/请选择企业/)).text).toMatch(/示例企业01[\s\S]*示例企业03/);
    await chat.tap('第2家');
    expect((await chat.shouldSee(/示例企业03[\s\S]*数据截至/)).text).not.toContain('示例企业01');
    await chat.say('我们高企到期了吗');
    expect((await chat.shouldSee(/数据截至/)).text).not.toContain('示例企业01');
    await chat.say('/切换企业 示例企业01');
    await chat.shouldSee(/针对示例企业01/);
    await chat.say('资质');
    expect((await chat.shouldSee(/数据截至/)).text).not.toContain('示例企业03');
  });

  it('the choice holds for this conversation alone', async () => {
    const [here, elsewhere] = [chatOf(channel), chatOf(channel === 'WeCom app' ? 'DingTalk robot' : 'WeCom app')];
    await here.say('资质 示例企业01');
    await here.shouldSee(/数据截至/);
    await here.say('资质');
    await here.shouldSee(/示例企业01[\s\S]*数据截至/);
    await elsewhere.say('资质');
    await elsewhere.shouldSee(/请选择企业/);
  });

  it('asking about somebody else chooses nothing', async () => {
    const chat = chatOf(channel);
    await chat.say('资质 易统云');
    await chat.shouldSee(/易统云/);
    await chat.say('资质');
    await chat.shouldSee(/请选择企业/);
  });
});

it.each(groupChannels)('%s: which enterprises one serves is not said', async (channel) => {
  const chat = chatOf(channel);
  for (const say of ['资质', '/切换企业', '/联系人', '/解绑', '/绑定 示例企业05']) {
    await chat.say(say);
    const { text } = await chat.shouldSee(/单聊/);
    expect(text).not.toMatch(/示例企业0[13]/);
  }
});

it('the next day it is asked again', async () => {
  const chat = chatOf('WeCom app');
  await chat.say('资质 示例企业03');
  await chat.shouldSee(/数据截至/);
  await world.emulator.clock.to('2023-12-30T00:00', { jump: true });
  await chat.say('资质');
  await chat.shouldSee(/请选择企业/);
});
