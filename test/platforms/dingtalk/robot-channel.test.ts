import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import type { InboundEvent } from '../../../src/core/event.ts';
import { createRobotChannel } from '../../../src/platforms/dingtalk/robot-channel.ts';

const channel = createRobotChannel({
  maker: { make: () => Promise.reject(new Error('no call expected')) },
  fetchFile: () => Promise.reject(new Error('no call expected')),
  corpId: 'ding1',
  robotCode: 'robot',
  cards: { templateId: 'template', routeKey: 'route' },
});
const sender = { platform: 'dingtalk', corpId: 'ding1', userId: 'staff1' } as const;
const here: Card = {
  title: '资质',
  blocks: [{ kind: 'text', text: '有效。' }],
  buttons: [{ text: '第1家', tap: { say: '资质 示例企业01', answer: 'here' } }],
  confidential: false,
};

const plan = (place: InboundEvent['place'], ref: string) => {
  const event: InboundEvent = {
    channel: 'dingtalk-robot',
    key: 'k',
    sender,
    place,
    happening: { kind: 'text', text: '资质' },
    handle: { conversationId: 'cid', staffId: 'staff1' },
  };
  return channel.plan(event, { here }, { sender, late: true, ref });
};

describe('the id of a card', () => {
  it.each([
    ['direct', 'd-REF'],
    ['group', 'g-REF'],
  ] as const)('is the job’s, so that a retry is known for one (%s)', (place, outTrackId) => {
    expect(plan(place, 'REF').calls).toMatchObject([{ api: 'card', body: { outTrackId } }]);
    expect(plan(place, 'REF')).toEqual(plan(place, 'REF'));
  });
});
