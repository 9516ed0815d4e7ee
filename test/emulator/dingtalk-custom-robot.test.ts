import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { WorldInput } from '../../emulator/server.ts';
import { CREATE, create } from './fixtures/card-calls.ts';
import { at, first, smallWorld, startBoth } from './harness.ts';

const MIXED = 'dingtalk-group:cidM==';
const SECRET = 'SECret1';

/** A mixed group with a robot for each security setting, and one for all of them together. */
function world(): WorldInput {
  const small = smallWorld();
  small.dingtalk?.groups?.push({
    openConversationId: 'cidM==',
    name: '银企对接群',
    members: ['zhang', 'guest'],
    kind: 'ordinary',
    customRobots: [
      { name: '政策通知', accessToken: 'word', keywords: ['通知', '提醒'] },
      { name: '签名机器人', accessToken: 'sign', secret: SECRET },
      { name: '本机', accessToken: 'here', addresses: ['10.0.0.1', '127.0.0.0/8'] },
      { name: '别处', accessToken: 'there', addresses: ['10.0.0.0/8', '::1'] },
      { name: '都要', accessToken: 'all', keywords: ['通知'], secret: SECRET, addresses: ['127.0.0.1'] },
    ],
  });
  return small;
}

const text = (content: string, more: object = {}) => ({ msgtype: 'text', text: { content }, ...more });

async function start(options: Parameters<typeof startBoth>[0] = {}) {
  const both = await startBoth({ world: world(), ...options });
  const signed = (secret = SECRET, timestamp: number | string = both.emulator.clock.now()) => {
    const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
    return `&timestamp=${timestamp}&sign=${encodeURIComponent(sign)}`;
  };
  return {
    ...both,
    signed,
    to: (token: string, body: unknown = text('通知一'), query = '') =>
      both.send('POST', `/robot/send?access_token=${token}${query}`, body),
  };
}

const ok = { status: 200, json: { errcode: 0, errmsg: 'ok' } };

test('a message stands in the group under the name of the robot, without any token of the app', async () => {
  const { to, fromBot, send } = await start();
  expect(await to('word')).toMatchObject(ok);
  const message = first(await fromBot('guest', MIXED));
  expect(message).toMatchObject({ name: '政策通知', text: '通知一', kind: 'text' });
  expect(at((await send('GET', '/emulator/state')).json, 'dingtalkCalls', 'calls')).toBe(0);
});

test('every type, mentions included', async () => {
  const { to, fromBot } = await start();
  const card = { title: '通知', text: '正文', singleTitle: '打开', singleURL: 'https://e.com' };
  await to('word', { msgtype: 'markdown', markdown: { title: '通知', text: '# 一 @s1' }, at: { atUserIds: ['s1'] } });
  await to('word', { msgtype: 'link', link: { title: '链接', text: '通知', messageUrl: 'https://e.com' } });
  await to('word', { msgtype: 'actionCard', actionCard: card });
  const links = [{ title: '通知', messageURL: 'https://e.com', picURL: '' }];
  await to('word', { msgtype: 'feedCard', feedCard: { links } });
  const shown = await fromBot('zhang', MIXED);
  expect(shown.map((one) => one.text)).toEqual(['# 一 @s1', '链接\n通知', '正文\n[打开]', '通知']);
  expect(first(shown).mentions).toEqual(['s1']);
});

describe('refusals', () => {
  const bodies: [body: unknown, errcode: number][] = [
    ['{', 40035],
    ['[]', 40035],
    [{ msgtype: 'text' }, 40035],
    [{ msgtype: 'image', image: {} }, 400105],
    [text('通知', { at: { atUserIds: Array.from({ length: 51 }, (_, index) => `s${index}`) } }), 40035],
    [text(`通知${'x'.repeat(20_000)}`), 460101],
  ];
  test.each(bodies)('%j earns %i', async (body, errcode) => {
    const { to, fromBot } = await start();
    expect(await to('word', body)).toMatchObject({ status: 200, json: { errcode } });
    expect(await fromBot('zhang', MIXED)).toEqual([]);
  });

  test('an unknown token and another content type', async () => {
    const { to, send } = await start();
    expect((await to('unknown')).json.errcode).toBe(300001);
    expect((await send('POST', '/robot/send', text('通知'))).json.errcode).toBe(300001);
    const plain = { 'Content-Type': 'text/plain' };
    expect((await send('POST', '/robot/send?access_token=word', text('通知'), plain)).json.errcode).toBe(43004);
  });

  test('fifty mentions are taken, and 20 000 bytes', async () => {
    const { to } = await start();
    const atUserIds = Array.from({ length: 50 }, (_, index) => `s${index}`);
    expect(await to('word', text('通知', { at: { atUserIds } }))).toMatchObject(ok);
    const overhead = JSON.stringify(text('通知')).length + 4;
    expect(await to('word', text(`通知${'x'.repeat(20_000 - overhead)}`))).toMatchObject(ok);
  });
});

describe('security settings', () => {
  test('one of the keywords, in what is shown', async () => {
    const { to } = await start();
    const missing = {
      status: 200,
      json: { errcode: 310000, errmsg: expect.stringContaining('keywords not in content') },
    };
    expect(await to('word', text('提醒您'))).toMatchObject(ok);
    expect(await to('word', text('您好'))).toMatchObject(missing);
    expect(await to('word', text('您好', { at: { atUserIds: ['通知'] } }))).toMatchObject(missing);
  });

  test('a sign of this hour', async () => {
    const { emulator, to, signed } = await start();
    const now = emulator.clock.now();
    const refused = (errmsg: string) => ({ json: { errcode: 310000, errmsg: expect.stringContaining(errmsg) } });
    expect(await to('sign', text('好'), signed())).toMatchObject(ok);
    expect(await to('sign', text('好'), signed(SECRET, now - 3_600_000))).toMatchObject(ok);
    expect(await to('sign', text('好'), signed(SECRET, now - 3_600_001))).toMatchObject(refused('invalid timestamp'));
    expect(await to('sign', text('好'), signed(SECRET, now + 3_600_001))).toMatchObject(refused('invalid timestamp'));
    expect(await to('sign', text('好'), signed(SECRET, Math.floor(now / 1000)))).toMatchObject(refused('timestamp'));
    expect(await to('sign', text('好'))).toMatchObject(refused('invalid timestamp'));
    expect(await to('sign', text('好'), signed('SECother'))).toMatchObject(refused('sign not match'));
    expect(await to('sign', text('好'), `&timestamp=${now}`)).toMatchObject(refused('sign not match'));
  });

  test('a sign has to be encoded for the address', async () => {
    const { emulator, to } = await start();
    // A time whose sign has a plus.
    const stamps = Array.from({ length: 99 }, (_, index) => emulator.clock.now() - index);
    const pairs = stamps.map((stamp) => {
      const sign = createHmac('sha256', SECRET).update(`${stamp}\n${SECRET}`).digest('base64');
      return { stamp, sign };
    });
    const { stamp, sign } = pairs.find((pair) => pair.sign.includes('+')) ?? first(pairs);
    expect(await to('sign', text('好'), `&timestamp=${stamp}&sign=${sign}`)).toMatchObject({
      json: { errcode: 310000 },
    });
    expect(await to('sign', text('好'), `&timestamp=${stamp}&sign=${encodeURIComponent(sign)}`)).toMatchObject(ok);
  });

  test('an address of the list', async () => {
    const { to } = await start();
    expect(await to('here')).toMatchObject(ok);
    expect(await to('there')).toMatchObject({
      json: { errcode: 310000, errmsg: expect.stringContaining('127.0.0.1 not in whitelist') },
    });
  });

  test('all that are set', async () => {
    const { to, signed } = await start();
    expect(await to('all', text('通知'), signed())).toMatchObject(ok);
    expect(await to('all', text('您好'), signed())).toMatchObject({ json: { errcode: 310000 } });
    expect(await to('all', text('通知'))).toMatchObject({ json: { errcode: 310000 } });
  });

  test('none at all is no robot; eleven keywords are too many', async () => {
    const robots = [{}, { keywords: Array.from({ length: 11 }, (_, index) => `${index}`) }, { secret: 'x' }];
    for (const settings of robots) {
      const made = world();
      first(made.dingtalk?.groups ?? []).customRobots = [{ name: 'x', accessToken: 'x', ...settings }];
      await expect(startBoth({ world: made })).rejects.toThrow();
    }
  });
});

describe('pace', () => {
  const twenty = async (to: (token: string) => Promise<unknown>) => {
    for (let sent = 0; sent < 20; sent += 1) expect(await to('word')).toMatchObject(ok);
  };

  test('the 21st of a minute blocks the robot for ten minutes', async () => {
    const { emulator, to, fromBot } = await start();
    await twenty(to);
    const fast = { status: 200, json: { errcode: 410100 } };
    await emulator.clock.advance(59_999, { jump: true });
    expect(await to('word')).toMatchObject(fast);
    expect(await fromBot('zhang', MIXED)).toHaveLength(20);
    // Another robot of the group is another robot.
    expect(await to('here')).toMatchObject(ok);
    await emulator.clock.advance(599_999, { jump: true });
    expect(await to('word')).toMatchObject(fast);
    await emulator.clock.advance(1, { jump: true });
    await twenty(to);
    expect(await to('word')).toMatchObject(fast);
  });

  test('twenty more after a minute are fine; what is refused does not count', async () => {
    const { emulator, to } = await start();
    for (let sent = 0; sent < 30; sent += 1) await to('word', text('您好'));
    await twenty(to);
    await emulator.clock.advance(60_000, { jump: true });
    await twenty(to);
  });

  test('the older code', async () => {
    const { to } = await start({ settings: { dingtalkCustomRobot: { perMinute: 1, tooFastCode: 130101 } } });
    await to('word');
    expect((await to('word')).json).toMatchObject({ errcode: 130101, errmsg: expect.stringContaining('too fast') });
  });
});

test('a repeated msgUuid is accepted and shown once', async () => {
  const { to, fromBot, lastWire } = await start();
  for (const msgUuid of ['a', 'a', 'b']) expect(await to('word', text('通知', { msgUuid }))).toMatchObject(ok);
  expect(await to('here', text('通知', { msgUuid: 'a' }))).toMatchObject(ok);
  expect(lastWire().warnings).toBeUndefined();
  expect(await fromBot('zhang', MIXED)).toHaveLength(3);
});

test('an ordinary group has no robot of the app: it neither hears nor speaks there', async () => {
  const { emulator, bot, ding, fromBot } = await start();
  const { delivery } = await emulator.people.say({ as: 'guest', conversation: MIXED, text: '进度' }, { wait: true });
  expect(delivery).toMatchObject({ state: 'not-sent', reason: '应用机器人不能加入普通群' });
  expect(bot.at('robot')).toEqual([]);
  const msgParam = JSON.stringify({ content: '通知' });
  const group = { robotCode: 'dingkey', openConversationId: 'cidM==', msgKey: 'sampleText', msgParam };
  expect(await ding('POST', '/v1.0/robot/groupMessages/send', group)).toMatchObject({
    status: 400,
    json: { code: 'conversation.org.notMatch' },
  });
  const card = await ding('POST', CREATE, create({ openSpaceId: 'dtv1.card//IM_GROUP.cidM==' }));
  expect(at(card.json, 'result', 'deliverResults', 0, 'success')).toBe(false);
  expect(await fromBot('guest', MIXED)).toEqual([]);
});
