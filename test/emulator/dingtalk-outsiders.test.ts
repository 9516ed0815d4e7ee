import { expect, test } from 'vitest';
import { CREATE, create, GROUP, PUT, REGISTER } from './fixtures/card-calls.ts';
import { at, first, startBoth } from './harness.ts';
import type { Received } from './stand-in-bot.ts';

const read = (got: Received | undefined): unknown => JSON.parse(got?.raw ?? '{}');

test('an outsider has no userid in the callback, or an empty one', async () => {
  const { emulator, bot } = await startBoth();
  const ask = () => emulator.people.say({ as: 'guest', conversation: GROUP, text: '你好' }, { wait: true });
  await ask();
  expect(read(bot.at('robot')[0])).toMatchObject({ senderUnionId: 'u3', senderNick: '陌生人' });
  expect(read(bot.at('robot')[0])).not.toHaveProperty('senderStaffId');
  emulator.settings.dingtalkRobot.outsiderStaffId = 'empty';
  emulator.settings.dingtalkRobot.senderUnionId = false;
  await ask();
  const body = read(bot.at('robot')[1]);
  expect(body).toMatchObject({ senderStaffId: '' });
  expect(body).not.toHaveProperty('senderCorpId');
  expect(body).not.toHaveProperty('senderUnionId');
  // The one id that is always there: the same for the same person, another one for somebody else.
  expect(at(body, 'senderId')).toBe(at(read(bot.at('robot')[0]), 'senderId'));
  await emulator.people.say({ as: 'zhang', conversation: GROUP, text: '你好' }, { wait: true });
  expect(at(read(bot.at('robot')[2]), 'senderStaffId')).toBe('s1');
  expect(at(read(bot.at('robot')[2]), 'senderId')).not.toBe(at(body, 'senderId'));
});

test('whom a message mentions: the robot, members by userid, outsiders with an empty one', async () => {
  const { emulator, bot } = await startBoth();
  const extra = { at: ['li', 'guest'] };
  const say = { as: 'zhang', conversation: GROUP, text: '@李四 @陌生人 请看', extra };
  await emulator.people.say(say, { wait: true });
  const encrypted = expect.stringMatching(/^\$:LWCP_v1:\$/);
  expect(at(read(bot.at('robot')[0]), 'atUsers')).toEqual([
    { dingtalkId: at(read(bot.at('robot')[0]), 'chatbotUserId') },
    { dingtalkId: encrypted, staffId: 's2', unionId: 'u2' },
    { dingtalkId: encrypted, staffId: '', unionId: 'u3' },
  ]);
  const absent = { ...say, conversation: 'dingtalk:s1', extra: { at: ['guest'] } };
  await expect(emulator.people.say(absent)).rejects.toThrow(/guest is not in/);
  expect(await emulator.messages({ as: 'li', conversation: GROUP })).toHaveLength(1);
});

test('a card with userIdType 2: private data by unionId, clicks with unionIds, updates of single people', async () => {
  const { emulator, bot, ding, fromBot } = await startBoth();
  await ding('POST', REGISTER, { callbackRouteKey: 'route', callbackUrl: `${bot.url}/dingtalk/card` });
  await ding('POST', CREATE, create({ userIdType: 2, privateData: { u3: { cardParamMap: { title: '给客人' } } } }));
  const titles = async () => {
    const shown = await Promise.all(['zhang', 'guest'].map((as) => fromBot(as, GROUP)));
    return shown.map((messages) => first(messages).card?.title);
  };
  expect(await titles()).toEqual(['月度上报', '给客人']);
  const message = first(await fromBot('guest', GROUP));
  const key = message.card?.buttons.find((button) => button.enabled)?.key ?? '';
  await emulator.people.tap({ as: 'guest', conversation: GROUP, messageId: message.id, key }, { wait: true });
  expect(read(bot.at('card')[0])).toMatchObject({ userId: 'u3', corpId: 'dingcorp' });
  const options = { updatePrivateDataByKey: true, updateCardDataByKey: true };
  const put = (userId: string) =>
    ding('PUT', PUT, {
      outTrackId: 'card-1',
      userIdType: 2,
      privateData: { [userId]: { cardParamMap: { title: '新' } } },
      cardUpdateOptions: options,
    });
  expect(await put('s1')).toMatchObject({ status: 400, json: { code: 'param.userIdNotExist' } });
  expect((await put('u1')).status).toBe(200);
  expect(await titles()).toEqual(['新', '给客人']);
});

test('the members of a scene group, split by where they belong', async () => {
  const { ding, send } = await startBoth();
  const members = async (openConversationId: string) =>
    ding('POST', '/v1.0/im/sceneGroups/members/batchQuery', { openConversationId });
  expect(await members('cidG==')).toMatchObject({
    status: 200,
    json: { memberUserIds: ['s1', 's2'], unionIdList: ['u3'], hasMore: false },
  });
  await send('POST', '/emulator/leave', { as: 'li', platform: 'dingtalk' });
  expect((await members('cidG==')).json).toMatchObject({ memberUserIds: ['s1'], unionIdList: ['u3'] });
  expect(await members('cidX==')).toMatchObject({ status: 400, json: { code: 'invalid.openConversationId' } });
});
