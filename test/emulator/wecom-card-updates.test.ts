import { describe, expect, test } from 'vitest';
import { read } from './fixtures/aibot.ts';
import { DIRECT, sendAndSee } from './fixtures/sent-card.ts';
import { buttons, type Card, multiple, notice, option, vote } from './fixtures/template-cards.ts';
import { at, first, startBoth } from './harness.ts';
import { element } from './stand-in-bot.ts';

const UPDATE = '/cgi-bin/message/update_template_card';
const HOUR = 3_600_000;
const dropdowns: Card = {
  ...multiple,
  select_list: ['q1', 'q2'].map((question_key) => ({
    question_key,
    title: question_key,
    selected_id: 'b',
    option_list: [option('a'), option('b')],
  })),
};
const kinds: [type: string, card: Card, key: string, selected: Record<string, string[]>, chosen: object[]][] = [
  ['button_interaction', buttons, 'ok', {}, []],
  ['vote_interaction', vote, 'go', { q: ['b'] }, [{ key: 'q', selected: ['b'], multiple: true, shape: 'list' }]],
  [
    'multiple_interaction',
    dropdowns,
    'go',
    { q2: ['a'] },
    [
      { key: 'q1', selected: ['b'], multiple: false, shape: 'dropdown' },
      { key: 'q2', selected: ['a'] },
    ],
  ],
];

describe.each(kinds)('%s', (type, card, key, selected, chosen) => {
  const press = async () => {
    const both = await sendAndSee(card);
    await both.tap(key, selected);
    const plain = both.bot.at('app')[0]?.plain ?? '';
    const update = (response_code: unknown, change: object) =>
      both.wecom(UPDATE, { userids: ['ZhangSan'], agentid: 1000002, response_code, ...change });
    return { ...both, plain, code: element(plain, 'ResponseCode'), update };
  };
  const grey = { button: { replace_name: '已提交' } };

  test('shows what was chosen, and the event says so', async () => {
    const { plain, card: seen } = await press();
    expect(element(plain, 'CardType')).toBe(type);
    expect(element(plain, 'EventKey')).toBe(key);
    expect((await seen())?.selects).toMatchObject(chosen);
    const ids = [...plain.matchAll(/<OptionId><!\[CDATA\[(\w+)\]\]>/g)].map((one) => one[1]);
    expect(ids).toEqual(chosen.flatMap((one) => at(one, 'selected')));
  });

  test('is greyed with the code of the click and then replaced with that of the sending, each good for one use', async () => {
    const { answer, code, update, card: seen } = await press();
    expect(await update(code, grey)).toMatchObject({ errcode: 0 });
    expect(await seen()).toMatchObject({ type, replacedText: '已提交', buttons: [{ text: '已提交', enabled: false }] });
    expect((await seen())?.selects.every((select) => !select.enabled)).toBe(true);
    expect(await update(code, grey)).toMatchObject({ errcode: 60140 });
    const done = { template_card: { ...notice, main_title: { title: '已收到' } } };
    expect(await update(answer.response_code, done)).toMatchObject({ errcode: 0 });
    expect(await seen()).toMatchObject({ type: 'text_notice', title: '已收到', selects: [], buttons: [] });
    expect(await update(answer.response_code, done)).toMatchObject({ errcode: 60140 });
  });

  test('can be updated for 72 hours', async () => {
    const { emulator, code, update } = await press();
    await emulator.clock.advance(72 * HOUR + 1, { jump: true });
    expect(await update(code, grey)).toMatchObject({ errcode: 60140 });
    await emulator.clock.advance(-1, { jump: true });
    expect(await update(code, grey)).toMatchObject({ errcode: 0 });
  });

  test('is answered over HTTP as well, and nobody else can press it', async () => {
    const { send, fromBot, bot } = await sendAndSee(card);
    const messageId = first(await fromBot('zhang', DIRECT)).id;
    const tap = { conversation: DIRECT, messageId, key, selected };
    expect(await send('POST', '/emulator/tap?wait=1', { as: 'zhang', ...tap })).toMatchObject({ status: 200 });
    expect((await send('POST', '/emulator/tap', { as: 'li', ...tap })).status).toBeGreaterThanOrEqual(400);
    expect(bot.at('app')).toHaveLength(1);
  });
});

test('an update can close the questions and needs no submit button', async () => {
  const { wecom, answer, card, tap } = await sendAndSee(dropdowns);
  const [q1, q2] = dropdowns.select_list as Card[];
  const template_card = { ...dropdowns, select_list: [{ ...q1, disable: true }, q2], submit_button: undefined };
  const update = { userids: ['ZhangSan'], agentid: 1000002, response_code: answer.response_code, template_card };
  expect(await wecom(UPDATE, update)).toMatchObject({ errcode: 0 });
  expect(await card()).toMatchObject({ selects: [{ enabled: false }, { enabled: true }], buttons: [] });
  await expect(tap('go')).rejects.toThrow(/no button/);
});

test.each(kinds)('the AI bot hears of a %s', async (type, card, key, selected, chosen) => {
  const { emulator, bot, fromBot } = await startBoth();
  bot.on('aibot', () => ({ sealed: { msgtype: 'template_card', template_card: card } }));
  const seat = { as: 'zhang', conversation: 'wecom-aibot:ZhangSan' };
  await emulator.people.say({ ...seat, text: '卡片' }, { wait: true });
  await emulator.idle();
  const messageId = first(await fromBot('zhang', seat.conversation)).id;
  bot.on('aibot', () => ({}));
  await emulator.people.tap({ ...seat, messageId, key, selected }, { wait: true });
  expect(at(read(bot.at('aibot')[1]), 'event', 'template_card_event')).toMatchObject({
    card_type: type,
    event_key: key,
    selected_items: {
      selected_item: chosen.map((one) => ({
        question_key: at(one, 'key'),
        option_ids: { option_id: at(one, 'selected') },
      })),
    },
  });
});
