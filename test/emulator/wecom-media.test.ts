import { describe, expect, test } from 'vitest';
import { amr, form, jpg, mp4, png, upload } from './fixtures/media.ts';
import { first, startBoth } from './harness.ts';
import { element } from './stand-in-bot.ts';

const MB = 1024 ** 2;
const DAY = 24 * 3_600_000;
const DIRECT = 'wecom-app:ZhangSan';

async function startMedia() {
  const both = await startBoth();
  const address = async (path: string, query: string) =>
    `${both.url}${path}?access_token=${await both.wecomToken()}&${query}`;
  return {
    ...both,
    up: async (type: string, bytes: Buffer, name: string) =>
      upload(await address('/cgi-bin/media/upload', `type=${type}`), form(bytes, name)),
    down: async (mediaId: unknown, headers: Record<string, string> = {}) =>
      fetch(await address('/cgi-bin/media/get', `media_id=${mediaId}`), { headers }),
    sendMedia: (msgtype: string, mediaId: unknown, more: object = {}) =>
      both.wecom('/cgi-bin/message/send', {
        touser: 'ZhangSan',
        agentid: 1000002,
        msgtype,
        [msgtype]: { media_id: mediaId, ...more },
      }),
  };
}

describe('上传临时素材', () => {
  test('an upload answers type, media_id and created_at as a text', async () => {
    const { up } = await startMedia();
    expect(await up('file', Buffer.from('甲,乙\n1,2'), '统计表.csv')).toEqual({
      errcode: 0,
      errmsg: 'ok',
      type: 'file',
      media_id: expect.stringMatching(/^\S+$/),
      created_at: String(Date.UTC(2023, 11, 29, 2) / 1000),
    });
  });

  const refusals: [name: string, type: string, bytes: Buffer, code: number][] = [
    ['an unknown type', 'doc', Buffer.alloc(6), 40005],
    ['5 bytes', 'file', Buffer.alloc(5), 40006],
    ['a file over 20 MB', 'file', Buffer.alloc(20 * MB + 1), 45001],
    ['an image over 10 MB', 'image', Buffer.concat([png, Buffer.alloc(10 * MB)]), 45001],
    ['a voice over 2 MB', 'voice', Buffer.concat([amr(1), Buffer.alloc(2 * MB)]), 45001],
    ['a video over 10 MB', 'video', Buffer.concat([mp4, Buffer.alloc(10 * MB)]), 45001],
    ['an image that is none', 'image', Buffer.from('GIF89a...'), 40123],
    ['a voice that is no AMR', 'voice', mp4, 301017],
    ['a voice of 61 s', 'voice', amr(61), 45007],
    ['a video that is no MP4', 'video', png, 40004],
  ];
  test.each(refusals)('%s is refused', async (_name, type, bytes, code) => {
    const { up } = await startMedia();
    expect((await up(type, bytes, 'x.bin')).errcode).toBe(code);
  });

  const accepted: [name: string, type: string, bytes: Buffer][] = [
    ['6 bytes', 'file', Buffer.alloc(6)],
    ['a file of 20 MB', 'file', Buffer.alloc(20 * MB)],
    ['a PNG', 'image', png],
    ['a JPG', 'image', jpg],
    ['a voice of 60 s', 'voice', amr(60)],
    ['an MP4', 'video', mp4],
  ];
  test.each(accepted)('%s is taken', async (_name, type, bytes) => {
    const { up } = await startMedia();
    expect((await up(type, bytes, 'x.bin')).errcode).toBe(0);
  });

  test('a body without the part media, or that is no form, is an empty upload', async () => {
    const { url, wecomToken, send } = await startMedia();
    const path = `/cgi-bin/media/upload?type=file&access_token=${await wecomToken()}`;
    expect((await upload(url + path, form(Buffer.alloc(9), 'a.txt', 'file'))).errcode).toBe(44001);
    expect((await send('POST', path, { media: 'x' })).json.errcode).toBe(44001);
    expect((await upload(`${url}/cgi-bin/media/upload?type=file`, form(Buffer.alloc(9), 'a.txt'))).errcode).toBe(41001);
  });
});

describe('获取临时素材', () => {
  test('the bytes come back with their name, in parts if asked, for 3 days', async () => {
    const { emulator, up, down } = await startMedia();
    const { media_id: id } = await up('file', Buffer.from('0123456789'), '表.csv');
    const whole = await down(id);
    expect(whole.headers.get('content-disposition')).toContain(encodeURIComponent('表.csv'));
    expect(await whole.text()).toBe('0123456789');
    const part = await down(id, { Range: 'bytes=2-4' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
    expect(await (await down(id, { Range: 'bytes=8-' })).text()).toBe('89');
    expect((await down(id, { Range: 'bytes=10-' })).status).toBe(416);
    await emulator.clock.advance(3 * DAY, { jump: true });
    expect(await (await down(id)).text()).toBe('0123456789');
    await emulator.clock.advance(1, { jump: true });
    expect(await (await down(id)).json()).toMatchObject({ errcode: 40007 });
    expect(await (await down('')).json()).toMatchObject({ errcode: 41006 });
  });
});

describe('message/send', () => {
  test('a file is seen with name and size and can be downloaded, also when its media_id is over', async () => {
    const { emulator, url, up, sendMedia, fromBot } = await startMedia();
    const { media_id: id } = await up('file', Buffer.from('甲,乙'), '统计表.csv');
    expect(await sendMedia('file', id)).toMatchObject({ errcode: 0, msgid: expect.any(String) });
    const message = first(await fromBot('zhang', DIRECT));
    expect(message).toMatchObject({
      kind: 'file',
      text: '[文件] 统计表.csv',
      file: { name: '统计表.csv', size: 7 },
      warnings: [],
    });
    await emulator.clock.advance(4 * DAY, { jump: true });
    expect((await sendMedia('file', id)).errcode).toBe(40007);
    const got = await fetch(`${url}/emulator/files/${message.file?.id}`);
    expect(await got.text()).toBe('甲,乙');
    expect(got.headers.get('content-disposition')).toContain(encodeURIComponent('统计表.csv'));
    expect((await fetch(`${url}/emulator/files/unknown`)).status).toBe(404);
  });

  test('a media_id is good for messages of its own type only', async () => {
    const { up, sendMedia, fromBot } = await startMedia();
    const { media_id: image } = await up('image', png, 'a.png');
    expect((await sendMedia('file', image)).errcode).toBe(40007);
    expect((await sendMedia('image', 'never')).errcode).toBe(40007);
    expect((await sendMedia('image', undefined)).errcode).toBe(41006);
    expect((await sendMedia('image', image)).errcode).toBe(0);
    const { media_id: video } = await up('video', mp4, 'b.mp4');
    await sendMedia('video', video, { title: '长'.repeat(43) });
    const [picture, film] = await fromBot('zhang', DIRECT);
    expect(picture).toMatchObject({ kind: 'image', file: { name: 'a.png', size: png.length } });
    expect(film?.text).toBe(`[视频] ${'长'.repeat(42)}`);
    expect(film?.warnings).toEqual(['video.title cut to 128 bytes']);
  });

  test('the attachment of a card must be a file that was uploaded', async () => {
    const { wecom, up, fromBot } = await startMedia();
    const { media_id: id } = await up('file', Buffer.alloc(9), '附件.pdf');
    const card = (mediaId: unknown) => ({
      touser: 'ZhangSan',
      agentid: 1000002,
      msgtype: 'template_card',
      template_card: {
        card_type: 'text_notice',
        main_title: { title: '通知' },
        horizontal_content_list: [{ type: 2, keyname: '附件', value: '附件.pdf', media_id: mediaId }],
        card_action: { type: 1, url: 'https://e.com' },
      },
    });
    expect((await wecom('/cgi-bin/message/send', card(id))).errcode).toBe(0);
    const row = first(await fromBot('zhang', DIRECT)).card?.blocks.find((block) => block.kind === 'row');
    expect(await (await fetch(row?.url ?? '')).arrayBuffer()).toHaveProperty('byteLength', 9);
    expect((await wecom('/cgi-bin/message/send', card('never'))).errcode).toBe(40007);
  });
});

test('a picture a member sends can be fetched by its MediaId, and be passed back as a passive reply', async () => {
  const { emulator, bot, down, fromBot } = await startMedia();
  bot.on('app', (got) => ({
    sealed: `<xml><ToUserName>ZhangSan</ToUserName><FromUserName>wwcorp</FromUserName><CreateTime>1</CreateTime><MsgType>image</MsgType><Image><MediaId>${element(got.plain, 'MediaId')}</MediaId></Image></xml>`,
  }));
  const extra = { fileName: '现场.png', contentBase64: png.toString('base64') };
  await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '', kind: 'image', extra }, { wait: true });
  const plain = bot.at('app')[0]?.plain ?? '';
  expect(Buffer.from(await (await down(element(plain, 'MediaId'))).arrayBuffer())).toEqual(png);
  expect(Buffer.from(await (await fetch(element(plain, 'PicUrl'))).arrayBuffer())).toEqual(png);
  expect(first(await fromBot('zhang', DIRECT))).toMatchObject({ kind: 'image', file: { name: '现场.png' } });
});
