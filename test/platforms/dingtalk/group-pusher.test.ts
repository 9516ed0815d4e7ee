import { beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import type { GroupPusher } from '../../../src/core/group-push.ts';
import { createCallMaker } from '../../../src/platforms/dingtalk/calls.ts';
import { createCallCost } from '../../../src/platforms/dingtalk/costs.ts';
import { createGroupPusher } from '../../../src/platforms/dingtalk/group-pusher.ts';
import { createSendMessage, createSendToMany } from '../../../src/platforms/dingtalk/send-message.ts';
import { fakeQuota } from '../../helpers/call-quota.ts';
import { fixedClock } from '../../helpers/fixed-clock.ts';
import { memoryLog } from '../../helpers/memory-log.ts';
import { failure } from '../../helpers/thrown.ts';
import { expectCalls } from '../nocked.ts';
import { createClient, expectPost, expectToken } from './dingtalk-api.ts';

expectCalls();
let pusher: GroupPusher;
beforeEach(() => {
  const client = createClient();
  const sendToMany = createSendToMany({ client, robotCode: 'robot' });
  const sendMessage = createSendMessage({ client, robotCode: 'robot', sendToMany });
  const drawFile = () => Promise.reject(new Error('no file expected'));
  pusher = createGroupPusher({
    maker: createCallMaker({
      client,
      sendMessage,
      sendToMany,
      costOf: createCallCost('key'),
      drawFile,
      quota: fakeQuota(),
      clock: fixedClock(),
      log: memoryLog(),
    }),
  });
});

const card: Card = {
  title: '测试',
  blocks: [{ kind: 'text', text: '群已登记。' }],
  link: { text: '查看', url: 'https://bot.example/h5/a' },
  confidential: false,
};
const group = { kind: 'dingtalk-group', conversationId: 'cid1==' } as const;
const send = (text: string) =>
  expectPost('/v1.0/robot/groupMessages/send', {
    robotCode: 'robot',
    openConversationId: 'cid1==',
    msgKey: 'sampleMarkdown',
    msgParam: JSON.stringify({ title: '测试', text }),
  });

describe('a group of the robot', () => {
  it('is told', async () => {
    expectToken();
    send('**测试**\n\n群已登记。\n\n[查看](https://bot.example/h5/a)').reply(200, { processQueryKey: 'p' });
    await pusher.push(group, card);
  });

  it('gets what is long in parts', async () => {
    expectToken();
    expectPost('/v1.0/robot/groupMessages/send').twice().reply(200, {});
    await pusher.push(group, { ...card, blocks: [{ kind: 'text', text: '一行字\n'.repeat(1000) }] });
  });

  it.each([
    [400, 'group.disbanded', false],
    [400, 'invalid.openConversationId', false],
    [400, 'send.too.fast', true],
    [500, 'system.error', true],
  ])('says with %i %s whether to try again', async (status, code, retryable) => {
    expectToken();
    expectPost('/v1.0/robot/groupMessages/send').reply(status, { code, message: 'no' });
    expect(await failure(pusher.push(group, card))).toMatchObject({ code, retryable });
  });

  it('is never told what is confidential', async () => {
    await expect(pusher.push(group, { ...card, confidential: true })).rejects.toThrow('confidential card for a group');
  });

  it('of another platform is a bug of ours', async () => {
    const target = { kind: 'wecom-appchat', chatId: 'c' } as const;
    await expect(pusher.push(target, card)).rejects.toThrow('not a group of DingTalk');
  });
});

it('costs a turn of the interface for each part', () => {
  expect(pusher.costs(group, card)).toMatchObject([{ key: 'dingtalk key /v1.0/robot/groupMessages/send', count: 1 }]);
});
