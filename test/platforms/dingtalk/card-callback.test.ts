import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Opened } from '../../../src/core/endpoint.ts';
import { createCardEndpoint } from '../../../src/platforms/dingtalk/card-callback.ts';
import { refusal } from '../../helpers/thrown.ts';

const now = new Date('2023-12-29T02:00:00Z');
const ms = now.getTime();
const secret = 'secret';
const card = createCardEndpoint({ cardSecret: secret });

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
      happening: { kind: 'tap', code: 'say:资质', card: 'd-1' },
      handle: { outTrackId: 'd-1', staffId: 'staff1' },
    });
    expect(open({ ...callback, outTrackId: 'g-1' }).event.place).toBe('group');
  });

  it('is read in its other spelling', () => {
    const value = JSON.stringify({ cardPrivateData: { actionIds: ['tap'] }, params: { tap: 'say:资质' } });
    expect(open({ ...callback, content: undefined, value }).event.happening).toEqual({
      kind: 'tap',
      code: 'say:资质',
      card: 'd-1',
    });
  });

  const tap = { kind: 'tap', code: 'say:资质', card: 'd-1' };
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

  describe('with a form', () => {
    const filled = (form: unknown, tap = 'a1b_say:/填报') =>
      open({
        ...callback,
        content: JSON.stringify({ cardPrivateData: { actionIds: ['form'], params: { tap, form } } }),
      });

    it('brings what was filled in', () => {
      expect(filled({ a1b_revenue: 320, a1b_why: { index: 0, value: 'order' } }).event.happening).toEqual({
        kind: 'tap',
        code: 'say:/填报',
        values: { revenue: '320', why: 'order' },
        card: 'd-1',
      });
    });

    it('filled in differently at the same moment is another event, delivered again it is not', () => {
      const { key } = filled({ a1b_revenue: 320 }).event;
      expect(filled({ a1b_revenue: 320 }).event.key).toBe(key);
      expect(filled({ a1b_revenue: 321 }).event.key).not.toBe(key);
      expect(filled({}).event.key).not.toBe(key);
      expect(key).not.toContain('320');
    });

    it('of another shape has no effect', () => {
      expect(filled({ a1b_revenue: [1] }).event.happening).toMatchObject({
        kind: 'unknown',
        what: 'form of another shape',
        raw: expect.stringContaining('a1b_revenue'),
      });
      expect(filled('x').event.key).not.toBe(filled('y').event.key);
    });
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
