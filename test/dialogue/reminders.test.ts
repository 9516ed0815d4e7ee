import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversations, startWorld, type World } from '../helpers/world.ts';

/** 综合统计快报 is due on 2024-01-17: its step of seven days is Wednesday 10 January. */
const day = '2024-01-10';

describe('a reminder of the demo’s year', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ isPaced: true });
  });
  afterAll(() => world.stop());

  it('comes at nine as a card, and its answer ends the ladder', async () => {
    const contact = world.chat('contact01', conversations['WeCom app']('contact01'));
    const { clock } = world.emulator;
    const officer = world.chat('officer', conversations['WeCom app']('officer'));
    await clock.to('2024-01-09T20:00', { jump: true });
    await officer.news();
    await officer.say('/提醒 明天');
    await officer.shouldSee(/2024年1月10日将发送的提醒[\s\S]*综合统计快报[\s\S]*钉钉接口调用\d+次，本月剩余\d+次/u);
    await clock.to(`${day}T08:58`, { jump: true });
    await contact.news();
    await clock.advance(32 * 60_000);
    await contact.shouldSee(/【截止提醒】2024年高新技术企业综合统计快报[\s\S]*剩余7天/u);
    await contact.tapOn(/综合统计快报/u, '已报送');
    await contact.shouldSee(/已报送/u);
    await officer.say('/提醒 记录 示例企业01');
    await officer.shouldSee(/综合统计快报[\s\S]*未知/u);
    expect(world.remarks()).toEqual([]);
  });
});
