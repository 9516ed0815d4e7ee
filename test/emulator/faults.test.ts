import { describe, expect, test } from 'vitest';
import { createClock } from '../../emulator/clock.ts';
import { createFaults } from '../../emulator/faults.ts';
import { startBoth } from './harness.ts';
import { element } from './stand-in-bot.ts';

const SEND = '/cgi-bin/message/send';
const BATCH = '/v1.0/robot/oToMessages/batchSend';
const wecomText = { touser: 'ZhangSan', msgtype: 'text', agentid: 1000002, text: { content: 'x' } };
const dingText = { robotCode: 'dingkey', msgKey: 'sampleText', msgParam: '{"content":"x"}', userIds: ['s1'] };
const OLD = '/call_back/get_call_back_failed_result';

describe('which call a fault strikes', () => {
  test('by channel and vendor, as often as asked', () => {
    const faults = createFaults(createClock({ start: '2023-12-29T10:00', mode: 'frozen' }));
    faults.add({ kind: 'busy', channel: 'wecom', times: 2 });
    expect(faults.take('busy', { channel: 'dingtalk-api' })).toBeUndefined();
    expect(faults.take('html', { channel: 'wecom-api' })).toBeUndefined();
    expect(faults.take('busy', { channel: 'wecom-api' })).toBeDefined();
    expect(faults.take('busy', { channel: 'wecom-api' })).toBeDefined();
    expect(faults.take('busy', { channel: 'wecom-api' })).toBeUndefined();
    expect(faults.list()).toEqual([]);
  });

  test('token calls are spared unless the path is named', () => {
    const faults = createFaults(createClock({ start: '2023-12-29T10:00', mode: 'frozen' }));
    faults.add({ kind: 'busy' });
    expect(faults.take('busy', { channel: 'wecom-api', path: '/cgi-bin/gettoken', isTokenCall: true })).toBeUndefined();
    faults.add({ kind: 'busy', path: 'gettoken' });
    expect(faults.take('busy', { channel: 'wecom-api', path: '/cgi-bin/gettoken', isTokenCall: true })).toBeDefined();
  });
});

describe('callbacks', () => {
  test('repeat delivers copies with the same or a fresh nonce; their answers are not shown', async () => {
    const { emulator, bot, fromBot } = await startBoth();
    bot.on('app', () => ({
      sealed:
        '<xml><ToUserName>ZhangSan</ToUserName><FromUserName>wwcorp</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>好</Content></xml>',
    }));
    const say = async (text: string) => {
      await emulator.people.say({ as: 'zhang', conversation: 'wecom-app:ZhangSan', text }, { wait: true });
      await emulator.idle();
    };
    emulator.faults.add({ kind: 'repeat', times: 2 });
    await say('一');
    expect(bot.at('app')).toHaveLength(3);
    expect(new Set(bot.at('app').map((one) => one.raw)).size).toBe(1);
    emulator.faults.add({ kind: 'repeat', nonce: 'fresh', afterMs: 5 });
    await say('二');
    const [before, after] = bot.at('app').slice(3);
    expect(before?.query.get('nonce')).not.toBe(after?.query.get('nonce'));
    expect(element(before?.plain ?? '', 'MsgId')).toBe(element(after?.plain ?? 'x', 'MsgId'));
    expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toHaveLength(2);
    expect(emulator.wire().filter((entry) => entry.warnings?.[0]?.startsWith('copy'))).toHaveLength(3);
  });

  const bad: [name: string, answer: () => object, error: RegExp][] = [
    ['a status of 500', () => ({ status: 500 }), /HTTP status 500/],
    ['an unreadable reply', () => ({ raw: 'ok' }), /neither empty nor an encrypted envelope/],
    ['no answer', () => new Promise(() => undefined), /within 60 ms/],
  ];
  test.each(bad)('%s to a copy is an error', async (_name, answer, error) => {
    const { emulator, bot } = await startBoth({ settings: { wecomApp: { timeoutMs: 60 } } });
    bot.on('app', () => (bot.at('app').length === 1 ? {} : answer()));
    emulator.faults.add({ kind: 'repeat', afterMs: 5 });
    const said = { as: 'zhang', conversation: 'wecom-app:ZhangSan', text: '一' };
    const { delivery } = await emulator.people.say(said, { wait: true });
    await emulator.idle();
    expect(delivery?.state).toBe('answered');
    const copy = emulator.wire().find((entry) => entry.warnings?.[0]?.startsWith('copy'));
    expect(copy?.error).toMatch(error);
  });

  test('a copy may be answered with the card of the first answer', async () => {
    const { emulator, bot } = await startBoth();
    const card = {
      card_type: 'button_interaction',
      task_id: 'once',
      main_title: { title: '请选择' },
      button_list: [{ text: '确认', key: 'ok' }],
    };
    bot.on('aibot', () => ({ sealed: { msgtype: 'template_card', template_card: card } }));
    emulator.faults.add({ kind: 'repeat', afterMs: 5 });
    await emulator.people.say({ as: 'zhang', conversation: 'wecom-aibot:ZhangSan', text: '一' }, { wait: true });
    await emulator.idle();
    expect(emulator.wire().map((entry) => entry.error)).toEqual([undefined, undefined]);
  });

  test('drop-response loses an answer, and the platform repeats', async () => {
    const { emulator, bot } = await startBoth();
    emulator.faults.add({ kind: 'drop-response', channel: 'dingtalk-robot' });
    const { delivery } = await emulator.people.say(
      { as: 'zhang', conversation: 'dingtalk:s1', text: '?' },
      { wait: true },
    );
    expect(delivery).toMatchObject({
      state: 'answered',
      attempts: [{ error: 'the answer was lost on request' }, { status: 200 }],
    });
    expect(bot.at('robot')).toHaveLength(2);
  });

  test('lose-callback never delivers', async () => {
    const { emulator, bot } = await startBoth();
    emulator.faults.add({ kind: 'lose-callback' });
    const { delivery } = await emulator.people.say(
      { as: 'zhang', conversation: 'dingtalk:s1', text: '?' },
      { wait: true },
    );
    expect(delivery).toMatchObject({ state: 'failed', attempts: [] });
    expect(bot.received).toEqual([]);
  });
});

describe('API calls', () => {
  const answers: [
    kind: 'busy' | 'refused-ip' | 'api-quota',
    wecom: number,
    status: number,
    code: string,
    old: number,
  ][] = [
    ['busy', -1, 503, 'system.busy', 90018],
    ['refused-ip', 60020, 403, 'Forbidden.AccessDenied.IpNotInWhiteList', 60020],
    ['api-quota', 45009, 403, 'Forbidden.AccessDenied.ApiCountLimitForOrg', 90020],
  ];
  test.each(answers)(
    '%s in the words of each API, and the call is not carried out',
    async (kind, errcode, status, code, old) => {
      const { emulator, wecom, ding, send, dingToken, fromBot } = await startBoth();
      emulator.faults.add({ kind, times: 3 });
      expect((await wecom(SEND, wecomText)).errcode).toBe(errcode);
      expect(await ding('POST', BATCH, dingText)).toMatchObject({ status, json: { code } });
      expect((await send('GET', `${OLD}?access_token=${await dingToken()}`)).json.errcode).toBe(old);
      expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toEqual([]);
      expect((await wecom(SEND, wecomText)).errcode).toBe(0);
    },
  );

  test('api-error says what is asked', async () => {
    const { emulator, wecom, ding } = await startBoth();
    emulator.faults.add({ kind: 'api-error', channel: 'wecom', errcode: 48006 });
    emulator.faults.add({ kind: 'api-error', channel: 'dingtalk', status: 500, code: 'unknown.send.result' });
    expect((await wecom(SEND, wecomText)).errcode).toBe(48006);
    expect(await ding('POST', BATCH, dingText)).toMatchObject({ status: 500, json: { code: 'unknown.send.result' } });
  });

  test('html is a ban page', async () => {
    const { emulator, send, wecomToken } = await startBoth();
    const token = await wecomToken();
    emulator.faults.add({ kind: 'html' });
    const answer = await send('POST', `${SEND}?access_token=${token}`, wecomText);
    expect(answer.status).toBe(403);
    expect(answer.text).toMatch(/^<!doctype html>/);
  });

  test('slow-network carries the call out and holds the answer', async () => {
    const { emulator, wecom, fromBot } = await startBoth();
    emulator.faults.add({ kind: 'slow-network', ms: 80 });
    const started = performance.now();
    const answer = wecom(SEND, wecomText);
    await emulator.messages({ as: 'zhang', conversation: 'wecom-app:ZhangSan', waitMs: 5000 });
    expect((await answer).errcode).toBe(0);
    expect(performance.now() - started).toBeGreaterThanOrEqual(79);
    expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toHaveLength(1);
  });

  test('cut-answer carries the call out and cuts the connection', async () => {
    const { emulator, send, wecomToken, fromBot } = await startBoth();
    const token = await wecomToken();
    emulator.faults.add({ kind: 'cut-answer' });
    await expect(send('POST', `${SEND}?access_token=${token}`, wecomText)).rejects.toThrow();
    expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toHaveLength(1);
    expect(emulator.wire().at(-1)).toMatchObject({ error: expect.stringMatching(/cut on request/) });
    expect(emulator.wire().at(-1)).not.toHaveProperty('response');
  });
});
