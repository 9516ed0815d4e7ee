import { createDecipheriv } from 'node:crypto';
import { expect, test } from 'vitest';
import { read } from './fixtures/aibot.ts';
import { aibotSealing, at, first, startBoth } from './harness.ts';

const DIRECT = 'wecom-aibot:ZhangSan';
const content = Buffer.from('甲,乙\n1,2\n');
const extra = { fileName: '进度.csv', contentBase64: content.toString('base64') };
const file = { as: 'zhang', conversation: DIRECT, text: '', kind: 'file', extra };

/** Opened by the rule of 100719 written once more: the callback's key, padding to 32, nothing before the file. */
const open = (sealed: Buffer) => {
  const key = Buffer.from(`${aibotSealing.aesKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(sealed), decipher.final()]);
  const pad = padded.at(-1) ?? 0;
  expect(padded.length % 32).toBe(0);
  expect(padded.subarray(-pad).every((byte) => byte === pad)).toBe(true);
  return padded.subarray(0, -pad);
};

test('a file arrives as an address whose content opens with the callback key, for 5 minutes', async () => {
  const { emulator, bot, url } = await startBoth();
  await emulator.people.say(file, { wait: true });
  const got = read(bot.at('aibot')[0]);
  expect(got).toMatchObject({ msgtype: 'file', chattype: 'single', file: { url: expect.stringContaining(url) } });
  const address = String(at(got, 'file', 'url'));
  const answer = await fetch(address);
  expect(answer.headers.get('content-disposition')).toContain(encodeURIComponent('进度.csv'));
  expect(open(Buffer.from(await answer.arrayBuffer()))).toEqual(content);
  await emulator.clock.advance(5 * 60_000, { jump: true });
  expect((await fetch(address)).status).toBe(200);
  await emulator.clock.advance(1, { jump: true });
  expect((await fetch(address)).status).toBe(403);
  const [shown] = await emulator.messages({ as: 'zhang', conversation: DIRECT });
  expect(shown).toMatchObject({
    kind: 'file',
    text: '[文件] 进度.csv',
    file: { name: '进度.csv', size: content.length },
  });
  expect(await (await fetch(`${url}/emulator/files/${shown?.file?.id}`)).text()).toBe(content.toString());
});

test('a length that is a multiple of 32 gets a whole block of padding, and the name can be left out', async () => {
  const { emulator, bot } = await startBoth({ settings: { wecomAibot: { fileName: 'none' } } });
  const bytes = Buffer.alloc(64, 7);
  await emulator.people.say({ ...file, extra: { contentBase64: bytes.toString('base64') } }, { wait: true });
  const answer = await fetch(String(at(read(bot.at('aibot')[0]), 'file', 'url')));
  expect(answer.headers.get('content-disposition')).toBeNull();
  const sealed = Buffer.from(await answer.arrayBuffer());
  expect(sealed.length).toBe(96);
  expect(open(sealed)).toEqual(bytes);
});

test('in a group a file is not delivered, and over 100 MB it is not sent at all', async () => {
  const { emulator, bot } = await startBoth();
  const inGroup = await emulator.people.say({ ...file, conversation: 'wecom-aibot-group:wr1' }, { wait: true });
  expect(inGroup.delivery?.state).toBe('not-sent');
  expect(bot.at('aibot')).toEqual([]);
  const big = { fileName: 'a.bin', contentBase64: Buffer.alloc(100 * 1024 ** 2 + 1).toString('base64') };
  await expect(async () => emulator.people.say({ ...file, extra: big })).rejects.toThrow(/at most 100 MB/);
});

test('a picture that has content is offered the same way', async () => {
  const { emulator, bot } = await startBoth();
  await emulator.people.say({ ...file, kind: 'image' }, { wait: true });
  const answer = await fetch(String(at(read(bot.at('aibot')[0]), 'image', 'url')));
  expect(open(Buffer.from(await answer.arrayBuffer()))).toEqual(content);
  expect(first(await emulator.messages({ as: 'zhang', conversation: DIRECT })).file?.size).toBe(content.length);
});
