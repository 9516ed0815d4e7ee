import { describe, expect, test } from 'vitest';
import type { EmulatorOptions } from '../../emulator/server.ts';
import { form, upload } from './fixtures/media.ts';
import { first, smallWorld, startBoth } from './harness.ts';

const CHAT = 'wecom-chat:team1';
const DAY = 24 * 3_600_000;

async function startChat(options: Partial<EmulatorOptions> = {}) {
  const both = await startBoth(options);
  const create = (change: object = {}) =>
    both.wecom('/cgi-bin/appchat/create', {
      name: '月报工作群',
      owner: 'zhangsan',
      userlist: ['ZhangSan', 'LiSi'],
      chatid: 'team1',
      ...change,
    });
  const send = (msgtype: string, part: unknown, change: object = {}) =>
    both.wecom('/cgi-bin/appchat/send', { chatid: 'team1', msgtype, [msgtype]: part, ...change });
  return { ...both, create, sendChat: send };
}

describe('appchat/create', () => {
  test('makes a group that its members have among their conversations', async () => {
    const { create, send } = await startChat();
    expect(await create()).toEqual({ errcode: 0, errmsg: 'ok', chatid: 'team1' });
    const { conversations } = (await send('GET', '/emulator/state')).json;
    expect(conversations).toContainEqual({
      id: CHAT,
      platform: 'wecom',
      channel: 'wecom-chat',
      kind: 'group',
      title: '月报工作群',
      members: ['zhang', 'li'],
      key: 'team1',
    });
    expect((await create()).errcode).toBe(86215);
    expect((await create({ chatid: undefined, owner: undefined, name: undefined })).chatid).toMatch(
      /^[0-9A-Za-z]{1,32}$/,
    );
  });

  const refusals: [name: string, change: object, code: number][] = [
    ['a name of 51 characters', { name: '群'.repeat(51) }, 86004],
    ['a chatid with other signs', { chatid: 'team-1' }, 86001],
    ['a chatid of 33 characters', { chatid: 'a'.repeat(33) }, 86205],
    ['the chatid of a group of people', { chatid: 'wr1' }, 86215],
    ['no userlist', { userlist: undefined }, 86204],
    ['a userlist as joined text', { userlist: 'ZhangSan|LiSi' }, 40058],
    ['one member', { userlist: ['ZhangSan'] }, 86006],
    ['one member twice', { userlist: ['ZhangSan', 'zhangsan'] }, 86006],
    ['a stranger', { userlist: ['ZhangSan', 'LiSi', 'nobody'] }, 86216],
    ['an owner who is not in it', { owner: 'nobody' }, 86207],
  ];
  test.each(refusals)('%s is refused', async (_name, change, code) => {
    const { create } = await startChat();
    expect((await create(change)).errcode).toBe(code);
  });

  test('a name of 50 and a chatid of 32 characters pass; who left the corp is no member', async () => {
    const { emulator, create } = await startChat();
    expect((await create({ name: '群'.repeat(50), chatid: 'a'.repeat(32) })).errcode).toBe(0);
    await emulator.people.leave({ as: 'li', platform: 'wecom' }, { wait: true });
    expect((await create()).errcode).toBe(86216);
  });

  test('an app whose visible range is not the root department has no right to either call', async () => {
    const world = smallWorld();
    if (world.wecom?.app) world.wecom.app.rootDepartment = false;
    const { create, sendChat } = await startChat({ world });
    expect((await create()).errcode).toBe(48002);
    expect((await sendChat('text', { content: 'x' })).errcode).toBe(48002);
  });

  test('so many groups a day', async () => {
    const { emulator, create } = await startChat({ settings: { wecomAppchat: { groupsPerDay: 1 } } });
    expect((await create()).errcode).toBe(0);
    expect((await create({ chatid: 'team2' })).errcode).toBe(45009);
    await emulator.clock.to('2023-12-30T00:00', { jump: true });
    expect((await create({ chatid: 'team2' })).errcode).toBe(0);
  });
});

describe('appchat/send', () => {
  test('shows the message to every member, without a msgid; mentions are told', async () => {
    const { create, sendChat, fromBot, lastWire } = await startChat();
    await create();
    const text = { content: '请填报 <@LiSi>', mentioned_list: ['ZhangSan', '@all'] };
    expect(await sendChat('text', text, { safe: 0 })).toEqual({ errcode: 0, errmsg: 'ok' });
    for (const as of ['zhang', 'li']) {
      expect(first(await fromBot(as, CHAT))).toMatchObject({
        name: '科企通',
        text: '请填报 <@LiSi>',
        mentions: ['ZhangSan', '所有人', 'LiSi'],
      });
    }
    expect(lastWire().warnings).toBeUndefined();
  });

  test('takes files, textcards, news and markdown', async () => {
    const { url, wecomToken, create, sendChat, fromBot } = await startChat();
    await create();
    const address = `${url}/cgi-bin/media/upload?type=file&access_token=${await wecomToken()}`;
    const { media_id: id } = await upload(address, form(Buffer.alloc(9), '汇总.xlsx'));
    const parts: [string, object][] = [
      ['file', { media_id: id }],
      ['textcard', { title: '标题', description: '说明', url: 'https://e.com' }],
      ['news', { articles: [{ title: '文', url: 'https://e.com' }] }],
      ['markdown', { content: '**粗**' }],
    ];
    for (const [msgtype, part] of parts) expect((await sendChat(msgtype, part)).errcode, msgtype).toBe(0);
    expect((await fromBot('li', CHAT)).map((one) => one.kind)).toEqual(['file', 'card', 'card', 'markdown']);
    expect(first(await fromBot('li', CHAT)).file).toMatchObject({ name: '汇总.xlsx', size: 9 });
  });

  const refusals: [name: string, msgtype: string, part: unknown, change: object, code: number][] = [
    ['a template card', 'template_card', { card_type: 'text_notice' }, {}, 40008],
    ['markdown_v2', 'markdown_v2', { content: 'x' }, {}, 40008],
    ['no chatid', 'text', { content: 'x' }, { chatid: undefined }, 86201],
    ['an unknown chatid', 'text', { content: 'x' }, { chatid: 'team2' }, 86003],
    ['a group of people', 'text', { content: 'x' }, { chatid: 'wr1' }, 86008],
    ['an unknown file', 'file', { media_id: 'x' }, {}, 40007],
    ['an empty text', 'text', { content: '' }, {}, 44004],
    ['markdown over 2048 bytes', 'markdown', { content: 'm'.repeat(2049) }, {}, 45002],
    ['safe as boolean', 'text', { content: 'x' }, { safe: true }, 40058],
  ];
  test.each(refusals)('%s is refused', async (_name, msgtype, part, change, code) => {
    const { create, sendChat } = await startChat();
    await create();
    expect((await sendChat(msgtype, part, change)).errcode).toBe(code);
  });

  test('above the rate of a member the message is dropped for them, silently', async () => {
    const { emulator, create, sendChat, fromBot, lastWire } = await startChat({
      settings: { wecomAppchat: { perMinute: 2, perDay: 3 } },
    });
    await create();
    for (const content of ['一', '二', '三']) expect((await sendChat('text', { content })).errcode).toBe(0);
    expect(lastWire().warnings?.[0]).toMatch(/dropped silently/);
    expect(await fromBot('li', CHAT)).toHaveLength(2);
    await emulator.clock.advance(60_000, { jump: true });
    await sendChat('text', { content: '四' });
    await emulator.clock.advance(60_000, { jump: true });
    await sendChat('text', { content: '五' });
    expect((await fromBot('li', CHAT)).map((one) => one.text)).toEqual(['一', '二', '四']);
    await emulator.clock.advance(DAY, { jump: true });
    await sendChat('text', { content: '六' });
    expect((await fromBot('li', CHAT)).at(-1)?.text).toBe('六');
  });

  test('what members write there is told to nobody, and who left reads no more', async () => {
    const { emulator, bot, create, sendChat, fromBot } = await startChat();
    await create();
    const { delivery } = await emulator.people.say({ as: 'zhang', conversation: CHAT, text: '收到' }, { wait: true });
    expect(delivery).toMatchObject({ state: 'not-sent', attempts: [] });
    expect(bot.received).toEqual([]);
    expect(await emulator.messages({ as: 'li', conversation: CHAT })).toHaveLength(1);
    await sendChat('text', { content: '一' });
    await emulator.people.leave({ as: 'li', platform: 'wecom' }, { wait: true });
    await sendChat('text', { content: '二' });
    expect((await fromBot('li', CHAT)).map((one) => one.text)).toEqual(['一']);
    expect(await fromBot('zhang', CHAT)).toHaveLength(2);
  });
});
