import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBuilder } from '../../prisma/builders.ts';
import { newId } from '../../src/core/ids.ts';
import { conversations, directChannels, groupChannels, startWorld, type World } from '../helpers/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

/** Binds the contact of 示例企业01 to another enterprise as well. */
async function bindTwice(): Promise<void> {
  const { client } = world.database;
  const person = await client.person.findFirstOrThrow({ where: { name: '李一' } });
  const second = await client.enterpriseName.findFirstOrThrow({ where: { text: '示例企业18' } });
  const binding = { id: newId(), personId: person.id, enterpriseId: second.enterpriseId, recordedAt: new Date() };
  await client.binding.create({ data: binding });
}

describe.each(directChannels)('a contact of two enterprises (%s)', (channel) => {
  it('is asked which, and never gets both in one answer', async () => {
    await bindTwice();
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say('我们高企到期了吗');
    await chat.shouldSee(/您绑定的企业共 2 家，请选择/);
    await chat.tap('第2家');
    const { text } = await chat.shouldSee(/示例企业18 高新技术企业[\s\S]*状态：/);
    expect(text).toContain('待批复');
    expect(text).not.toContain('示例企业01');
  });
});

describe.each(groupChannels)('a contact of two enterprises (%s)', (channel) => {
  it('is not asked there: the names are not the group’s business', async () => {
    await bindTwice();
    const chat = world.chat('contact01', conversations[channel]('contact01'));
    await chat.say('资质');
    const { text } = await chat.shouldSee(/请在单聊中查询/);
    expect(text).not.toContain('示例企业');
  });
});

describe('being met for the first time', () => {
  it.each([
    ['contact01', /发送“帮助”/],
    ['stranger', /尚未绑定/],
  ] as const)('%s is greeted by the app and once a day by the AI bot', async (person, expected) => {
    const user = conversations['WeCom app'](person);
    const app = world.chat(person, user);
    const event = { Event: 'subscribe', FromUserName: user.replace('wecom-app:', ''), EventKey: '' };
    await world.emulator.people.event({ channel: 'wecom-app', event });
    await app.shouldSee(expected);
    const conversation = conversations['WeCom AI bot'](person);
    const aibot = world.chat(person, conversation);
    await world.emulator.people.enter({ as: person, conversation });
    await aibot.shouldSee(expected);
  });

  it('opening the app’s chat again is not answered', async () => {
    const conversation = conversations['WeCom app']('contact01');
    const chat = world.chat('contact01', conversation);
    await world.emulator.people.enter({ as: 'contact01', conversation });
    expect(await chat.news()).toEqual([]);
  });
});

it('a list in a group is in the order of names, not of expiry', async () => {
  const build = createBuilder(new Date('2023-12-29T02:00:00Z'));
  build.qualification(build.enterprise('示例企业00', { isDemo: true }), {
    type: 'HNTE',
    level: 'NATIONAL',
    issuedOn: '2023-12-01',
    validTo: '2026-12-01',
    history: [{ status: 'RECOGNIZED', effectiveOn: '2023-12-01' }],
  });
  await build.write(world.database.client);
  const chat = world.chat('officer', conversations['DingTalk robot in a group']());
  await chat.say('/资质 高企');
  expect((await chat.shouldSee(/有效期内 17 家/)).text).toMatch(/1\. 示例企业00[\s\S]*2\. 示例企业01/);
});
