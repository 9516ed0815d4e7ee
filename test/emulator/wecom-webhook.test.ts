import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { EmulatorOptions } from '../../emulator/server.ts';
import { amr, form, png, upload } from './fixtures/media.ts';
import { first, smallWorld, startBoth } from './harness.ts';

const GROUP = 'wecom-aibot-group:wr1';
const KEY = 'hook-key-1';

async function startHook(options: Partial<EmulatorOptions> = {}) {
  const world = smallWorld();
  if (world.wecom) world.wecom.groups = [{ chatId: 'wr1', name: '工作群', members: ['zhang', 'li'], webhookKey: KEY }];
  const both = await startBoth({ world, ...options });
  const hook = async (msgtype: string, part: unknown, key = KEY) =>
    (await both.send('POST', `/cgi-bin/webhook/send?key=${key}`, { msgtype, [msgtype]: part })).json;
  const up = (type: string, bytes: Buffer, key = KEY) =>
    upload(`${both.url}/cgi-bin/webhook/upload_media?key=${key}&type=${type}`, form(bytes, '附件.bin'));
  return { ...both, hook, up };
}

const picture = (bytes: Buffer) => ({
  base64: bytes.toString('base64'),
  md5: createHash('md5').update(bytes).digest('hex'),
});
const notice = {
  card_type: 'text_notice',
  main_title: { title: '通知' },
  card_action: { type: 1, url: 'https://e.com' },
};

describe('what a webhook takes', () => {
  test('a text with mentions is shown in its group, and the key is masked in the wire log', async () => {
    const { hook, fromBot, lastWire } = await startHook();
    const text = { content: '请看', mentioned_list: ['LiSi', '@all'], mentioned_mobile_list: ['13800000000'] };
    expect(await hook('text', text)).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(first(await fromBot('li', GROUP))).toMatchObject({
      name: '消息推送',
      text: '请看',
      mentions: ['LiSi', '所有人'],
    });
    expect(lastWire().request.url).toContain('key=hoo***');
    expect(lastWire().warnings).toBeUndefined();
  });

  test('markdown, markdown_v2, pictures, news, files, voices and the two notices', async () => {
    const { hook, up, fromBot } = await startHook();
    const [file, voice] = [await up('file', Buffer.alloc(9)), await up('voice', amr(1))];
    const parts: [string, object][] = [
      ['markdown', { content: 'm'.repeat(4096) }],
      ['markdown_v2', { content: '| a |\n| - |\n| 1 |' }],
      ['image', picture(png)],
      ['news', { articles: [{ title: '文', url: 'https://e.com' }] }],
      ['file', { media_id: file.media_id }],
      ['voice', { media_id: voice.media_id }],
      ['template_card', notice],
      ['template_card', { ...notice, card_type: 'news_notice', card_image: { url: 'https://e.com/a.png' } }],
    ];
    for (const [msgtype, part] of parts) expect((await hook(msgtype, part)).errcode, msgtype).toBe(0);
    const shown = await fromBot('zhang', GROUP);
    expect(shown.map((one) => one.kind)).toEqual([
      'markdown',
      'markdown',
      'image',
      'card',
      'file',
      'voice',
      'card',
      'card',
    ]);
    expect(shown[2]?.file).toMatchObject({ size: png.length });
  });

  const button = {
    card_type: 'button_interaction',
    task_id: 't',
    main_title: { title: 'x' },
    button_list: [{ text: 'a', key: 'a' }],
  };
  const refusals: [name: string, msgtype: string, part: unknown, code: number][] = [
    ['an unknown type', 'textcard', { title: 'x' }, 40008],
    ['a missing part', 'text', undefined, 40063],
    ['an empty text', 'text', { content: '' }, 44004],
    ['a text over 2048 bytes', 'text', { content: 'x'.repeat(2049) }, 40058],
    ['markdown over 4096 bytes', 'markdown', { content: 'x'.repeat(4097) }, 40058],
    ['markdown_v2 over 4096 bytes', 'markdown_v2', { content: 'x'.repeat(4097) }, 40058],
    ['a picture with a wrong md5', 'image', { ...picture(png), md5: '0' }, 301019],
    ['a picture over 2 MB', 'image', picture(Buffer.concat([png, Buffer.alloc(2 * 1024 ** 2)])), 40009],
    ['a picture that is none', 'image', picture(Buffer.from('GIF89a')), 40123],
    ['nine articles', 'news', { articles: Array(9).fill({ title: 'a', url: 'https://e.com' }) }, 45008],
    ['an unknown file', 'file', { media_id: 'x' }, 40007],
    ['a card with buttons', 'template_card', button, 42031],
    [
      'news without a picture',
      'template_card',
      { ...notice, card_type: 'news_notice', image_text_area: { image_url: 'https://e.com/a.png' } },
      42044,
    ],
  ];
  test.each(refusals)('%s is refused', async (_name, msgtype, part, code) => {
    const { hook, fromBot } = await startHook();
    expect((await hook(msgtype, part)).errcode).toBe(code);
    expect(await fromBot('zhang', GROUP)).toEqual([]);
  });

  test('a menu is left out, and the advised lengths are those of a group', async () => {
    const { hook, fromBot } = await startHook();
    const card = {
      ...notice,
      task_id: 'w-1',
      main_title: { title: '长'.repeat(27) },
      action_menu: { desc: '更多', action_list: [{ text: '退订', key: 'no' }] },
    };
    await hook('template_card', card);
    const { card: shown, warnings } = first(await fromBot('zhang', GROUP));
    expect(shown?.menu).toEqual([]);
    expect(warnings).toEqual([
      'template_card.main_title.title: 27 characters, advised are at most 26',
      'template_card.action_menu: not offered by a webhook, ignored',
    ]);
  });
});

test('an unknown key is 93000, for messages and for uploads', async () => {
  const { hook, up } = await startHook();
  expect((await hook('text', { content: 'x' }, 'other')).errcode).toBe(93000);
  expect((await up('file', Buffer.alloc(9), 'other')).errcode).toBe(93000);
});

test('20 messages a minute, then 45009 or what the settings say', async () => {
  const { emulator, hook, fromBot } = await startHook();
  for (let number = 0; number < 20; number += 1) expect((await hook('text', { content: `${number}` })).errcode).toBe(0);
  expect((await hook('text', { content: '20' })).errcode).toBe(45009);
  emulator.settings.wecomWebhook.rateCode = 45033;
  expect((await hook('text', { content: '20' })).errcode).toBe(45033);
  expect(await fromBot('zhang', GROUP)).toHaveLength(20);
  await emulator.clock.advance(60_000, { jump: true });
  expect((await hook('text', { content: '21' })).errcode).toBe(0);
});

test('media of a webhook are files and voices, and for that webhook only', async () => {
  const { wecom, wecomToken, url, hook, up, emulator } = await startHook();
  expect((await up('image', png)).errcode).toBe(40005);
  const { media_id: mine } = await up('file', Buffer.alloc(9));
  const body = { touser: 'ZhangSan', agentid: 1000002, msgtype: 'file', file: { media_id: mine } };
  expect((await wecom('/cgi-bin/message/send', body)).errcode).toBe(40007);
  const { media_id: theirs } = await upload(
    `${url}/cgi-bin/media/upload?type=file&access_token=${await wecomToken()}`,
    form(Buffer.alloc(9), 'a.txt'),
  );
  expect((await hook('file', { media_id: theirs })).errcode).toBe(40007);
  await emulator.clock.advance(3 * 24 * 3_600_000 + 1, { jump: true });
  expect((await hook('file', { media_id: mine })).errcode).toBe(40007);
});

test('a group with a webhook needs no AI bot; a group with neither is no world', async () => {
  const world = smallWorld();
  if (world.wecom) {
    world.wecom.aibot = undefined;
    world.wecom.groups = [{ chatId: 'wr1', name: '工作群', members: ['zhang', 'li'], webhookKey: KEY }];
  }
  const { hook, fromBot } = await startHook({ world });
  await hook('text', { content: '早' });
  expect(await fromBot('li', 'wecom-chat:wr1')).toHaveLength(1);
  if (world.wecom) world.wecom.groups = [{ chatId: 'wr1', name: '工作群', members: ['zhang', 'li'] }];
  await expect(startBoth({ world })).rejects.toThrow(/webhookKey/);
});
