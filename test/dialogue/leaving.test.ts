import { afterEach, beforeEach, expect, it } from 'vitest';
import { conversations, type PersonId, startWorld, type World, wecomUser } from '../helpers/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  expect(world.remarks()).toEqual([]);
  await world.stop();
});

async function post(path: string, body: object): Promise<void> {
  const response = await fetch(`${world.emulator.url}/emulator/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect([response.status, await response.text()]).toEqual([200, expect.anything()]);
  await world.emulator.idle();
  await world.app.idle();
}

const leave = (as: PersonId, platform: 'wecom' | 'dingtalk') => post('leave', { as, platform });

it('who has left on both platforms is bound no longer, and the bureau is told', async () => {
  const { client } = world.database;
  const officer = world.chat('officer', conversations['WeCom app']('officer'));
  await leave('contact01', 'wecom');
  // On DingTalk still who they were.
  const onDingtalk = world.chat('contact01', conversations['DingTalk robot']('contact01'));
  await onDingtalk.say('资质');
  await onDingtalk.shouldSee(/示例企业01/);
  // The bureau is told at once, and that there is another account.
  expect((await officer.shouldSee(/人员已离开/)).text).toMatch(/李一.*其钉钉账号仍绑定示例企业01/su);
  await leave('contact01', 'dingtalk');
  expect((await officer.shouldSee(/人员已离开/)).text).toMatch(/李一.*示例企业01的绑定已解除/su);
  expect(await client.account.count({ where: { userId: { in: [wecomUser.contact01, 'ding-liyi'] } } })).toBe(0);
  expect(await client.binding.count({ where: { person: { name: '李一' }, endedAt: null } })).toBe(0);
  const actions = (await client.auditEntry.findMany()).map(({ action }) => action);
  expect(actions.filter((action) => action === 'account.leave')).toHaveLength(2);
  expect(actions.filter((action) => action === 'binding.end')).toHaveLength(1);
});

it('an officer who has left has no rights, and the same user id given to somebody else has none either', async () => {
  const { client } = world.database;
  await leave('officer', 'wecom');
  // Not even for as long as the other platform has not heard of it.
  const elsewhere = world.chat('officer', conversations['DingTalk robot']('officer'));
  await elsewhere.say('/资质 待批复');
  await elsewhere.shouldSee(/尚未绑定/);
  await leave('officer', 'dingtalk');
  expect((await client.person.findFirstOrThrow({ where: { name: '王晨' } })).staffRole).toBeNull();
  await post('join', { as: 'officer', platform: 'wecom' });
  const chat = world.chat('officer', conversations['WeCom app']('officer'));
  await chat.say('/资质 待批复');
  await chat.shouldSee(/尚未绑定/);
});

it('alerts of the platform about the app reach the administrators', async () => {
  const { client } = world.database;
  const { personId } = await client.account.findFirstOrThrow({ where: { userId: 'wangchen' } });
  await client.person.update({ where: { id: personId }, data: { staffRole: 'ADMINISTRATOR' } });
  // A suspended app can say nothing: the other platform does.
  const chat = world.chat('officer', conversations['DingTalk robot']('officer'));
  for (const [Event, sentence] of [
    ['inactive_alert', /将停用该应用（生效时间 2024年1月5日）/u],
    ['close_inactive_agent', /已被企业微信停用/u],
    ['reopen_inactive_agent', /恢复启用/u],
    ['low_active_alert', /将限制该应用/u],
    ['low_active', /已被企业微信限制/u],
    ['active_restored', /恢复正常/u],
  ] as const) {
    const EffectTime = Event.endsWith('alert') ? { EffectTime: '1704412800' } : {};
    await post('event', { channel: 'wecom-app', event: { Event, FromUserName: 'sys', ...EffectTime } });
    await chat.shouldSee(sentence);
  }
});
