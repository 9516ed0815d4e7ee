import { describe, expect, test } from 'vitest';
import type { DeliveryPage } from '../../emulator/server.ts';
import { CREATE, create } from './fixtures/card-calls.ts';
import { startBoth } from './harness.ts';

const SEND = '/cgi-bin/message/send';
const text = (touser: string, content: string) => ({ touser, msgtype: 'text', agentid: 1000002, text: { content } });

async function start(options: Parameters<typeof startBoth>[0] = {}) {
  const both = await startBoth(options);
  const read = async (query = '') =>
    (await both.send('GET', `/emulator/deliveries${query}`)).json as never as DeliveryPage;
  return { ...both, read };
}

describe('deliveries', () => {
  test('who got which message when on the virtual clock; receivers of one send share its content', async () => {
    const { emulator, wecom, ding, fromBot, read } = await start();
    await wecom(SEND, text('ZhangSan|LiSi', '通知'));
    await emulator.clock.advance(60_000);
    await ding('POST', CREATE, create());
    const now = emulator.clock.now();
    const { deliveries, contents, next, latest } = await read();
    expect(deliveries).toEqual([
      expect.objectContaining({ seq: 1, at: now - 60_000, platform: 'wecom', channel: 'wecom-app', person: 'zhang' }),
      expect.objectContaining({ seq: 2, conversation: 'wecom-app:LiSi', person: 'li', content: 1 }),
      expect.objectContaining({
        seq: 3,
        at: now,
        platform: 'dingtalk',
        conversation: 'dingtalk-group:cidG==',
        content: 2,
      }),
    ]);
    expect(deliveries[0]?.messageId).toBe((await fromBot('zhang', 'wecom-app:ZhangSan'))[0]?.id);
    expect(deliveries[2]).not.toHaveProperty('person');
    expect(contents).toEqual({ 1: { kind: 'text', text: '通知' }, 2: { kind: 'card', text: expect.any(String) } });
    expect([next, latest]).toEqual([3, 3]);
  });

  test('what is dropped silently stands there, without a message', async () => {
    const { wecom, read } = await start({ settings: { wecomApp: { perMinute: 1 } } });
    expect((await wecom(SEND, text('ZhangSan', '一'))).errcode).toBe(0);
    expect((await wecom(SEND, text('ZhangSan|LiSi', '二'))).errcode).toBe(0);
    const { deliveries, contents } = await read('?dropped=1');
    expect(deliveries).toEqual([expect.objectContaining({ seq: 2, person: 'zhang', dropped: true, content: 2 })]);
    expect(deliveries[0]).not.toHaveProperty('messageId');
    expect(contents).toEqual({ 2: { kind: 'text', text: '二' } });
    expect((await read('?dropped=0')).deliveries.map(({ seq }) => seq)).toEqual([1, 3]);
  });

  test('read on from a position, by platform, person and conversation', async () => {
    const { wecom, send, read } = await start();
    for (const word of ['一', '二', '三']) await wecom(SEND, text('ZhangSan|LiSi', word));
    const first = await read('?limit=2&person=li');
    expect(first.deliveries.map(({ seq }) => seq)).toEqual([2, 4]);
    const rest = await read(`?after=${first.next}&person=li`);
    expect(rest.deliveries.map(({ seq }) => seq)).toEqual([6]);
    expect((await read(`?after=${rest.latest}`)).deliveries).toEqual([]);
    expect((await read('?platform=dingtalk')).deliveries).toEqual([]);
    expect((await read('?conversation=wecom-app:ZhangSan')).deliveries).toHaveLength(3);
    expect((await send('GET', '/emulator/deliveries?limit=0')).status).toBe(400);
  });

  test('only the beginning of a text is told, and a reset keeps the position', async () => {
    const { emulator, wecom, read } = await start();
    await wecom(SEND, text('ZhangSan', '长'.repeat(300)));
    expect((await read()).contents).toEqual({ 1: { kind: 'text', text: '长'.repeat(200) } });
    emulator.resetHistory();
    await wecom(SEND, text('ZhangSan', '后'));
    expect(await read('?after=1')).toMatchObject({
      deliveries: [{ seq: 2, content: 2 }],
      contents: { 2: { text: '后' } },
    });
    expect(await read()).toMatchObject({ deliveries: [{ seq: 2 }], latest: 2 });
  });

  test('what people say is no delivery', async () => {
    const { emulator, read } = await start();
    await emulator.people.say({ as: 'zhang', conversation: 'wecom-app:ZhangSan', text: '帮助' }, { wait: true });
    expect((await read()).deliveries.filter(({ channel }) => channel === 'wecom-app')).toEqual([]);
  });
});

describe('people made later', () => {
  test('many by a number, in turn on the platforms; they can be written to and can write', async () => {
    const { emulator, bot, send, wecom, ding, fromBot } = await startBoth();
    expect((await send('POST', '/emulator/people', { count: 3, prefix: 'rcv' })).json).toEqual({ made: 3, total: 6 });
    await wecom(SEND, text('RCV00001', '通知'));
    await ding('POST', '/v1.0/robot/oToMessages/batchSend', {
      robotCode: 'dingkey',
      msgKey: 'sampleText',
      msgParam: '{"content":"通知"}',
      userIds: ['rcv00002'],
    });
    expect(await fromBot('rcv00001', 'wecom-app:rcv00001')).toHaveLength(1);
    expect(await fromBot('rcv00002', 'dingtalk:rcv00002')).toHaveLength(1);
    await emulator.people.say({ as: 'rcv00003', conversation: 'wecom-aibot:rcv00003', text: '帮助' }, { wait: true });
    expect(bot.at('aibot')).toHaveLength(1);
  });

  test('a list of them; ids that are taken are refused and nobody is made', async () => {
    const { emulator, send } = await startBoth();
    const make = (...people: object[]) => send('POST', '/emulator/people', { people });
    const wang = { id: 'wang', name: '王五', wecom: { userId: 'WangWu' }, dingtalk: { staffId: 's9', unionId: 'u9' } };
    for (const taken of [
      { id: 'zhang' },
      { wecom: { userId: 'ZHANGSAN' } },
      { dingtalk: { staffId: 's1', unionId: 'x' } },
    ]) {
      expect((await make({ id: 'new', name: '新', ...taken })).json.error).toMatch(/is taken already/);
    }
    expect((await make(wang, { ...wang, id: 'twin' })).status).toBe(400);
    expect((await make({ id: 'far', name: '远', wecom: { userId: 'f', corpId: 'none' } })).json.error).toMatch(
      /no downstream/,
    );
    expect(emulator.world.people).toHaveLength(3);
    expect((await make(wang)).json).toEqual({ made: 1, total: 4 });
    expect(await emulator.messages({ as: 'wang' })).toEqual([]);
  });
});
