import { describe, expect, it } from 'vitest';
import { type Actor, stranger } from '../../src/core/actor.ts';
import type { ChannelName, Happening, InboundEvent } from '../../src/core/event.ts';
import { besides, conversationOf, doerOf, isOurs, nobody } from '../../src/dispatch/circumstances.ts';
import { textEvent } from '../fixtures/event.ts';

const officer: Actor = { ...stranger, role: 'officer', personId: 'p1', name: '王晨' };
const now = new Date('2023-12-29T02:00:00Z');
const ask = (event: Partial<InboundEvent>, sender = textEvent.sender ?? nobody) =>
  doerOf({ ...textEvent, ...event }, { sender, actor: officer, ref: 'REF1', now });

describe('on record', () => {
  it('who asks is themselves, with where they asked from', () => {
    expect(ask({ channel: 'dingtalk-robot', place: 'group', groupId: 'g1' })).toEqual({
      personId: 'p1',
      role: 'officer',
      account: textEvent.sender,
      channel: 'dingtalk-robot',
      place: 'group',
      groupId: 'g1',
      requestId: 'REF1',
      at: now,
    });
  });

  it('what is told of our own accord is the program’s doing, not its reader’s', () => {
    const happening: Happening = {
      kind: 'deliver',
      card: { title: '告知', blocks: [], confidential: true },
      attachmentId: null,
      purpose: 'x',
      personId: 'p1',
      needs: null,
      enterpriseId: null,
    };
    expect(ask({ happening })).toMatchObject({ personId: null, role: 'system', account: null });
  });

  it('what changes a card of our own accord too', () => {
    const happening: Happening = { kind: 'close-card', liveCardId: 'L1' };
    expect(ask({ happening })).toMatchObject({ personId: null, role: 'system', account: null });
    expect(isOurs({ ...textEvent, happening })).toBe(true);
  });

  it('which card was tapped', () => {
    expect(ask({ happening: { kind: 'tap', code: 'say:x', card: 'd-1' } }).card).toBe('d-1');
  });

  it('work on somebody’s behalf is theirs', () => {
    expect(ask({ happening: { kind: 'work', work: 'x', args: {} } })).toMatchObject({
      personId: 'p1',
      role: 'officer',
      account: textEvent.sender,
    });
  });

  it('an event without a sender is the program’s', () => {
    expect(ask({}, nobody)).toMatchObject({ role: 'system', account: null });
  });
});

it.each<[ChannelName, string | undefined, string]>([
  ['wecom-app', undefined, 'wecom-app'],
  ['dingtalk-robot', undefined, 'dingtalk-robot'],
  ['dingtalk-card', undefined, 'dingtalk-robot'],
  ['dingtalk-robot', 'g1', 'dingtalk-robot g1'],
  ['dingtalk-card', 'g1', 'dingtalk-robot g1'],
  ['wecom-aibot', 'g2', 'wecom-aibot g2'],
])('a conversation over %s in %s: %s', (channel, groupId, conversation) => {
  expect(conversationOf({ ...textEvent, channel, ...(groupId === undefined ? {} : { groupId }) })).toBe(conversation);
});

it.each<[ChannelName, string]>([
  ['wecom-aibot', 'wecom-app'],
  ['wecom-app', 'wecom-app'],
  ['dingtalk-robot', 'dingtalk-robot'],
  ['dingtalk-card', 'dingtalk-robot'],
])('asked over %s in a group, answered over %s', (channel, chat) => {
  expect(besides(channel)).toBe(chat);
});
