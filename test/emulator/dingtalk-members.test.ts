import { expect, test } from 'vitest';
import { CREATE, create, GROUP, toRobot } from './fixtures/card-calls.ts';
import { at, first, startBoth } from './harness.ts';

const BATCH = '/v1.0/robot/oToMessages/batchSend';
const text = { robotCode: 'dingkey', msgKey: 'sampleText', msgParam: JSON.stringify({ content: '通知' }) };

/** Both, and li has left. */
async function left() {
  const both = await startBoth();
  const answer = await both.send('POST', '/emulator/leave?wait=1', { as: 'li', platform: 'dingtalk' });
  const old = async (path: string, body: object) =>
    (await both.send('POST', `${path}?access_token=${await both.dingToken()}`, body)).json;
  return { ...both, answer, old };
}

test('leaving and joining are told as events', async () => {
  const { emulator, bot, answer, send } = await left();
  expect(answer).toMatchObject({ status: 200, json: { delivery: { state: 'answered' } } });
  expect(JSON.parse(bot.at('event')[0]?.plain ?? '{}')).toMatchObject({
    EventType: 'user_leave_org',
    UserId: ['s2'],
    CorpId: 'dingcorp',
    EventTime: emulator.clock.now(),
  });
  await send('POST', '/emulator/join?wait=1', { as: 'li', platform: 'dingtalk' });
  expect(JSON.parse(bot.at('event')[1]?.plain ?? '{}')).toMatchObject({ EventType: 'user_add_org', UserId: ['s2'] });
});

test('siblings of theirs go out as they are given', async () => {
  const { emulator, bot } = await startBoth();
  const event = { EventType: 'user_modify_org', UserId: ['s1', 's2'] };
  await emulator.people.event({ channel: 'dingtalk-event', event }, { wait: true });
  expect(JSON.parse(bot.at('event')[0]?.plain ?? '{}')).toMatchObject(event);
});

test('whoever has left is listed as invalid, alone or among others, until they are back', async () => {
  const { ding, send, fromBot } = await left();
  const batch = async (userIds: string[]) => ding('POST', BATCH, { ...text, userIds });
  expect(await batch(['s1', 's2'])).toMatchObject({ status: 200, json: { invalidStaffIdList: ['s2'] } });
  expect(await batch(['s2'])).toMatchObject({ status: 200, json: { invalidStaffIdList: ['s2'] } });
  expect(await fromBot('li', 'dingtalk:s2')).toEqual([]);
  await send('POST', '/emulator/join', { as: 'li', platform: 'dingtalk' });
  expect(await batch(['s2'])).toMatchObject({ status: 200, json: { invalidStaffIdList: [] } });
  expect(first(await fromBot('li', 'dingtalk:s2')).text).toBe('通知');
});

test('they can no longer speak, and see nothing new of the group', async () => {
  const { emulator, bot, ding, fromBot, send } = await left();
  for (const conversation of ['dingtalk:s2', GROUP]) {
    expect((await send('POST', '/emulator/say', { as: 'li', conversation, text: '在吗' })).status).toBe(403);
  }
  expect(bot.at('robot')).toEqual([]);
  await ding('POST', '/v1.0/robot/groupMessages/send', { ...text, openConversationId: 'cidG==' });
  await emulator.people.say({ as: 'zhang', conversation: GROUP, text: '问' }, { wait: true });
  const webhook = new URL(String(at(JSON.parse(bot.at('robot')[0]?.raw ?? '{}'), 'sessionWebhook')));
  await send('POST', webhook.pathname + webhook.search, { msgtype: 'text', text: { content: '答' } });
  bot.on('robot', () => ({ raw: JSON.stringify({ msgtype: 'text', text: { content: '也答' } }) }));
  await emulator.people.say({ as: 'zhang', conversation: GROUP, text: '再问' }, { wait: true });
  expect((await fromBot('zhang', GROUP)).map((one) => one.text)).toEqual(['通知', '答', '也答']);
  expect(await emulator.messages({ as: 'li', conversation: GROUP })).toEqual([]);
});

test('cards: no place of their own, no private data, no part in the group', async () => {
  const { ding, fromBot, lastWire } = await left();
  const alone = await ding('POST', CREATE, create({ ...toRobot('s2') }));
  expect(at(alone.json, 'result', 'deliverResults', 0, 'success')).toBe(false);
  const own = create({ outTrackId: 'card-2', privateData: { s2: { cardParamMap: { title: 'x' } } } });
  expect(await ding('POST', CREATE, own)).toMatchObject({ status: 400, json: { code: 'param.userIdNotExist' } });
  await ding('POST', CREATE, create({ outTrackId: 'card-3', userIdType: 2 }));
  expect(await fromBot('zhang', GROUP)).toHaveLength(1);
  expect(await fromBot('li', GROUP)).toEqual([]);
  // Only the guest is an outsider in the group; who has left is not in it.
  await ding('POST', CREATE, create({ outTrackId: 'card-4' }));
  expect(lastWire().warnings).toContainEqual(expect.stringMatching(/without a userId .*\(1\)$/));
});

test('the contact API and the logins know no member any more', async () => {
  const { url, old, send } = await left();
  expect((await old('/topapi/v2/user/get', { userid: 's2' })).errcode).toBe(60121);
  expect((await old('/topapi/user/getbyunionid', { unionid: 'u2' })).errcode).toBe(60121);
  const inClient = await send('POST', '/emulator/dingtalk/auth-code', { as: 'li', corpId: 'dingcorp' });
  expect(inClient).toMatchObject({ status: 400, json: { errorCode: -1 } });
  const link = new URL('/oauth2/auth', url);
  const query = { client_id: 'dingkey', response_type: 'code', scope: 'openid corpid', prompt: 'consent' };
  for (const [name, value] of Object.entries(query)) link.searchParams.set(name, value);
  const robot = (await send('GET', '/emulator/callbacks')).json.dingtalkRobot;
  link.searchParams.set('redirect_uri', new URL('/h5', String(robot)).href);
  const { location } = (await send('POST', '/emulator/authorize', { as: 'li', client: 'browser', url: link.href }))
    .json;
  const code = new URL(String(location)).searchParams.get('authCode');
  const grant = { clientId: 'dingkey', clientSecret: 'ding-secret-1', code, grantType: 'authorization_code' };
  const token = (await send('POST', '/v1.0/oauth2/userAccessToken', grant)).json;
  expect(token).not.toHaveProperty('corpId');
  const me = { 'x-acs-dingtalk-access-token': String(token.accessToken) };
  expect((await send('GET', '/v1.0/contact/users/me', undefined, me)).json).toMatchObject({ unionId: 'u2' });
});

test('a code from before the leaving is worth nothing', async () => {
  const { send, dingToken } = await startBoth();
  const { code } = (await send('POST', '/emulator/dingtalk/auth-code', { as: 'li', corpId: 'dingcorp' })).json;
  await send('POST', '/emulator/leave', { as: 'li', platform: 'dingtalk' });
  const answer = await send('POST', `/topapi/v2/user/getuserinfo?access_token=${await dingToken()}`, { code });
  expect(answer.json.errcode).toBe(60121);
});

test('outsiders and the range of the app cannot be left', async () => {
  const { send } = await startBoth();
  expect((await send('POST', '/emulator/leave', { as: 'guest', platform: 'dingtalk' })).status).toBe(400);
  expect((await send('POST', '/emulator/leave', { as: 'li', platform: 'dingtalk', from: 'range' })).status).toBe(400);
});
