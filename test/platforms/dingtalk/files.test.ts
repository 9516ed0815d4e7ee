import nock from 'nock';
import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { type CallMaker, createCallMaker } from '../../../src/platforms/dingtalk/calls.ts';
import { createCallCost } from '../../../src/platforms/dingtalk/costs.ts';
import { createFetchFile } from '../../../src/platforms/dingtalk/fetch-file.ts';
import { createDrawFile } from '../../../src/platforms/dingtalk/send-file.ts';
import { createSendMessage, createSendToMany } from '../../../src/platforms/dingtalk/send-message.ts';
import { createDownload } from '../../../src/platforms/download.ts';
import { fakeQuota } from '../../helpers/call-quota.ts';
import { fixedClock } from '../../helpers/fixed-clock.ts';
import { memoryLog } from '../../helpers/memory-log.ts';
import { failure } from '../../helpers/thrown.ts';
import { expectCalls, fileIn } from '../nocked.ts';
import { apiUrl, createClient, expectOld, expectPost, expectToken, oapiUrl } from './dingtalk-api.ts';

expectCalls();

describe('a file to a member', () => {
  let attachments: Map<string, { name: string; bytes: Uint8Array }>;
  let maker: CallMaker;
  beforeEach(() => {
    attachments = new Map([['A1', { name: '资质名单.xlsx', bytes: Buffer.from('PK content') }]]);
    const client = createClient();
    const sendToMany = createSendToMany({ client, robotCode: 'robot' });
    const sendMessage = createSendMessage({ client, robotCode: 'robot', sendToMany });
    const drawFile = createDrawFile({ client, readAttachment: async (id) => attachments.get(id) ?? null });
    maker = createCallMaker({
      client,
      sendMessage,
      sendToMany,
      costOf: createCallCost('key'),
      drawFile,
      quota: fakeQuota(),
      clock: fixedClock(),
      log: memoryLog(),
    });
  });

  const send = (attachmentId = 'A1') => maker.make({ api: 'file', staffId: 'staff1', attachmentId, ref: 'REF' });
  const upload = (token = 't1') =>
    nock(oapiUrl)
      .post('/media/upload', (body: string) => {
        const { head, content } = fileIn(body);
        expect(head).toMatch(/name="media"; filename="资质名单\.xlsx"\r\n/u);
        expect(content).toBe('PK content');
        return true;
      })
      .query({ access_token: token, type: 'file' });
  const batch = (msgKey: string, msgParam: object, token = 't1') =>
    expectPost(
      '/v1.0/robot/oToMessages/batchSend',
      { robotCode: 'robot', userIds: ['staff1'], msgKey, msgParam: JSON.stringify(msgParam) },
      token,
    );
  const message = { mediaId: '@l1', fileName: '资质名单.xlsx', fileType: 'xlsx' };

  it('is uploaded, then sent', async () => {
    expectToken();
    upload().reply(200, { errcode: 0, errmsg: 'ok', type: 'file', media_id: '@l1', created_at: 1 });
    batch('sampleFile', message).reply(200, { processQueryKey: 'p' });
    await send();
  });

  it.each([
    ['a PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
    ['a JPEG', [0xff, 0xd8, 0xff, 0xe0]],
  ])('%s goes out as a picture', async (_what, magic) => {
    attachments.set('A2', { name: '资金.png', bytes: Buffer.from([...magic, 1, 2, 3]) });
    expectToken();
    nock(oapiUrl)
      .post('/media/upload')
      .query({ access_token: 't1', type: 'image' })
      .reply(200, { errcode: 0, media_id: '@p1' });
    batch('sampleImageMsg', { photoURL: '@p1' }).reply(200, {});
    await send('A2');
  });

  it('is of its kind however that is written', async () => {
    attachments.set('A2', { name: 'A.XLSX', bytes: Buffer.from('PK content') });
    expectToken();
    nock(oapiUrl).post('/media/upload').query(true).reply(200, { errcode: 0, media_id: '@l2' });
    batch('sampleFile', { mediaId: '@l2', fileName: 'A.XLSX', fileType: 'xlsx' }).reply(200, {});
    await send('A2');
  });

  it.each([40014, 42001, 40001, 40089])('renews a token that is dead by %i once', async (errcode) => {
    expectToken('t1');
    upload('t1').reply(200, { errcode });
    expectToken('t2');
    upload('t2').reply(200, { errcode: 0, media_id: '@l1' });
    batch('sampleFile', message, 't2').reply(200, {});
    await send();
  });

  it('does not renew it twice', async () => {
    expectToken('t1');
    upload('t1').reply(200, { errcode: 88, sub_code: '40014' });
    expectToken('t2');
    upload('t2').reply(200, { errcode: 88, sub_code: '40014' });
    expect(await failure(send())).toMatchObject({ code: '40014', retryable: true });
  });

  it.each([
    [{ errcode: -1 }, '-1', true],
    [{ errcode: 90018 }, '90018', true],
    [{ errcode: 90002 }, '90002', true],
    [{ errcode: 15 }, '15', true],
    [{ errcode: 90020 }, '90020', false],
    [{ errcode: 40035 }, '40035', false],
    [{ errcode: 88, sub_code: '90018' }, '90018', true],
    [{ errcode: 88, sub_code: 'isv.x' }, 'isv.x', false],
    [{ errcode: 88, sub_code: null }, '88', false],
    [{ errcode: 0, media: '@l1' }, 'shape', true],
    [{ ok: true }, 'shape', true],
  ])('whose upload is answered %j ends with %s, to be tried again: %s', async (answer, code, retryable) => {
    expectToken();
    upload().reply(200, answer);
    expect(await failure(send())).toMatchObject({ code, retryable });
  });

  it('that did not arrive says so', async () => {
    expectToken();
    upload().reply(200, { errcode: 0, media_id: '@l1' });
    batch('sampleFile', message).reply(200, { flowControlledStaffIdList: ['staff1'] });
    expect(await failure(send())).toMatchObject({ code: 'flowControl', retryable: true });
  });

  it('that is gone is a sentence instead', async () => {
    expectToken();
    const text = '文件已过期或已删除，请重新生成。（流水号 REF）';
    batch('sampleMarkdown', { title: '文件未发出', text }).reply(200, {});
    await send('gone');
  });

  it.each([
    ['empty', 'a.xlsx', 0],
    ['too large', 'a.xlsx', 20 * 1024 * 1024 + 1],
    ['of a kind that no robot sends', 'a.csv', 10],
    ['of no kind', '名单', 10],
  ])('that is %s is a sentence instead', async (_name, name, size) => {
    expectToken();
    attachments.set('A2', { name, bytes: Buffer.alloc(size) });
    const text = '文件为空、超过 20 MB 或不是钉钉能发送的类型，无法发送。（流水号 REF）';
    batch('sampleMarkdown', { title: '文件未发出', text }).reply(200, {});
    await send('A2');
  });
});

describe('a file from a member', () => {
  const host = 'https://files.oss-cn-zhangjiakou.aliyuncs.com';
  let fetchFile: ReturnType<typeof createFetchFile>;
  beforeEach(() => {
    const options = { download: createDownload(), robotCode: 'robot', apiUrls: [apiUrl, oapiUrl] };
    fetchFile = createFetchFile({ client: createClient(), ...options });
  });
  const ask = () => expectPost('/v1.0/robot/messageFiles/download', { downloadCode: 'D', robotCode: 'robot' });
  const stored = () => nock(host).get('/x').query({ sign: 's3cret' });

  it.each(['https', 'http'])('is fetched from where the platform says, with TLS (%s)', async (protocol) => {
    expectToken();
    ask().reply(200, { downloadUrl: `${protocol}://files.oss-cn-zhangjiakou.aliyuncs.com/x?sign=s3cret` });
    stored().reply(200, Buffer.from('PK content'));
    expect(await fetchFile('D', 10)).toEqual(Buffer.from('PK content'));
  });

  it('larger than we take is refused with a sentence', async () => {
    expectToken();
    ask().reply(200, { downloadUrl: `${host}/x?sign=s3cret` });
    stored().reply(200, Buffer.from('PK content'));
    await expect(fetchFile('D', 9)).rejects.toThrow(UserError);
  });

  it.each([
    ['an expired code', 400, { code: 'invalidParameter.robotCode.downloadCode' }, false],
    ['a busy platform', 500, { code: 'system.busy' }, true],
    ['no address', 200, {}, true],
    ['an address in the office', 200, { downloadUrl: 'https://10.0.0.1/x' }, false],
    ['a file on disk', 200, { downloadUrl: 'file:///etc/passwd' }, false],
  ])('is not fetched with %s', async (_name, status, answer, retryable) => {
    expectToken();
    ask().reply(status, answer);
    expect(await failure(fetchFile('D', 10))).toMatchObject({ retryable });
  });

  it('is not fetched through a redirect', async () => {
    expectToken();
    ask().reply(200, { downloadUrl: `${host}/x?sign=s3cret` });
    stored().reply(302, '', { location: 'http://169.254.169.254/latest' });
    expect(await failure(fetchFile('D', 10))).toMatchObject({ code: 'http 302', retryable: false });
  });

  it('is none in an event without one', async () => {
    expect(await failure(fetchFile(undefined, 10))).toMatchObject({ code: 'noFile', retryable: false });
  });
});

it('an old interface is called with what it takes', async () => {
  expectToken();
  expectOld('/topapi/x', { a: 1 }).reply(200, { errcode: 0, result: { b: 2 } });
  expect(await createClient().callOld('/topapi/x', { body: { a: 1 } })).toMatchObject({ result: { b: 2 } });
});
