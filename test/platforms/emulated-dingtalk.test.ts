import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageView } from '../../emulator/server.ts';
import type { Card } from '../../src/core/card.ts';
import { failure } from '../helpers/thrown.ts';
import { type Emulated, startEmulated } from './emulated.ts';

let both: Emulated;
beforeEach(async () => {
  both = await startEmulated({ settings: { dingtalkApi: { callsPerSecond: 0 } } });
});
afterEach(() => both.stop());

const staff = { platform: 'dingtalk', corpId: 'dingbureau', userId: 'staff1' } as const;
const words: Card = { title: '通知', blocks: [{ kind: 'text', text: '请查看。' }], confidential: true };
const link = { text: '查看详情', url: 'https://bot.example/h5/l/AbC?x=(1)' };
const safeUrl = 'https://bot.example/h5/l/AbC?x=%281%29';
const bytes = Buffer.from('PK\u0003\u0004 not really a workbook');
const chat = 'dingtalk:staff1';

async function seen(conversation: string): Promise<MessageView[]> {
  await both.settle();
  const messages = await both.emulator.messages({ as: 'staff', conversation, after: 0, waitMs: 0 });
  return messages.filter(({ from }) => from === 'bot');
}
async function fileOf(message: MessageView | undefined): Promise<{ name: string | undefined; bytes: Buffer }> {
  const response = await fetch(`${both.url}/emulator/files/${message?.file?.id}`);
  return { name: message?.file?.name, bytes: Buffer.from(await response.arrayBuffer()) };
}

describe('a member', () => {
  it('is told unasked, with a link and a file', async () => {
    both.attachments.set('A1', { name: '名单.xlsx', bytes });
    const channel = both.channel('dingtalk-robot');
    await both.tell(channel, staff, { here: { ...words, link }, attachmentId: 'A1' }, 'T1');
    await both.tell(channel, staff, { attachmentId: 'gone' }, 'T2');
    const [told, file, sentence] = await seen(chat);
    expect(JSON.stringify(told)).toContain(`[查看详情](${safeUrl})`);
    expect(await fileOf(file)).toEqual({ name: '名单.xlsx', bytes });
    expect(sentence?.text).toContain('文件已过期或已删除');
    expect([told, file, sentence].flatMap((message) => message?.warnings ?? ['missing'])).toEqual([]);
  });

  it('who asks in a group gets the file one-to-one', async () => {
    both.attachments.set('A1', { name: '名单.xlsx', bytes });
    both.answers.push({ here: { ...words, confidential: false }, direct: words, attachmentId: 'A1' });
    await both.emulator.people.say(
      { as: 'staff', conversation: 'dingtalk-group:cid1==', text: '导出', mention: true },
      { wait: true },
    );
    expect(await seen('dingtalk-group:cid1==')).toHaveLength(1);
    const [, file] = await seen(chat);
    expect(await fileOf(file)).toEqual({ name: '名单.xlsx', bytes });
    expect(both.events[0]?.groupId).toBe('cid1==');
  });

  it('sends a file to the robot', async () => {
    const extra = { fileName: '名单.xlsx', contentBase64: bytes.toString('base64') };
    await both.emulator.people.say({ as: 'staff', conversation: chat, text: '', kind: 'file', extra }, { wait: true });
    const [event] = both.events;
    if (!event) throw new Error('no event');
    expect(event.happening).toEqual({ kind: 'file', name: '名单.xlsx' });
    const channel = both.channel('dingtalk-robot');
    expect(await channel.fetchFile?.(event, bytes.length)).toEqual(bytes);
    await expect(channel.fetchFile?.(event, bytes.length - 1)).rejects.toThrow('文件超过');
    await both.emulator.clock.advance(3 * 60 * 60_000);
    expect(await failure(channel.fetchFile?.(event, bytes.length) ?? Promise.resolve())).toMatchObject({
      retryable: false,
    });
  });

  it('leaves, and is reached no more', async () => {
    await both.post('leave?wait=1', { as: 'staff', platform: 'dingtalk' });
    await both.settle();
    expect(both.events).toMatchObject([
      { channel: 'dingtalk-event', sender: null, happening: { kind: 'left', people: [staff] } },
    ]);
    const told = both.tell(both.channel('dingtalk-robot'), staff, { here: words }, 'T1');
    expect(await failure(told)).toMatchObject({ retryable: false });
  });

  it('logs in from inside the client, once by each code', async () => {
    const { code } = await both.post('dingtalk/auth-code', { as: 'staff', ...both.dingtalk.login.inClient });
    const identify = (one: string) => both.dingtalk.login.identifyInClient?.(one);
    expect(await identify(String(code))).toEqual(staff);
    expect(await identify(String(code))).toBeNull();
    expect(await identify('made-up')).toBeNull();
  });

  it('logs in from a browser, once by each code', async () => {
    const { login } = both.dingtalk;
    both.emulator.connect({ dingtalkRobot: 'https://bot.example/dingtalk/robot' });
    const url = login.authorizeUrl({ redirectUri: 'https://bot.example/h5/login', state: 'S1' });
    const { location } = await both.post('authorize', { as: 'staff', client: 'browser', url });
    const query = new URL(String(location)).searchParams;
    expect(query.get('state')).toBe('S1');
    const code = query.get('authCode') ?? '';
    expect(await login.identify(code)).toEqual(staff);
    expect(await login.identify(code)).toBeNull();
    expect(await login.identify('made-up')).toBeNull();
  });
});

it('a registered group is told', async () => {
  const { pusher } = both.dingtalk;
  await pusher.push({ kind: 'dingtalk-group', conversationId: 'cid1==' }, { ...words, link, confidential: false });
  expect(JSON.stringify(await seen('dingtalk-group:cid1=='))).toContain(safeUrl);
  const gone = pusher.push({ kind: 'dingtalk-group', conversationId: 'cid2==' }, { ...words, confidential: false });
  expect(await failure(gone)).toMatchObject({ retryable: false });
});
