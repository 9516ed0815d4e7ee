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

describe('a form', () => {
  const tap = { say: '/填报 2023-11', answer: 'here' as const };
  const fill: Card = {
    title: '2023年11月月报',
    blocks: [{ kind: 'text', text: '请填报。' }],
    form: {
      tap,
      submit: '提交',
      fields: [
        { name: 'id', label: '', kind: 'text', value: 'R1', hidden: true },
        { name: 'revenue', label: '营收（万元）', kind: 'number', required: true },
        { name: 'note', label: '说明', kind: 'text' },
        {
          name: 'why',
          label: '原因',
          kind: 'choice',
          options: [
            { value: 'order', text: '订单' },
            { value: 'season', text: '季节' },
          ],
          value: 'season',
        },
      ],
    },
    insteadOfForm: '请发送：营收320万。',
    subject: 'report:R1',
    confidential: true,
  };
  const tapped = { state: '已提交', forAll: true };

  async function bring(card = fill): Promise<void> {
    await both.dingtalk.register();
    await both.tell(both.channel('dingtalk-robot'), staff, { here: card }, 'T1');
  }
  async function card() {
    const message = (await seen(chat)).find((one) => one.card);
    if (!message?.card) throw new Error('no card');
    return { ...message.card, messageId: message.id, warnings: message.warnings, text: message.text };
  }
  /** The names as they stand on the card, by our own. */
  async function names(): Promise<Record<string, string>> {
    const { forms } = await card();
    return Object.fromEntries((forms[0]?.fields ?? []).map(({ name }) => [name.slice(4), name]));
  }
  async function submit(values: Record<string, unknown>, forged: Record<string, unknown> = {}): Promise<void> {
    const named = await names();
    const own = (given: Record<string, unknown>) =>
      Object.fromEntries(Object.entries(given).map(([name, value]) => [named[name] ?? name, value]));
    const { messageId, forms } = await card();
    const what = { key: forms[0]?.key ?? '', form: own(values), forged: own(forged) };
    await both.emulator.people.tap({ as: 'staff', conversation: chat, messageId, ...what }, { wait: true });
    await both.settle();
  }

  it('is drawn, and brings what was filled in', async () => {
    await bring();
    const { forms, warnings, text } = await card();
    expect(forms).toMatchObject([
      {
        submitText: '提交',
        enabled: true,
        fields: [{ hidden: true }, { type: 'NUMBER', required: true }, { type: 'TEXT' }, { type: 'SELECT' }],
      },
    ]);
    expect(warnings).toEqual([]);
    expect(text).not.toContain('请发送');
    await submit({ revenue: 320.5 });
    expect(both.events[0]).toMatchObject({
      channel: 'dingtalk-card',
      sender: staff,
      place: 'direct',
      happening: {
        kind: 'tap',
        code: 'say:/填报 2023-11',
        values: { id: 'R1', revenue: '320.5', why: 'season' },
        card: 'd-T1',
      },
    });
  });

  it.each(['content', 'value', 'both'] as const)('comes back in the spelling %s, and as text', async (spelling) => {
    both.emulator.settings.dingtalkCard.callbackSpelling = spelling;
    both.emulator.settings.dingtalkCard.numberAs = 'string';
    await bring();
    await submit({ revenue: 7 });
    expect(both.events[0]?.happening).toMatchObject({ values: { revenue: '7' } });
  });

  it('becomes the form of the answer, in place and under new names', async () => {
    await bring();
    const before = await names();
    const filled = fill.form?.fields.map((field) => (field.name === 'revenue' ? { ...field, value: '32050' } : field));
    const blocks = [{ kind: 'text' as const, text: '营收比上月多一百倍，请核对。' }];
    both.answers.push({ here: { ...fill, blocks, form: { tap, submit: '确认提交', fields: filled ?? [] } }, tapped });
    await submit({ revenue: 32050 });
    const { forms, text } = await card();
    expect(text).toContain('多一百倍');
    expect(forms).toMatchObject([{ submitText: '确认提交', fields: [{}, { value: 32050 }, {}, {}] }]);
    expect((await names()).revenue).not.toBe(before.revenue);
    await submit({ note: '更正' });
    expect(both.events[1]?.happening).toMatchObject({ values: { revenue: '32050', note: '更正' } });
    expect(await seen(chat)).toHaveLength(1);
  });

  it('stays to be corrected where it cannot be taken', async () => {
    await bring();
    both.answers.push({ here: { ...words, title: '请核对' }, tapped: { ...tapped, formStays: true } });
    await submit({ revenue: 1 });
    const { forms, text } = await card();
    expect(forms).toMatchObject([{ enabled: true, fields: [{}, {}, {}, {}] }]);
    expect(text).toContain('请核对');
    both.answers.push({ here: { ...words, title: '已提交' }, tapped });
    await submit({ revenue: 2 });
    const after = await card();
    expect(after.forms).toEqual([]);
    expect(after.text).toContain('已提交');
    expect(after.text).not.toContain('请核对');
  });

  it('of a tampered client is what it says, or noise', async () => {
    await bring();
    await submit({ revenue: 1 }, { id: 'R2', revenue: '很多' });
    expect(both.events[0]?.happening).toMatchObject({ values: { id: 'R2', revenue: '很多' } });
    await submit({ revenue: 1 }, { revenue: { deep: [1] }, note: ['x'] });
    expect(both.events[1]?.happening).toMatchObject({ kind: 'unknown', what: 'form of another shape' });
  });

  it('is gone once its matter is settled elsewhere', async () => {
    await bring();
    expect(both.live).toMatchObject([{ card: 'd-T1', subject: 'report:R1', channel: 'dingtalk-card' }]);
    await both.close(both.live[0], staff, '已提交');
    const { forms, buttons, text } = await card();
    expect([forms, buttons]).toEqual([[], []]);
    expect(text).toContain('已提交');
    // A second press of who had it open: it says what it was about, whatever the card shows by now.
    await both.close(both.live[0], staff, '已退回');
    expect((await card()).text).toContain('已退回');
  });

  it('too large for a card is said beside it', async () => {
    const many = Array.from({ length: 40 }, (_, n) => ({ name: `f${n}`, label: `指标${n}`, kind: 'number' as const }));
    await bring({ ...fill, form: { tap, submit: '提交', fields: many } });
    const { forms, text, warnings } = await card();
    const drawn = forms[0]?.fields.length ?? 0;
    expect(drawn).toBeGreaterThan(20);
    expect(text).toContain(`指标${drawn}、`);
    expect(text).toContain('请发送：营收320万。');
    // 1 KB by one page, the official example has 1.9 KB (API 卡片数据的填写说明, 表单变量): not a byte more than that.
    expect(warnings).toMatchObject([expect.stringMatching(/form/u)]);
  });
});
