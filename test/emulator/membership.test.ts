import { describe, expect, test } from 'vitest';
import { first, startBoth } from './harness.ts';
import { element } from './stand-in-bot.ts';

const DIRECT = 'wecom-app:ZhangSan';
const text = (touser: string) => ({ touser, agentid: 1000002, msgtype: 'text', text: { content: '通知' } });
const SEND = '/cgi-bin/message/send';

describe('WeCom', () => {
  test('leaving the range: unsubscribe is told, sends are refused, the AI bot still listens', async () => {
    const { emulator, bot, wecom, send, fromBot } = await startBoth();
    const left = await send('POST', '/emulator/leave?wait=1', { as: 'zhang', platform: 'wecom', from: 'range' });
    expect(left.json).toMatchObject({ delivery: { state: 'answered' } });
    const plain = bot.at('app')[0]?.plain ?? '';
    expect(['Event', 'FromUserName', 'EventKey'].map((tag) => element(plain, tag))).toEqual([
      'unsubscribe',
      'ZhangSan',
      '',
    ]);
    expect((await send('GET', '/emulator/state')).json.absences).toEqual([
      { id: 'zhang', platform: 'wecom', absence: 'range' },
    ]);
    expect(await wecom(SEND, text('ZhangSan|LiSi'))).toMatchObject({ errcode: 0, invaliduser: 'zhangsan' });
    expect((await wecom(SEND, text('ZhangSan'))).errcode).toBe(81013);
    expect((await wecom(SEND, text('@all'))).errcode).toBe(0);
    expect(await fromBot('zhang', DIRECT)).toEqual([]);
    expect(await fromBot('li', 'wecom-app:LiSi')).toHaveLength(2);
    const refused = await send('POST', '/emulator/say', { as: 'zhang', conversation: DIRECT, text: '在吗' });
    expect([refused.status, refused.json.error]).toEqual([403, expect.stringMatching(/has left/)]);
    await emulator.people.say({ as: 'zhang', conversation: 'wecom-aibot:ZhangSan', text: '在吗' }, { wait: true });
    expect(bot.at('aibot')).toHaveLength(1);
  });

  test('coming back: subscribe may be answered, and messages arrive again', async () => {
    const { emulator, bot, wecom, send, fromBot } = await startBoth();
    await emulator.people.leave({ as: 'zhang', platform: 'wecom' }, { wait: true });
    bot.on('app', () => ({
      sealed: `<xml><ToUserName>ZhangSan</ToUserName><FromUserName>wwcorp</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>欢迎</Content></xml>`,
    }));
    expect((await send('POST', '/emulator/join?wait=1', { as: 'zhang', platform: 'wecom' })).status).toBe(200);
    expect(element(bot.at('app').at(-1)?.plain ?? '', 'Event')).toBe('subscribe');
    expect((await wecom(SEND, text('ZhangSan'))).errcode).toBe(0);
    expect((await fromBot('zhang', DIRECT)).map((one) => one.text)).toEqual(['欢迎', '通知']);
  });

  test('leaving the corp: no group, no AI bot, no card to press; what was there can still be read', async () => {
    const { emulator, send, wecom, fromBot } = await startBoth();
    await wecom(SEND, text('ZhangSan'));
    await emulator.people.leave({ as: 'zhang', platform: 'wecom' }, { wait: true });
    for (const conversation of [DIRECT, 'wecom-aibot:ZhangSan', 'wecom-aibot-group:wr1']) {
      expect((await send('POST', '/emulator/say', { as: 'zhang', conversation, text: '在吗' })).status).toBe(403);
      expect((await send('POST', '/emulator/enter', { as: 'zhang', conversation })).status).toBe(403);
    }
    const tap = { as: 'zhang', conversation: DIRECT, messageId: first(await fromBot('zhang', DIRECT)).id, key: 'x' };
    expect((await send('POST', '/emulator/tap', tap)).status).toBe(403);
    await emulator.people.say({ as: 'li', conversation: 'wecom-aibot-group:wr1', text: '早', mention: false });
    expect(await emulator.messages({ as: 'zhang', conversation: 'wecom-aibot-group:wr1' })).toEqual([]);
    expect(await emulator.messages({ as: 'li', conversation: 'wecom-aibot-group:wr1' })).toHaveLength(1);
  });

  test('one without an account cannot leave', async () => {
    const { send } = await startBoth();
    expect((await send('POST', '/emulator/leave', { as: 'guest', platform: 'wecom' })).status).toBe(400);
    expect((await send('POST', '/emulator/leave', { as: 'guest', platform: 'dingtalk' })).status).toBe(400);
    expect((await send('GET', '/emulator/state')).json.absences).toEqual([]);
  });
});

test('DingTalk: user_leave_org and user_add_org name the staffId', async () => {
  const { emulator, bot } = await startBoth();
  await emulator.people.leave({ as: 'zhang', platform: 'dingtalk' }, { wait: true });
  await emulator.people.join({ as: 'zhang', platform: 'dingtalk' }, { wait: true });
  expect(bot.at('event').map((one) => JSON.parse(one.plain))).toMatchObject([
    { EventType: 'user_leave_org', UserId: ['s1'] },
    { EventType: 'user_add_org', UserId: ['s1'] },
  ]);
});

test('an app suspended for long disuse answers 50003 until it is taken up again; alerts come from sys', async () => {
  const { emulator, bot, wecom } = await startBoth();
  const event = (Event: string, more: object = {}) =>
    emulator.people.event({ channel: 'wecom-app', event: { Event, ...more } }, { wait: true });
  for (const Event of ['inactive_alert', 'low_active_alert']) await event(Event, { EffectTime: 1704067200 });
  for (const Event of ['low_active', 'active_restored']) await event(Event);
  expect((await wecom(SEND, text('ZhangSan'))).errcode).toBe(0);
  await event('close_inactive_agent');
  expect((await wecom(SEND, text('ZhangSan'))).errcode).toBe(50003);
  await event('reopen_inactive_agent');
  expect((await wecom(SEND, text('ZhangSan'))).errcode).toBe(0);
  const events = bot.at('app').map((one) => [element(one.plain, 'Event'), element(one.plain, 'FromUserName')]);
  expect(events).toEqual(
    [
      'inactive_alert',
      'low_active_alert',
      'low_active',
      'active_restored',
      'close_inactive_agent',
      'reopen_inactive_agent',
    ].map((name) => [name, 'sys']),
  );
  expect(element(bot.at('app')[0]?.plain ?? '', 'EffectTime')).toBe('1704067200');
});
