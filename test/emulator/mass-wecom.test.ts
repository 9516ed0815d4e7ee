import { describe, expect, test } from 'vitest';
import { startBoth } from './harness.ts';

const SEND = '/cgi-bin/message/send';
const text = (touser: string, content = '催报') => ({ touser, msgtype: 'text', agentid: 1000002, text: { content } });

describe('receivers of one call', () => {
  test('a thousand get it, a thousand and one are refused', async () => {
    const { emulator, wecom } = await startBoth();
    emulator.makePeople({ count: 1001, platforms: ['wecom'] });
    const ids = emulator.world.people.flatMap(({ wecom: one }) => one?.userId ?? []).slice(-1001);
    expect((await wecom(SEND, text(ids.join('|')))).errcode).toBe(40032);
    expect(await wecom(SEND, text(ids.slice(1).join('|')))).toMatchObject({ errcode: 0, errmsg: 'ok' });
    expect(emulator.deliveries().deliveries).toHaveLength(1000);
  });

  test('who has no licence is listed and gets nothing; when that is everybody, all are refused', async () => {
    const { emulator, wecom, fromBot } = await startBoth();
    emulator.faults.add({ kind: 'unlicensed', userIds: ['zhangsan'], lasting: true });
    expect(await wecom(SEND, text('ZhangSan|LiSi|Nobody'))).toMatchObject({
      errcode: 0,
      unlicenseduser: 'zhangsan',
      invaliduser: 'nobody',
    });
    expect(await wecom(SEND, text('@all'))).toMatchObject({ errcode: 0, unlicenseduser: 'zhangsan' });
    expect((await wecom(SEND, text('ZhangSan'))).errcode).toBe(81013);
    expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toEqual([]);
    expect(await fromBot('li', 'wecom-app:LiSi')).toHaveLength(2);
  });
});

describe('messages of a day', () => {
  const CAP = { settings: { wecomApp: { accountCap: 1, memberRates: false } } };

  test('every receiver counts; the call that goes beyond is refused whole and blocks the natural day', async () => {
    const { emulator, send, wecom } = await startBoth(CAP);
    emulator.makePeople({ count: 150, platforms: ['wecom'] });
    const all = emulator.world.people.flatMap(({ wecom: one }) => one?.userId ?? []).slice(-150);
    expect((await wecom(SEND, text(all.join('|')))).errcode).toBe(0);
    expect((await wecom(SEND, text(all.join('|')))).errcode).toBe(45009);
    expect((await wecom(SEND, text('ZhangSan'))).errcode).toBe(45009);
    expect((await send('GET', '/emulator/state')).json.wecomMessages).toEqual({
      day: '2023-12-29',
      messages: 150,
      limit: 200,
      blocked: true,
    });
    await emulator.clock.to('2023-12-29T23:59', { jump: true });
    expect((await wecom(SEND, text('ZhangSan'))).errcode).toBe(45009);
    await emulator.clock.to('2023-12-30T00:00', { jump: true });
    expect((await wecom(SEND, text(all.join('|')))).errcode).toBe(0);
    expect(emulator.deliveries().deliveries).toHaveLength(300);
  });

  test('what is refused or suppressed as a duplicate counts nothing', async () => {
    const { send, wecom } = await startBoth(CAP);
    await wecom(SEND, text('Nobody'));
    await wecom(SEND, text('ZhangSan|Nobody', ''));
    const once = { ...text('ZhangSan'), enable_duplicate_check: 1 };
    await wecom(SEND, once);
    await wecom(SEND, once);
    expect((await send('GET', '/emulator/state')).json.wecomMessages).toMatchObject({ messages: 1 });
  });

  test('an interactive card that is refused by the day keeps its task_id', async () => {
    const { emulator, wecom } = await startBoth({ settings: { wecomApp: { accountCap: 0 } } });
    const card = {
      card_type: 'button_interaction',
      task_id: 'remind-1',
      main_title: { title: '催报' },
      button_list: [{ text: '知道了', key: 'ok' }],
    };
    const body = { touser: 'ZhangSan', msgtype: 'template_card', agentid: 1000002, template_card: card };
    expect((await wecom(SEND, body)).errcode).toBe(45009);
    emulator.settings.wecomApp.accountCap = 1000;
    await emulator.clock.to('2023-12-30T00:00', { jump: true });
    expect((await wecom(SEND, body)).errcode).toBe(0);
  });
});

describe('calls of one interface', () => {
  const UPDATE = '/cgi-bin/message/update_template_card';

  test('a minute breach blocks for 60 s, sending is exempt', async () => {
    const { emulator, wecom } = await startBoth({ settings: { wecomApi: { perMinute: 1 } } });
    expect((await wecom(UPDATE, {})).errcode).toBe(40058);
    await emulator.clock.advance(30_000);
    expect((await wecom(UPDATE, {})).errcode).toBe(45009);
    await emulator.clock.advance(59_000);
    expect((await wecom(UPDATE, {})).errcode).toBe(45009);
    await emulator.clock.advance(1000);
    expect((await wecom(UPDATE, {})).errcode).toBe(40058);
    for (const word of ['一', '二', '三']) expect((await wecom(SEND, text('ZhangSan', word))).errcode).toBe(0);
  });

  test('an hour breach blocks for 60 minutes', async () => {
    const { emulator, wecom } = await startBoth({ settings: { wecomApi: { perHour: 1 } } });
    await wecom(UPDATE, {});
    await emulator.clock.advance(59 * 60_000, { jump: true });
    expect((await wecom(UPDATE, {})).errcode).toBe(45009);
    await emulator.clock.advance(59 * 60_000, { jump: true });
    expect((await wecom(UPDATE, {})).errcode).toBe(45009);
    await emulator.clock.advance(60_000, { jump: true });
    expect((await wecom(UPDATE, {})).errcode).toBe(40058);
  });
});

test('appchat: the corp has a limit by the minute, and what one member has too much of is listed as dropped', async () => {
  const { emulator, wecom } = await startBoth({ settings: { wecomAppchat: { perMinute: 1, corpPerMinute: 4 } } });
  await wecom('/cgi-bin/appchat/create', { name: '群', userlist: ['ZhangSan', 'LiSi'], chatid: 'chat1' });
  const say = async (content: string) =>
    (await wecom('/cgi-bin/appchat/send', { chatid: 'chat1', msgtype: 'text', text: { content } })).errcode;
  expect([await say('一'), await say('二'), await say('三')]).toEqual([0, 0, 45009]);
  const dropped = emulator.deliveries({ dropped: true }).deliveries;
  expect(dropped.map(({ person }) => person)).toEqual(['zhang', 'li']);
  await emulator.clock.advance(60_000);
  expect(await say('四')).toBe(0);
});
