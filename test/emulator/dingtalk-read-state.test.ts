import { expect, test } from 'vitest';
import { CREATE, create, GROUP } from './fixtures/card-calls.ts';
import { at, startBoth } from './harness.ts';

const DIRECT = 'dingtalk:s1';
const STATUS = '/v1.0/robot/oToMessages/readStatus';
const QUERY = '/v1.0/robot/groupMessages/query';
const text = { robotCode: 'dingkey', msgKey: 'sampleText', msgParam: JSON.stringify({ content: '通知' }) };

async function start(options: Parameters<typeof startBoth>[0] = {}) {
  const both = await startBoth(options);
  return {
    ...both,
    direct: async (userIds: string[]) =>
      String((await both.ding('POST', '/v1.0/robot/oToMessages/batchSend', { ...text, userIds })).json.processQueryKey),
    group: async () =>
      String(
        (await both.ding('POST', '/v1.0/robot/groupMessages/send', { ...text, openConversationId: 'cidG==' })).json
          .processQueryKey,
      ),
    look: async (as: string, conversation: string) =>
      (await both.send('POST', '/emulator/dingtalk/read?wait=1', { as, conversation })).json,
    status: (key: string, robotCode = 'dingkey') =>
      both.ding('GET', `${STATUS}?robotCode=${robotCode}&processQueryKey=${key}`, undefined),
    query: (processQueryKey: string, more: object = {}) =>
      both.ding('POST', QUERY, { robotCode: 'dingkey', openConversationId: 'cidG==', processQueryKey, ...more }),
    events: () => both.bot.at('event').map((one) => JSON.parse(one.plain) as Record<string, unknown>),
  };
}

test('a person looks: their message is read, the others are not, and an event tells it once', async () => {
  const { emulator, direct, look, status, events } = await start();
  const key = await direct(['s1', 's2']);
  await emulator.clock.advance(60_000, { jump: true });
  expect(await look('zhang', DIRECT)).toEqual({ read: 1 });
  expect(await look('zhang', DIRECT)).toEqual({ read: 0 });
  const now = emulator.clock.now();
  expect((await status(key)).json).toEqual({
    sendStatus: 'SUCCESS',
    messageReadInfoList: [
      { name: '张三', userId: 's1', readStatus: 'READ', readTimestamp: now },
      { name: '李四', userId: 's2', readStatus: 'UNREAD' },
    ],
  });
  expect(events()).toEqual([
    expect.objectContaining({
      EventType: 'robot_msg_read',
      CorpId: 'dingcorp',
      ProcessQueryKey: key,
      OpenConversationId: expect.stringMatching(/^cid.+==$/),
      RobotCode: 'dingkey',
      UserId: 's1',
      UnionId: 'u1',
      OperatTime: now,
    }),
  ]);
});

test('the conversation of the event is the one of the callbacks', async () => {
  const { emulator, bot, direct, look, events } = await start();
  await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '你好' }, { wait: true });
  await direct(['s1']);
  await look('zhang', DIRECT);
  await direct(['s2']);
  await look('li', 'dingtalk:s2');
  const [mine, hers] = events().map((event) => event.OpenConversationId);
  expect(mine).toBe(at(JSON.parse(bot.at('robot')[0]?.raw ?? '{}'), 'conversationId'));
  expect(hers).not.toBe(mine);
});

test('in a group: who has read, page by page; outsiders have no userid', async () => {
  const { group, look, query, events } = await start();
  const key = await group();
  expect((await query(key)).json).toEqual({ sendStatus: 'SUCCESS', readUserIds: [], hasMore: false });
  for (const as of ['zhang', 'guest', 'li']) await look(as, GROUP);
  expect((await query(key)).json).toEqual({ sendStatus: 'SUCCESS', readUserIds: ['s1', 's2'], hasMore: false });
  const page = await query(key, { maxResults: 1 });
  expect(page.json).toMatchObject({ readUserIds: ['s1'], hasMore: true });
  const next = await query(key, { maxResults: 1, nextToken: page.json.nextToken });
  expect(next.json).toEqual({ sendStatus: 'SUCCESS', readUserIds: ['s2'], hasMore: false });
  expect(events().map(({ OpenConversationId, UserId, UnionId }) => [OpenConversationId, UserId, UnionId])).toEqual([
    ['cidG==', 's1', 'u1'],
    ['cidG==', undefined, 'u3'],
    ['cidG==', 's2', 'u2'],
  ]);
});

test('cards are read too, by their carrierId, and only by who sees them', async () => {
  const { ding, look, query } = await start();
  const card = await ding('POST', CREATE, create());
  const key = String(at(card.json, 'result', 'deliverResults', 0, 'carrierId'));
  expect(await look('guest', GROUP)).toEqual({ read: 0 });
  expect(await look('zhang', GROUP)).toEqual({ read: 1 });
  expect((await query(key)).json).toMatchObject({ readUserIds: ['s1'] });
});

test('what is recalled says so, and can no longer be read', async () => {
  const { ding, direct, group, look, status, query, events } = await start();
  const [one, two] = [await direct(['s1']), await group()];
  const recall = { robotCode: 'dingkey', openConversationId: 'cidG==' };
  await ding('POST', '/v1.0/robot/otoMessages/batchRecall', { ...recall, processQueryKeys: [one] });
  await ding('POST', '/v1.0/robot/groupMessages/recall', { ...recall, processQueryKeys: [two] });
  expect(await look('zhang', DIRECT)).toEqual({ read: 0 });
  expect(events()).toEqual([]);
  expect((await status(one)).json.sendStatus).toBe('RECALLED');
  expect((await query(two)).json.sendStatus).toBe('RECALLED');
});

test('refusals: unknown keys, the other kind of conversation, another robot, after 24 hours', async () => {
  const { emulator, direct, group, status, query } = await start();
  const [one, two] = [await direct(['s1']), await group()];
  const missing = { status: 400, json: { code: 'resource.not.found' } };
  expect(await status('x')).toMatchObject(missing);
  expect(await status(two)).toMatchObject(missing);
  expect(await status(one, 'other')).toMatchObject(missing);
  expect(await query(one)).toMatchObject(missing);
  expect(await query(two, { openConversationId: 'cidX==' })).toMatchObject(missing);
  expect(await query(two, { maxResults: 201 })).toMatchObject({ status: 400, json: { code: 'invalidParameter' } });
  expect((await query(two, { maxResults: 200 })).status).toBe(200);
  await emulator.clock.advance(24 * 3_600_000, { jump: true });
  expect((await status(one)).status).toBe(200);
  await emulator.clock.advance(1, { jump: true });
  expect(await status(one)).toMatchObject(missing);
  expect((await query(two)).status).toBe(200);
});

test('after a reset of the history nothing is left to read', async () => {
  const { emulator, direct, look } = await start();
  await direct(['s1']);
  emulator.resetHistory();
  expect(await look('zhang', DIRECT)).toEqual({ read: 0 });
});

test('without a subscription nothing is told, and nobody looks into foreign conversations', async () => {
  const { emulator, direct, look, send, status } = await start();
  emulator.connect({ dingtalkEvent: undefined });
  const key = await direct(['s1']);
  expect(await look('zhang', DIRECT)).toEqual({ read: 1 });
  expect(at((await status(key)).json, 'messageReadInfoList', 0, 'readStatus')).toBe('READ');
  expect((await send('POST', '/emulator/dingtalk/read', { as: 'li', conversation: DIRECT })).status).toBe(403);
});
