import { beforeEach, describe, expect, it } from 'vitest';
import type { Opened } from '../../../src/core/endpoint.ts';
import { createEnvelope } from '../../../src/platforms/envelope.ts';
import { createAppEndpoint } from '../../../src/platforms/wecom/app-callback.ts';
import { refusal } from '../../helpers/thrown.ts';

const now = new Date('2023-12-29T02:00:00Z');
const seconds = String(now.getTime() / 1000);
const settings = { token: 'token', aesKey: Buffer.alloc(32, 7) };
/** What the endpoint asks to be learnt. */
let asked: string[];
beforeEach(() => {
  asked = [];
});
const corps = {
  includes: (id: string) => id === 'wwDown',
  refresh: async () => void asked.push('refresh'),
  lookAgain: async () => void asked.push('lookAgain'),
};
const app = createAppEndpoint({ corpId: 'corp', ...settings, corps });
const envelope = createEnvelope({ ...settings, receiverIds: ['corp', 'wwDown', 'wwOther'] });

function open(fields: string, options: { to?: string; from?: string; receiver?: string; at?: number } = {}): Opened {
  const { to = 'corp', from = 'ZhangSan', receiver = 'corp', at = 1703815200 } = options;
  const plain = `<xml><ToUserName><![CDATA[${to}]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>${at}</CreateTime>${fields}</xml>`;
  const encrypted = envelope.seal(plain, receiver);
  const msg_signature = envelope.sign({ timestamp: seconds, nonce: 'n', encrypted });
  const query = { msg_signature, timestamp: seconds, nonce: 'n' };
  return app.open({ query, headers: {}, body: `<xml><Encrypt>${encrypted}</Encrypt></xml>`, now }) as Opened;
}
const happened = (name: string, more = '') =>
  `<MsgType>event</MsgType><Event>${name}</Event><EventKey></EventKey>${more}`;
const text = '<MsgType>text</MsgType><Content>资质</Content><MsgId>1</MsgId>';

describe('leaving', () => {
  it('is told of who left, and answered to nobody', () => {
    const { event } = open(happened('unsubscribe'));
    expect(event.sender).toBeNull();
    expect(event.happening).toEqual({
      kind: 'left',
      people: [{ platform: 'wecom', corpId: 'corp', userId: 'zhangsan' }],
    });
  });

  it('of two people in the same second is two events', () => {
    const keys = ['a', 'b', 'a'].map((from) => open(happened('unsubscribe'), { from }).event.key);
    expect(new Set(keys).size).toBe(2);
  });

  it('and joining again in the same second are two events', () => {
    expect(open(happened('unsubscribe')).event.key).not.toBe(open(happened('subscribe')).event.key);
  });
});

describe('an alert', () => {
  it.each([
    'inactive_alert',
    'close_inactive_agent',
    'reopen_inactive_agent',
    'low_active_alert',
    'low_active',
    'active_restored',
  ])('%s is from nobody', (what) => {
    const { event } = open(happened(what), { from: 'sys' });
    expect(event.sender).toBeNull();
    expect(event.happening).toEqual({ kind: 'alert', what, effectiveAt: null });
  });

  it.each([
    ['1704038400', '2023-12-31T16:00:00.000Z'],
    ['2023-12-31', null],
    ['', null],
    ['99999999999999', null],
  ])('says from when on (%j)', (EffectTime, effectiveAt) => {
    const { event } = open(happened('inactive_alert', `<EffectTime>${EffectTime}</EffectTime>`), { from: 'sys' });
    expect(event.happening).toEqual({ kind: 'alert', what: 'inactive_alert', effectiveAt });
  });
});

describe('sharing the app with other organisations', () => {
  it.each(['share_agent_change', 'share_chain_change'])('is learnt from %s, which is from nobody', (name) => {
    const { event } = open(happened(name), { from: 'sys' });
    expect(event).toMatchObject({ sender: null, happening: { kind: 'unknown', what: `event ${name}` } });
    expect(asked).toEqual(['refresh']);
  });

  it('is not learnt from anything else', () => {
    open(text);
    expect(asked).toEqual([]);
  });
});

describe('a member of another organisation', () => {
  it.each(['corp', 'wwDown'])('is theirs, with the id as it is (sealed for %s)', (receiver) => {
    const { event } = open(text, { to: 'wwDown', from: 'woAbC', receiver });
    expect(event).toMatchObject({
      sender: { platform: 'wecom', corpId: 'wwDown', userId: 'woAbC' },
      key: '["wecom-app","wwDown","1"]',
      handle: { toUser: 'woAbC', corpId: 'wwDown' },
    });
    expect(asked).toEqual([]);
  });

  it('is answered in the callback as who was written to', () => {
    const { body } = open(text, { to: 'wwDown', from: 'woAbC', receiver: 'wwDown' }).reply({ content: '有效' });
    const part = (name: string) => new RegExp(`<${name}><!\\[CDATA\\[(.*?)\\]\\]>`, 'u').exec(body)?.[1] ?? '';
    const { message, receiverId } = envelope.openFor({
      encrypted: part('Encrypt'),
      signature: part('MsgSignature'),
      timestamp: seconds,
      nonce: 'n',
    });
    expect(receiverId).toBe('wwDown');
    expect(message).toContain('<ToUserName><![CDATA[woAbC]]></ToUserName><FromUserName><![CDATA[wwDown]]>');
  });

  it('who leaves is the one over there', () => {
    const { event } = open(happened('unsubscribe'), { to: 'wwDown', from: 'woAbC' });
    expect(event.happening).toMatchObject({ people: [{ corpId: 'wwDown', userId: 'woAbC' }] });
  });

  it('of whom we do not know that the app is shared is refused, and asked about', () => {
    expect(refusal(() => open(text, { to: 'wwOther', receiver: 'wwOther' }))).toEqual([403, 'receiver']);
    expect(asked).toEqual(['lookAgain']);
  });

  it('is not asked about because of what the platform did not sign', () => {
    const encrypted = envelope.seal('<xml/>', 'wwOther');
    const query = { msg_signature: 'a'.repeat(40), timestamp: seconds, nonce: 'n' };
    const request = { query, headers: {}, body: `<xml><Encrypt>${encrypted}</Encrypt></xml>`, now };
    expect(refusal(() => app.open(request))).toEqual([403, 'signature']);
    expect(asked).toEqual([]);
  });
});
