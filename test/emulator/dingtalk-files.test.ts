import { expect, test } from 'vitest';
import { at, first, startBoth } from './harness.ts';

const DIRECT = 'dingtalk:s1';
const GROUP = 'dingtalk-group:cidG==';
const DOWNLOAD = '/v1.0/robot/messageFiles/download';
const bytes = Buffer.from('企业名称,营收\n示例企业01,320\n');
const extra = { fileName: '企业 上报.csv', contentBase64: bytes.toString('base64') };

/** A person has sent the file; the content of the callback, and a download call. */
async function sent(more: object = {}) {
  const both = await startBoth();
  const say = { as: 'zhang', conversation: DIRECT, text: '', kind: 'file', extra, ...more };
  const report = await both.emulator.people.say(say, { wait: true });
  const content = at(JSON.parse(both.bot.at('robot')[0]?.raw ?? '{}'), 'content');
  const download = (body: object) => both.ding('POST', DOWNLOAD, { robotCode: 'dingkey', ...body });
  return { ...both, report, content, code: String(at(content, 'downloadCode')), download };
}

test('a file is announced with a code, the code gives an address, the address the bytes', async () => {
  const { content, code, download } = await sent();
  expect(content).toEqual({
    downloadCode: expect.any(String),
    fileName: '企业 上报.csv',
    spaceId: expect.any(String),
    fileId: expect.any(String),
  });
  const { status, json } = await download({ downloadCode: code });
  expect(status).toBe(200);
  expect(Object.keys(json)).toEqual(['downloadUrl']);
  const got = await fetch(String(json.downloadUrl));
  expect(got.status).toBe(200);
  expect(Buffer.from(await got.arrayBuffer())).toEqual(bytes);
  expect(got.headers.get('content-disposition')).toContain(encodeURIComponent('企业 上报.csv'));
});

test('the sender sees the file and can open it again', async () => {
  const { emulator, url } = await sent();
  const message = first(await emulator.messages({ as: 'zhang', conversation: DIRECT }));
  expect(message).toMatchObject({ kind: 'file', text: '[文件] 企业 上报.csv' });
  expect(message.file).toEqual({ id: expect.any(String), name: '企业 上报.csv', size: bytes.length });
  const got = await fetch(`${url}/emulator/files/${message.file?.id}`);
  expect(Buffer.from(await got.arrayBuffer())).toEqual(bytes);
  expect((await fetch(`${url}/emulator/files/unknown`)).status).toBe(404);
});

test('the code and the address are good for a while only', async () => {
  const { emulator, code, download } = await sent();
  const { downloadUrl } = (await download({ downloadCode: code })).json;
  await emulator.clock.advance(emulator.settings.dingtalkRobot.downloadUrlMs, { jump: true });
  expect((await fetch(String(downloadUrl))).status).toBe(200);
  await emulator.clock.advance(1, { jump: true });
  expect((await fetch(String(downloadUrl))).status).toBe(403);
  // The code outlives the address and gives another one.
  expect((await download({ downloadCode: code })).status).toBe(200);
  await emulator.clock.advance(emulator.settings.dingtalkRobot.downloadCodeMs, { jump: true });
  expect(await download({ downloadCode: code })).toMatchObject({
    status: 400,
    json: { code: 'invalidParameter.robotCode.downloadCode' },
  });
});

const refusals: [change: object, code: string][] = [
  [{}, 'invalidParameter.robotCode.downloadCode'],
  [{ downloadCode: 'x' }, 'invalidParameter.robotCode.downloadCode'],
  [{ robotCode: '' }, 'invalidParameter.robotCode.empty'],
  [{ robotCode: 'other' }, 'invalidParameter.robotCode.notExsit'],
];
test.each(refusals)('a download of %j is refused', async (change, code) => {
  const { download } = await sent();
  expect(await download(change)).toMatchObject({ status: 400, json: { code } });
});

test('a download needs a token and counts as a call', async () => {
  const { send, code, download } = await sent();
  expect(await send('POST', DOWNLOAD, { robotCode: 'dingkey', downloadCode: code })).toMatchObject({
    status: 400,
    json: { code: 'InvalidAuthentication' },
  });
  const calls = async () => at((await send('GET', '/emulator/state')).json, 'dingtalkCalls', 'calls');
  const before = await calls();
  await download({ downloadCode: code });
  expect(await calls()).toBe(Number(before) + 1);
});

test('in a group a file is shown and not delivered; a picture is delivered', async () => {
  const { bot, report } = await sent({ conversation: GROUP });
  expect(report.delivery?.state).toBe('not-sent');
  expect(bot.at('robot')).toEqual([]);
  const picture = await sent({ conversation: GROUP, kind: 'picture' });
  const { downloadUrl } = (await picture.download({ downloadCode: picture.code })).json;
  expect(Buffer.from(await (await fetch(String(downloadUrl))).arrayBuffer())).toEqual(bytes);
});

test('content that is no base64 is refused', async () => {
  const { emulator } = await startBoth();
  const say = { as: 'zhang', conversation: DIRECT, text: '', kind: 'file', extra: { contentBase64: '%%' } };
  await expect(emulator.people.say(say)).rejects.toThrow(/contentBase64/);
});
