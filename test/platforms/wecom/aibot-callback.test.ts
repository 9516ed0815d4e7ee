import { describe, expect, it } from 'vitest';
import type { Opened } from '../../../src/core/endpoint.ts';
import { createAddressGuard } from '../../../src/platforms/address-guard.ts';
import { createEnvelope } from '../../../src/platforms/envelope.ts';
import { createAibotEndpoint } from '../../../src/platforms/wecom/aibot-callback.ts';
import { refusal } from '../../helpers/thrown.ts';
import { now, sealed, seconds, settings } from './sealed-callback.ts';

const mayCall = createAddressGuard({ apiUrls: ['https://qyapi.weixin.qq.com'], hosts: ['qyapi.weixin.qq.com'] });
const aibot = createAibotEndpoint({ corpId: 'corp', ...settings, mayCall });

function openAibot(message: unknown, options: { receiver?: string; timestamp?: number; key?: string } = {}) {
  const { encrypted, query } = sealed(JSON.stringify(message), options.receiver ?? '', options.timestamp);
  return aibot.open({
    query,
    headers: {},
    body: JSON.stringify({ [options.key ?? 'encrypt']: encrypted }),
    now,
  }) as Opened;
}

describe('the AI bot', () => {
  const message = {
    msgid: 'm1',
    aibotid: 'bot',
    chattype: 'single',
    from: { userid: 'woEncrypted' },
    response_url: 'https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=c',
    msgtype: 'text',
    text: { content: '资质' },
  };

  it('reads a text', () => {
    expect(openAibot(message).event).toEqual({
      channel: 'wecom-aibot',
      key: '["wecom-aibot","m1"]',
      sender: { platform: 'wecom', corpId: 'corp', userId: 'woEncrypted' },
      place: 'direct',
      happening: { kind: 'text', text: '资质' },
      handle: { responseUrl: message.response_url },
    });
  });

  it('accepts the other spelling of the envelope', () => {
    expect(openAibot(message, { key: 'Encrypt' }).event.key).toBe('["wecom-aibot","m1"]');
  });

  it('takes what is not known to be one-to-one for a group', () => {
    expect(openAibot({ ...message, chattype: 'group', chatid: 'c' }).event.place).toBe('group');
    expect(openAibot({ ...message, chattype: 'something' }).event.place).toBe('group');
    expect(openAibot({ ...message, chattype: undefined }).event.place).toBe('group');
  });

  it('says in which group it was', () => {
    expect(openAibot({ ...message, chattype: 'group', chatid: 'c' }).event.groupId).toBe('c');
    expect(openAibot({ ...message, chattype: 'group' }).event).not.toHaveProperty('groupId');
    expect(openAibot({ ...message, chatid: 'c' }).event).not.toHaveProperty('groupId');
  });

  const url = 'https://ww-aibot-img-1.cos.ap-guangzhou.myqcloud.com/x?sign=s';
  it.each([
    ['one-to-one', { file: { url } }, { kind: 'file', name: '文件.xlsx' }, url],
    ['with its name', { file: { url, name: '名单.xlsx' } }, { kind: 'file', name: '名单.xlsx' }, url],
    ['in a group', { file: { url }, chattype: 'group' }, { kind: 'unreadable', what: 'file' }, undefined],
    ['without an address', { file: {} }, { kind: 'unreadable', what: 'file' }, undefined],
    ['without anything', {}, { kind: 'unreadable', what: 'file' }, undefined],
  ])('reads a file %s', (_name, fields, happening, fileUrl) => {
    const { event } = openAibot({ ...message, text: undefined, msgtype: 'file', ...fields });
    expect(event.happening).toEqual(happening);
    expect(event.handle.fileUrl).toBe(fileUrl);
  });

  it.each([
    [{ msgtype: 'event', event: { eventtype: 'bot_moved' } }, 'event bot_moved'],
    [{ msgtype: 'hologram' }, 'hologram'],
    [{ msgtype: 'hologram', from: null, chattype: null, text: null, event: null }, 'hologram'],
    [{ msgtype: 'hologram', from: { corpid: 'x' } }, 'hologram'],
    [{ msgtype: 'event', event: {} }, 'event '],
  ])('records what it does not know from nobody: %j', (fields, what) => {
    const { event, reply } = openAibot({ msgid: 'm1', ...fields });
    expect(event).toMatchObject({ sender: null, place: 'group', happening: { kind: 'unknown', what } });
    expect(event.happening).toHaveProperty('raw');
    expect(reply(null).body).toBe('');
  });

  it.each([
    'http://qyapi.weixin.qq.com/x',
    'https://evil.example/x',
    'https://qyapi.weixin.qq.com.evil.example/x',
    'https://127.0.0.1/x',
    'https://a@qyapi.weixin.qq.com/x',
    'file:///etc/passwd',
    'nonsense',
  ])('drops the response_url %s', (response_url) => {
    expect(openAibot({ ...message, response_url }).event.handle).toEqual({});
  });

  it.each([
    ['voice', { msgtype: 'voice', voice: { content: '资质' } }, { kind: 'text', text: '资质' }],
    [
      'mixed',
      {
        msgtype: 'mixed',
        mixed: {
          msg_item: [
            { msgtype: 'text', text: { content: '资质' } },
            { msgtype: 'image', image: {} },
          ],
        },
      },
      { kind: 'text', text: '资质 ' },
    ],
    ['image', { msgtype: 'image', image: { url: 'x' } }, { kind: 'unreadable', what: 'image' }],
    ['enter_chat', { msgtype: 'event', event: { eventtype: 'enter_chat' } }, { kind: 'entered' }],
    [
      'click',
      {
        msgtype: 'event',
        event: { eventtype: 'template_card_event', template_card_event: { event_key: 'k', task_id: 't' } },
      },
      { kind: 'tap', code: 'k' },
    ],
    [
      'click, other spelling',
      {
        msgtype: 'event',
        event: { eventtype: 'template_card_event', template_card_event: { eventkey: 'k', taskid: 't' } },
      },
      { kind: 'tap', code: 'k' },
    ],
    [
      'feedback',
      { msgtype: 'event', event: { eventtype: 'feedback_event' } },
      { kind: 'unknown', what: 'event feedback_event' },
    ],
    ['stream refresh', { msgtype: 'stream', stream: { id: 's' } }, { kind: 'unknown', what: 'stream' }],
  ])('reads %s', (_name, fields, expected) => {
    expect(openAibot({ ...message, text: undefined, ...fields }).event.happening).toMatchObject(expected);
  });

  it.each([
    ['a receiver id', () => openAibot(message, { receiver: 'corp' }), [403, 'receiver']],
    ['an old callback', () => openAibot(message, { timestamp: seconds - 3601 }), [403, 'expired']],
    ['no msgid', () => openAibot({ ...message, msgid: undefined }), [400, 'malformed']],
    ['a sender of the wrong shape', () => openAibot({ ...message, from: 'x' }), [400, 'malformed']],
    ['an array', () => openAibot([message]), [400, 'malformed']],
    [
      'a body that is no JSON',
      () => aibot.open({ query: sealed('', '').query, headers: {}, body: '<xml/>', now }),
      [400, 'malformed'],
    ],
  ] as const)('refuses %s', (_name, run, expected) => {
    expect(refusal(run)).toEqual(expected);
  });

  it('seals its reply with the nonce of the callback', () => {
    const reply = JSON.parse(openAibot(message).reply({ msgtype: 'text' }).body) as Record<string, string>;
    expect(reply.nonce).toBe('n');
    expect(reply.timestamp).toBe(seconds);
    const envelope = createEnvelope({ ...settings, receiverIds: [''] });
    const parts = {
      encrypted: reply.encrypt ?? '',
      signature: reply.msgsignature ?? '',
      timestamp: String(seconds),
      nonce: 'n',
    };
    expect(envelope.open(parts)).toBe('{"msgtype":"text"}');
  });
});
