import { describe, expect, it } from 'vitest';
import type { Opened } from '../../../src/core/endpoint.ts';
import { createAddressGuard } from '../../../src/platforms/address-guard.ts';
import { createEnvelope } from '../../../src/platforms/envelope.ts';
import { createAibotEndpoint } from '../../../src/platforms/wecom/aibot-callback.ts';
import { createAppEndpoint } from '../../../src/platforms/wecom/app-callback.ts';
import { refusal } from '../../helpers/thrown.ts';
import { noCorps } from './no-corps.ts';

const now = new Date('2023-12-29T02:00:00Z');
const seconds = now.getTime() / 1000;
const settings = { token: 'token', aesKey: Buffer.alloc(32, 7) };
const app = createAppEndpoint({ corpId: 'corp', ...settings, corps: noCorps });
const mayCall = createAddressGuard({ apiUrls: ['https://qyapi.weixin.qq.com'], hosts: ['qyapi.weixin.qq.com'] });
const aibot = createAibotEndpoint({ corpId: 'corp', ...settings, mayCall });

/** A genuine callback, with anything about it changed. */
function sealed(plain: string, receiver: string, timestamp: number | string = seconds) {
  const envelope = createEnvelope({ ...settings, receiverIds: [receiver] });
  const encrypted = envelope.seal(plain);
  const query = { timestamp: String(timestamp), nonce: 'n' };
  return { encrypted, query: { ...query, msg_signature: envelope.sign({ ...query, encrypted }) } };
}

function openApp(plain: string, options: { receiver?: string; timestamp?: number } = {}) {
  const { encrypted, query } = sealed(plain, options.receiver ?? 'corp', options.timestamp);
  return app.open({
    query,
    headers: {},
    body: `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
    now,
  }) as Opened;
}

function openAibot(message: unknown, options: { receiver?: string; timestamp?: number; key?: string } = {}) {
  const { encrypted, query } = sealed(JSON.stringify(message), options.receiver ?? '', options.timestamp);
  return aibot.open({
    query,
    headers: {},
    body: JSON.stringify({ [options.key ?? 'encrypt']: encrypted }),
    now,
  }) as Opened;
}

const xml = (fields: string, from = 'ZhangSan') =>
  `<xml><ToUserName><![CDATA[corp]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>1703815200</CreateTime>${fields}</xml>`;

describe('the app', () => {
  it('reads a text, with the user id in lower case', () => {
    const { event } = openApp(
      xml(
        '<MsgType>text</MsgType><Content><![CDATA[ 资质 ]]></Content><MsgId>12345678901234567890</MsgId><AgentID>1</AgentID>',
      ),
    );
    expect(event).toEqual({
      channel: 'wecom-app',
      key: '["wecom-app","corp","12345678901234567890"]',
      sender: { platform: 'wecom', corpId: 'corp', userId: 'zhangsan' },
      place: 'direct',
      happening: { kind: 'text', text: ' 资质 ' },
      handle: { toUser: 'ZhangSan' },
    });
  });

  const click = (key: string, task: string, code: string) =>
    xml(
      `<MsgType>event</MsgType><Event>template_card_event</Event><EventKey>${key}</EventKey><TaskId>${task}</TaskId><ResponseCode>${code}</ResponseCode>`,
    );

  it('reads a click with its one-use code', () => {
    const { event } = openApp(click('say:资质', 't1', 'c1'));
    expect(event.happening).toEqual({ kind: 'tap', code: 'say:资质' });
    expect(event.handle).toEqual({ toUser: 'ZhangSan', responseCode: 'c1' });
  });

  it('tells apart what differs in anything but the second', () => {
    const keys = [
      click('a', 't1', 'c1'),
      click('b', 't1', 'c1'),
      click('a', 't2', 'c1'),
      click('a', 't1', 'c2'),
      click('a', 't1', 'c1'),
    ].map((one) => openApp(one).event.key);
    expect(new Set(keys).size).toBe(4);
    expect(keys[0]).toBe(keys[4]);
  });

  it.each([
    ['image', { kind: 'unreadable', what: 'image' }],
    ['voice', { kind: 'unreadable', what: 'voice' }],
    ['location', { kind: 'unreadable', what: 'location' }],
    ['hologram', { kind: 'unknown', what: 'hologram' }],
  ])('reads a %s', (type, expected) => {
    expect(openApp(xml(`<MsgType>${type}</MsgType><MsgId>1</MsgId>`)).event.happening).toMatchObject(expected);
  });

  it.each([
    ['subscribe', { kind: 'entered' }],
    ['enter_agent', { kind: 'unknown', what: 'event enter_agent' }],
    ['template_card_menu_event', { kind: 'tap', code: 'k' }],
    ['something_new', { kind: 'unknown', what: 'event something_new' }],
  ])('reads the event %s', (event, expected) => {
    const message = xml(`<MsgType>event</MsgType><Event>${event}</Event><EventKey>k</EventKey>`);
    expect(openApp(message).event.happening).toMatchObject(expected);
  });

  it.each([
    ['another receiver', () => openApp(xml('<MsgType>text</MsgType>'), { receiver: 'other' }), [403, 'receiver']],
    [
      'an hour and a second ago',
      () => openApp(xml('<MsgType>text</MsgType>'), { timestamp: seconds - 3601 }),
      [403, 'expired'],
    ],
    [
      'an hour and a second ahead',
      () => openApp(xml('<MsgType>text</MsgType>'), { timestamp: seconds + 3601 }),
      [403, 'expired'],
    ],
    ['no XML inside', () => openApp('{"a":1}'), [400, 'malformed']],
    ['no sender inside', () => openApp('<xml><ToUserName>corp</ToUserName></xml>'), [400, 'malformed']],
    ['an entity inside', () => openApp(xml('<MsgType>&x;</MsgType>')), [400, 'malformed']],
    [
      'no query',
      () => app.open({ query: {}, headers: {}, body: '<xml><Encrypt>a</Encrypt></xml>', now }),
      [400, 'malformed'],
    ],
    [
      'no Encrypt',
      () => app.open({ query: sealed('', 'corp').query, headers: {}, body: '<xml><A>1</A></xml>', now }),
      [400, 'malformed'],
    ],
    [
      'another message’s signature',
      () =>
        app.open({
          query: sealed('a', 'corp').query,
          headers: {},
          body: `<xml><Encrypt>${sealed('b', 'corp').encrypted}</Encrypt></xml>`,
          now,
        }),
      [403, 'signature'],
    ],
  ] as const)('refuses %s', (_name, run, expected) => {
    expect(refusal(run)).toEqual(expected);
  });

  it('accepts what is just within the hour', () => {
    expect(openApp(xml('<MsgType>text</MsgType><MsgId>1</MsgId>'), { timestamp: seconds - 3600 }).event.channel).toBe(
      'wecom-app',
    );
  });

  it('answers the test of the address byte for byte, however old it is', () => {
    const { encrypted, query } = sealed('1616140317555161061', 'corp', 1);
    expect(app.verify?.({ ...query, echostr: encrypted }).body).toBe('1616140317555161061');
    expect(refusal(() => app.verify?.(query))).toEqual([400, 'malformed']);
    expect(refusal(() => app.verify?.({ ...query, echostr: `${encrypted}A` }))).toEqual([403, 'signature']);
  });

  it('seals a reply for this corp, or says nothing', () => {
    const { reply } = openApp(xml('<MsgType>text</MsgType><MsgId>1</MsgId>'));
    expect(reply(null).body).toBe('');
    const { body } = reply({ content: 'a]]>b' });
    const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/u.exec(body)?.[1] ?? '';
    const signature = /<MsgSignature><!\[CDATA\[(.*?)\]\]>/u.exec(body)?.[1] ?? '';
    const envelope = createEnvelope({ ...settings, receiverIds: ['corp'] });
    const plain = envelope.open({ encrypted, signature, timestamp: String(seconds), nonce: 'n' });
    expect(plain).toContain('<ToUserName><![CDATA[ZhangSan]]></ToUserName>');
    expect(plain).toContain('<![CDATA[a]]]]><![CDATA[>b]]>');
  });
});

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
