import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageView } from '../../emulator/server.ts';
import type { Card } from '../../src/core/card.ts';
import { failure } from '../helpers/thrown.ts';
import { type Emulated, startEmulated } from './emulated.ts';

let both: Emulated;
afterEach(() => both.stop());

const staff = { platform: 'wecom', corpId: 'wwbureau', userId: 'wangchen' } as const;
const words: Card = { title: '通知', blocks: [{ kind: 'text', text: '请查看。' }], confidential: true };
const link = { text: '查看详情', url: 'https://bot.example/h5/l/AbC?x=(1)' };
const safeUrl = 'https://bot.example/h5/l/AbC?x=%281%29';
const button = { text: '同意', tap: { say: '/绑定申请 1 同意', answer: 'here' as const } };
const bytes = Buffer.from('PK\u0003\u0004 not really a workbook');

async function seen(as: string, conversation: string): Promise<MessageView[]> {
  await both.settle();
  const messages = await both.emulator.messages({ as, conversation, after: 0, waitMs: 0 });
  return messages.filter(({ from }) => from === 'bot');
}
async function fileOf(message: MessageView | undefined): Promise<{ name?: string; bytes: Buffer }> {
  const response = await fetch(`${both.url}/emulator/files/${message?.file?.id}`);
  return { ...(message?.file ? { name: message.file.name } : {}), bytes: Buffer.from(await response.arrayBuffer()) };
}
const say = (as: string, conversation: string, text: string, more: object = {}) =>
  both.emulator.people.say({ as, conversation, text, ...more }, { wait: true });

describe('a member of ours', () => {
  beforeEach(async () => {
    both = await startEmulated();
  });
  const app = 'wecom-app:WangChen';

  it('is told unasked, with a link, with buttons, with a file', async () => {
    both.attachments.set('A1', { name: '名单.xlsx', bytes });
    const channel = both.channel('wecom-app');
    await both.tell(channel, staff, { here: { ...words, link } }, 'T1');
    await both.tell(channel, staff, { here: { ...words, link, buttons: [button] }, attachmentId: 'A1' }, 'T2');
    const [first, card, file] = await seen('staff', app);
    expect(first?.text).toContain('查看详情');
    expect(JSON.stringify(first)).toContain(safeUrl);
    expect(card?.card?.buttons.map(({ text }) => text)).toEqual(['同意']);
    expect(JSON.stringify(card?.card)).toContain(safeUrl);
    expect(await fileOf(file)).toEqual({ name: '名单.xlsx', bytes });
    expect([first, card, file].flatMap((message) => message?.warnings ?? ['missing'])).toEqual([]);
  });

  it('has a card that says, once and within three days, what has become of its matter', async () => {
    const channel = both.channel('wecom-app');
    const about: Card = { ...words, buttons: [button], subject: 'report:R1' };
    await both.tell(channel, staff, { here: about }, 'T1');
    await both.tell(channel, staff, { here: about }, 'T2');
    const [first, second] = both.live;
    expect(first).toMatchObject({ card: 'T1@app', subject: 'report:R1', channel: 'wecom-app' });
    await both.close(first, staff, '已提交');
    const [card, other] = await seen('staff', app);
    expect(card?.card).toMatchObject({ replacedText: '已提交', buttons: [{ enabled: false }] });
    expect(other?.card?.buttons).toMatchObject([{ enabled: true }]);
    expect(await failure(both.close(first, staff, '已退回'))).toMatchObject({ code: '60140', retryable: false });
    await both.emulator.clock.advance(72 * 60 * 60_000 + 1);
    expect(await failure(both.close(second, staff, '已提交'))).toMatchObject({ code: '60140', retryable: false });
  });

  it('who tapped a card is known to have tapped that one', async () => {
    const about: Card = { ...words, buttons: [button], subject: 'report:R1' };
    await both.tell(both.channel('wecom-app'), staff, { here: about }, 'T1');
    const [card] = await seen('staff', app);
    const key = card?.card?.buttons[0]?.key ?? '';
    await both.emulator.people.tap({ as: 'staff', conversation: app, messageId: card?.id ?? '', key }, { wait: true });
    expect(both.events[0]?.happening).toMatchObject({ kind: 'tap', card: both.live[0]?.card });
  });

  it('reads in brief on a card what is told before it whole', async () => {
    const brief = { title: '示例企业01 2023年11月', fields: [{ label: '营收', value: '320万元' }] };
    const blocks = [{ kind: 'text' as const, text: '一'.repeat(200) }];
    const filling: Card = { ...words, blocks, buttons: [button], brief, insteadOfForm: '请发送：营收320万。', link };
    await both.tell(both.channel('wecom-app'), staff, { here: filling }, 'T1');
    const [whole, card] = await seen('staff', app);
    expect(whole?.text).toContain('请发送：营收320万。');
    expect(card?.card).toMatchObject({ title: brief.title, description: '内容见上一条消息' });
    expect(JSON.stringify(card?.card?.rows)).toContain('320万元');
    expect([whole, card].flatMap((message) => message?.warnings ?? ['missing'])).toEqual([]);
  });

  it('gets a file once although it is sent twice, and a sentence where it is gone', async () => {
    both.attachments.set('A1', { name: '名单.xlsx', bytes });
    const channel = both.channel('wecom-app');
    await both.tell(channel, staff, { attachmentId: 'A1' }, 'T1');
    await both.tell(channel, staff, { attachmentId: 'A1' }, 'T1');
    await both.tell(channel, staff, { attachmentId: 'gone' }, 'T1');
    const [file, sentence, ...more] = await seen('staff', app);
    expect(await fileOf(file)).toEqual({ name: '名单.xlsx', bytes });
    expect(sentence?.text).toContain('文件已过期或已删除');
    expect(more).toEqual([]);
  });

  it('who asks in the AI bot’s chat gets the file through the app', async () => {
    both.attachments.set('A1', { name: '名单.xlsx', bytes });
    both.answers.push({ here: { ...words, link }, attachmentId: 'A1' });
    await say('staff', 'wecom-aibot:WangChen', '导出');
    await both.settle();
    const [answer] = await seen('staff', 'wecom-aibot:WangChen');
    expect(JSON.stringify(answer)).toContain(safeUrl);
    expect(await fileOf((await seen('staff', app))[0])).toEqual({ name: '名单.xlsx', bytes });
  });

  it('who is answered late by the AI bot gets a choice as a card, and what a tap leads to as another', async () => {
    const chat = 'wecom-aibot:WangChen';
    await say('staff', chat, '绑定申请');
    const channel = both.channel('wecom-aibot');
    const [event] = both.events;
    if (!event) throw new Error('no event');
    const choice: Card = { ...words, buttons: [button], insteadOfButtons: '请发送同意。' };
    const { calls } = channel.plan(event, { here: choice }, { sender: staff, late: true, ref: 'L1' });
    for (const call of calls) await channel.send(call);
    const card = (await seen('staff', chat)).at(-1);
    both.answers.push({ here: choice, tapped: { state: '已选择', forAll: true } });
    const key = card?.card?.buttons[0]?.key ?? '';
    await both.emulator.people.tap({ as: 'staff', conversation: chat, messageId: card?.id ?? '', key }, { wait: true });
    const messages = await seen('staff', chat);
    expect(messages.find(({ id }) => id === card?.id)?.card?.buttons.map(({ enabled }) => enabled)).toEqual([false]);
    expect(messages.at(-1)?.card?.buttons.map(({ text, enabled }) => [text, enabled])).toEqual([['同意', true]]);
    expect(messages.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  const send = () =>
    say('staff', 'wecom-aibot:WangChen', '', {
      kind: 'file',
      extra: { fileName: '名单.xlsx', contentBase64: bytes.toString('base64') },
    });

  it('sends a file to the AI bot', async () => {
    await send();
    const [event] = both.events;
    if (!event) throw new Error('no event');
    expect(event.happening.kind).toBe('file');
    const channel = both.channel('wecom-aibot');
    expect(await channel.fetchFile?.(event, bytes.length)).toEqual(bytes);
    await expect(channel.fetchFile?.(event, bytes.length - 1)).rejects.toThrow('文件超过');
    await both.emulator.clock.advance(5 * 60_000 + 1000);
    expect(await failure(channel.fetchFile?.(event, bytes.length) ?? Promise.resolve())).toMatchObject({
      retryable: false,
    });
  });

  it('leaves, and joins again', async () => {
    await both.post('leave?wait=1', { as: 'staff', platform: 'wecom', from: 'range' });
    await both.post('join?wait=1', { as: 'staff', platform: 'wecom' });
    await both.settle();
    expect(both.events).toMatchObject([
      { sender: null, happening: { kind: 'left', people: [staff] } },
      { sender: staff, happening: { kind: 'entered' } },
    ]);
  });

  it('alerts are read', async () => {
    const event = { Event: 'inactive_alert', FromUserName: 'sys', EventKey: '', EffectTime: '1704038400' };
    await both.post('event', { channel: 'wecom-app', event });
    await both.settle();
    const effectiveAt = '2023-12-31T16:00:00.000Z';
    expect(both.events).toMatchObject([
      { sender: null, happening: { kind: 'alert', what: 'inactive_alert', effectiveAt } },
    ]);
  });

  it('logs in to a page, once by each code', async () => {
    const redirectUri = 'https://bot.example/h5/login';
    const settings = { redirectUri, state: 'S1' };
    both.emulator.connect({ wecomApp: 'https://bot.example/wecom/app' });
    const url = both.wecom.login.authorizeUrl(settings);
    const { location } = await both.post('authorize', { as: 'staff', client: 'wecom', url });
    const query = new URL(String(location)).searchParams;
    expect(query.get('state')).toBe('S1');
    const code = query.get('code') ?? '';
    expect(await both.wecom.login.identify(code)).toEqual(staff);
    expect(await both.wecom.login.identify(code)).toBeNull();
    expect(await both.wecom.login.identify('made-up')).toBeNull();
  });

  it('reads what is said in a group with a robot, and in one the app made', async () => {
    const pusher = both.wecom.pusher;
    const card: Card = { ...words, link, confidential: false };
    const url = (key: string) => `${both.url}/cgi-bin/webhook/send?key=${key}`;
    await pusher.push({ kind: 'wecom-webhook', url: url('hook-key') }, card);
    expect((await seen('staff', 'wecom-aibot-group:group1'))[0]?.text).toContain('请查看。');
    expect(await failure(pusher.push({ kind: 'wecom-webhook', url: url('other') }, card))).toMatchObject({
      code: '93000',
    });
    const api = async (path: string, init?: RequestInit) =>
      (await (await fetch(`${both.url}/cgi-bin/${path}`, init)).json()) as Record<string, unknown>;
    const { access_token: token } = await api('gettoken?corpid=wwbureau&corpsecret=app-secret');
    const body = JSON.stringify({ name: '科技局通知', userlist: ['WangChen', 'LiuYang'], chatid: 'made1' });
    expect(await api(`appchat/create?access_token=${token}`, { method: 'POST', body })).toMatchObject({ errcode: 0 });
    await pusher.push({ kind: 'wecom-appchat', chatId: 'made1' }, card);
    const [told] = await seen('staff', 'wecom-chat:made1');
    expect(told?.text).toContain('请查看。');
    expect(told?.warnings).toEqual([]);
    expect(await failure(pusher.push({ kind: 'wecom-appchat', chatId: 'unknown' }, card))).toMatchObject({
      retryable: false,
    });
  });
});

describe.each(['upstream', 'downstream'] as const)('a member of another organisation (sealed for %s)', (receiver) => {
  beforeEach(async () => {
    both = await startEmulated({ settings: { wecomDownstream: { receiver }, wecomApp: { retryDelayMs: 5 } } });
  });
  const app = 'wecom-app:wwdown/liyi';

  it('asks, is answered in the callback and by messages, and taps', async () => {
    both.answers.push({ here: words }, { here: { ...words, buttons: [button] } });
    await say('contact', app, '资质');
    await say('contact', app, '绑定');
    const [event] = both.events;
    expect(event?.sender?.corpId).toBe('wwdown');
    const [inline, card] = await seen('contact', app);
    expect(inline?.text).toContain('请查看。');
    both.answers.push({ here: words, tapped: { state: '已选择', forAll: true } });
    await both.emulator.people.tap(
      { as: 'contact', conversation: app, messageId: card?.id ?? '', key: card?.card?.buttons[0]?.key ?? '' },
      { wait: true },
    );
    const messages = await seen('contact', app);
    expect(messages).toHaveLength(3);
    expect(messages.find(({ id }) => id === card?.id)?.card?.buttons[0]?.enabled).toBe(false);
  });

  it('is told unasked and gets a file', async () => {
    both.attachments.set('A1', { name: '名单.xlsx', bytes });
    both.answers.push({});
    await say('contact', app, '资质');
    const sender = both.events[0]?.sender;
    if (!sender) throw new Error('no sender');
    await both.tell(both.channel('wecom-app'), sender, { here: words, attachmentId: 'A1' }, 'T1');
    const [told, file] = await seen('contact', app);
    expect(told?.text).toContain('请查看。');
    expect(await fileOf(file)).toEqual({ name: '名单.xlsx', bytes });
  });

  it('is the same person on a page as in the chat', async () => {
    await say('contact', app, '资质');
    both.emulator.connect({ wecomApp: 'https://bot.example/wecom/app' });
    const url = both.wecom.login.authorizeUrl({ redirectUri: 'https://bot.example/h5', state: 'S1' });
    const { location } = await both.post('authorize', { as: 'contact', client: 'wecom', url });
    const code = new URL(String(location)).searchParams.get('code') ?? '';
    expect(await both.wecom.login.identify(code)).toEqual(both.events[0]?.sender);
  });

  it('is reached no more once the app is not shared, and again when it is', async () => {
    await say('contact', app, '资质');
    const sender = both.events[0]?.sender;
    if (!sender) throw new Error('no sender');
    const tell = (ref: string) => both.tell(both.channel('wecom-app'), sender, { here: words }, ref);
    await tell('T1');
    await both.post('share', { corpId: 'wwdown', shared: false });
    await both.settle();
    expect(await failure(tell('T2'))).toMatchObject({ retryable: false });
    await both.post('share', { corpId: 'wwdown', shared: true });
    await both.settle();
    await tell('T3');
    expect(await seen('contact', app)).toHaveLength(2);
  });
});
