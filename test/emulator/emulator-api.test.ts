import { describe, expect, test } from 'vitest';
import { createEmulator, WorldSchema } from '../../emulator/server.ts';
import { first, smallWorld, startBoth } from './harness.ts';

describe('the JSON API', () => {
  test('state names people, conversations, clock and callbacks', async () => {
    const { send, bot } = await startBoth();
    const { json } = await send('GET', '/emulator/state');
    expect(json.conversations).toMatchObject([
      { id: 'wecom-app:ZhangSan', channel: 'wecom-app', kind: 'direct', title: '科企通', members: ['zhang'] },
      { id: 'wecom-app:LiSi' },
      { id: 'wecom-aibot:ZhangSan', channel: 'wecom-aibot' },
      { id: 'wecom-aibot:LiSi' },
      { id: 'wecom-aibot-group:wr1', kind: 'group', members: ['zhang', 'li'] },
      { id: 'dingtalk:s1', platform: 'dingtalk', channel: 'dingtalk-robot' },
      { id: 'dingtalk:s2' },
      { id: 'dingtalk:u3', members: ['guest'] },
      { id: 'dingtalk-group:cidG==', kind: 'group' },
    ]);
    expect(json.clock).toEqual({ now: Date.UTC(2023, 11, 29, 2), iso: '2023-12-29T10:00:00+08:00', mode: 'frozen' });
    expect(json.callbacks).toEqual(bot.callbacks);
  });

  test('say returns at once, with wait=1 after the exchange', async () => {
    const { send, bot } = await startBoth();
    let answer: (() => void) | undefined;
    bot.on(
      'robot',
      () =>
        new Promise((resolve) => {
          answer = () => resolve({});
        }),
    );
    const body = { as: 'zhang', conversation: 'dingtalk:s1', text: '一' };
    expect((await send('POST', '/emulator/say', body)).json).toMatchObject({ delivery: { state: 'pending' }, seq: 1 });
    await bot.count('robot', 1);
    answer?.();
    bot.on('robot', () => ({}));
    expect((await send('POST', '/emulator/say?wait=1', body)).json).toMatchObject({ delivery: { state: 'answered' } });
  });

  const refusals: [
    name: string,
    method: string,
    path: string,
    body: object | undefined,
    status: number,
    error: RegExp,
  ][] = [
    [
      'an unknown person',
      'POST',
      '/emulator/say',
      { as: 'x', conversation: 'dingtalk:s1', text: '?' },
      404,
      /no person "x"/,
    ],
    [
      'a foreign conversation',
      'POST',
      '/emulator/say',
      { as: 'li', conversation: 'dingtalk:s1', text: '?' },
      403,
      /not in conversation/,
    ],
    [
      'an unknown conversation',
      'POST',
      '/emulator/say',
      { as: 'li', conversation: 'x', text: '?' },
      404,
      /no conversation/,
    ],
    ['an empty text', 'POST', '/emulator/say', { as: 'zhang', conversation: 'dingtalk:s1', text: '' }, 400, /empty/],
    ['a misspelt field', 'POST', '/emulator/say', { as: 'zhang', conversation: 'dingtalk:s1', txt: '' }, 400, /txt/],
    [
      'an unknown message',
      'POST',
      '/emulator/tap',
      { as: 'zhang', conversation: 'dingtalk:s1', messageId: 'x', key: 'k' },
      404,
      /no message/,
    ],
    [
      'opening a DingTalk chat',
      'POST',
      '/emulator/enter',
      { as: 'zhang', conversation: 'dingtalk:s1' },
      400,
      /not told/,
    ],
    ['an event without a type', 'POST', '/emulator/event', { channel: 'wecom-app', event: {} }, 400, /Event/],
    ['no JSON', 'POST', '/emulator/say', undefined, 400, /not JSON/],
    ['a foreign reader', 'GET', '/emulator/messages?as=li&conversation=dingtalk:s1', undefined, 403, /not in/],
    ['an unknown fault', 'POST', '/emulator/faults', { kind: 'gremlin' }, 400, /kind/],
    ['an unknown setting', 'PATCH', '/emulator/settings', { wecomApp: { retry: 1 } }, 400, /retry/],
    ['a clock that goes back', 'POST', '/emulator/clock', { to: '2020-01-01' }, 400, /past/],
    ['a callback that is no address', 'PUT', '/emulator/callbacks', { wecomApp: 'here' }, 400, /wecomApp/],
    ['an unknown path', 'GET', '/emulator/nothing', undefined, 404, /no GET/],
  ];
  test.each(refusals)('%s is refused with a sentence', async (_name, method, path, body, status, error) => {
    const { send } = await startBoth();
    const answer = await send(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json.error).toMatch(error);
  });

  test('messages waits for the first news and ends with what it has', async () => {
    const { send, wecom } = await startBoth();
    const waiting = send('GET', '/emulator/messages?as=zhang&conversation=wecom-app:ZhangSan&waitMs=5000');
    await wecom('/cgi-bin/message/send', {
      touser: 'ZhangSan',
      msgtype: 'text',
      agentid: 1000002,
      text: { content: '到了' },
    });
    const { json } = await waiting;
    expect(json).toMatchObject({
      messages: [{ seq: 1, from: 'bot', name: '科企通', kind: 'text', text: '到了', warnings: [] }],
      latest: 1,
    });
    const none = await send('GET', '/emulator/messages?as=zhang&conversation=wecom-app:ZhangSan&after=1&waitMs=10');
    expect(none.json).toEqual({ messages: [], latest: 1 });
    expect((await send('GET', '/emulator/messages?as=zhang')).json.messages).toHaveLength(1);
  });

  test('the clock is read and moved, ringing at each minute', async () => {
    const { emulator, send } = await startBoth();
    let rung = 0;
    emulator.clock.onMinute(() => {
      rung += 1;
    });
    expect((await send('POST', '/emulator/clock', { advanceMs: 3_600_000 })).json.iso).toBe(
      '2023-12-29T11:00:00+08:00',
    );
    expect(rung).toBe(60);
    expect((await send('POST', '/emulator/clock', { to: '2024-01-02T09:00', jump: true })).json.iso).toBe(
      '2024-01-02T09:00:00+08:00',
    );
    expect(rung).toBe(61);
  });

  test('a running move is seen and ended by another call', async () => {
    const { emulator, send } = await startBoth();
    emulator.clock.onMinute(() => new Promise((resolve) => setTimeout(resolve, 1)));
    const move = send('POST', '/emulator/clock', { to: '2024-12-29T10:00' });
    const moving = { movingTo: Date.UTC(2024, 11, 29, 2) };
    await expect.poll(async () => (await send('GET', '/emulator/clock')).json).toMatchObject(moving);
    const stopped = await send('POST', '/emulator/clock', { stop: true });
    expect(stopped.json.iso).toMatch(/^2023-12-(29|30)T/);
    expect(stopped.json).not.toHaveProperty('movingTo');
    expect((await move).json).toEqual(stopped.json);
    expect((await send('POST', '/emulator/clock', { stop: false })).status).toBe(400);
  });

  test('settings and faults are changed and read', async () => {
    const { emulator, send } = await startBoth();
    const held = emulator.settings.wecomApp;
    await send('PATCH', '/emulator/settings', { wecomApp: { retries: 1 }, waitsOn: 'virtual' });
    expect(held.retries).toBe(1);
    expect(held.retryDelayMs).toBe(5);
    expect(emulator.settings.waitsOn).toBe('virtual');
    await send('POST', '/emulator/faults', { kind: 'busy', times: 2 });
    expect((await send('GET', '/emulator/faults')).json.faults).toMatchObject([{ kind: 'busy', times: 2 }]);
    await send('DELETE', '/emulator/faults');
    expect(emulator.faults.list()).toEqual([]);
  });

  test('reset-history forgets messages and wire log', async () => {
    const { emulator, send } = await startBoth();
    await emulator.people.say({ as: 'zhang', conversation: 'dingtalk:s1', text: '?' }, { wait: true });
    await send('POST', '/emulator/reset-history');
    expect(await emulator.messages({ as: 'zhang' })).toEqual([]);
    expect(emulator.wire()).toEqual([]);
  });

  test('server-sent events tell of messages, updates, exchanges and the clock', async () => {
    const { emulator, url } = await startBoth();
    const response = await fetch(`${url}/emulator/events`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    const until = async (word: string) => {
      while (!seen.includes(word)) seen += (await reader?.read())?.value ?? '';
    };
    await until('event: clock');
    await emulator.people.say({ as: 'zhang', conversation: 'dingtalk:s1', text: '?' });
    await until('event: message');
    await until('event: update');
    await until('event: wire');
    await emulator.clock.advance(1000);
    await until('10:00:01');
    await emulator.stop();
    // Ended or cut, but not left open.
    const end = reader?.read().then(
      (chunk) => chunk.done,
      () => true,
    );
    expect(await end).toBe(true);
  });
});

describe('start and stop', () => {
  test('stop may come twice and ends requests that wait', async () => {
    const { emulator, bot, url } = await startBoth();
    bot.on('robot', () => new Promise(() => undefined));
    await emulator.people.say({ as: 'zhang', conversation: 'dingtalk:s1', text: '?' });
    const waiting = fetch(`${url}/emulator/messages?as=li&waitMs=60000`).then(
      () => 'answered',
      () => 'cut',
    );
    await bot.count('robot', 1);
    await emulator.stop();
    await emulator.stop();
    expect(['answered', 'cut']).toContain(await waiting);
    await emulator.idle();
  });

  test('main exports: a world with a mistake is refused with its names', () => {
    const world = smallWorld();
    expect(WorldSchema.safeParse(world).success).toBe(true);
    const wrong = { ...world, people: [...world.people, first(world.people)] };
    expect(() => createEmulator({ world: wrong })).toThrow(/share an id/);
    const stranger = {
      ...world,
      wecom: undefined,
      dingtalk: { ...world.dingtalk, groups: [{ openConversationId: 'c', name: 'g', members: ['x'] }] },
    };
    expect(() => createEmulator({ world: stranger as never })).toThrow(/no person/);
  });

  test('a platform that the world does not have refuses its tokens', async () => {
    const { send } = await startBoth({ world: { people: smallWorld().people } });
    expect((await send('GET', '/cgi-bin/gettoken?corpid=a&corpsecret=b')).json.errcode).toBe(40013);
    expect((await send('GET', '/emulator/state')).json.conversations).toEqual([]);
  });
});
