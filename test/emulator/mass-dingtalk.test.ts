import { expect, test } from 'vitest';
import { at, startBoth } from './harness.ts';

const BATCH = '/v1.0/robot/oToMessages/batchSend';
const GROUP_SEND = '/v1.0/robot/groupMessages/send';
const text = { robotCode: 'dingkey', msgKey: 'sampleText', msgParam: '{"content":"催报"}' };
const batch = { ...text, userIds: ['s1'] };

test('20 calls a second of one API, on the virtual clock', async () => {
  const { emulator, ding } = await startBoth({
    settings: { dingtalkApi: { callsPerSecond: 20, secondEndsBy: 'virtual' } },
  });
  const codes = async (count: number) => {
    const answers: unknown[] = [];
    for (let call = 0; call < count; call += 1) answers.push(at((await ding('POST', BATCH, batch)).json, 'code'));
    return answers;
  };
  const tooFast = 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi';
  expect(await codes(21)).toEqual([...Array(20).fill(undefined), tooFast]);
  // Another API has its own second.
  expect(await ding('POST', GROUP_SEND, { ...text, openConversationId: 'cidG==' })).toMatchObject({ status: 200 });
  await emulator.clock.advance(999);
  expect(await codes(1)).toEqual([tooFast]);
  await emulator.clock.advance(1);
  expect(await codes(1)).toEqual([undefined]);
});

test('on a clock that stands still a second also ends by itself', async () => {
  const { ding } = await startBoth({ settings: { dingtalkApi: { callsPerSecond: 1 } } });
  expect(await ding('POST', BATCH, batch)).toMatchObject({ status: 200 });
  await new Promise((resolve) => setTimeout(resolve, 1050));
  expect(await ding('POST', BATCH, batch)).toMatchObject({ status: 200 });
});

test('the quota of the month is that of the edition, unless a figure is given', async () => {
  const { emulator, send } = await startBoth();
  const limit = async () => at((await send('GET', '/emulator/state')).json, 'dingtalkCalls', 'limit');
  expect(await limit()).toBe(5000);
  emulator.settings.dingtalkApi.edition = 'professional';
  expect(await limit()).toBe(200_000);
  await send('PATCH', '/emulator/settings', { dingtalkApi: { monthlyCalls: 7 } });
  expect(await limit()).toBe(7);
  await send('PATCH', '/emulator/settings', { dingtalkApi: { monthlyCalls: null } });
  expect(await limit()).toBe(200_000);
});

test('flow control holds the chosen people until it is ended', async () => {
  const { emulator, ding, send } = await startBoth();
  emulator.faults.add({ kind: 'flow-control', userIds: ['s2'], lasting: true });
  const held = async () =>
    (await ding('POST', BATCH, { ...text, userIds: ['s1', 's2'] })).json.flowControlledStaffIdList;
  expect([await held(), await held()]).toEqual([['s2'], ['s2']]);
  await send('DELETE', '/emulator/faults?kind=flow-control');
  expect(await held()).toEqual([]);
  const { deliveries } = emulator.deliveries();
  expect(deliveries.map(({ person }) => person)).toEqual(['zhang', 'zhang', 'zhang', 'li']);
});
