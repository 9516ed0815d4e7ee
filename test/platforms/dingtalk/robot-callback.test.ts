import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Opened } from '../../../src/core/endpoint.ts';
import { createAddressGuard } from '../../../src/platforms/address-guard.ts';
import { createRobotEndpoint } from '../../../src/platforms/dingtalk/robot-callback.ts';
import { refusal } from '../../helpers/thrown.ts';

const now = new Date('2023-12-29T02:00:00Z');
const ms = now.getTime();
const secret = 'secret';
const mayCall = createAddressGuard({ apiUrls: ['https://oapi.dingtalk.com'], hosts: ['oapi.dingtalk.com'] });
const robot = createRobotEndpoint({ corpId: 'ding1', clientSecret: secret, mayCall });

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

  it('says in which group it was', () => {
    expect(openRobot({ ...message, conversationType: '2' }).event.groupId).toBe('cid1==');
    expect(openRobot(message).event).not.toHaveProperty('groupId');
  });

  it.each([
    ['one-to-one', { downloadCode: 'D', fileName: '名单.xlsx' }, {}, { kind: 'file', name: '名单.xlsx' }, 'D'],
    ['without a name', { downloadCode: 'D', fileName: null }, {}, { kind: 'file', name: '文件' }, 'D'],
    ['without a code', { fileName: '名单.xlsx' }, {}, { kind: 'unreadable', what: 'file' }, undefined],
    [
      'in a group',
      { downloadCode: 'D' },
      { conversationType: '2', isInAtList: true },
      { kind: 'unreadable', what: 'file' },
      undefined,
    ],
  ])('reads a file %s', (_name, content, fields, happening, code) => {
    const { event } = openRobot({ ...message, msgtype: 'file', text: undefined, content, ...fields });
    expect(event.happening).toEqual(happening);
    expect(event.handle.downloadCode).toBe(code);
  });

  it('keeps no code of a picture', () => {
    const { event } = openRobot({ ...message, msgtype: 'picture', content: { downloadCode: 'D' } });
    expect(event.handle).not.toHaveProperty('downloadCode');
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
