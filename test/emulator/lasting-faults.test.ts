import { describe, expect, test } from 'vitest';
import { startBoth } from './harness.ts';

const SEND = '/cgi-bin/message/send';
const BATCH = '/v1.0/robot/oToMessages/batchSend';
const wecomText = { touser: 'ZhangSan', msgtype: 'text', agentid: 1000002, text: { content: 'x' } };
const dingText = { robotCode: 'dingkey', msgKey: 'sampleText', msgParam: '{"content":"x"}', userIds: ['s1'] };

describe('a platform that is down', () => {
  test('cuts every connection, tokens included, until the time is over; the other one is not touched', async () => {
    const { emulator, send, ding, wecomToken, fromBot } = await startBoth();
    const token = await wecomToken();
    emulator.faults.add({ kind: 'down', channel: 'wecom', forMs: 600_000 });
    await expect(send('POST', `${SEND}?access_token=${token}`, wecomText)).rejects.toThrow();
    await expect(wecomToken()).rejects.toThrow();
    expect(await ding('POST', BATCH, dingText)).toMatchObject({ status: 200 });
    await emulator.clock.advance(599_999);
    await expect(wecomToken()).rejects.toThrow();
    await emulator.clock.advance(1);
    expect(emulator.faults.list()).toEqual([]);
    expect(await fromBot('zhang', 'wecom-app:ZhangSan')).toEqual([]);
    expect((await send('POST', `${SEND}?access_token=${token}`, wecomText)).json.errcode).toBe(0);
    const cut = emulator.wire().find(({ error }) => error?.startsWith('down on request'));
    expect(cut).not.toHaveProperty('response');
  });

  test('or answers with a 5xx that is no JSON, until it is ended by its number', async () => {
    const { emulator, send, wecom } = await startBoth();
    const { json } = await send('POST', '/emulator/faults', { kind: 'down', how: 'error', status: 502, lasting: true });
    for (let call = 0; call < 3; call += 1) {
      const answer = await send('GET', '/cgi-bin/gettoken?corpid=wwcorp&corpsecret=app-secret-1');
      expect(answer).toMatchObject({ status: 502, json: {} });
    }
    emulator.faults.add({ kind: 'busy', channel: 'dingtalk' });
    expect((await send('DELETE', `/emulator/faults?id=${json.id}`)).json.faults).toMatchObject([{ kind: 'busy' }]);
    expect((await wecom(SEND, wecomText)).errcode).toBe(0);
  });
});

const lasting: [kind: 'refused-ip' | 'api-quota' | 'expired-token', codes: number[]][] = [
  ['refused-ip', [60020, 60020, 60020]],
  ['api-quota', [45009, 45009, 45009]],
  ['expired-token', [42001, 40014, 42001]],
];
test.each(lasting)('%s lasts until it is ended', async (kind, codes) => {
  const { emulator, send, wecom } = await startBoth();
  emulator.faults.add({ kind, channel: 'wecom', lasting: true });
  const got: unknown[] = [];
  for (let call = 0; call < 3; call += 1) got.push((await wecom(SEND, wecomText)).errcode);
  expect(got).toEqual(codes);
  expect((await send('DELETE', `/emulator/faults?kind=${kind}`)).json.faults).toEqual([]);
  expect((await wecom(SEND, wecomText)).errcode).toBe(0);
});

test('a kind that there is not cannot be ended', async () => {
  const { send } = await startBoth();
  expect((await send('DELETE', '/emulator/faults?kind=nothing')).status).toBe(400);
});
