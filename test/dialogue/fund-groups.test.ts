import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantFunds } from '../helpers/plant-funds.ts';
import { conversations, groupChannels, startWorld, type World } from '../helpers/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await plantFunds(world.database.client);
});
afterAll(async () => {
  expect(world.remarks()).toEqual([]);
  await world.stop();
});

describe.each(groupChannels)('nothing is entered or reported in a group, %s', (channel) => {
  it.each([
    ['officer', '/资金 登记 P-01 拨付 1万 2023-10-08'],
    ['officer', '/资金 冲销 7K2M9Q4R5T6W 有误'],
    ['officer', '/资金 自报'],
    ['officer', '/资金 P-01 验收通过'],
    ['contact01', '/资金 到位 P-01 1万 2023-10-08'],
    ['contact01', '专项资金到位1万'],
    ['contact01', '/资金 撤回自报 7K2M9Q4R5T6W'],
  ] as const)('%s: %s', async (person, say) => {
    const { client } = world.database;
    const chat = world.chat(person, conversations[channel](person));
    await chat.say(say);
    const { text } = await chat.shouldSee(/请在单聊中办理/);
    expect(text).not.toMatch(/P-01|智能检测|万元/u);
    expect([await client.fundDraft.count(), await client.fundClaim.count()]).toEqual([0, 0]);
  });
});
