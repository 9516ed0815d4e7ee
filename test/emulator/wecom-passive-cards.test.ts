import { expect, test } from 'vitest';
import { DIRECT, sendAndSee } from './fixtures/sent-card.ts';
import { buttons, menu, notice } from './fixtures/template-cards.ts';
import { first } from './harness.ts';

test('the passive card update is ignored by default, and for the clicker only when applied', async () => {
  const { emulator, bot, tap, card, lastWire } = await sendAndSee(buttons, 'ZhangSan|LiSi');
  bot.on('app', () => ({
    sealed:
      '<xml><ToUserName>ZhangSan</ToUserName><FromUserName>wwcorp</FromUserName><CreateTime>1</CreateTime><MsgType>update_button</MsgType><Button><ReplaceName>处理中</ReplaceName></Button></xml>',
  }));
  await tap('ok');
  expect(lastWire().warnings?.[0]).toMatch(/ignored/);
  expect((await card())?.replacedText).toBeUndefined();
  emulator.settings.wecomApp.passiveCardUpdate = 'applied';
  await tap('ok');
  expect((await card())?.replacedText).toBe('处理中');
  expect((await card('li', 'wecom-app:LiSi'))?.replacedText).toBeUndefined();
});

test('a card without buttons cannot be greyed by a passive update_button', async () => {
  const { bot, tap, card, lastWire } = await sendAndSee({ ...notice, task_id: 'n1', ...menu('stop') });
  bot.on('app', () => ({
    sealed:
      '<xml><ToUserName>ZhangSan</ToUserName><FromUserName>wwcorp</FromUserName><CreateTime>1</CreateTime><MsgType>update_button</MsgType><Button><ReplaceName>处理中</ReplaceName></Button></xml>',
  }));
  await tap('stop');
  expect(lastWire().error).toMatch(/40058.*text_notice/);
  expect((await card())?.replacedText).toBeUndefined();
});

test('a passive update_template_card is read with its own field names', async () => {
  const { emulator, bot, tap, card } = await sendAndSee(buttons);
  emulator.settings.wecomApp.passiveCardUpdate = 'applied';
  const inner =
    '<CardType>text_notice</CardType><MainTitle><Title>已确认</Title></MainTitle><HorizontalContentList><KeyName>营收</KeyName><Value>1</Value></HorizontalContentList><HorizontalContentList><KeyName>研发</KeyName><Value>2</Value></HorizontalContentList><CardAction><Type>1</Type><Url>https://e.com</Url></CardAction>';
  bot.on('app', () => ({
    sealed: `<xml><ToUserName>ZhangSan</ToUserName><FromUserName>wwcorp</FromUserName><CreateTime>1</CreateTime><MsgType>update_template_card</MsgType><TemplateCard>${inner}</TemplateCard></xml>`,
  }));
  await tap('ok');
  expect(await card()).toMatchObject({
    type: 'text_notice',
    title: '已确认',
    rows: [
      { label: '营收', value: '1' },
      { label: '研发', value: '2' },
    ],
  });
});

test('remarks about a passive card are on the message as well as in the wire log', async () => {
  const { emulator, bot, tap, fromBot, lastWire } = await sendAndSee(buttons);
  emulator.settings.wecomApp.passiveCardUpdate = 'applied';
  const inner =
    '<CardType>text_notice</CardType><MainTitle><Titel>x</Titel><Title>已确认</Title></MainTitle><CardAction><Type>1</Type><Url>https://e.com</Url></CardAction>';
  bot.on('app', () => ({
    sealed: `<xml><ToUserName>ZhangSan</ToUserName><FromUserName>wwcorp</FromUserName><CreateTime>1</CreateTime><MsgType>update_template_card</MsgType><TemplateCard>${inner}</TemplateCard></xml>`,
  }));
  await tap('ok');
  const remarks = ['template_card.main_title.titel: unknown field, ignored by the platform'];
  expect(lastWire().warnings).toEqual(remarks);
  expect(first(await fromBot('zhang', DIRECT)).warnings).toEqual(remarks);
});
