import { describe, expect, it } from 'vitest';
import type { CallbackReply, Opened } from '../../../src/core/endpoint.ts';
import { createEventEndpoint } from '../../../src/platforms/dingtalk/event-callback.ts';
import { createEnvelope } from '../../../src/platforms/envelope.ts';
import { refusal } from '../../helpers/thrown.ts';

const now = new Date('2023-12-29T02:00:00Z');
const ms = now.getTime();

describe('an event', () => {
  const settings = { token: 'token', aesKey: Buffer.alloc(32, 9) };
  const events = createEventEndpoint({ corpId: 'ding1', receiverIds: ['client', 'corp'], ...settings });
  const push = (event: unknown, options: { receiver?: string; timestamp?: string; spelling?: 'old' | 'new' } = {}) => {
    const envelope = createEnvelope({ ...settings, receiverIds: [options.receiver ?? 'client'] });
    const encrypt = envelope.seal(JSON.stringify(event));
    const timestamp = options.timestamp ?? String(ms);
    const signature = envelope.sign({ timestamp, nonce: 'n', encrypted: encrypt });
    const query: Record<string, string> =
      options.spelling === 'old'
        ? { msg_signature: signature, timeStamp: timestamp, nonce: 'n' }
        : { signature, timestamp, nonce: 'n' };
    return events.open({ query, headers: {}, body: JSON.stringify({ encrypt }), now });
  };
  const success = (reply: CallbackReply) => {
    const { encrypt, msg_signature, timeStamp, nonce } = JSON.parse(reply.body) as Record<string, string>;
    const envelope = createEnvelope({ ...settings, receiverIds: ['client'] });
    return envelope.open({
      encrypted: encrypt ?? '',
      signature: msg_signature ?? '',
      timestamp: timeStamp ?? '',
      nonce: nonce ?? '',
    });
  };

  it.each(['old', 'new'] as const)(
    'is recorded and answered with the sealed word success (%s spelling)',
    (spelling) => {
      const opened = push({ EventType: 'user_leave_org', eventId: 'e1', UserId: ['x'] }, { spelling }) as Opened;
      expect(opened.event).toMatchObject({
        key: '["dingtalk-event","e1"]',
        sender: null,
        happening: { kind: 'left', people: [{ platform: 'dingtalk', corpId: 'ding1', userId: 'x' }] },
      });
      expect(success(opened.reply(null))).toBe('success');
    },
  );

  const person = (userId: string, corpId = 'ding1') => ({ platform: 'dingtalk', corpId, userId });
  it.each([
    ['several at once', { UserId: ['a', 'b'] }, [person('a'), person('b')]],
    ['one', { UserId: 'a' }, [person('a')]],
    ['in the other spelling', { userId: ['a'] }, [person('a')]],
    ['of the organisation it names', { UserId: ['a'], CorpId: 'ding2' }, [person('a', 'ding2')]],
    ['of one that it names by nothing', { UserId: ['a'], CorpId: null }, [person('a')]],
    ['with an empty name', { UserId: ['', 'a'] }, [person('a')]],
  ])('tells who left: %s', (_name, fields, people) => {
    const { event } = push({ EventType: 'user_leave_org', eventId: 'e1', ...fields }) as Opened;
    expect(event).toMatchObject({ sender: null, happening: { kind: 'left', people } });
  });

  const read = { EventType: 'robot_msg_read', eventId: 'e2' };
  it.each([
    ['in capitals', { ProcessQueryKey: 'key', UserId: 'a', OperatTime: ms - 60_000 }, ms - 60_000],
    ['as a text', { processQueryKey: 'key', userId: 'a', operatTime: String(ms - 60_000) }, ms - 60_000],
    ['in words that nobody knows', { ProcessQueryKey: 'key', UserId: 'a', OperatTime: 'today' }, ms],
    ['not at all', { ProcessQueryKey: 'key', UserId: 'a' }, ms],
    ['in days to come', { ProcessQueryKey: 'key', UserId: 'a', OperatTime: ms + 1 }, ms],
    ['of long ago', { ProcessQueryKey: 'key', UserId: 'a', OperatTime: ms - 24 * 3_600_000 }, ms],
  ])('tells who has read, and when: %s', (_name, fields, at) => {
    const { event } = push({ ...read, ...fields }) as Opened;
    expect(event.happening).toEqual({
      ...{ kind: 'read', readKey: 'key', userIds: ['a'], at: new Date(at).toISOString() },
    });
  });

  it.each([
    ['robot_msg_read', { UserId: 'a' }],
    ['robot_msg_read', { ProcessQueryKey: 'key' }],
    ['user_leave_org', {}],
    ['user_leave_org', { UserId: [] }],
    ['user_leave_org', { UserId: [1] }],
    ['user_leave_org', { UserId: { a: 1 } }],
    ['user_add_org', { UserId: ['a'] }],
    ['user_modify_org', { UserId: ['a'] }],
  ])('%s with %j is recorded only', (EventType, fields) => {
    const { event } = push({ EventType, eventId: 'e1', ...fields }) as Opened;
    expect(event.happening).toMatchObject({ kind: 'unknown', what: `event ${EventType}` });
  });

  it('is accepted under either owner key and with the time in seconds', () => {
    expect(push({ EventType: 'x' }, { receiver: 'corp' })).toHaveProperty('event');
    expect(push({ EventType: 'x' }, { timestamp: String(ms / 1000) })).toHaveProperty('event');
  });

  it.each([[{}], [{ eventId: null }], [{ eventId: '' }]])('without an id (%j) has a short key of its own', (fields) => {
    const keyOf = (text: string) => (push({ EventType: 'x', text, ...fields }) as Opened).event.key;
    const key = keyOf('一'.repeat(5000));
    expect(key.length).toBeLessThan(100);
    expect(key).toBe(keyOf('一'.repeat(5000)));
    expect(key).not.toBe(keyOf(`${'一'.repeat(5000)}二`));
  });

  it('check_url is answered and not recorded', () => {
    const reply = push({ EventType: 'check_url' });
    expect(reply).not.toHaveProperty('event');
    expect(success(reply as CallbackReply)).toBe('success');
  });

  it.each([
    ['another receiver', () => push({ EventType: 'x' }, { receiver: 'other' }), [403, 'receiver']],
    ['an old one', () => push({ EventType: 'x' }, { timestamp: String(ms - 3_600_001) }), [403, 'expired']],
    ['no type', () => push({ a: 1 }), [400, 'malformed']],
  ] as const)('refuses %s', (_name, run, expected) => {
    expect(refusal(run)).toEqual(expected);
  });
});
