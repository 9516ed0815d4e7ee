import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversations, directChannels, startWorld, type World } from '../helpers/world.ts';

describe.each(directChannels)('guessing codes, %s', (channel) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(async () => {
    expect(world.remarks()).toEqual([]);
    await world.stop();
  });

  it('ends after ten tries in an hour, also with a right one, and begins anew after it', async () => {
    const chat = world.chat('stranger', conversations[channel]('stranger'));
    for (let n = 0; n < 10; n += 1) {
      await chat.say('/绑定 91350100M000100Y43');
      await chat.shouldSee(/没有找到企业/);
    }
    for (const written of ['91350100M000100Y43', '示例企业05', '天上企业']) {
      await chat.say(`/绑定 ${written}`);
      await chat.shouldSee(/申请次数过多/);
    }
    expect(await world.database.client.bindingRequest.count()).toBe(0);
    await world.emulator.clock.advance(61 * 60_000, { jump: true });
    await chat.say('/绑定 示例企业05');
    await chat.shouldSee(/申请已提交/);
  });

  it('leaves nothing in the log of what was typed, who it is, or whom it is about', async () => {
    const officer = world.chat('officer', conversations[channel]('officer'));
    await officer.say('/联系人 示例企业01 完整');
    await officer.shouldSee(/李一/);
    expect(world.log.lines.length).toBeGreaterThan(0);
    expect(world.log.text()).not.toMatch(/示例企业|李一|91350100M000100Y43|天上企业|1[3-9]\d{9}/u);
  });
});
