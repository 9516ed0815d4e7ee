import nock from 'nock';
import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import type { InboundEvent } from '../../../src/core/event.ts';
import { createAddressGuard } from '../../../src/platforms/address-guard.ts';
import { createDownload } from '../../../src/platforms/download.ts';
import { decodeAesKey } from '../../../src/platforms/envelope.ts';
import { createHttpClient } from '../../../src/platforms/http-client.ts';
import { createWecomClient } from '../../../src/platforms/wecom/client.ts';
import type { Line } from '../../../src/platforms/wecom/corps.ts';
import { createFetchFile } from '../../../src/platforms/wecom/fetch-file.ts';
import { createWecom } from '../../../src/platforms/wecom/index.ts';
import { createSendFile, type SendFile } from '../../../src/platforms/wecom/media.ts';
import { createAppTokens } from '../../../src/platforms/wecom/tokens.ts';
import { fileKey, fileText, fileVectors } from '../../fixtures/file-vectors.ts';
import { fixedClock } from '../../helpers/fixed-clock.ts';
import { memoryLog } from '../../helpers/memory-log.ts';
import { failure } from '../../helpers/thrown.ts';
import { expectCalls, fileIn } from '../nocked.ts';
import { apiUrl, expectPost, expectToken } from './wecom-api.ts';

expectCalls();

describe('a file to a member', () => {
  let clock: ReturnType<typeof fixedClock>;
  let line: Line;
  let sendFile: SendFile;
  let attachments: Map<string, { name: string; bytes: Uint8Array }>;

  beforeEach(() => {
    clock = fixedClock();
    const http = createHttpClient();
    const tokens = createAppTokens({ apiUrl, corpId: 'corp', secret: 's', http, clock });
    line = { client: createWecomClient({ apiUrl, tokens, http }), agentId: 7 };
    attachments = new Map([['A1', { name: '资质名单.xlsx', bytes: Buffer.from('PK content') }]]);
    sendFile = createSendFile({ readAttachment: async (id) => attachments.get(id) ?? null, clock });
  });

  const send = (ref = 'REF', attachmentId = 'A1') => sendFile(line, { toUser: 'ZhangSan', attachmentId, ref });
  const upload = (token = 't1') =>
    nock(apiUrl)
      .post('/cgi-bin/media/upload', (body: string) => {
        const { head, content } = fileIn(body);
        expect(head).toContain('name="media"; filename="资质名单.xlsx"; filelength=10');
        expect(content).toBe('PK content');
        return true;
      })
      .query({ access_token: token, type: 'file' });
  const uploaded = (media_id: string) =>
    upload().reply(200, { errcode: 0, type: 'file', media_id, created_at: '1703815200' });
  const message = (media_id: string) =>
    expectPost('message/send', {
      touser: 'ZhangSan',
      agentid: 7,
      msgtype: 'file',
      file: { media_id },
      enable_duplicate_check: 1,
      duplicate_check_interval: 1800,
    });
  const sentence = (content: RegExp) =>
    expectPost('message/send', (body) => body.msgtype === 'text' && content.test(body.text.content)).reply(200, {
      errcode: 0,
    });

  it('is uploaded, then sent', async () => {
    expectToken();
    uploaded('m1');
    message('m1').reply(200, { errcode: 0 });
    await send();
  });

  it.each([
    ['a PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 100, 'image'],
    ['a JPEG', [0xff, 0xd8, 0xff, 0xe0], 100, 'image'],
    ['a PNG of 10 MB', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 10 * 2 ** 20, 'image'],
    ['a PNG that is larger', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 10 * 2 ** 20 + 1, 'file'],
    ['what only begins like one', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0b], 100, 'file'],
  ])('%s goes out as what it is', async (_what, magic, size, type) => {
    const bytes = Buffer.alloc(size);
    bytes.set(magic);
    attachments.set('A2', { name: '资金.png', bytes });
    expectToken();
    nock(apiUrl)
      .post('/cgi-bin/media/upload')
      .query({ access_token: 't1', type })
      .reply(200, { errcode: 0, type, media_id: 'p1', created_at: '1703815200' });
    expectPost('message/send', (body) => body.msgtype === type && body[type].media_id === 'p1').reply(200, {
      errcode: 0,
    });
    await send('REF', 'A2');
  });

  it('is the very same request when it is tried again, so that the platform drops the second', async () => {
    expectToken();
    uploaded('m1');
    message('m1').reply(200, { errcode: -1 });
    expect(await failure(send())).toMatchObject({ code: '-1', retryable: true });
    message('m1').reply(200, { errcode: 0 });
    await send();
  });

  it('is another request for another question', async () => {
    expectToken();
    uploaded('m1');
    message('m1').reply(200, { errcode: 0 });
    await send('REF1');
    uploaded('m2');
    message('m2').reply(200, { errcode: 0 });
    await send('REF2');
  });

  it('is uploaded again once the upload has expired, by our clock or by theirs', async () => {
    expectToken();
    uploaded('m1');
    message('m1').reply(200, { errcode: -1 });
    await failure(send());
    message('m1').reply(200, { errcode: 40007, errmsg: 'invalid media_id' });
    uploaded('m2');
    message('m2').reply(200, { errcode: -1 });
    await failure(send());
    clock.advance(2 * 24 * 60 * 60_000);
    expectToken();
    uploaded('m3');
    message('m3').reply(200, { errcode: 0 });
    await send();
  });

  it('renews a dead token once for its upload', async () => {
    expectToken('t1');
    upload('t1').reply(200, { errcode: 42001 });
    expectToken('t2');
    upload('t2').reply(200, { errcode: 0, media_id: 'm1' });
    expectPost('message/send', undefined, 't2').reply(200, { errcode: 0 });
    await send();
  });

  it.each([
    ['-1', true, { errcode: -1 }],
    ['45009', true, { errcode: 45009 }],
    ['40004', false, { errcode: 40004, errmsg: 'invalid media type' }],
    ['shape', true, { errcode: 0, media: 'm1' }],
  ])('whose upload ends with %s is tried again: %s', async (code, retryable, answer) => {
    expectToken();
    upload().reply(200, answer);
    expect(await failure(send())).toMatchObject({ code, retryable });
  });

  it('is not uploaded again and again for somebody whom the platform refuses', async () => {
    expectToken();
    uploaded('m1');
    message('m1').reply(200, { errcode: 81013 });
    expect(await failure(send())).toMatchObject({ code: '81013', retryable: false });
  });

  it('that is gone is a sentence instead', async () => {
    expectToken();
    sentence(/文件已过期或已删除.*（流水号 REF）/su);
    await send('REF', 'gone');
  });

  it.each([0, 5, 20 * 1024 * 1024 + 1])(
    'of %i bytes, which the platform refuses, is a sentence instead',
    async (size) => {
      expectToken();
      attachments.set('A2', { name: 'a.xlsx', bytes: Buffer.alloc(size) });
      sentence(/无法发送.*（流水号 REF）/su);
      await send('REF', 'A2');
    },
  );
});

describe('a file from a member', () => {
  const aesKey = decodeAesKey(fileKey) ?? Buffer.alloc(0);
  const mayFetch = createAddressGuard({ apiUrls: ['http://127.0.0.1:4000'], hosts: ['myqcloud.com'] });
  const fetchFile = createFetchFile({ download: createDownload(), aesKey, mayFetch });
  const host = 'https://ww-aibot-img-1.cos.ap-guangzhou.myqcloud.com';
  const url = `${host}/x/1?sign=s3cret`;
  const stored = (bytes: Buffer, status = 200) => nock(host).get('/x/1').query({ sign: 's3cret' }).reply(status, bytes);
  const sealed = (index: number) => Buffer.from(fileVectors[index]?.sealed ?? '', 'base64');

  it.each(fileVectors)('is decrypted (pad $pad)', async ({ sealed, length }) => {
    stored(Buffer.from(sealed, 'base64'));
    const file = Buffer.from(fileText).subarray(0, length);
    expect(await fetchFile(url, length)).toEqual(file);
  });

  it.each([
    ['by less than the padding', 0, 94],
    ['by far', 3, 10],
  ])('larger than we take is refused with a sentence (%s)', async (_name, index, bytesAtMost) => {
    stored(sealed(index));
    await expect(fetchFile(url, bytesAtMost)).rejects.toThrow(UserError);
  });

  it.each([
    ['sealed with another key', sealed(0).reverse(), 200, 'shape'],
    ['an error page', Buffer.from('<html>'), 200, 'shape'],
    ['expired', Buffer.from('no'), 403, 'http 403'],
  ])('that is %s is no file', async (_name, bytes, status, code) => {
    stored(bytes, status);
    const error = await failure(fetchFile(url, 1000));
    expect(error).toMatchObject({ code, retryable: false });
    expect(error.message).not.toContain('s3cret');
  });

  it('is fetched from where the platform keeps files', async () => {
    const app = { corpId: 'corp', agentId: 7, secret: 's', token: 'token', aesKey, accountCap: 200 };
    const http = createHttpClient();
    const nothing = async () => null;
    const { channels } = createWecom(
      { apiUrl, oauthUrl: apiUrl, app, aibot: { token: 'token', aesKey } },
      {
        http,
        download: createDownload(),
        readAttachment: nothing,
        userIdMemory: { find: nothing, remember: async () => undefined },
        clock: fixedClock(),
        log: memoryLog(),
      },
    );
    const aibot = channels.find(({ name }) => name === 'wecom-aibot');
    const event: InboundEvent = {
      channel: 'wecom-aibot',
      key: 'k',
      sender: null,
      place: 'direct',
      happening: { kind: 'file', name: 'a.xlsx' },
      handle: { fileUrl: url },
    };
    stored(sealed(0));
    expect(await aibot?.fetchFile?.(event, 1000)).toHaveLength(95);
  });

  it.each([
    ['http://ww-aibot-img-1.cos.ap-guangzhou.myqcloud.com/x', 'host'],
    ['https://evil.example/x', 'host'],
    ['https://169.254.169.254/latest', 'host'],
    ['nonsense', 'host'],
    [undefined, 'noFile'],
  ])('is not fetched from %s', async (address, code) => {
    expect(await failure(fetchFile(address, 1000))).toMatchObject({ code, retryable: false });
  });
});
