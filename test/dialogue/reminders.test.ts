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
    await contact.shouldSee(/已记录答复“已报送”/u);
    await officer.say('/提醒 记录 示例企业01');
    await officer.shouldSee(/综合统计快报[\s\S]*未知/u);
    expect(world.remarks()).toEqual([]);
  });

  it('is told to staff with the minute in which DingTalk says it was read', async () => {
    const { clock } = world.emulator;
    // What is still to be changed on a card of last week is changed before a week passes.
    await world.app.idle();
    // Who is reached on one platform alone is told there.
    await world.database.client.account.deleteMany({ where: { platform: 'wecom', userId: 'liyi' } });
    await clock.to('2024-01-16T08:58', { jump: true });
    await clock.advance(32 * 60_000);
    const conversation = conversations['DingTalk robot']('contact01');
    await clock.to('2024-01-16T09:40', { jump: true });
    await fetch(`${world.emulator.url}/emulator/dingtalk/read?wait=1`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ as: 'contact01', conversation }),
    });
    await world.app.idle();
    const officer = world.chat('officer', conversations['WeCom app']('officer'));
    await officer.news();
    await officer.say('/提醒 记录 示例企业01');
    await officer.shouldSee(/2023年12月月报（催报）：李\*（钉钉），2024年1月16日 09:\d\d发送，09:40已读/u);
    expect(world.remarks()).toEqual([]);
  });
});
