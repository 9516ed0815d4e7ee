import { describe, expect, test } from 'vitest';
import { card, read, stream } from './fixtures/aibot.ts';
import { aibotSealing, at, first, smallWorld, startBoth } from './harness.ts';
import { seal, sign } from './stand-in-bot.ts';

const DIRECT = 'wecom-aibot:ZhangSan';
const GROUP = 'wecom-aibot-group:wr1';

describe('messages', () => {
  test('a one-to-one text has the documented frame and a stream answers it', async () => {
    const { emulator, bot, fromBot, url } = await startBoth();
    bot.on('aibot', () => ({ sealed: stream('**好**') }));
    const { delivery } = await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '帮助' }, { wait: true });
    expect(delivery?.state).toBe('answered');
    const got = read(bot.at('aibot')[0]);
    expect(got).toMatchObject({
      aibotid: 'BOT',
      chattype: 'single',
      from: { userid: 'ZhangSan' },
      msgtype: 'text',
      text: { content: '帮助' },
    });
    expect(got).not.toHaveProperty('chatid');
    expect(got).not.toHaveProperty('create_time');
    expect(at(got, 'response_url')).toContain(`${url}/cgi-bin/aibot/response?response_code=`);
    expect(first(await fromBot('zhang', DIRECT))).toMatchObject({ kind: 'stream', text: '**好**', markdown: '**好**' });
    expect(bot.at('aibot')).toHaveLength(1);
  });

  test('in groups the leading @name is in the text; without mention nothing is delivered', async () => {
    const { emulator, bot, fromBot } = await startBoth();
    bot.on('aibot', () => ({ sealed: stream('收到') }));
    await emulator.people.say({ as: 'zhang', conversation: GROUP, text: '进度' }, { wait: true });
    expect(read(bot.at('aibot')[0])).toMatchObject({
      chattype: 'group',
      chatid: 'wr1',
      text: { content: '@科企通助手 进度' },
    });
    expect(await fromBot('li', GROUP)).toHaveLength(1);
    const quiet = await emulator.people.say(
      { as: 'li', conversation: GROUP, text: '闲聊', mention: false },
      { wait: true },
    );
    const picture = await emulator.people.say(
      { as: 'li', conversation: GROUP, text: '', kind: 'image' },
      { wait: true },
    );
    expect([quiet.delivery?.state, picture.delivery?.state]).toEqual(['not-sent', 'not-sent']);
    expect(bot.at('aibot')).toHaveLength(1);
    expect(await emulator.messages({ as: 'zhang', conversation: GROUP })).toHaveLength(4);
  });

  const kinds: [kind: string, body: object][] = [
    ['image', { image: { url: expect.any(String) } }],
    ['voice', { voice: { content: '内容' } }],
    ['file', { file: { url: expect.any(String) } }],
    ['video', { video: { url: expect.any(String) } }],
    ['mixed', { mixed: { msg_item: [{ msgtype: 'text', text: { content: '内容' } }, { msgtype: 'image' }] } }],
  ];
  test.each(kinds)('a %s message', async (kind, body) => {
    const { emulator, bot } = await startBoth();
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '内容', kind }, { wait: true });
    expect(read(bot.at('aibot')[0])).toMatchObject({ msgtype: kind, ...body });
  });

  test('a quote goes beside the text', async () => {
    const { emulator, bot } = await startBoth();
    await emulator.people.say(
      { as: 'zhang', conversation: DIRECT, text: '对', kind: 'quote', extra: { quote: '320万?' } },
      { wait: true },
    );
    expect(read(bot.at('aibot')[0])).toMatchObject({
      msgtype: 'text',
      quote: { msgtype: 'text', text: { content: '320万?' } },
    });
  });

  test('pushes are not repeated by default; repetitions carry a fresh nonce', async () => {
    const { emulator, bot } = await startBoth();
    bot.on('aibot', () => ({ status: 500 }));
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '一' }, { wait: true });
    expect(bot.at('aibot')).toHaveLength(1);
    emulator.settings.wecomAibot.retries = 1;
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '二' }, { wait: true });
    const [, before, after] = bot.at('aibot');
    expect(before?.query.get('nonce')).not.toBe(after?.query.get('nonce'));
    expect(at(read(before), 'msgid')).toBe(at(read(after), 'msgid'));
  });
});

describe('replies that are refused', () => {
  const bad: [name: string, sealed: object | string, error: RegExp][] = [
    ['plain text to a message', { msgtype: 'text', text: { content: 'x' } }, /only offered after enter_chat/],
    ['markdown', { msgtype: 'markdown', markdown: { content: 'x' } }, /not offered/],
    ['a stream without id', { msgtype: 'stream', stream: { finish: true, content: 'x' } }, /stream/],
    ['a stream over 20480 bytes', stream('中'.repeat(6827)), /20481 bytes/],
    [
      'images before finish',
      stream('x', false, { msg_item: [{ msgtype: 'image', image: { base64: '', md5: '' } }] }),
      /finish=true/,
    ],
    [
      'an image with a wrong md5',
      stream('x', true, { msg_item: [{ msgtype: 'image', image: { base64: 'eA==', md5: '0' } }] }),
      /md5/,
    ],
    ['a long feedback id', stream('x', true, { feedback: { id: 'f'.repeat(257) } }), /feedback/],
    ['a bad card', { msgtype: 'template_card', template_card: { card_type: 'x' } }, /42031/],
    ['a card update without a click', { response_type: 'update_template_card', template_card: card }, /after a click/],
    ['text that is no JSON', 'oops', /no JSON object/],
  ];
  test.each(bad)('%s', async (_name, sealed, error) => {
    const { emulator, bot, fromBot, lastWire } = await startBoth();
    bot.on('aibot', () => ({ sealed }));
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '?' }, { wait: true });
    expect(lastWire().error).toMatch(error);
    expect(await fromBot('zhang', DIRECT)).toEqual([]);
  });

  test('the reply nonce must be the nonce of the callback, and the signature must fit', async () => {
    const { emulator, bot, lastWire } = await startBoth();
    bot.on('aibot', () => ({ sealed: stream('x'), spoil: () => ({ nonce: 'mine' }) }));
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '一' }, { wait: true });
    expect(lastWire().error).toMatch(/nonce/);
    bot.on('aibot', () => ({ sealed: stream('x'), spoil: () => ({ signature: 'f'.repeat(40) }) }));
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '二' }, { wait: true });
    expect(lastWire().error).toMatch(/msgsignature/);
    bot.on('aibot', (got) => {
      const encrypt = seal(JSON.stringify(stream('x')), { ...aibotSealing, receiver: 'wwcorp' });
      const nonce = got.query.get('nonce') ?? '';
      return {
        raw: JSON.stringify({
          encrypt,
          msgsignature: sign(aibotSealing.token, '1', nonce, encrypt),
          timestamp: 1,
          nonce,
        }),
      };
    });
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '三' }, { wait: true });
    expect(lastWire().error).toMatch(/receiver "wwcorp" instead of ""/);
  });
});

test('enter_chat comes once a day and may be answered with text', async () => {
  const { emulator, bot, fromBot } = await startBoth();
  bot.on('aibot', () => ({ sealed: { msgtype: 'text', text: { content: '早上好' } } }));
  const enter = () => emulator.people.enter({ as: 'zhang', conversation: DIRECT }, { wait: true });
  expect((await enter()).note).toBeUndefined();
  expect((await enter()).note).toMatch(/每天只推送一次/);
  expect(read(bot.at('aibot')[0])).toMatchObject({ event: { eventtype: 'enter_chat' } });
  await emulator.clock.to('2023-12-30T00:00', { jump: true });
  await enter();
  expect(bot.at('aibot')).toHaveLength(2);
  expect((await fromBot('zhang', DIRECT)).map((message) => message.text)).toEqual(['早上好', '早上好']);
});

test('feedback_event takes an empty answer only', async () => {
  const { emulator, bot, lastWire } = await startBoth();
  const event = { as: 'zhang', conversation: DIRECT, eventtype: 'feedback_event', id: 'f1', type: 2 };
  await emulator.people.event({ channel: 'wecom-aibot', event }, { wait: true });
  expect(read(bot.at('aibot')[0])).toMatchObject({
    event: { eventtype: 'feedback_event', feedback_event: { id: 'f1', type: 2 } },
  });
  expect(lastWire().error).toBeUndefined();
  bot.on('aibot', () => ({ sealed: stream('谢谢') }));
  await emulator.people.event({ channel: 'wecom-aibot', event }, { wait: true });
  expect(lastWire().error).toMatch(/empty answer only/);
});

test('at most three interactions of one person run at a time; the fourth is held back', async () => {
  const { emulator, bot } = await startBoth();
  const waiting: (() => void)[] = [];
  bot.on('aibot', () => new Promise((resolve) => waiting.push(() => resolve({}))));
  for (const text of ['一', '二', '三', '四']) await emulator.people.say({ as: 'zhang', conversation: DIRECT, text });
  await emulator.people.say({ as: 'li', conversation: 'wecom-aibot:LiSi', text: '别人' });
  await bot.count('aibot', 4);
  const sent = await emulator.messages({ as: 'zhang', conversation: DIRECT });
  expect(sent.map((message) => message.delivery?.state)).toEqual(['pending', 'pending', 'pending', 'held']);
  waiting.shift()?.();
  await bot.count('aibot', 5);
  for (const answer of waiting) answer();
  await emulator.idle();
  expect((await emulator.messages({ as: 'zhang', conversation: DIRECT })).at(-1)?.delivery?.state).toBe('answered');
});

test('encrypted user ids are converted with the token of the app', async () => {
  const world = smallWorld();
  if (world.wecom?.aibot) world.wecom.aibot.encryptedUserIds = true;
  const { emulator, bot, wecom } = await startBoth({ world });
  await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '谁' }, { wait: true });
  const id = String(at(read(bot.at('aibot')[0]), 'from', 'userid'));
  expect(id).toMatch(/^wo/);
  const answer = await wecom('/cgi-bin/batch/openuserid_to_userid', { open_userid_list: [id, 'ZhangSan'] });
  expect(answer).toMatchObject({
    errcode: 0,
    userid_list: [{ open_userid: id, userid: 'ZhangSan' }],
    invalid_open_userid_list: ['ZhangSan'],
  });
  expect((await wecom('/cgi-bin/batch/openuserid_to_userid', { open_userid_list: [] })).errcode).toBe(40058);
});
