import { expect, test } from 'vitest';
import { appSealing, first, startBoth } from './harness.ts';
import { element } from './stand-in-bot.ts';

const DIRECT = 'wecom-app:ZhangSan';
const reply = (fields: string) =>
  `<xml><ToUserName><![CDATA[ZhangSan]]></ToUserName><FromUserName><![CDATA[wwcorp]]></FromUserName><CreateTime>1700000000</CreateTime>${fields}</xml>`;
const text = (content: string) => reply(`<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content>`);

test('a text arrives as the document describes it and the passive reply is shown', async () => {
  const { emulator, bot, fromBot, lastWire } = await startBoth();
  bot.on('app', () => ({ sealed: text('你好 ]] <b>') }));
  const { delivery } = await emulator.people.say(
    { as: 'zhang', conversation: DIRECT, text: '进度]]>x' },
    { wait: true },
  );
  expect(delivery).toMatchObject({ state: 'answered', attempts: [{ status: 200 }] });
  const [got] = bot.at('app');
  expect(got?.method).toBe('POST');
  expect(element(got?.raw ?? '', 'ToUserName')).toBe('wwcorp');
  expect(element(got?.raw ?? '', 'AgentID')).toBe('1000002');
  expect(element(got?.plain ?? '', 'FromUserName')).toBe('ZhangSan');
  expect(element(got?.plain ?? '', 'CreateTime')).toBe(String(Date.UTC(2023, 11, 29, 2) / 1000));
  expect(got?.plain).toContain('<Content><![CDATA[进度]]]]><![CDATA[>x]]></Content>');
  expect(element(got?.plain ?? '', 'MsgId')).toMatch(/^\d{19}$/);
  expect(BigInt(element(got?.plain ?? '', 'MsgId'))).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
  expect(first(await fromBot('zhang', DIRECT))).toMatchObject({ kind: 'text', text: '你好 ]] <b>', warnings: [] });
  expect(lastWire()).toMatchObject({ direction: 'callback', channel: 'wecom-app', attempt: 1 });
  expect(lastWire().response?.decrypted).toContain('你好');
});

test('pad lengths of pushes run over 1..32 and every MsgId is new', async () => {
  const { emulator, bot } = await startBoth({ settings: { wecomApp: { memberRates: false } } });
  for (let number = 0; number < 32; number += 1) {
    await emulator.people.say(
      { as: 'zhang', conversation: DIRECT, text: '好'.repeat(number % 3) + number },
      { wait: true },
    );
  }
  expect(new Set(bot.at('app').map((one) => one.padLength)).size).toBe(32);
  expect(new Set(bot.at('app').map((one) => element(one.plain, 'MsgId'))).size).toBe(32);
});

const messageKinds: [kind: string, tags: string[]][] = [
  ['image', ['PicUrl', 'MediaId']],
  ['voice', ['MediaId', 'Format']],
  ['video', ['MediaId', 'ThumbMediaId']],
  ['location', ['Location_X', 'Location_Y', 'Scale', 'Label', 'AppType']],
  ['link', ['Title', 'Url']],
];
test.each(messageKinds)('a %s message carries %s', async (kind, tags) => {
  const { emulator, bot } = await startBoth();
  await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '附件', kind }, { wait: true });
  const plain = bot.at('app')[0]?.plain ?? '';
  expect(element(plain, 'MsgType')).toBe(kind);
  for (const tag of tags) expect(element(plain, tag), tag).not.toBe('');
});

test('a file cannot be sent to an app', async () => {
  const { emulator } = await startBoth();
  await expect(async () =>
    emulator.people.say({ as: 'zhang', conversation: DIRECT, text: 'a.xlsx', kind: 'file' }),
  ).rejects.toThrow(/no "file" message/);
});

test('1 + 3 deliveries when the bot answers another status than 200, with the same parcel', async () => {
  const { emulator, bot } = await startBoth();
  bot.on('app', () => ({ status: 500 }));
  const { delivery } = await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '在吗' }, { wait: true });
  expect(delivery).toMatchObject({ state: 'failed', reason: 'HTTP status 500' });
  expect(delivery?.attempts).toHaveLength(4);
  const pushes = bot.at('app');
  expect(new Set(pushes.map((one) => one.raw)).size).toBe(1);
  expect(new Set(pushes.map((one) => one.query.get('nonce'))).size).toBe(1);
  expect(emulator.wire().map((entry) => entry.attempt)).toEqual([1, 2, 3, 4]);
});

test('retryNon200 off and retryNonce fresh are the other readings', async () => {
  const { emulator, bot } = await startBoth({ settings: { wecomApp: { retryNon200: false } } });
  bot.on('app', () => ({ status: 403 }));
  await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '一' }, { wait: true });
  expect(bot.at('app')).toHaveLength(1);
  emulator.settings.wecomApp.retryNon200 = true;
  emulator.settings.wecomApp.retryNonce = 'fresh';
  await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '二' }, { wait: true });
  const later = bot.at('app').slice(1);
  expect(later).toHaveLength(4);
  expect(new Set(later.map((one) => one.query.get('nonce'))).size).toBe(4);
  expect(new Set(later.map((one) => one.plain)).size).toBe(1);
});

test('a slow bot runs into the timeout and gets the push again; the second answer is shown once', async () => {
  const { emulator, bot, fromBot } = await startBoth({ settings: { wecomApp: { timeoutMs: 60 } } });
  bot.on('app', () => (bot.at('app').length === 1 ? new Promise(() => undefined) : { sealed: text('来了') }));
  const { delivery } = await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '慢' }, { wait: true });
  expect(delivery?.attempts.map((one) => one.error)).toEqual(['no complete answer within 60 ms', undefined]);
  expect(await fromBot('zhang', DIRECT)).toHaveLength(1);
});

test('at the timeout the connection is closed', async () => {
  const { emulator, bot } = await startBoth({ settings: { wecomApp: { timeoutMs: 40, retries: 0 } } });
  const closed = new Promise((resolve) => bot.onClose(() => resolve('closed')));
  bot.on('app', () => new Promise(() => undefined));
  await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '慢' }, { wait: true });
  expect(await closed).toBe('closed');
});

test('a bot that is not there is tried four times', async () => {
  const { emulator } = await startBoth();
  emulator.connect({ wecomApp: 'http://127.0.0.1:9/wecom/app' });
  const { delivery } = await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '在？' }, { wait: true });
  expect(delivery).toMatchObject({ state: 'failed' });
  expect(delivery?.attempts).toHaveLength(4);
});

const bad: [name: string, answer: Parameters<Awaited<ReturnType<typeof startBoth>>['bot']['on']>[1], error: RegExp][] =
  [
    ['a plain word', () => ({ raw: 'success' }), /neither empty nor an encrypted envelope/],
    [
      'a wrong signature',
      () => ({ sealed: text('x'), spoil: () => ({ signature: '0'.repeat(40) }) }),
      /wrong MsgSignature/,
    ],
    ['an unknown type', () => ({ sealed: reply('<MsgType>markdown</MsgType>') }), /not offered/],
    ['another receiver', () => ({ sealed: text('x').replace('ZhangSan', 'LiSi') }), /ToUserName/],
    ['another sender', () => ({ sealed: text('x').replace('wwcorp', 'wwother') }), /FromUserName/],
    ['no CreateTime', () => ({ sealed: text('x').replace(/<CreateTime>.*<\/CreateTime>/, '') }), /CreateTime/],
    ['an empty text', () => ({ sealed: text('') }), /44004/],
    [
      'a card update without a click',
      () => ({ sealed: reply('<MsgType>update_button</MsgType><Button><ReplaceName>已确认</ReplaceName></Button>') }),
      /needs a click/,
    ],
  ];
test.each(bad)('a passive reply with %s is refused and not shown', async (_name, answer, error) => {
  const { emulator, bot, fromBot, lastWire } = await startBoth();
  bot.on('app', answer);
  await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '?' }, { wait: true });
  expect(lastWire().error).toMatch(error);
  expect(await fromBot('zhang', DIRECT)).toEqual([]);
  expect(bot.at('app')).toHaveLength(1);
});

test('a reply sealed for another receiver does not open', async () => {
  const { emulator, bot, lastWire } = await startBoth();
  const { seal, sign } = await import('./stand-in-bot.ts');
  const encrypt = seal(text('x'), { ...appSealing, receiver: 'wwother' });
  bot.on('app', () => ({
    raw: `<xml><Encrypt>${encrypt}</Encrypt><MsgSignature>${sign(appSealing.token, '1', 'n', encrypt)}</MsgSignature><TimeStamp>1</TimeStamp><Nonce>n</Nonce></xml>`,
  }));
  await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '?' }, { wait: true });
  expect(lastWire().error).toMatch(/receiver "wwother"/);
});

test('a passive text over 2048 bytes is cut at a character and says so', async () => {
  const { emulator, bot, fromBot, lastWire } = await startBoth();
  bot.on('app', () => ({ sealed: text('中'.repeat(700)) }));
  await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '长' }, { wait: true });
  const message = first(await fromBot('zhang', DIRECT));
  expect(message.text).toBe('中'.repeat(682));
  expect(message.warnings).toEqual(['text cut from 2100 to 2046 bytes (limit 2048)']);
  expect(lastWire().warnings).toEqual(message.warnings);
});

test('passive news is drawn, a voice reply has no valid media', async () => {
  const { emulator, bot, fromBot, lastWire } = await startBoth();
  const news =
    '<MsgType>news</MsgType><ArticleCount>1</ArticleCount><Articles><item><Title>政策</Title><Url>https://example.com</Url></item></Articles>';
  bot.on('app', () => ({ sealed: reply(news) }));
  await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '一' }, { wait: true });
  expect(first(await fromBot('zhang', DIRECT)).card).toMatchObject({ type: 'news', title: '政策' });
  bot.on('app', () => ({ sealed: reply('<MsgType>voice</MsgType><Voice><MediaId>m</MediaId></Voice>') }));
  await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '二' }, { wait: true });
  expect(lastWire().error).toMatch(/40007/);
});

test('enter_agent may be answered, user_leave events reach the bot, other events take no passive message', async () => {
  const { emulator, bot, fromBot, lastWire } = await startBoth();
  bot.on('app', () => ({ sealed: text('欢迎') }));
  await emulator.people.enter({ as: 'zhang', conversation: DIRECT }, { wait: true });
  expect(element(bot.at('app')[0]?.plain ?? '', 'Event')).toBe('enter_agent');
  expect(bot.at('app')[0]?.plain).not.toContain('MsgId');
  expect(await fromBot('zhang', DIRECT)).toHaveLength(1);
  const alert = { Event: 'inactive_alert', EffectTime: '1704067200' };
  await emulator.people.event({ channel: 'wecom-app', event: alert }, { wait: true });
  expect(element(bot.at('app')[1]?.plain ?? '', 'FromUserName')).toBe('sys');
  const unsubscribe = { Event: 'unsubscribe', FromUserName: 'ZhangSan', EventKey: '' };
  await emulator.people.event({ channel: 'wecom-app', event: unsubscribe }, { wait: true });
  expect(lastWire().warnings?.[0]).toMatch(/takes no passive message/);
  expect(await fromBot('zhang', DIRECT)).toHaveLength(1);
});
