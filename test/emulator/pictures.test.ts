import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { stream } from './fixtures/aibot.ts';
import { form, jpg, png, upload } from './fixtures/media.ts';
import { first, smallWorld, startBoth } from './harness.ts';

const MB = 1024 ** 2;
const WECOM = 'wecom-app:ZhangSan';
const AIBOT = 'wecom-aibot:ZhangSan';
const DINGTALK = 'dingtalk:s1';
const gif = Buffer.from('GIF89a\x01\x00\x01\x00', 'latin1');
const bmp = Buffer.from('BM\x1e\x00', 'latin1');

/** Uploads on either platform; what a person gets to see of it. */
async function start() {
  const both = await startBoth();
  const { url, wecomToken, dingToken } = both;
  const up = async (path: string, token: string, type: string, bytes: Buffer, name: string) =>
    upload(`${url}${path}?access_token=${token}&type=${type}`, form(bytes, name));
  return {
    ...both,
    wecomUp: async (bytes: Buffer, name: string, type = 'image') =>
      up('/cgi-bin/media/upload', await wecomToken(), type, bytes, name),
    dingUp: async (bytes: Buffer, name: string) => up('/media/upload', await dingToken(), 'image', bytes, name),
    sendWecom: (msgtype: string, mediaId: unknown, more: object = {}) =>
      both.wecom('/cgi-bin/message/send', {
        touser: 'ZhangSan',
        agentid: 1000002,
        msgtype,
        [msgtype]: { media_id: mediaId },
        ...more,
      }),
    sendDing: (photoURL: unknown, to: object = { userIds: ['s1'] }) =>
      both.ding('POST', `/v1.0/robot/${'userIds' in to ? 'oToMessages/batchSend' : 'groupMessages/send'}`, {
        robotCode: 'dingkey',
        msgKey: 'sampleImageMsg',
        msgParam: JSON.stringify({ photoURL }),
        ...to,
      }),
    bytesOf: async (id: string | undefined) => {
      const got = await fetch(`${url}/emulator/files/${id}`);
      return { type: got.headers.get('content-type'), bytes: Buffer.from(await got.arrayBuffer()) };
    },
  };
}

describe('WeCom', () => {
  test.each([
    ['营收.png', png, 'image/png'],
    ['营收.png', jpg, 'image/jpeg'],
  ])('a picture %s shows its name, size and type, and its bytes can be had', async (name, bytes, type) => {
    const { wecomUp, sendWecom, fromBot, bytesOf } = await start();
    const { media_id: id } = await wecomUp(bytes, name);
    expect(await sendWecom('image', id, { safe: 1 })).toMatchObject({ errcode: 0, msgid: expect.any(String) });
    const message = first(await fromBot('zhang', WECOM));
    expect(message).toMatchObject({ kind: 'image', text: `[图片] ${name}`, warnings: [] });
    expect(message.file).toEqual({ id: expect.any(String), name, size: bytes.length, type });
    expect(await bytesOf(message.file?.id)).toEqual({ type, bytes });
  });

  test('the media_id of a file is no picture, also where its content is one', async () => {
    const { wecomUp, sendWecom, fromBot } = await start();
    const { media_id: id } = await wecomUp(png, '营收.png', 'file');
    expect((await sendWecom('image', id)).errcode).toBe(40007);
    expect((await sendWecom('file', id)).errcode).toBe(0);
    expect(await fromBot('zhang', WECOM)).toMatchObject([{ kind: 'file', file: { name: '营收.png' } }]);
  });

  test('10 MB are taken, of what begins like a whole PNG or JPG', async () => {
    const { wecomUp } = await start();
    expect((await wecomUp(Buffer.concat([png, Buffer.alloc(10 * MB - png.length)]), 'a.png')).errcode).toBe(0);
    expect((await wecomUp(png.subarray(0, 7), 'a.png')).errcode).toBe(40123);
    expect((await wecomUp(gif, 'a.png')).errcode).toBe(40123);
    expect((await wecomUp(bmp, 'a.png')).errcode).toBe(40006);
  });

  test('a recalled picture is gone', async () => {
    const { wecom, wecomUp, sendWecom, fromBot } = await start();
    const { msgid } = await sendWecom('image', (await wecomUp(png, 'a.png')).media_id);
    await wecom('/cgi-bin/message/recall', { msgid });
    const message = first(await fromBot('zhang', WECOM));
    expect(message).toMatchObject({ recalled: true, text: '此消息已撤回' });
    expect(message.file).toBeUndefined();
  });

  test('a group of the app gets pictures as well', async () => {
    const { wecom, wecomUp, fromBot } = await start();
    await wecom('/cgi-bin/appchat/create', { name: '群', userlist: ['ZhangSan', 'LiSi'], chatid: 'team1' });
    const send = (mediaId: unknown) =>
      wecom('/cgi-bin/appchat/send', { chatid: 'team1', msgtype: 'image', image: { media_id: mediaId } });
    expect((await send((await wecomUp(png, 'a.png')).media_id)).errcode).toBe(0);
    expect((await send((await wecomUp(png, 'a.png', 'file')).media_id)).errcode).toBe(40007);
    expect(await fromBot('li', 'wecom-chat:team1')).toMatchObject([
      { kind: 'image', file: { name: 'a.png', size: png.length, type: 'image/png' } },
    ]);
  });

  test('a webhook takes no media_id for a picture, but the picture itself', async () => {
    const world = smallWorld();
    for (const group of world.wecom?.groups ?? []) group.webhookKey = 'hook';
    const { send, fromBot } = await startBoth({ world });
    const post = async (image: object) =>
      (await send('POST', '/cgi-bin/webhook/send?key=hook', { msgtype: 'image', image })).json.errcode;
    const md5 = createHash('md5').update(png).digest('hex');
    expect(await post({ media_id: 'x' })).toBe(40058);
    expect(await post({ base64: png.toString('base64'), md5 })).toBe(0);
    expect(await fromBot('li', 'wecom-aibot-group:wr1')).toMatchObject([
      { kind: 'image', file: { size: png.length, type: 'image/png' } },
    ]);
  });
});

describe('the AI bot', () => {
  const item = (bytes: Buffer, md5 = createHash('md5').update(bytes).digest('hex')) => ({
    msgtype: 'image',
    image: { base64: bytes.toString('base64'), md5 },
  });
  const ask = async (items: object[]) => {
    const both = await start();
    both.bot.on('aibot', () => ({ sealed: stream('见下图', true, { msg_item: items }) }));
    await both.emulator.people.say({ as: 'zhang', conversation: AIBOT, text: '营收' }, { wait: true });
    return both;
  };

  test('pictures stand below the text of its stream', async () => {
    const { fromBot, bytesOf } = await ask([item(png), item(jpg)]);
    const message = first(await fromBot('zhang', AIBOT));
    expect(message).toMatchObject({ kind: 'stream', text: '见下图[图片][图片]', markdown: '见下图', warnings: [] });
    expect(message.pictures).toMatchObject([
      { size: png.length, type: 'image/png' },
      { size: jpg.length, type: 'image/jpeg' },
    ]);
    expect(await bytesOf(message.pictures?.[1]?.id)).toEqual({ type: 'image/jpeg', bytes: jpg });
  });

  test('no other than JPG and PNG of at most 10 MB', async () => {
    const wrong: [object, RegExp][] = [
      [item(gif), /msg_item\[0\].*JPG or PNG/],
      [item(Buffer.concat([png, Buffer.alloc(10 * MB)])), /msg_item\[0\].*size/],
      [{ msgtype: 'image', image: { base64: '?', md5: '' } }, /msg_item\[0\].*base64/s],
    ];
    for (const [bad, error] of wrong) {
      const { emulator, fromBot } = await ask([bad]);
      expect(emulator.wire().at(-1)?.error).toMatch(error);
      expect(await fromBot('zhang', AIBOT)).toEqual([]);
    }
  });
});

describe('DingTalk', () => {
  test.each([
    ['营收.png', png, 'image/png'],
    ['营收.JPG', jpg, 'image/jpeg'],
    ['营收.gif', gif, 'image/gif'],
    ['营收.bmp', bmp, 'image/bmp'],
  ])('a picture %s shows its name, size and type, and its bytes can be had', async (name, bytes, type) => {
    const { dingUp, sendDing, fromBot, bytesOf } = await start();
    const { media_id: id } = await dingUp(bytes, name);
    expect(await sendDing(id)).toMatchObject({ status: 200, json: { invalidStaffIdList: [] } });
    expect((await sendDing(id, { openConversationId: 'cidG==' })).status).toBe(200);
    for (const where of [DINGTALK, 'dingtalk-group:cidG==']) {
      const message = first(await fromBot('zhang', where));
      expect(message).toMatchObject({ kind: 'image', text: '[图片]', warnings: [] });
      expect(message.file).toEqual({ id: expect.any(String), name, size: bytes.length, type });
      expect(await bytesOf(message.file?.id)).toEqual({ type, bytes });
    }
  });

  test('a picture that lies elsewhere is shown from its address', async () => {
    const { sendDing, fromBot } = await start();
    expect((await sendDing('https://e.com/a.png')).status).toBe(200);
    const message = first(await fromBot('zhang', DINGTALK));
    expect(message).toMatchObject({ kind: 'image', pictureUrl: 'https://e.com/a.png' });
    expect(message.file).toBeUndefined();
  });

  test('what only its ending calls a picture is taken, with a remark', async () => {
    const { dingUp, sendDing, fromBot } = await start();
    await sendDing((await dingUp(Buffer.from('<svg/>'), '营收.png')).media_id);
    const message = first(await fromBot('zhang', DINGTALK));
    expect(message.warnings).toEqual([expect.stringContaining('营收.png 的内容不是')]);
    expect(message.file).toEqual({ id: expect.any(String), name: '营收.png', size: 6 });
  });

  test.each([[''], [7], [undefined], ['file:///a.png']])('a photoURL %j is refused', async (photoURL) => {
    const { sendDing, fromBot } = await start();
    for (const to of [{ userIds: ['s1'] }, { openConversationId: 'cidG==' }]) {
      expect(await sendDing(photoURL, to)).toMatchObject({
        status: 400,
        json: { code: 'invalidParameter.msgParam.invalid' },
      });
    }
    expect(await fromBot('zhang', DINGTALK)).toEqual([]);
  });
});

test('what people send is typed by its content, whatever it is called', async () => {
  const { emulator } = await start();
  for (const conversation of [WECOM, AIBOT, DINGTALK]) {
    const extra = { fileName: '现场.jpg', contentBase64: png.toString('base64') };
    await emulator.people.say({ as: 'zhang', conversation, text: '', kind: 'image', extra }, { wait: true });
    expect(first(await emulator.messages({ as: 'zhang', conversation })).file).toMatchObject({
      name: '现场.jpg',
      type: 'image/png',
    });
  }
});
