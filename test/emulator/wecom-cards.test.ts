import { describe, expect, test } from 'vitest';
import { cardMessage, DIRECT, SEND, sendAndSee } from './fixtures/sent-card.ts';
import { buttons, type Card, menu, multiple, notice, option, vote } from './fixtures/template-cards.ts';
import { first, startBoth } from './harness.ts';
import { element } from './stand-in-bot.ts';

const UPDATE = '/cgi-bin/message/update_template_card';
describe('sending', () => {
  test('response_code only for cards that can be updated', async () => {
    const { wecom } = await startBoth();
    const has = async (card: Card) => 'response_code' in (await wecom(SEND, cardMessage(card)));
    expect(await has(notice)).toBe(false);
    expect(await has({ ...notice, task_id: 'n1', ...menu('a') })).toBe(true);
    expect(await has(buttons)).toBe(true);
    expect(await has(vote)).toBe(true);
    expect(await has(multiple)).toBe(true);
  });

  test('a task_id never comes back, and interactive cards need a callback address', async () => {
    const { emulator, wecom } = await startBoth();
    expect((await wecom(SEND, cardMessage(buttons))).errcode).toBe(0);
    expect((await wecom(SEND, cardMessage(buttons))).errcode).toBe(42014);
    emulator.connect({ wecomApp: undefined });
    expect((await wecom(SEND, cardMessage({ ...buttons, task_id: 'b2' }))).errcode).toBe(43012);
    expect((await wecom(SEND, cardMessage(notice))).errcode).toBe(0);
  });

  test('remarks are on the message and in the wire log', async () => {
    const { wecom, fromBot, lastWire } = await startBoth();
    await wecom(SEND, cardMessage({ ...notice, main_title: { title: '长'.repeat(40) } }));
    expect(first(await fromBot('zhang', DIRECT)).warnings).toHaveLength(1);
    expect(lastWire().warnings).toHaveLength(1);
  });

  test('a card is drawn top to bottom', async () => {
    const { wecom, fromBot } = await startBoth();
    const card = {
      ...buttons,
      source: { desc: '科技局', desc_color: 3 },
      sub_title_text: '正文',
      quote_area: { title: '原文', quote_text: '引用' },
      horizontal_content_list: [{ keyname: '营收', value: '320万' }],
      button_selection: { question_key: 'q', title: '原因', option_list: [option('a'), option('b')], selected_id: 'b' },
      ...menu('more'),
    };
    await wecom(SEND, cardMessage(card));
    const message = first(await fromBot('zhang', DIRECT));
    expect(message.text).toBe('科技局\n标题\n说明\n原文\n引用\n正文\n营收：320万\n原因：选项b\n[确认] [退回]');
    expect(message.card).toMatchObject({
      title: '标题',
      rows: [{ label: '营收', value: '320万' }],
      buttons: [{ key: 'ok', enabled: true }, { key: 'back' }],
      selects: [{ key: 'q', selected: ['b'], enabled: true }],
      menu: [{ key: 'more', text: '项' }],
    });
  });
});

describe('clicks', () => {
  test('a button sends key, task and a response_code that updates once', async () => {
    const { bot, tap, wecom, card, answer } = await sendAndSee(buttons);
    await tap('ok');
    const plain = bot.at('app')[0]?.plain ?? '';
    expect(element(plain, 'Event')).toBe('template_card_event');
    expect(element(plain, 'EventKey')).toBe('ok');
    expect(element(plain, 'TaskId')).toBe('b-1@r_7');
    expect(element(plain, 'CardType')).toBe('button_interaction');
    expect(plain).not.toContain('MsgId');
    expect(plain).not.toContain('SelectedItems');
    const code = element(plain, 'ResponseCode');
    expect(code).not.toBe(answer.response_code);
    const update = { userids: ['zhangsan'], agentid: 1000002, response_code: code, button: { replace_name: '已确认' } };
    expect((await wecom(UPDATE, update)).errcode).toBe(0);
    expect(await card()).toMatchObject({ replacedText: '已确认', buttons: [{ text: '已确认', enabled: false }] });
    expect((await wecom(UPDATE, update)).errcode).toBe(60140);
    await expect(tap('ok')).rejects.toThrow(/no button/);
    await expect(tap('replaced')).rejects.toThrow(/grey/);
  });

  test('a whole new card for some receivers, others are named', async () => {
    const { wecom, card, answer } = await sendAndSee(buttons, 'ZhangSan|LiSi');
    const update = {
      userids: ['LISI', 'nobody'],
      agentid: 1000002,
      response_code: answer.response_code,
      template_card: { ...notice, main_title: { title: '已由张三确认' } },
    };
    expect(await wecom(UPDATE, update)).toMatchObject({ errcode: 0, invaliduser: ['nobody'] });
    expect(await card('li', 'wecom-app:LiSi')).toMatchObject({ type: 'text_notice', title: '已由张三确认' });
    expect(await card()).toMatchObject({ type: 'button_interaction', title: '标题' });
  });

  test('a response_code lives 72 hours', async () => {
    const { emulator, wecom, answer } = await sendAndSee(buttons);
    const update = {
      atall: 1,
      agentid: 1000002,
      response_code: answer.response_code,
      button: { replace_name: '已截止' },
    };
    await emulator.clock.advance(72 * 3_600_000 + 1, { jump: true });
    expect((await wecom(UPDATE, update)).errcode).toBe(60140);
    await emulator.clock.advance(-1, { jump: true });
    expect((await wecom(UPDATE, update)).errcode).toBe(0);
  });

  const wrong: [name: string, change: Card, code: number][] = [
    ['userids as a joined text', { userids: 'ZhangSan|LiSi' }, 40058],
    ['no receivers', { userids: [] }, 82001],
    ['a foreign agent', { agentid: 5 }, 301002],
    ['neither button nor card', { button: undefined }, 40063],
    ['a bad card', { button: undefined, template_card: { card_type: 'x' } }, 42031],
    ['an unknown code', { response_code: 'never' }, 60140],
  ];
  test.each(wrong)('an update with %s leaves the code unused', async (_name, change, code) => {
    const { wecom, answer } = await sendAndSee(buttons);
    const update = {
      userids: ['ZhangSan'],
      agentid: 1000002,
      response_code: answer.response_code,
      button: { replace_name: '完' },
    };
    expect((await wecom(UPDATE, { ...update, ...change })).errcode).toBe(code);
    expect((await wecom(UPDATE, update)).errcode).toBe(0);
  });

  test('vote and dropdowns send what is chosen or preset', async () => {
    const { bot, tap } = await sendAndSee(vote);
    await tap('go', { q: ['a', 'b'] });
    expect(bot.at('app')[0]?.plain).toContain(
      '<SelectedItems><SelectedItem><QuestionKey><![CDATA[q]]></QuestionKey><OptionIds><OptionId><![CDATA[a]]></OptionId><OptionId><![CDATA[b]]></OptionId></OptionIds></SelectedItem></SelectedItems>',
    );
    await expect(tap('go', { q: 'zzz' })).rejects.toThrow(/no option/);
    await expect(tap('go', { other: 'a' })).rejects.toThrow(/no question/);
    const other = await sendAndSee(multiple);
    await other.tap('go');
    expect(other.bot.at('app')[0]?.plain).toContain('<OptionId><![CDATA[a]]></OptionId>');
  });

  test('an untouched vote arrives without an item, or with an empty one', async () => {
    const { emulator, bot, tap } = await sendAndSee(vote);
    await tap('go');
    expect(bot.at('app')[0]?.plain).toContain('<SelectedItems><![CDATA[]]></SelectedItems>');
    emulator.settings.wecomApp.unansweredVote = 'empty-item';
    await tap('go');
    expect(bot.at('app')[1]?.plain).toContain('<SelectedItem><QuestionKey><![CDATA[q]]></QuestionKey>');
  });

  test('the corner menu sends its own event and may be answered', async () => {
    const { bot, tap, fromBot } = await sendAndSee({ ...notice, task_id: 'n1', ...menu('stop') });
    bot.on('app', () => ({
      sealed:
        '<xml><ToUserName>ZhangSan</ToUserName><FromUserName>wwcorp</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>已关闭提醒</Content></xml>',
    }));
    await tap('stop');
    expect(element(bot.at('app')[0]?.plain ?? '', 'Event')).toBe('template_card_menu_event');
    expect((await fromBot('zhang', DIRECT)).map((message) => message.text)).toContain('已关闭提醒');
  });

  test('replace_name is judged by the cards of the receivers it names', async () => {
    const { bot, tap, wecom, card, answer, lastWire } = await sendAndSee(buttons, 'ZhangSan|LiSi');
    await tap('ok');
    const codes = [answer.response_code, element(bot.at('app')[0]?.plain ?? '', 'ResponseCode')];
    await tap('back');
    codes.push(element(bot.at('app')[1]?.plain ?? '', 'ResponseCode'));
    const update = (userids: string[], change: object) =>
      wecom(UPDATE, { userids, agentid: 1000002, response_code: codes[0], ...change });
    expect(await update(['ZhangSan'], { template_card: notice })).toMatchObject({ errcode: 0 });
    codes.shift();
    const grey = { button: { replace_name: '完' } };
    expect(await update(['ZhangSan'], grey)).toMatchObject({ errcode: 40058 });
    expect(await update(['LiSi'], grey)).toMatchObject({ errcode: 0 });
    expect((await card('li', 'wecom-app:LiSi'))?.replacedText).toBe('完');
    codes.shift();
    expect(await update(['ZhangSan', 'LiSi'], grey)).toMatchObject({ errcode: 0 });
    expect(lastWire().warnings).toEqual(['button.replace_name: zhangsan has a card without buttons, not changed']);
    expect((await card())?.replacedText).toBeUndefined();
  });

  test('a tap that gets no answer tells the person', async () => {
    const { bot, tap, fromBot } = await sendAndSee(buttons);
    bot.on('app', () => ({ status: 500 }));
    await tap('ok');
    expect(first(await fromBot('zhang', DIRECT)).notice).toBe('操作失败：对方未响应');
  });

  test('a link button opens and sends nothing', async () => {
    const { bot, tap, card } = await sendAndSee({
      ...buttons,
      button_list: [{ text: '填报', type: 1, url: 'https://e.com/h5' }],
    });
    expect((await card())?.buttons).toMatchObject([{ key: 'link-1', url: 'https://e.com/h5' }]);
    await expect(tap('link-1')).rejects.toThrow(/opens/);
    expect(bot.at('app')).toEqual([]);
  });
});
