import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CREATE, create, GROUP, PUT, REGISTER } from '../emulator/fixtures/card-calls.ts';
import { every, field, formText, options, reply } from '../emulator/fixtures/card-forms.ts';
import { cardMessage, SEND } from '../emulator/fixtures/sent-card.ts';
import { type Card, multiple, option, vote } from '../emulator/fixtures/template-cards.ts';
import { element } from '../emulator/stand-in-bot.ts';
import { clippedText, startBrowser } from './browser.ts';
import { APP, desktop, openSmallPage, phone } from './small-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const texts = ['TEXT', 'TEXT_AREA', 'TEXT_ARRAY', 'NUMBER'];
const lively = every.map((one) => ({
  ...one,
  ...(texts.includes(String(one.type)) ? { placeholder: '请填写' } : {}),
  ...(one.name === 'number' ? { required: true, requiredMsg: '请填营收（万元）' } : {}),
}));

async function openForm(fields: object[], look: BrowserContextOptions, own: Record<string, string> = {}) {
  const both = await openSmallPage(browser, look);
  await both.ding('POST', REGISTER, { callbackRouteKey: 'route', callbackUrl: `${both.bot.url}/dingtalk/card` });
  const card = { title: '2023年12月 月度上报', body: '请在 **2024-01-10** 前填写。', form_btn_text: '提交上报' };
  const cardParamMap = { form: formText(fields), ...own };
  await both.ding('POST', CREATE, create({ cardData: { cardParamMap: card }, privateData: { s1: { cardParamMap } } }));
  await both.enter(GROUP);
  const row = (name: string) => both.page.locator(`[data-testid=form-field][data-name="${name}"]`);
  const input = (name: string) => row(name).locator('[data-testid=form-input]');
  const submit = () => both.byId('form-submit').click();
  const sent = () => {
    const body = JSON.parse(both.bot.at('card').at(-1)?.raw ?? '{"content":"{}"}') as { content: string };
    return (JSON.parse(body.content) as { cardPrivateData?: { params: Record<string, unknown> } }).cardPrivateData
      ?.params;
  };
  return { ...both, row, input, submit, sent };
}

describe.each(Object.entries<BrowserContextOptions>({ desktop, phone, dark: { ...phone, colorScheme: 'dark' } }))(
  'a form in a card, %s',
  (_name, look) => {
    it('is filled in and sent', async () => {
      const { page, byId, row, input, submit, sent, bot } = await openForm(lively, look, { tap: 'code-1' });
      await submit();
      await expect.poll(() => byId('form-error').allTextContents()).toEqual(['请填营收（万元）']);
      expect(await clippedText(page)).toEqual([]);
      expect(bot.at('card')).toEqual([]);
      await input('number').fill('三百');
      await submit();
      await expect.poll(() => byId('form-error').allTextContents()).toEqual(['请填写数字']);
      await input('number').fill('320.5');
      await input('text').fill('示例企业01');
      await input('area').fill('一\n二');
      await input('list').fill('甲');
      await row('list').locator('[data-testid=form-add]').click();
      await input('list').last().fill('乙');
      await input('select').selectOption('b');
      await row('multi').locator('summary').click();
      await input('multi').nth(0).check();
      await input('multi').nth(2).check();
      await input('date').fill('2023-12-29');
      await input('time').fill('10:30');
      await input('moment').fill('2023-12-29T10:30');
      await input('box').check();
      await input('switch').check();
      await input('group').nth(2).check();
      await input('groups').nth(1).check();
      expect(await clippedText(page)).toEqual([]);
      await submit();
      await expect
        .poll(() => sent()?.form)
        .toEqual({
          ...{
            text: '示例企业01',
            area: '一\n二',
            list: ['甲', '乙'],
            number: 320.5,
            select: { index: 1, value: 'b' },
          },
          ...{
            multi: { index: [0, 2], value: ['a', 'c'] },
            date: '2023-12-29',
            time: '10:30',
            moment: '2023-12-29 10:30',
          },
          ...{ box: true, switch: true, group: 'c', groups: ['b'] },
        });
      expect(sent()?.tap).toBe('code-1');
      await byId('card-form').scrollIntoViewIfNeeded();
    });
  },
);

const fixed = [
  field('token', 'TEXT', { hidden: true, defaultValue: 't-1' }),
  field('corp', 'TEXT', { readOnly: true, defaultValue: '示例企业01' }),
  field('why', 'SELECT', { options, readOnly: true, defaultValue: { index: 1, value: 'b' } }),
  field('day', 'DATE', { format: 'yyyy年MM月dd日', defaultValue: '2023年12月29日' }),
  field('note', 'TEXT', { defaultValue: '无' }),
];

describe('a form', () => {
  it('shows read-only fields, hides hidden ones, and sends both back', async () => {
    const { byId, row, input, submit, sent } = await openForm(fixed, phone);
    expect(await row('token').count()).toBe(0);
    expect(await input('corp').getAttribute('readonly')).not.toBeNull();
    expect(await input('why').isDisabled()).toBe(true);
    expect(await input('day').inputValue()).toBe('2023-12-29');
    expect(await byId('form-submit').textContent()).toBe('提交上报');
    await input('day').fill('2024-01-05');
    await submit();
    await expect
      .poll(() => sent()?.form)
      .toEqual({
        ...{ token: 't-1', corp: '示例企业01', why: { index: 1, value: 'b' }, day: '2024年01月05日', note: '无' },
      });
  });

  it('cannot be sent while it is disabled', async () => {
    const { byId, input } = await openForm(fixed, phone, { form_status: 'disabled' });
    expect(await byId('form-submit').isDisabled()).toBe(true);
    expect(await input('note').isDisabled()).toBe(true);
  });

  it('keeps what was typed when the answer is late, and under the same name in another form', async () => {
    const { page, emulator, bot, ding, input, submit } = await openForm([field('note', 'TEXT')], desktop);
    emulator.settings.dingtalkCard.timeoutMs = 40;
    bot.on('card', () => new Promise(() => undefined));
    await input('note').fill('320');
    await submit();
    await page.getByText('操作失败，请稍后重试').waitFor();
    expect(await input('note').inputValue()).toBe('320');
    const form = formText([field('fresh', 'TEXT'), field('note', 'TEXT', { defaultValue: '新' })]);
    await ding('PUT', PUT, {
      outTrackId: 'card-1',
      privateData: { s1: { cardParamMap: { form } } },
      cardUpdateOptions: { updatePrivateDataByKey: true },
    });
    await input('fresh').waitFor();
    expect([await input('fresh').inputValue(), await input('note').inputValue()]).toEqual(['', '320']);
  });

  it('is as before when one comes back from another conversation', async () => {
    const { enter, byId, input } = await openForm(fixed, phone);
    await input('note').fill('写了一半');
    await enter(APP);
    await enter(GROUP);
    await byId('card-form').waitFor();
    expect(await input('note').inputValue()).toBe('无');
  });

  it('closes when the answer says so', async () => {
    const { bot, byId, input, submit } = await openForm([field('note', 'TEXT')], phone);
    const form = formText([field('note', 'TEXT', { defaultValue: '320' })]);
    bot.on('card', () => reply({ userPrivateData: { cardParamMap: { form, form_status: 'disabled' } } }));
    await input('note').fill('320');
    await submit();
    await expect.poll(() => byId('form-submit').isDisabled()).toBe(true);
    await expect.poll(() => byId('form-submit').getAttribute('aria-busy')).toBe('false');
    expect(await input('note').inputValue()).toBe('320');
  });

  it('takes any text for a number on an old client', async () => {
    const { emulator, page, input, submit, sent } = await openForm([field('sum', 'NUMBER')], phone);
    emulator.settings.dingtalkCard.oldClient = true;
    await page.reload();
    await input('sum').fill('三百来万');
    await submit();
    await expect.poll(() => sent()?.form).toEqual({ sum: '三百来万' });
  });
});

const question = { title: '影响', option_list: [option('x'), option('y')] };
const selects: Card = {
  ...multiple,
  select_list: [...(multiple.select_list as object[]), { ...question, question_key: 'q2', selected_id: 'y' }],
};
const items = (plain: string) =>
  [...plain.matchAll(/<OptionId><!\[CDATA\[(\w+)\]\]><\/OptionId>/g)].map((one) => one[1]);

describe('choices in a WeCom card', () => {
  it.each<[name: string, card: Card, chosen: string[]]>([
    ['a vote', vote, ['a', 'b']],
    ['dropdowns', selects, ['b', 'y']],
  ])('%s', async (_name, card, chosen) => {
    const { page, wecom, enter, bot, byId } = await openSmallPage(browser, phone);
    await wecom(SEND, cardMessage(card));
    await enter(APP);
    if (card === vote) {
      for (const text of ['选项a', '选项b']) await page.getByLabel(text).check();
    } else await byId('card-select').first().selectOption('b');
    expect(await clippedText(page)).toEqual([]);
    await byId('card-button').click();
    await expect.poll(() => bot.at('app').length).toBeGreaterThan(1);
    const plain = bot.at('app').find((one) => one.plain.includes('template_card_event'))?.plain ?? '';
    expect(element(plain, 'CardType')).toBe(card.card_type);
    expect(items(plain)).toEqual(chosen);
    const grey = { button: { replace_name: '已提交' }, userids: ['ZhangSan'], agentid: 1000002 };
    const update = { ...grey, response_code: element(plain, 'ResponseCode') };
    expect(await wecom('/cgi-bin/message/update_template_card', update)).toMatchObject({ errcode: 0 });
    await expect.poll(() => byId('card-button').textContent()).toBe('已提交');
    expect(await byId('card-button').isDisabled()).toBe(true);
  });
});
