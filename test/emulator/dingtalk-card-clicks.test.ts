import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CREATE, create, GROUP, PUT, REGISTER } from './fixtures/card-calls.ts';
import { at, first, startBoth } from './harness.ts';

test('a route key is registered once, changed with forceUpdate, and otherwise answered both ways', async () => {
  const { emulator, ding } = await startBoth();
  const register = (change: object) =>
    ding('POST', REGISTER, { callbackRouteKey: 'k', callbackUrl: 'http://a/', apiSecret: 's1', ...change });
  expect(await register({})).toMatchObject({
    json: { success: true, result: { callbackUrl: 'http://a/', apiSecret: 's1' } },
  });
  expect(await register({ callbackUrl: 'http://b/' })).toMatchObject({
    status: 200,
    json: { result: { callbackUrl: 'http://a/' } },
  });
  emulator.settings.dingtalkCard.routeKeyExists = 'error';
  expect(await register({ callbackUrl: 'http://b/' })).toMatchObject({
    status: 500,
    json: { code: 'param.callbackRouteKeyExist' },
  });
  expect(await register({ callbackUrl: 'http://b/', forceUpdate: true })).toMatchObject({
    json: { result: { callbackUrl: 'http://b/' } },
  });
  expect(await register({ callbackRouteKey: '' })).toMatchObject({ json: { code: 'param.callbackRouteKeyEmpty' } });
  expect(await register({ callbackUrl: '' })).toMatchObject({ json: { code: 'param.callbackUrlEmpty' } });
  expect(await register({ callbackUrl: 'no address' })).toMatchObject({
    status: 500,
    json: { code: 'system.updateCallbackFailed' },
  });
});

describe('clicks', () => {
  const withCard = async (change: object = {}) => {
    const both = await startBoth();
    await both.ding('POST', REGISTER, {
      callbackRouteKey: 'route',
      callbackUrl: `${both.bot.url}/dingtalk/card`,
      apiSecret: 'card-secret',
    });
    await both.ding('POST', CREATE, create(change));
    const messageId = first(await both.fromBot('zhang', GROUP)).id;
    const tap = (as = 'zhang', key = 'act#1') =>
      both.emulator.people.tap({ as, conversation: GROUP, messageId, key }, { wait: true });
    const seen = async (as: string) => first(await both.fromBot(as, GROUP));
    return { ...both, tap, seen };
  };
  const reply = (change: object) => ({
    raw: JSON.stringify({ cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true }, ...change }),
  });

  test('a click is signed and carries action, parameters and the clicker', async () => {
    const { emulator, bot, tap } = await withCard();
    await tap();
    const [got] = bot.at('card');
    const timestamp = String(emulator.clock.now());
    expect(got?.headers['x-ddpaas-signature-timestamp']).toBe(timestamp);
    expect(got?.headers['x-ddpaas-signature']).toBe(
      createHmac('sha256', 'card-secret').update(timestamp).digest('base64'),
    );
    const body: unknown = JSON.parse(got?.raw ?? '{}');
    expect(body).toMatchObject({ type: 'actionCallback', outTrackId: 'card-1', corpId: 'dingcorp', userId: 's1' });
    const content: unknown = JSON.parse(String(at(body, 'content')));
    expect(content).toEqual({ cardPrivateData: { actionIds: ['act'], params: { token: 't1', source: 'card' } } });
    expect(at(body, 'value')).toBe(at(body, 'content'));
  });

  test('the spellings with value only', async () => {
    const { emulator, bot, tap } = await withCard();
    emulator.settings.dingtalkCard.callbackSpelling = 'value';
    await tap();
    const body: unknown = JSON.parse(bot.at('card')[0]?.raw ?? '{}');
    expect(body).not.toHaveProperty('content');
    expect(JSON.parse(String(at(body, 'value')))).toEqual({
      cardPrivateData: { actionIds: ['act'] },
      params: { token: 't1', source: 'card' },
    });
  });

  test('with userIdType 2 the clicker comes as unionId', async () => {
    const { bot, tap } = await withCard({ userIdType: 2 });
    await tap('guest');
    expect(JSON.parse(bot.at('card')[0]?.raw ?? '{}')).toMatchObject({ userId: 'u3' });
  });

  test('cardData in the answer reaches the clicker only, until a PUT reaches all', async () => {
    const { bot, tap, seen, ding } = await withCard();
    bot.on('card', () => reply({ cardData: { cardParamMap: { title: '已确认', closed: 'true' } } }));
    await tap();
    expect((await seen('zhang')).card).toMatchObject({ title: '已确认', buttons: [] });
    expect((await seen('li')).card?.title).toBe('月度上报');
    await ding('PUT', PUT, {
      outTrackId: 'card-1',
      cardData: { cardParamMap: { title: '张三已确认' } },
      cardUpdateOptions: { updateCardDataByKey: true },
    });
    expect((await seen('zhang')).card).toMatchObject({ title: '张三已确认', buttons: [] });
    expect((await seen('li')).card).toMatchObject({ title: '张三已确认' });
    expect((await seen('li')).card?.buttons).toHaveLength(2);
  });

  test('a PUT that replaces everything also replaces what a clicker was answered', async () => {
    const { bot, tap, seen, ding } = await withCard();
    bot.on('card', () => reply({ cardData: { cardParamMap: { body: '只给张三' } } }));
    await tap();
    expect((await seen('zhang')).text).toContain('只给张三');
    await ding('PUT', PUT, { outTrackId: 'card-1', cardData: { cardParamMap: { title: '已关闭' } } });
    expect((await seen('zhang')).text).toBe('已关闭');
  });

  test('a card one does not see cannot be pressed', async () => {
    const { emulator, bot, ding, fromBot } = await startBoth();
    await ding('POST', CREATE, create({ imGroupOpenDeliverModel: { robotCode: 'dingkey', recipients: ['s2'] } }));
    const messageId = first(await fromBot('li', GROUP)).id;
    const tap = emulator.people.tap({ as: 'zhang', conversation: GROUP, messageId, key: 'act#1' });
    await expect(tap).rejects.toThrow(/sees no message/);
    expect(bot.at('card')).toEqual([]);
  });

  test('without updateCardDataByKey the answer replaces all data of the clicker', async () => {
    const { bot, tap, seen } = await withCard();
    bot.on('card', () => ({ raw: JSON.stringify({ cardData: { cardParamMap: { title: '只剩标题' } } }) }));
    await tap();
    expect((await seen('zhang')).text).toBe('只剩标题');
    expect((await seen('li')).text).toContain('营收');
  });

  test('userPrivateData is not keyed by user id', async () => {
    const { bot, tap, seen, lastWire } = await withCard();
    bot.on('card', () => reply({ userPrivateData: { s1: { cardParamMap: { status: '已填' } } } }));
    await tap();
    expect(lastWire().error).toMatch(/cardParamMap/);
    bot.on('card', () => reply({ userPrivateData: { cardParamMap: { status: '已填' } } }));
    await tap();
    expect((await seen('zhang')).text).toContain('状态：已填');
    expect((await seen('li')).text).not.toContain('状态');
  });

  test('an answer with a value of the wrong type is refused and changes nothing', async () => {
    const { bot, tap, seen, lastWire } = await withCard();
    bot.on('card', () => reply({ cardData: { cardParamMap: { closed: true } } }));
    await tap();
    expect(lastWire().error).toMatch(/closed is a boolean/);
    expect((await seen('zhang')).notice).toBe('操作失败，请稍后重试');
    bot.on('card', () => ({}));
    await tap();
    expect((await seen('zhang')).notice).toBeUndefined();
    expect((await seen('zhang')).card?.buttons).toHaveLength(2);
  });

  test('after 2 s (a setting) the click has failed and is not repeated', async () => {
    const { emulator, bot, tap, seen } = await withCard();
    emulator.settings.dingtalkCard.timeoutMs = 40;
    bot.on('card', () => new Promise(() => undefined));
    await tap();
    expect(bot.at('card')).toHaveLength(1);
    expect((await seen('zhang')).notice).toMatch(/操作失败/);
  });

  test.each(['warn', 'refuse', 'ignore'] as const)('a PUT while the callback is open: %s', async (mode) => {
    const { emulator, bot, tap, seen, ding } = await withCard();
    emulator.settings.dingtalkCard.putDuringCallback = mode;
    let status = 0;
    bot.on('card', async () => {
      const put = {
        outTrackId: 'card-1',
        cardData: { cardParamMap: { title: '太早' } },
        cardUpdateOptions: { updateCardDataByKey: true },
      };
      status = (await ding('PUT', PUT, put)).status;
      return {};
    });
    await tap();
    expect(status).toBe(mode === 'refuse' ? 500 : 200);
    expect((await seen('li')).card?.title).toBe(mode === 'warn' ? '太早' : '月度上报');
    const noted = emulator.wire().find((entry) => entry.request.method === 'PUT');
    expect(noted?.warnings?.[0] ?? noted?.error).toMatch(mode === 'refuse' ? /system.busy/ : /callbacks was open/);
    // Once the answer is out, the same PUT is welcome.
    const later = {
      outTrackId: 'card-1',
      cardData: { cardParamMap: { title: '刚好' } },
      cardUpdateOptions: { updateCardDataByKey: true },
    };
    expect((await ding('PUT', PUT, later)).status).toBe(200);
    expect((await seen('li')).card?.title).toBe('刚好');
  });

  test('double delivery and noise come on request', async () => {
    const { emulator, bot, tap } = await withCard();
    emulator.faults.add({ kind: 'repeat', channel: 'dingtalk-card' });
    await tap();
    await emulator.idle();
    expect(bot.at('card').map((one) => one.raw)).toEqual([bot.at('card')[0]?.raw, bot.at('card')[0]?.raw]);
    emulator.faults.add({ kind: 'noise' });
    await tap();
    const noise: unknown = JSON.parse(bot.at('card')[2]?.raw ?? '{}');
    expect(JSON.parse(String(at(noise, 'content')))).toEqual({ cardPrivateData: { actionIds: [], params: {} } });
    expect(bot.at('card')).toHaveLength(4);
  });

  test('disabled and unknown buttons cannot be pressed, an unregistered key sends nothing', async () => {
    const { tap, seen } = await withCard({ callbackRouteKey: 'other' });
    await expect(tap('zhang', 'act#2')).rejects.toThrow(/disabled/);
    await expect(tap('zhang', 'act#9')).rejects.toThrow(/no button/);
    await tap();
    expect((await seen('zhang')).notice).toMatch(/没有可用的回调地址/);
  });
});
