import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { at, first, startBoth } from './harness.ts';
import type { Received } from './stand-in-bot.ts';

const DIRECT = 'dingtalk:s1';
const GROUP = 'dingtalk-group:cidG==';
const read = (got: Received | undefined): unknown => JSON.parse(got?.raw ?? '{}');

describe('callbacks', () => {
  test('a one-to-one text is signed and has the documented fields', async () => {
    const { emulator, bot, url } = await startBoth();
    const { delivery } = await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '帮助' }, { wait: true });
    expect(delivery?.state).toBe('answered');
    const [got] = bot.at('robot');
    const timestamp = String(emulator.clock.now());
    expect(got?.headers.timestamp).toBe(timestamp);
    const sign = createHmac('sha256', 'ding-secret-1').update(`${timestamp}\nding-secret-1`).digest('base64');
    expect(got?.headers.sign).toBe(sign);
    expect(got?.rawHeaders).toContain('sign');
    const body = read(got);
    expect(body).toMatchObject({
      msgtype: 'text',
      text: { content: '帮助' },
      conversationType: '1',
      senderStaffId: 's1',
      senderCorpId: 'dingcorp',
      senderUnionId: 'u1',
      senderNick: '张三',
      chatbotCorpId: 'dingcorp',
      robotCode: 'dingkey',
      createAt: emulator.clock.now(),
    });
    expect(at(body, 'msgId')).toMatch(/^msg.+==$/);
    expect(at(body, 'senderId')).toMatch(/^\$:LWCP_v1:\$/);
    expect(at(body, 'sessionWebhook')).toContain(`${url}/robot/sendBySession?session=`);
    const life = Number(at(body, 'sessionWebhookExpiredTime')) - emulator.clock.now();
    expect(life).toBeGreaterThanOrEqual(5_400_000);
    expect(life).toBeLessThanOrEqual(5_400_300);
    expect(body).not.toHaveProperty('conversationTitle');
  });

  test('in a group the mention leaves a space; without mention nothing is delivered', async () => {
    const { emulator, bot } = await startBoth();
    const { messageId } = await emulator.people.say({ as: 'zhang', conversation: GROUP, text: '进度' }, { wait: true });
    expect(read(bot.at('robot')[0])).toMatchObject({
      conversationType: '2',
      conversationId: 'cidG==',
      conversationTitle: '企业群',
      isInAtList: true,
      text: { content: ' 进度' },
    });
    const [shown] = await emulator.messages({ as: 'li', conversation: GROUP });
    expect(shown).toMatchObject({ id: messageId, text: '@科企通 进度', name: '张三' });
    const quiet = await emulator.people.say(
      { as: 'zhang', conversation: GROUP, text: '闲聊', mention: false },
      { wait: true },
    );
    const voice = await emulator.people.say(
      { as: 'zhang', conversation: GROUP, text: '语音', kind: 'audio' },
      { wait: true },
    );
    expect([quiet.delivery?.state, voice.delivery?.state]).toEqual(['not-sent', 'not-sent']);
    expect(bot.at('robot')).toHaveLength(1);
  });

  test('a person outside the organisation has no senderStaffId', async () => {
    const { emulator, bot } = await startBoth({
      settings: { dingtalkRobot: { senderUnionId: false, createAt: 'string', leadingSpace: false } },
    });
    await emulator.people.say({ as: 'guest', conversation: GROUP, text: '你好' }, { wait: true });
    const body = read(bot.at('robot')[0]);
    expect(body).not.toHaveProperty('senderStaffId');
    expect(body).not.toHaveProperty('senderCorpId');
    expect(body).not.toHaveProperty('senderUnionId');
    expect(body).toMatchObject({ createAt: String(emulator.clock.now()), text: { content: '你好' } });
  });

  const kinds: [kind: string, body: object][] = [
    ['picture', { msgtype: 'picture', content: { downloadCode: expect.any(String) } }],
    ['audio', { msgtype: 'audio', content: { duration: 3000, recognition: '内容', downloadCode: expect.any(String) } }],
    ['video', { msgtype: 'video', content: { videoType: 'mp4' } }],
    ['file', { msgtype: 'file', content: { fileName: '内容' } }],
    ['richText', { msgtype: 'richText', content: { richText: [{ text: '内容' }, { type: 'picture' }] } }],
    ['unknown', { msgtype: 'unknownMsgType', content: { unknownMsgType: '内容' } }],
    [
      'quote',
      { msgtype: 'text', text: { content: '内容', isReplyMsg: true, repliedMsg: { content: { text: '原文' } } } },
    ],
  ];
  test.each(kinds)('a %s message', async (kind, body) => {
    const { emulator, bot } = await startBoth();
    await emulator.people.say(
      { as: 'zhang', conversation: DIRECT, text: '内容', kind, extra: { quote: '原文' } },
      { wait: true },
    );
    expect(read(bot.at('robot')[0])).toMatchObject(body);
  });

  test('an unanswered push comes once more with the same msgId and a new signature', async () => {
    const { emulator, bot } = await startBoth();
    bot.on('robot', () => ({ status: 500 }));
    const { delivery } = await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '在吗' }, { wait: true });
    expect(delivery).toMatchObject({ state: 'failed' });
    const [before, after] = bot.at('robot');
    expect(bot.at('robot')).toHaveLength(2);
    expect(before?.raw).toBe(after?.raw);
  });

  test('the quota fault sends an empty message with errorCode 20001', async () => {
    const { emulator, bot } = await startBoth();
    emulator.faults.add({ kind: 'quota' });
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '在吗' }, { wait: true });
    const body = read(bot.at('robot')[0]);
    expect(body).toMatchObject({ errorCode: 20001, msgtype: 'text' });
    expect(body).not.toHaveProperty('text');
  });

  test('an answer body is shown, empty ones are not, unfit ones are an error', async () => {
    const { emulator, bot, fromBot, lastWire } = await startBoth();
    const say = () => emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '?' }, { wait: true });
    for (const raw of ['{}', '', '{"msgtype":"empty"}']) {
      bot.on('robot', () => ({ raw }));
      await say();
      expect(lastWire().error).toBeUndefined();
    }
    expect(await fromBot('zhang', DIRECT)).toEqual([]);
    bot.on('robot', () => ({ raw: JSON.stringify({ msgtype: 'markdown', markdown: { title: 't', text: '**好**' } }) }));
    await say();
    expect(first(await fromBot('zhang', DIRECT)).markdown).toBe('**好**');
    for (const [raw, error] of [
      ['ok', /JSON/],
      ['{"msgtype":"link"}', /not offered/],
      ['{"msgtype":"text"}', /40035/],
    ] as const) {
      bot.on('robot', () => ({ raw }));
      await say();
      expect(lastWire().error).toMatch(error);
    }
  });
});

describe('sessionWebhook', () => {
  const ask = async (as: string, conversation: string) => {
    const both = await startBoth();
    await both.emulator.people.say({ as, conversation, text: '问' }, { wait: true });
    const target = new URL(String(at(read(both.bot.at('robot')[0]), 'sessionWebhook')));
    const answer = async (body: unknown) => both.send('POST', target.pathname + target.search, body);
    return { ...both, target, answer };
  };
  const text = (content: string, more: object = {}) => ({ msgtype: 'text', text: { content }, ...more });

  test('answers in the conversation of the message, also for outsiders, without a token', async () => {
    const { answer, fromBot } = await ask('guest', GROUP);
    expect(await answer(text('你好'))).toMatchObject({ status: 200, json: { errcode: 0, errmsg: 'ok' } });
    expect(first(await fromBot('li', GROUP)).text).toBe('你好');
  });

  test('ends after 90 minutes with 300001', async () => {
    const { emulator, answer } = await ask('zhang', DIRECT);
    await emulator.clock.advance(5_400_000, { jump: true });
    expect((await answer(text('刚好'))).json.errcode).toBe(0);
    await emulator.clock.advance(301, { jump: true });
    expect(await answer(text('太晚'))).toMatchObject({ status: 200, json: { errcode: 300001 } });
  });

  test('an unknown session and the session-expired fault answer 300001', async () => {
    const { emulator, answer, send } = await ask('zhang', DIRECT);
    expect((await send('POST', '/robot/sendBySession?session=x', text('?'))).json.errcode).toBe(300001);
    emulator.faults.add({ kind: 'session-expired' });
    expect((await answer(text('一'))).json.errcode).toBe(300001);
    expect((await answer(text('二'))).json.errcode).toBe(300001);
  });

  test('over 20 000 bytes is 460101; other formats and types have their codes', async () => {
    const { answer, send, target } = await ask('zhang', DIRECT);
    const overhead = JSON.stringify(text('')).length;
    expect((await answer(text('x'.repeat(20_000 - overhead)))).json.errcode).toBe(0);
    expect((await answer(text('x'.repeat(20_001 - overhead)))).json.errcode).toBe(460101);
    expect((await answer({ msgtype: 'image', image: {} })).json.errcode).toBe(400105);
    expect((await answer({ msgtype: 'text' })).json.errcode).toBe(40035);
    expect((await answer('{')).json.errcode).toBe(40035);
    const plain = await send('POST', target.pathname + target.search, text('x'), { 'Content-Type': 'text/plain' });
    expect(plain.json.errcode).toBe(43004);
  });

  test('every type is drawn', async () => {
    const { answer, fromBot } = await ask('zhang', DIRECT);
    await answer({ msgtype: 'markdown', markdown: { title: 't', text: '# 一' } });
    await answer({ msgtype: 'link', link: { title: '链接', text: '说明', messageUrl: 'https://e.com' } });
    await answer({
      msgtype: 'actionCard',
      actionCard: { title: 't', text: '正文', singleTitle: '打开', singleURL: 'https://e.com' },
    });
    const buttons = [
      { title: '甲', actionURL: 'https://a' },
      { title: '乙', actionURL: 'https://b' },
    ];
    await answer({
      msgtype: 'actionCard',
      actionCard: { title: 't', text: '正文', btnOrientation: '1', btns: buttons },
    });
    await answer({
      msgtype: 'feedCard',
      feedCard: { links: [{ title: '一', messageURL: 'https://e.com', picURL: '' }] },
    });
    expect((await fromBot('zhang', DIRECT)).map((message) => message.text)).toEqual([
      '# 一',
      '链接\n说明',
      '正文\n[打开]',
      '正文\n[甲] [乙]',
      '一',
    ]);
    expect((await answer({ msgtype: 'actionCard', actionCard: { title: 't', text: '正文' } })).json.errcode).toBe(
      40035,
    );
  });

  test('a mention counts only if the text contains it; long markdown is a remark', async () => {
    const { answer, fromBot, lastWire } = await ask('zhang', GROUP);
    await answer(text('@s2 请看', { at: { atUserIds: ['s2', 's9'] } }));
    expect(lastWire().warnings).toEqual(['at s9 has no effect: the text lacks @s9']);
    expect(first(await fromBot('li', GROUP)).mentions).toEqual(['s2']);
    await answer({ msgtype: 'markdown', markdown: { title: 't', text: '长'.repeat(3501) } });
    expect((await fromBot('li', GROUP))[1]?.warnings[0]).toMatch(/3501 characters/);
  });
});
