import { describe, expect, test, vi } from 'vitest';
import { at, startBoth } from './harness.ts';

describe('the wire log', () => {
  test('holds both directions with the opened bodies and without secrets', async () => {
    const { emulator, send, wecomToken, dingToken } = await startBoth();
    const token = await wecomToken();
    const ding = await dingToken();
    await send('GET', '/gettoken?appkey=dingkey&appsecret=ding-secret-1');
    await emulator.people.say({ as: 'zhang', conversation: 'wecom-app:ZhangSan', text: '密' }, { wait: true });
    await emulator.people.say({ as: 'zhang', conversation: 'dingtalk:s1', text: '密' }, { wait: true });
    await send('PUT', '/v1.0/card/instances', {}, { 'x-acs-dingtalk-access-token': ding });
    // A secret in a place nobody expects.
    await send('POST', '/robot/sendBySession?session=x', { note: 'my secret is ding-secret-1' });
    const { json } = await send('GET', '/emulator/wire');
    const text = JSON.stringify(json);
    for (const secret of [token, ding, 'app-secret-1', 'ding-secret-1', 'appToken1'])
      expect(text).not.toContain(secret);
    expect(text).not.toMatch(/session=[^*"\\]{6}/);
    expect(text).toContain('<Content><![CDATA[密]]></Content>');
    expect(at(json, 'entries', 0)).toMatchObject({
      seq: 1,
      direction: 'api',
      channel: 'wecom-api',
      request: { method: 'GET' },
      response: { status: 200 },
    });
    expect((await send('GET', '/emulator/wire?after=6')).json.entries).toMatchObject([{ seq: 7 }]);
  });

  test('cuts bodies over 64 KiB', async () => {
    const { send, lastWire } = await startBoth();
    await send('POST', '/robot/sendBySession?session=x', { long: 'x'.repeat(70_000) });
    expect(lastWire().request.body.length).toBeLessThan(66_000);
    expect(lastWire().request.body).toMatch(/cut: 70011 characters/);
  });
});

test('an over-large body is refused, and the wire log shows it', async () => {
  const { send, wecomToken, lastWire } = await startBoth();
  const path = `/cgi-bin/message/send?access_token=${await wecomToken()}`;
  const status = await send('POST', path, JSON.stringify({ text: 'x'.repeat(4 * 1024 * 1024) })).then(
    (answer) => answer.status,
    () => 'cut',
  );
  expect([413, 'cut']).toContain(status);
  expect(lastWire()).toMatchObject({
    channel: 'wecom-api',
    request: { method: 'POST', url: expect.stringContaining('/cgi-bin/message/send') },
    response: { status: 413 },
    error: expect.stringMatching(/exceeds 4mb/),
  });
});

test('an unknown API path fails loudly', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { send, lastWire } = await startBoth();
  for (const [method, path] of [
    ['POST', '/cgi-bin/user/get?access_token=x'],
    ['GET', '/v1.0/card/instances'],
    ['POST', '/topapi/process/create'],
  ] as const) {
    const answer = await send(method, path, method === 'POST' ? {} : undefined);
    expect(answer.status).toBe(404);
    expect(answer.json).toMatchObject({ method, path: path.split('?')[0] });
    expect(lastWire().error).toMatch(/404/);
  }
  expect(log).toHaveBeenCalledTimes(3);
  log.mockRestore();
});
