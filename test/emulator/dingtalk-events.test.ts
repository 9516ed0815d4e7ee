import { expect, test } from 'vitest';
import { eventSealing, startBoth } from './harness.ts';
import { sign } from './stand-in-bot.ts';

const leave = { channel: 'dingtalk-event', event: { EventType: 'user_leave_org', UserId: ['s1'] } } as const;
const quick = { dingtalkEvent: { retryDelaysMs: [5, 5] } };

test('an event is pushed encrypted and the encrypted word success accepts it', async () => {
  const { emulator, bot } = await startBoth();
  const { delivery } = await emulator.people.event(leave, { wait: true });
  expect(delivery?.state).toBe('answered');
  const [got] = bot.at('event');
  expect(JSON.parse(got?.plain ?? '{}')).toMatchObject({
    EventType: 'user_leave_org',
    UserId: ['s1'],
    CorpId: 'dingcorp',
    EventTime: emulator.clock.now(),
    eventId: expect.any(String),
    BizId: expect.any(String),
  });
  const body: { encrypt?: string } = JSON.parse(got?.raw ?? '{}');
  const query = got?.query;
  const expected = sign(
    eventSealing.token,
    query?.get('timestamp') ?? '',
    query?.get('nonce') ?? '',
    body.encrypt ?? '',
  );
  expect(query?.get('signature')).toBe(expected);
});

test('the other query spelling', async () => {
  const { emulator, bot } = await startBoth({ settings: { dingtalkEvent: { querySpelling: 'msg_signature' } } });
  await emulator.people.event(leave, { wait: true });
  const query = bot.at('event')[0]?.query;
  expect([...(query?.keys() ?? [])]).toEqual(['msg_signature', 'timeStamp', 'nonce']);
});

const bad: [name: string, answer: object, error: RegExp][] = [
  ['an unencrypted word', { raw: 'success' }, /lacks msg_signature/],
  ['another word', { sealed: 'ok' }, /not the encrypted word success/],
  ['a wrong signature', { sealed: 'success', spoil: () => ({ signature: 'f'.repeat(40) }) }, /wrong msg_signature/],
  ['a status of 500', { status: 500 }, /500/],
];
test.each(bad)('%s is answered by two repetitions and an entry in the failed list', async (_name, answer, error) => {
  const { emulator, bot, send, dingToken } = await startBoth({ settings: quick });
  bot.on('event', () => answer);
  const { delivery } = await emulator.people.event(leave, { wait: true });
  expect(delivery).toMatchObject({ state: 'failed', reason: expect.stringMatching(error) });
  expect(new Set(bot.at('event').map((one) => one.plain.trim())).size).toBe(1);
  expect(bot.at('event')).toHaveLength(3);
  const list = async () =>
    (await send('GET', `/call_back/get_call_back_failed_result?access_token=${await dingToken()}`)).json;
  expect(await list()).toMatchObject({ errcode: 0, failed_list: [] });
  await emulator.clock.advance(180_000, { jump: true });
  expect(await list()).toMatchObject({ failed_list: [{ call_back_tag: 'user_leave_org', UserId: ['s1'] }] });
  expect(await list()).toMatchObject({ failed_list: [] });
});

test('repetitions come after 10 s and 30 s of virtual time when the waits are virtual', async () => {
  const { emulator, bot } = await startBoth({ settings: { waitsOn: 'virtual' } });
  bot.on('event', () => ({ status: 500 }));
  const report = emulator.people.event(leave, { wait: true });
  await bot.count('event', 1);
  const pushed = async (count: number) => {
    while (emulator.wire().length < count) await new Promise(setImmediate);
  };
  await pushed(1);
  await emulator.clock.advance(9_999);
  expect(bot.at('event')).toHaveLength(1);
  await emulator.clock.advance(1);
  await pushed(2);
  await emulator.clock.advance(30_000);
  expect((await report).delivery?.attempts).toHaveLength(3);
});

test('check_url verifies the address and is not repeated', async () => {
  const { emulator, bot } = await startBoth({ settings: quick });
  expect(await emulator.verify('dingtalk-event')).toMatchObject({ ok: true });
  expect(JSON.parse(bot.at('event')[0]?.plain ?? '{}')).toMatchObject({ EventType: 'check_url' });
  bot.on('event', () => ({ raw: '{}' }));
  expect(await emulator.verify('dingtalk-event')).toMatchObject({ ok: false });
  expect(bot.at('event')).toHaveLength(2);
});

test('an answer after a second (a setting) comes too late', async () => {
  const { emulator, bot } = await startBoth({ settings: { dingtalkEvent: { timeoutMs: 40, retryDelaysMs: [] } } });
  bot.on('event', () => new Promise(() => undefined));
  const { delivery } = await emulator.people.event(leave, { wait: true });
  expect(delivery?.reason).toMatch(/within 40 ms/);
});
