import { describe, expect, it } from 'vitest';
import type { Opened } from '../../../src/core/endpoint.ts';
import { createEnvelope } from '../../../src/platforms/envelope.ts';
import { createAppEndpoint } from '../../../src/platforms/wecom/app-callback.ts';
import { refusal } from '../../helpers/thrown.ts';
import { noCorps } from './no-corps.ts';
import { now, sealed, seconds, settings } from './sealed-callback.ts';

const app = createAppEndpoint({ corpId: 'corp', ...settings, corps: noCorps });

function openApp(plain: string, options: { receiver?: string; timestamp?: number } = {}) {
  const { encrypted, query } = sealed(plain, options.receiver ?? 'corp', options.timestamp);
  return app.open({
    query,
    headers: {},
    body: `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
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
    expect(event.happening).toEqual({ kind: 'tap', code: 'say:资质', card: 't1' });
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
