import { afterAll, beforeAll, expect, it } from 'vitest';
import { conversations, groupChannels, startWorld, type World } from '../helpers/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  expect(world.remarks()).toEqual([]);
  await world.stop();
});

it.each(groupChannels)(
  'a choice that was asked of somebody else is not used up by a tap on it, %s',
  async (channel) => {
    const asker = world.chat('officer', conversations[channel]('officer'));
    const other = world.chat('contact01', conversations[channel]('contact01'));
    await asker.say('/资质 蒙药');
    await asker.shouldSee(/请选择企业/);
    await other.news();
    await other.tap('第1家');
    const seen = await other.news();
    expect(seen.filter(({ text }) => /数据截至/u.test(text))).toEqual([]);
    expect(JSON.stringify(seen)).toContain('非本人卡片');
    // For who asked it is as it was.
    await asker.tap('第2家');
    await asker.shouldSee(/蒙药[\s\S]*数据截至/);
  },
);
