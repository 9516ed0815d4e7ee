import nock from 'nock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import type { Channel } from '../../../src/core/channel.ts';
import type { Mailed, Reader } from '../../../src/core/mailing.ts';
import { createCallMaker } from '../../../src/platforms/dingtalk/calls.ts';
import { createCallCost } from '../../../src/platforms/dingtalk/costs.ts';
import { createReadState } from '../../../src/platforms/dingtalk/read-state.ts';
import { createRobotChannel } from '../../../src/platforms/dingtalk/robot-channel.ts';
import { createSendMessage, createSendToMany } from '../../../src/platforms/dingtalk/send-message.ts';
import { fakeQuota } from '../../helpers/call-quota.ts';
import { fixedClock } from '../../helpers/fixed-clock.ts';
import { freePacer } from '../../helpers/free-pacer.ts';
import { memoryLog } from '../../helpers/memory-log.ts';
import { failure } from '../../helpers/thrown.ts';
import { expectCalls } from '../nocked.ts';
import { apiUrl, createClient, expectPost, expectToken } from './dingtalk-api.ts';

expectCalls();

const refuse = () => Promise.reject(new Error('not expected'));
let channel: Channel;
beforeEach(() => {
  const client = createClient();
  const sendToMany = createSendToMany({ client, robotCode: 'robot' });
  const sendMessage = createSendMessage({ client, robotCode: 'robot', sendToMany });
  const costOf = createCallCost('key');
  const [quota, clock, log] = [fakeQuota(), fixedClock(), memoryLog()];
  channel = createRobotChannel({
    maker: createCallMaker({ client, sendMessage, sendToMany, costOf, drawFile: refuse, quota, clock, log }),
    fetchFile: refuse,
    readState: createReadState({ client, robotCode: 'robot', costOf, pacer: freePacer }),
    corpId: 'ding1',
    robotCode: 'robot',
    cards: { templateId: 'template', routeKey: 'route' },
  });
});

const reader = (n: number): Reader => ({
  reminderId: `R${n}`,
  to: { platform: 'dingtalk', corpId: 'ding1', userId: `staff${n}` },
});
const some = (count: number) => Array.from({ length: count }, (_, n) => reader(n + 1));
const card: Card = {
  title: '截止提醒',
  blocks: [{ kind: 'text', text: '1月5日截止。' }],
  buttons: [{ text: '已报送', tap: { say: '截止 J-12 已报送', answer: 'here' } }],
  insteadOfButtons: '回复“截止 J-12 已报送”。',
  link: { text: '查看', url: 'https://bot.example/h5/a' },
  subject: 'deadline:J12',
  confidential: true,
};
const draw = (count: number) => channel.mail?.(some(count), card, 'JOB') ?? [];
const batchSend = '/v1.0/robot/oToMessages/batchSend';

describe('a mail to several', () => {
  it('goes out in chunks of twenty, in words with what to type instead of the buttons', () => {
    const calls = draw(45);
    expect(calls.map(({ readers }) => readers.length)).toEqual([20, 20, 5]);
    expect(calls[0]).toMatchObject({ api: 'mail', title: '截止提醒' });
    const { texts } = calls[0] as unknown as { texts: string[] };
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain('回复“截止 J-12 已报送”。');
    expect(texts[0]).toContain('[查看](https://bot.example/h5/a)');
    expect(calls[0]).not.toHaveProperty('card');
  });

  it('says of each what became of it, and by which key it is known who read it', async () => {
    expectToken();
    expectPost(batchSend, (body) => body.msgKey === 'sampleMarkdown' && body.userIds.length === 4).reply(200, {
      processQueryKey: 'key1',
      invalidStaffIdList: ['staff2'],
      flowControlledStaffIdList: ['staff4'],
    });
    const { mailed } = await channel.send(draw(4)[0]);
    expect(mailed).toEqual({
      accepted: [reader(1), reader(3)],
      refused: [{ reader: reader(2), why: 'invalid' }],
      later: [reader(4)],
      readKey: 'key1',
    } satisfies Mailed);
  });

  it('where the organisation has nobody of them any more each is told the next way', async () => {
    expectToken();
    expectPost(batchSend).reply(400, { code: 'staffId.notExisted', message: '员工不存在' });
    const refused = some(2).map((one) => ({ reader: one, why: 'invalid' as const }));
    expect((await channel.send(draw(2)[0])).mailed).toEqual({ accepted: [], refused, later: [], readKey: null });
  });

  it('an answer that says nothing of anybody took all', async () => {
    expectToken();
    expectPost(batchSend).reply(200, {});
    expect((await channel.send(draw(2)[0])).mailed).toMatchObject({ accepted: some(2), later: [], readKey: null });
  });

  it.each([
    [403, { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' }, 1_000, null, true],
    [403, { code: 'Forbidden.AccessDenied.QpsLimitForApi' }, 1_000, null, true],
    [400, { code: 'send.too.fast' }, 1_000, null, true],
    [400, { code: 'send.byToken.tooFast' }, 1_000, null, true],
    [403, { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' }, 0, 'quota', false],
    [403, { code: 'Forbidden.AccessDenied.IpNotInWhiteList' }, 0, 'address', true],
    [403, { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied' }, 0, 'right', true],
    [400, { code: 'bot.stopped' }, 0, 'disabled', false],
    [400, { code: 'invalidParameter.msgParam.invalid' }, 0, null, false],
    [403, '<html>punish</html>', 0, null, true],
  ])(
    '%d %j pauses for %d ms, is trouble %s, may be tried again: %s',
    async (status, answer, pauseMs, trouble, retryable) => {
      expectToken();
      expectPost(batchSend).reply(status, answer);
      expect(await failure(channel.send(draw(2)[0]))).toMatchObject({ pauseMs, trouble, retryable });
    },
  );
});

describe('a mail to somebody alone', () => {
  const deliver = '/v1.0/card/instances/createAndDeliver';
  const refused = { code: 'param.templateNotExist' };

  it('is the card, which can be changed later, under an id of this promise alone', async () => {
    expectToken();
    expectPost(deliver, (body) => body.outTrackId === 'm-JOB-R1').reply(200, {
      result: { deliverResults: [{ success: true }] },
    });
    const { card: live, mailed } = await channel.send(draw(1)[0]);
    expect(live).toMatchObject({ card: 'm-JOB-R1', subject: 'deadline:J12', channel: 'dingtalk-card' });
    expect(mailed).toMatchObject({ accepted: [reader(1)], readKey: null });
  });

  it.each([
    ['is words where the card is refused', {}, { accepted: [reader(1)] }],
    ['has to wait', { flowControlledStaffIdList: ['staff1'] }, { accepted: [], later: [reader(1)] }],
    [
      'is refused',
      { invalidStaffIdList: ['staff1'] },
      { accepted: [], refused: [{ reader: reader(1), why: 'invalid' }] },
    ],
  ])('%s', async (_name, answer, mailed) => {
    expectToken();
    expectPost(deliver).reply(400, refused);
    expectPost(batchSend).reply(200, answer);
    expect((await channel.send(draw(1)[0])).mailed).toMatchObject(mailed);
  });
});

it('a call costs a turn of its interface, words through a conversation’s webhook none', () => {
  expect(channel.costs?.(draw(2)[0])).toMatchObject([{ key: `dingtalk key ${batchSend}`, count: 1 }]);
  expect(channel.costs?.(draw(1)[0])).toMatchObject([{ key: 'dingtalk key /v1.0/card/instances/createAndDeliver' }]);
  const until = fixedClock().now().getTime() + 600_000;
  const say = { api: 'say', title: '标题', text: '正文', to: { staffId: 'a' } };
  expect(channel.costs?.({ ...say, webhook: { url: 'https://oapi.dingtalk.com/x', until } })).toEqual([]);
  expect(channel.costs?.(say)).toMatchObject([{ key: `dingtalk key ${batchSend}` }]);
});

describe('who has read it', () => {
  const ask = () =>
    nock(apiUrl).get('/v1.0/robot/oToMessages/readStatus').query({ robotCode: 'robot', processQueryKey: 'key1' });

  it('is told by user id', async () => {
    expectToken();
    ask().reply(200, {
      sendStatus: 'SUCCESS',
      messageReadInfoList: [
        { name: '张三', userId: 'staff1', readStatus: 'READ', readTimestamp: 1 },
        { name: '李四', userId: 'staff2', readStatus: 'UNREAD' },
      ],
    });
    expect(await channel.readers?.('key1')).toEqual(['staff1']);
  });

  it('is nobody while it is on its way', async () => {
    expectToken();
    ask().reply(200, { sendStatus: 'PROCESSING', messageReadInfoList: [] });
    expect(await channel.readers?.('key1')).toEqual([]);
  });

  it.each([
    ['taken back', 200, { sendStatus: 'RECALLED' }],
    ['too old or unknown', 400, { code: 'invalidParameter.processQueryKey' }],
  ])('is not known of what is %s', async (_name, status, answer) => {
    expectToken();
    ask().reply(status, answer);
    expect(await channel.readers?.('key1')).toBeNull();
  });

  it('is asked again where the platform is busy', async () => {
    expectToken();
    ask().reply(500, { code: 'system.error' });
    expect((await failure(Promise.resolve(channel.readers?.('key1')))).retryable).toBe(true);
  });
});
