import { describe, expect, test } from 'vitest';
import { first, startBoth } from './harness.ts';

const BATCH = '/v1.0/robot/oToMessages/batchSend';
const GROUP_SEND = '/v1.0/robot/groupMessages/send';
const MB = 1024 * 1024;

/** Both, with an upload and a send of what was uploaded. */
async function start() {
  const both = await startBoth();
  const post = async (query: string, form: FormData | string) => {
    const address = `${both.url}/media/upload?access_token=${await both.dingToken()}${query}`;
    const answer = await fetch(address, { method: 'POST', body: form });
    return (await answer.json()) as Record<string, unknown>;
  };
  const upload = (type: string, name: string, content: Buffer | string = 'abc', field = 'media') => {
    const form = new FormData();
    form.set(field, new Blob([new Uint8Array(Buffer.from(content))]), name);
    return post(`&type=${type}`, form);
  };
  return {
    ...both,
    post,
    upload,
    idOf: async (type: string, name: string) => String((await upload(type, name)).media_id),
    batch: (msgKey: string, param: object) =>
      both.ding('POST', BATCH, { robotCode: 'dingkey', userIds: ['s1'], msgKey, msgParam: JSON.stringify(param) }),
    seen: async () => first(await both.fromBot('zhang', 'dingtalk:s1')),
  };
}

describe('upload', () => {
  test('gives a media id', async () => {
    const { emulator, upload } = await start();
    expect(await upload('file', '月报.xlsx')).toEqual({
      errcode: 0,
      errmsg: 'ok',
      type: 'file',
      media_id: expect.stringMatching(/^@l/),
      created_at: emulator.clock.now(),
    });
  });

  const refusals: [type: string, name: string, size: number, errcode: number][] = [
    ['picture', 'a.png', 1, 40004],
    ['', 'a.png', 1, 40004],
    ['image', 'a.svg', 1, 40005],
    ['voice', 'a.ogg', 1, 40005],
    ['video', 'a.mov', 1, 40005],
    ['file', 'a.csv', 1, 40005],
    ['file', 'xlsx', 1, 40005],
    ['file', 'a.xlsx', 0, 40006],
    ['image', 'a.png', 20 * MB + 1, 40006],
    ['voice', 'a.amr', 2 * MB + 1, 40006],
    ['video', 'a.mp4', 20 * MB + 1, 40006],
    ['file', 'a.xlsx', 20 * MB + 1, 40006],
  ];
  test.each(refusals)('as %s, a file %s of %i bytes is %i', async (type, name, size, errcode) => {
    const { upload } = await start();
    expect(await upload(type, name, Buffer.alloc(size))).toMatchObject({ errcode });
  });

  const sizes: [type: string, name: string, size: number][] = [
    ['image', 'A.PNG', 20 * MB],
    ['voice', 'a.amr', 2 * MB],
    ['file', 'a.rar', 20 * MB],
  ];
  test.each(sizes)('as %s, a file %s of %i bytes is taken', async (type, name, size) => {
    const { upload } = await start();
    expect(await upload(type, name, Buffer.alloc(size))).toMatchObject({ errcode: 0 });
  });

  test('another form, another field, no file and no token have their codes', async () => {
    const { url, post, upload } = await start();
    expect((await post('&type=file', 'abc')).errcode).toBe(43008);
    expect((await upload('file', 'a.pdf', 'x', 'file')).errcode).toBe(41005);
    const text = new FormData();
    text.set('media', 'a.pdf');
    expect((await post('&type=file', text)).errcode).toBe(41005);
    const stranger = await fetch(`${url}/media/upload?type=file`, { method: 'POST', body: text });
    expect(await stranger.json()).toMatchObject({ errcode: 40014 });
  });

  test('the wire log keeps the bytes out', async () => {
    const { upload, lastWire } = await start();
    await upload('file', 'a.pdf', 'very secret');
    expect(lastWire().request.body).toMatch(/^\[multipart, \d+ bytes\]$/);
  });
});

describe('messages with what was uploaded', () => {
  test('a file arrives under the name of the message and can be downloaded', async () => {
    const { url, upload, batch, seen } = await start();
    const bytes = Buffer.from(Array.from({ length: 700 }, (_, index) => index % 256));
    const mediaId = (await upload('file', 'x.xlsx', bytes)).media_id;
    expect((await batch('sampleFile', { mediaId, fileName: '月报.xlsx', fileType: 'xlsx' })).status).toBe(200);
    const message = await seen();
    expect(message).toMatchObject({ kind: 'file', text: '[文件] 月报.xlsx', warnings: [] });
    expect(message.file).toEqual({ id: expect.any(String), name: '月报.xlsx', size: 700 });
    const got = await fetch(`${url}/emulator/files/${message.file?.id}`);
    expect(Buffer.from(await got.arrayBuffer())).toEqual(bytes);
  });

  test('a media id is good for many messages, and for groups', async () => {
    const { idOf, batch, ding, fromBot, emulator } = await start();
    const mediaId = await idOf('file', 'a.pdf');
    await batch('sampleFile', { mediaId, fileName: 'a.pdf', fileType: 'pdf' });
    await emulator.clock.advance(90 * 86_400_000, { jump: true });
    const msgParam = JSON.stringify({ mediaId, fileName: 'a.pdf', fileType: 'pdf' });
    const group = { robotCode: 'dingkey', openConversationId: 'cidG==', msgKey: 'sampleFile', msgParam };
    expect((await ding('POST', GROUP_SEND, group)).status).toBe(200);
    expect(first(await fromBot('guest', 'dingtalk-group:cidG==')).file?.name).toBe('a.pdf');
  });

  test('a name that contradicts fileType is a remark', async () => {
    const { idOf, batch, seen } = await start();
    await batch('sampleFile', { mediaId: await idOf('file', 'a.pdf'), fileName: 'a.docx', fileType: 'pdf' });
    expect((await seen()).warnings).toEqual([expect.stringContaining('fileType pdf')]);
  });

  test('picture, voice and video', async () => {
    const { idOf, batch, fromBot } = await start();
    const picture = await idOf('image', 'a.png');
    await batch('sampleImageMsg', { photoURL: picture });
    await batch('sampleAudio', { mediaId: await idOf('voice', 'a.amr'), duration: '3000' });
    const videoMediaId = await idOf('video', 'a.mp4');
    const video = { videoMediaId, picMediaId: picture, videoType: 'mp4', duration: '9', height: '4', width: '3' };
    await batch('sampleVideo', video);
    const shown = await fromBot('zhang', 'dingtalk:s1');
    expect(shown.map(({ kind, text, file }) => [kind, text, file?.name])).toEqual([
      ['image', '[图片]', 'a.png'],
      ['voice', '[语音] 3秒', 'a.amr'],
      ['video', '[视频]', 'a.mp4'],
    ]);
  });

  const video = { videoMediaId: 'VIDEO', picMediaId: 'PICTURE', videoType: 'mp4', duration: 1, height: 1, width: 1 };
  const wrong: [msgKey: string, param: object][] = [
    ['sampleFile', { mediaId: '@lAunknown', fileName: 'a.pdf', fileType: 'pdf' }],
    ['sampleFile', { mediaId: 'PICTURE', fileName: 'a.pdf', fileType: 'pdf' }],
    ['sampleFile', { mediaId: 'FILE', fileName: 'a.pdf' }],
    ['sampleFile', { mediaId: 'FILE', fileName: 'a.csv', fileType: 'csv' }],
    ['sampleImageMsg', { photoURL: '@lAunknown' }],
    ['sampleImageMsg', { photoURL: 'a.png' }],
    ['sampleAudio', { mediaId: 'FILE', duration: '3000' }],
    ['sampleAudio', { mediaId: 'FILE', duration: 3000 }],
    ['sampleVideo', { ...video, videoMediaId: 'FILE' }],
    ['sampleVideo', { ...video, picMediaId: 'FILE' }],
    ['sampleVideo', { ...video, videoType: 'mov' }],
  ];
  test.each(wrong)('%s %j is refused', async (msgKey, param) => {
    const { idOf, batch, fromBot } = await start();
    const ids: Record<string, string> = {
      FILE: await idOf('file', 'a.pdf'),
      PICTURE: await idOf('image', 'a.png'),
      VIDEO: await idOf('video', 'a.mp4'),
    };
    const given = Object.fromEntries(Object.entries(param).map(([name, value]) => [name, ids[String(value)] ?? value]));
    expect(await batch(msgKey, given)).toMatchObject({
      status: 400,
      json: { code: 'invalidParameter.msgParam.invalid' },
    });
    expect(await fromBot('zhang', 'dingtalk:s1')).toEqual([]);
  });
});
