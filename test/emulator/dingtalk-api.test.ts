import { describe, expect, test } from 'vitest';
import { CREATE, create, GROUP, PUT, REGISTER } from './fixtures/card-calls.ts';
import { at, first, startBoth } from './harness.ts';

const BATCH = '/v1.0/robot/oToMessages/batchSend';
const GROUP_SEND = '/v1.0/robot/groupMessages/send';
const text = (content: string) => ({
  robotCode: 'dingkey',
  msgKey: 'sampleText',
  msgParam: JSON.stringify({ content }),
});
const batch = (change: object = {}) => ({ ...text('通知'), userIds: ['s1'], ...change });
const group = (change: object = {}) => ({ ...text('通知'), openConversationId: 'cidG==', ...change });

describe('tokens', () => {
  test('a repeated call returns the same token and extends it; all three calls share it', async () => {
    const { emulator, send, dingToken } = await startBoth();
    const token = await dingToken();
    await emulator.clock.advance(7_199_000, { jump: true });
    expect(await dingToken()).toBe(token);
    await emulator.clock.advance(7_199_000, { jump: true });
    const corp = await send('POST', '/v1.0/oauth2/dingcorp/token', {
      client_id: 'dingkey',
      client_secret: 'ding-secret-1',
      grant_type: 'client_credentials',
    });
    expect(corp.json).toEqual({ access_token: token, expires_in: 7200 });
    const old = await send('GET', '/gettoken?appkey=dingkey&appsecret=ding-secret-1');
    expect(old.json).toMatchObject({ errcode: 0, access_token: token });
    await emulator.clock.advance(7_200_000, { jump: true });
    expect(await dingToken()).not.toBe(token);
  });

  const wrong: [name: string, path: string, body: object, status: number, code: string][] = [
    [
      'a wrong secret',
      '/v1.0/oauth2/accessToken',
      { appKey: 'dingkey', appSecret: 'x' },
      400,
      'invalidClientIdOrSecret',
    ],
    ['another grant', '/v1.0/oauth2/dingcorp/token', { grant_type: 'password' }, 400, 'unsupported.grant.type'],
    [
      'a wrong client',
      '/v1.0/oauth2/dingcorp/token',
      { grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' },
      400,
      'invalid.client',
    ],
    [
      'another organisation',
      '/v1.0/oauth2/other/token',
      { grant_type: 'client_credentials', client_id: 'dingkey', client_secret: 'ding-secret-1' },
      401,
      'unauthorized.client',
    ],
  ];
  test.each(wrong)('%s', async (_name, path, body, status, code) => {
    const { send } = await startBoth();
    expect(await send('POST', path, body)).toMatchObject({ status, json: { code, requestid: expect.any(String) } });
  });

  test('unknown, expired and killed tokens are InvalidAuthentication', async () => {
    const { emulator, send, ding, dingToken } = await startBoth();
    const with_ = async (token: string) => send('POST', BATCH, batch(), { 'x-acs-dingtalk-access-token': token });
    const invalid = { status: 400, json: { code: 'InvalidAuthentication' } };
    expect(await send('POST', BATCH, batch())).toMatchObject(invalid);
    expect(await with_('x')).toMatchObject(invalid);
    const token = await dingToken();
    await emulator.clock.advance(7_200_000, { jump: true });
    expect(await with_(token)).toMatchObject(invalid);
    emulator.faults.add({ kind: 'expired-token' });
    expect(await ding('POST', BATCH, batch())).toMatchObject(invalid);
    expect(await ding('POST', BATCH, batch())).toMatchObject({ status: 200 });
    expect((await send('GET', '/call_back/get_call_back_failed_result?access_token=x')).json.errcode).toBe(40014);
  });
});

describe('batchSend', () => {
  test('delivers, and lists whom it did not reach', async () => {
    const { emulator, ding, fromBot } = await startBoth();
    emulator.faults.add({ kind: 'flow-control', userIds: ['s2'] });
    const answer = await ding('POST', BATCH, batch({ userIds: ['s1', 's2', 'nobody'] }));
    expect(answer).toMatchObject({
      status: 200,
      json: { invalidStaffIdList: ['nobody'], flowControlledStaffIdList: ['s2'] },
    });
    expect(answer.json.processQueryKey).toBeTypeOf('string');
    expect(first(await fromBot('zhang', 'dingtalk:s1')).text).toBe('通知');
    expect(await fromBot('li', 'dingtalk:s2')).toEqual([]);
  });

  const refusals: [code: string, change: object][] = [
    ['invalidParameter.robotCode.empty', { robotCode: '' }],
    ['invalidParameter.robotCode.notExsit', { robotCode: 'other' }],
    ['invalidParameter.msgKey.invalid', { msgKey: 'sampleNothing' }],
    ['invalidParameter.msgKey.invalid', { msgKey: undefined }],
    ['invalidParameter.msgParam.invalid', { msgParam: { content: 'x' } }],
    ['invalidParameter.msgParam.invalid', { msgParam: '{' }],
    ['invalidParameter.msgParam.invalid', { msgParam: '{}' }],
    [
      'invalidParameter.msgParam.invalid',
      { msgKey: 'sampleFile', msgParam: '{"mediaId":"@l","fileName":"a.pdf","fileType":"pdf"}' },
    ],
    ['invalidParameter.msgParam.tooLong', { msgParam: JSON.stringify({ content: 'x'.repeat(15_000) }) }],
    ['invalidParameter.userIds.empty', { userIds: [] }],
    ['invalidParameter.userIds.overMax', { userIds: Array.from({ length: 21 }, () => 's1') }],
    ['staffId.notExisted', { userIds: ['nobody'] }],
  ];
  test.each(refusals)('%s', async (code, change) => {
    const { ding, fromBot } = await startBoth();
    expect(await ding('POST', BATCH, batch(change))).toMatchObject({ status: 400, json: { code } });
    expect(await fromBot('zhang', 'dingtalk:s1')).toEqual([]);
  });

  test('a unionId is no staffId', async () => {
    const { ding } = await startBoth();
    expect(await ding('POST', BATCH, batch({ userIds: ['u3'] }))).toMatchObject({
      json: { code: 'staffId.notExisted' },
    });
  });
});

describe('groupSend', () => {
  const kinds: [msgKey: string, param: object, text: string][] = [
    ['sampleText', { content: '一' }, '一'],
    ['sampleMarkdown', { title: 't', text: '# 二' }, '# 二'],
    ['sampleLink', { title: '标题', text: '说明', picUrl: '', messageUrl: 'https://e.com' }, '标题\n说明'],
    ['sampleActionCard', { title: 't', text: '正文', singleTitle: '打开', singleURL: 'https://e.com' }, '正文\n[打开]'],
    [
      'sampleActionCard2',
      {
        title: 't',
        text: '正文',
        actionTitle1: '甲',
        actionURL1: 'https://a',
        actionTitle2: '乙',
        actionURL2: 'https://b',
      },
      '正文\n[甲] [乙]',
    ],
    [
      'sampleActionCard6',
      {
        title: 't',
        text: '正文',
        buttonTitle1: '甲',
        buttonUrl1: 'https://a',
        buttonTitle2: '乙',
        buttonUrl2: 'https://b',
      },
      '正文\n[甲] [乙]',
    ],
    ['sampleImageMsg', { photoURL: 'https://e.com/a.png' }, '[图片]'],
  ];
  test.each(kinds)('%s', async (msgKey, param, text) => {
    const { ding, fromBot } = await startBoth();
    expect(await ding('POST', GROUP_SEND, group({ msgKey, msgParam: JSON.stringify(param) }))).toMatchObject({
      status: 200,
    });
    expect(first(await fromBot('guest', 'dingtalk-group:cidG==')).text).toBe(text);
  });

  test('an unknown group and an incomplete action card are refused', async () => {
    const { ding } = await startBoth();
    expect(await ding('POST', GROUP_SEND, group({ openConversationId: 'x' }))).toMatchObject({
      json: { code: 'invalid.openConversationId' },
    });
    const half = group({
      msgKey: 'sampleActionCard3',
      msgParam: JSON.stringify({ title: 't', text: 'x', actionTitle1: '甲' }),
    });
    expect(await ding('POST', GROUP_SEND, half)).toMatchObject({ json: { code: 'invalidParameter.msgParam.invalid' } });
  });
});

test('recall: of the right kind of conversation, within 24 hours', async () => {
  const { emulator, ding, fromBot } = await startBoth();
  const direct = (await ding('POST', BATCH, batch())).json.processQueryKey;
  const grouped = (await ding('POST', GROUP_SEND, group())).json.processQueryKey;
  const recall = (path: string, keys: unknown[], more: object = {}) =>
    ding('POST', path, { robotCode: 'dingkey', processQueryKeys: keys, ...more });
  const wrong = await recall('/v1.0/robot/otoMessages/batchRecall', [grouped, 'unknown']);
  expect(wrong.json).toMatchObject({ successResult: [], failedResult: { unknown: '消息不存在' } });
  expect((await recall('/v1.0/robot/otoMessages/batchRecall', [direct])).json).toEqual({
    successResult: [direct],
    failedResult: {},
  });
  expect(first(await fromBot('zhang', 'dingtalk:s1')).recalled).toBe(true);
  await emulator.clock.advance(24 * 3_600_000 + 1, { jump: true });
  const late = await recall('/v1.0/robot/groupMessages/recall', [grouped], { openConversationId: 'cidG==' });
  expect(Object.keys(late.json.failedResult ?? {})).toEqual([grouped]);
});

describe('limits', () => {
  test('the monthly quota counts accepted calls, not token reads, and starts anew with the month', async () => {
    const { emulator, send, ding } = await startBoth({ settings: { dingtalkApi: { monthlyCalls: 2 } } });
    await send('POST', BATCH, batch(), { 'x-acs-dingtalk-access-token': 'x' });
    expect(await ding('POST', BATCH, batch())).toMatchObject({ status: 200 });
    expect(await ding('POST', GROUP_SEND, group())).toMatchObject({ status: 200 });
    expect(await ding('POST', BATCH, batch())).toMatchObject({
      status: 403,
      json: { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' },
    });
    expect((await send('GET', '/emulator/state')).json.dingtalkCalls).toEqual({ month: '2023-12', calls: 2, limit: 2 });
    await emulator.clock.to('2024-01-01T00:00', { jump: true });
    expect(await ding('POST', BATCH, batch())).toMatchObject({ status: 200 });
  });

  test('creation and each update of a card are calls of the month; a callback and its answer are none', async () => {
    const { emulator, bot, send, ding, fromBot } = await startBoth();
    const callbackUrl = `${bot.url}/dingtalk/card`;
    const used = async () => at((await send('GET', '/emulator/state')).json, 'dingtalkCalls', 'calls');
    await ding('POST', REGISTER, { callbackRouteKey: 'route', callbackUrl });
    const before = Number(await used());
    const refused = { status: 403, json: { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' } };
    const update = (title: string) => ding('PUT', PUT, { outTrackId: 'card-1', cardData: { cardParamMap: { title } } });
    emulator.settings.dingtalkApi.monthlyCalls = before + 2;
    expect(await ding('POST', CREATE, create())).toMatchObject({ status: 200 });
    const { id: messageId } = first(await fromBot('zhang', GROUP));
    await emulator.people.tap({ as: 'zhang', conversation: GROUP, messageId, key: 'act#1' }, { wait: true });
    expect(await used()).toBe(before + 1);
    expect(await update('第一次')).toMatchObject({ status: 200 });
    expect(await update('第二次')).toMatchObject(refused);
    expect(await ding('POST', CREATE, create({ outTrackId: 'card-2' }))).toMatchObject(refused);
    expect(first(await fromBot('zhang', GROUP)).card?.title).toBe('第一次');
    expect(await fromBot('zhang', GROUP)).toHaveLength(1);
    expect(await used()).toBe(before + 2);
  });

  test('above the calls a second of one API comes QpsLimitForAppkeyAndApi, which is not counted', async () => {
    const { ding, send } = await startBoth({ settings: { dingtalkApi: { callsPerSecond: 1 } } });
    expect(await ding('POST', BATCH, batch())).toMatchObject({ status: 200 });
    expect(await ding('POST', BATCH, batch())).toMatchObject({
      status: 403,
      json: { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' },
    });
    expect(await ding('POST', GROUP_SEND, group())).toMatchObject({ status: 200 });
    expect((await send('GET', '/emulator/state')).json.dingtalkCalls).toMatchObject({ calls: 2 });
  });
});
