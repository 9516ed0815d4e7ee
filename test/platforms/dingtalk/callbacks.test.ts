import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CallbackReply, Opened } from '../../../src/core/endpoint.ts';
import { createAddressGuard } from '../../../src/platforms/address-guard.ts';
import { createCardEndpoint } from '../../../src/platforms/dingtalk/card-callback.ts';
import { createEventEndpoint } from '../../../src/platforms/dingtalk/event-callback.ts';
import { createRobotEndpoint } from '../../../src/platforms/dingtalk/robot-callback.ts';
import { createEnvelope } from '../../../src/platforms/envelope.ts';
import { refusal } from '../../helpers/thrown.ts';

const now = new Date('2023-12-29T02:00:00Z');
const ms = now.getTime();
const secret = 'secret';
const mayCall = createAddressGuard({ apiUrls: ['https://oapi.dingtalk.com'], hosts: ['oapi.dingtalk.com'] });
const robot = createRobotEndpoint({ corpId: 'ding1', clientSecret: secret, mayCall });
const card = createCardEndpoint({ cardSecret: secret });

const robotSign = (timestamp: string) =>
  createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');

function openRobot(message: unknown, timestamp = String(ms), sign = robotSign(timestamp)) {
  return robot.open({ query: {}, headers: { timestamp, sign }, body: JSON.stringify(message), now }) as Opened;
}

const message = {
  msgtype: 'text',
  msgId: 'msg1==',
  createAt: ms,
  conversationType: '1',
  conversationId: 'cid1==',
  senderId: '$:LWCP_v1:$x',
  senderNick: '王晨',
  senderCorpId: 'ding1',
  senderStaffId: 'staff1',
  sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=s',
  sessionWebhookExpiredTime: ms + 5_400_000,
  text: { content: ' 资质' },
};

describe('the robot', () => {
  it('reads a text', () => {
    expect(openRobot(message).event).toEqual({
      channel: 'dingtalk-robot',
      key: '["dingtalk-robot","msg1=="]',
      sender: { platform: 'dingtalk', corpId: 'ding1', userId: 'staff1' },
      place: 'direct',
      happening: { kind: 'text', text: ' 资质' },
      handle: {
        conversationId: 'cid1==',
        staffId: 'staff1',
        sessionWebhook: message.sessionWebhook,
        sessionWebhookExpiredTime: ms + 5_400_000,
      },
    });
  });

  it('answers with the empty reply', () => {
    expect(openRobot(message).reply(null).body).toBe('{"msgtype":"empty"}');
  });

  it.each([
    [{ senderStaffId: undefined, senderUnionId: 'u1' }, 'union:u1'],
    [{ senderStaffId: '', senderUnionId: 'u1' }, 'union:u1'],
    [{ senderStaffId: undefined, senderUnionId: undefined }, 'opaque:$:LWCP_v1:$x'],
    [{ senderCorpId: 'ding2', senderUnionId: 'u1' }, 'union:u1'],
    [{ senderCorpId: undefined }, 'staff1'],
    [{ senderCorpId: null, senderUnionId: null }, 'staff1'],
    [{ senderCorpId: '' }, 'staff1'],
    [{ senderStaffId: null, senderUnionId: null }, 'opaque:$:LWCP_v1:$x'],
  ])('knows a sender by %j as %s', (fields, userId) => {
    const { event } = openRobot({ ...message, ...fields });
    expect(event.sender?.userId).toBe(userId);
    expect('staffId' in event.handle).toBe(userId === 'staff1');
  });

  it.each([
    ['1', 'direct'],
    [1, 'direct'],
    ['2', 'group'],
    [2, 'group'],
    ['3', 'group'],
    [null, 'group'],
    [undefined, 'group'],
  ])('takes the conversation type %j for a %s', (conversationType, place) => {
    expect(openRobot({ ...message, conversationType }).event.place).toBe(place);
  });

  it('accepts null in every field that may be absent', () => {
    const nothing = Object.fromEntries(
      Object.keys(message)
        .filter((name) => !['msgtype', 'msgId', 'conversationId', 'senderId'].includes(name))
        .concat('senderUnionId', 'isInAtList', 'content', 'errorCode', 'atUsers')
        .map((name) => [name, null]),
    );
    expect(openRobot({ ...message, ...nothing }).event).toMatchObject({
      sender: { userId: 'opaque:$:LWCP_v1:$x' },
      happening: { kind: 'text', text: '' },
      handle: { conversationId: 'cid1==' },
    });
  });

  it('keeps what it does not know, cut, without the sessionWebhook', () => {
    const { event } = openRobot({
      ...message,
      msgtype: 'hologram',
      scene: { sessionWebhook: message.sessionWebhook, sketch: 'x'.repeat(5000) },
    });
    const { raw = '' } = event.happening.kind === 'unknown' ? event.happening : {};
    expect(raw).toContain('"senderNick":"王晨"');
    expect(raw).toHaveLength(4000);
    expect(raw).not.toContain('session=');
  });

  it.each([
    'http://oapi.dingtalk.com/x',
    'https://10.0.0.1/x',
    'https://evil.example/oapi.dingtalk.com',
    'https://oapi.dingtalk.com:8443/x',
    '',
  ])('drops the sessionWebhook %j', (sessionWebhook) => {
    expect(openRobot({ ...message, sessionWebhook }).event.handle).not.toHaveProperty('sessionWebhook');
  });

  it.each([
    ['text as plain content', { text: undefined, content: '资质' }, { kind: 'text', text: '资质' }],
    [
      'rich text',
      {
        msgtype: 'richText',
        content: { richText: [{ text: ' ' }, { text: '资质' }, { type: 'picture', downloadCode: 'x' }] },
      },
      { kind: 'text', text: ' 资质' },
    ],
    [
      'speech',
      { msgtype: 'audio', content: { duration: 1, downloadCode: 'x', recognition: '资质' } },
      { kind: 'text', text: '资质' },
    ],
    [
      'unrecognised speech',
      { msgtype: 'audio', content: { duration: 1, downloadCode: 'x' } },
      { kind: 'unreadable', what: 'audio' },
    ],
    [
      'a file',
      { msgtype: 'file', content: { downloadCode: 'x', fileName: 'a.xlsx' } },
      { kind: 'file', name: 'a.xlsx' },
    ],
    [
      'speech without a word',
      { msgtype: 'audio', content: { recognition: null } },
      { kind: 'unreadable', what: 'audio' },
    ],
    [
      'rich text without words',
      { msgtype: 'richText', content: { richText: [{ text: null, type: 'picture' }] } },
      { kind: 'text', text: '' },
    ],
    ['rich text without anything', { msgtype: 'richText', content: { richText: null } }, { kind: 'text', text: '' }],
    ['a text without content', { text: { content: null } }, { kind: 'text', text: '' }],
    ['a new kind', { msgtype: 'hologram' }, { kind: 'unknown', what: 'hologram' }],
    ['no kind', { msgtype: null }, { kind: 'unknown', what: '' }],
    [
      'a group message to somebody else',
      { conversationType: '2', isInAtList: false },
      { kind: 'unknown', what: 'not addressed' },
    ],
    ['a group message to the robot', { conversationType: '2', isInAtList: true }, { kind: 'text', text: ' 资质' }],
    ['an emptied message', { errorCode: 20001, text: undefined }, { kind: 'unknown', what: 'error 20001' }],
    [
      'an emptied message with nulls',
      { errorCode: '20001', text: null, content: null },
      { kind: 'unknown', what: 'error 20001' },
    ],
    ['a time that is none', { sessionWebhookExpiredTime: 'soon' }, { kind: 'text', text: ' 资质' }],
    [
      'the times as text',
      { createAt: String(ms), sessionWebhookExpiredTime: String(ms) },
      { kind: 'text', text: ' 资质' },
    ],
  ])('reads %s', (_name, fields, expected) => {
    expect(openRobot({ ...message, ...fields }).event.happening).toMatchObject(expected);
  });

  it.each([
    ['a wrong signature', () => openRobot(message, String(ms), robotSign('1')), [403, 'signature']],
    ['no signature', () => robot.open({ query: {}, headers: {}, body: '{}', now }), [403, 'signature']],
    ['an hour and a millisecond ago', () => openRobot(message, String(ms - 3_600_001)), [403, 'expired']],
    ['a time that is none', () => openRobot(message, 'yesterday'), [403, 'expired']],
    ['no msgId', () => openRobot({ ...message, msgId: undefined }), [400, 'malformed']],
    ['a text of the wrong shape', () => openRobot({ ...message, text: '资质' }), [400, 'malformed']],
    ['an encrypted body', () => openRobot({ encrypt: 'abc' }), [400, 'encrypted']],
    [
      'no JSON',
      () => robot.open({ query: {}, headers: { timestamp: String(ms), sign: robotSign(String(ms)) }, body: 'x', now }),
      [400, 'malformed'],
    ],
  ] as const)('refuses %s', (_name, run, expected) => {
    expect(refusal(run)).toEqual(expected);
  });

  it('signs as published: key and text are the secret, the time stands before it', () => {
    // HMAC-SHA256 of "1577262236757\nthis is a secret" with that secret, computed with OpenSSL:
    // printf '1577262236757\nthis is a secret' | openssl dgst -sha256 -hmac 'this is a secret' -binary | base64
    const endpoint = createRobotEndpoint({ corpId: 'ding1', clientSecret: 'this is a secret', mayCall });
    const headers = { timestamp: '1577262236757', sign: 'DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA=' };
    const at = new Date(1577262236757);
    expect(endpoint.open({ query: {}, headers, body: JSON.stringify(message), now: at })).toHaveProperty('event');
    expect(
      refusal(() =>
        endpoint.open({ query: {}, headers: { ...headers, timestamp: '1577262236758' }, body: '{}', now: at }),
      ),
    ).toEqual([403, 'signature']);
  });
});

describe('a card', () => {
  const open = (callback: unknown, timestamp = String(ms), key = secret) => {
    const signature = createHmac('sha256', key).update(timestamp).digest('base64');
    const headers = { 'x-ddpaas-signature-timestamp': timestamp, 'x-ddpaas-signature': signature };
    return card.open({ query: {}, headers, body: JSON.stringify(callback), now }) as Opened;
  };
  const content = { cardPrivateData: { actionIds: ['tap'], params: { tap: 'say:资质' } } };
  const callback = {
    type: 'actionCallback',
    outTrackId: 'd-1',
    corpId: 'ding1',
    userId: 'staff1',
    content: JSON.stringify(content),
  };

  it('is read', () => {
    expect(open(callback).event).toMatchObject({
      sender: { platform: 'dingtalk', corpId: 'ding1', userId: 'staff1' },
      place: 'direct',
      happening: { kind: 'tap', code: 'say:资质' },
      handle: { outTrackId: 'd-1', staffId: 'staff1' },
    });
    expect(open({ ...callback, outTrackId: 'g-1' }).event.place).toBe('group');
  });

  it('is read in its other spelling', () => {
    const value = JSON.stringify({ cardPrivateData: { actionIds: ['tap'] }, params: { tap: 'say:资质' } });
    expect(open({ ...callback, content: undefined, value }).event.happening).toEqual({ kind: 'tap', code: 'say:资质' });
  });

  const tap = { kind: 'tap', code: 'say:资质' };
  const other = JSON.stringify({ cardPrivateData: { actionIds: ['tap'], params: { tap: 'say:别的' } } });
  it.each([
    ['an empty content beside the value', { content: '', value: callback.content }],
    ['the content null beside the value', { content: null, value: callback.content }],
    ['the content "null" beside the value', { content: 'null', value: callback.content }],
    ['a content without anything beside the value', { content: '{}', value: callback.content }],
    [
      'a content with nothing private beside the value',
      { content: '{"cardPrivateData":null}', value: callback.content },
    ],
    ['both, of which the content counts', { value: other }],
    ['an empty value', { value: '' }],
    [
      'the parameter at the top beside others within',
      {
        content: JSON.stringify({
          cardPrivateData: { actionIds: ['tap'], params: { colour: 'red' } },
          params: { tap: 'say:资质' },
        }),
      },
    ],
    [
      'the parameter in both places, of which the inner counts',
      { content: JSON.stringify({ ...content, params: { tap: 'say:别的' } }) },
    ],
    [
      'nulls beside the parameter',
      { content: JSON.stringify({ cardPrivateData: { actionIds: null, params: null }, params: { tap: 'say:资质' } }) },
    ],
  ])('is read with %s', (_name, fields) => {
    expect(open({ ...callback, ...fields }).event.happening).toEqual(tap);
  });

  it.each([[{ corpId: undefined }], [{ corpId: null }], [{ corpId: '' }]])(
    'that does not say whose member pressed it (%j) gives nobody our rights',
    (fields) => {
      const { event } = open({ ...callback, ...fields });
      expect(event.sender).toBeNull();
      expect(event.happening.kind).toBe('unknown');
    },
  );

  it('pressed by another organisation’s member is theirs', () => {
    expect(open({ ...callback, corpId: 'ding2' }).event.sender).toEqual({
      platform: 'dingtalk',
      corpId: 'ding2',
      userId: 'staff1',
    });
  });

  it('has a short key whatever the client sends', () => {
    const long = JSON.stringify({
      cardPrivateData: { actionIds: ['x'.repeat(9000)], params: { tap: 'y'.repeat(9000) } },
    });
    const { key } = open({ ...callback, content: long }).event;
    expect(key.length).toBeLessThan(300);
    expect(key).not.toBe(open(callback).event.key);
  });

  it('pressed again at another time is another event, delivered again is not', () => {
    expect(open(callback).event.key).toBe(open(callback).event.key);
    expect(open(callback, String(ms + 1)).event.key).not.toBe(open(callback).event.key);
  });

  it.each([
    ['nothing in it', { type: 'actionCallback' }],
    [
      'nulls in it',
      { type: 'actionCallback', outTrackId: null, userId: null, corpId: null, content: null, value: null },
    ],
    ['an empty content', { ...callback, content: '' }],
    ['the content "null"', { ...callback, content: 'null' }],
    ['nothing private', { ...callback, content: '{"cardPrivateData":null}' }],
    ['private data of another shape', { ...callback, content: '{"cardPrivateData":["x"]}' }],
    ['a content that is a word', { ...callback, content: '"refresh"' }],
    [
      'no parameter of ours',
      { ...callback, content: JSON.stringify({ cardPrivateData: { actionIds: ['x'], params: { other: 1 } } }) },
    ],
    [
      'a parameter that is no text',
      { ...callback, content: JSON.stringify({ cardPrivateData: { params: { tap: { a: 1 } } } }) },
    ],
  ])('with %s has no effect', (_name, noise) => {
    const { event, reply } = open(noise);
    expect(event.happening).toEqual({
      kind: 'unknown',
      what: 'card callback without action',
      raw: JSON.stringify(noise),
    });
    expect(reply(null).body).toBe('{}');
  });

  it('answers {} when there is nothing to say', () => {
    expect(open(callback).reply(null).body).toBe('{}');
  });

  it.each([
    ['a wrong signature', () => open(callback, String(ms), 'other'), [403, 'signature']],
    ['an old one', () => open(callback, String(ms - 3_600_001)), [403, 'expired']],
    ['content that is no JSON', () => open({ ...callback, content: '{' }), [400, 'malformed']],
  ] as const)('refuses %s', (_name, run, expected) => {
    expect(refusal(run)).toEqual(expected);
  });
});

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
