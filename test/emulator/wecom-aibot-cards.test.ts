import { describe, expect, test } from 'vitest';
import { card, read, stream } from './fixtures/aibot.ts';
import { at, first, startBoth } from './harness.ts';

const DIRECT = 'wecom-aibot:ZhangSan';
const GROUP = 'wecom-aibot-group:wr1';

describe('cards', () => {
  const withCard = async () => {
    const both = await startBoth();
    both.bot.on('aibot', () => ({ sealed: { msgtype: 'template_card', template_card: card } }));
    await both.emulator.people.say({ as: 'zhang', conversation: GROUP, text: '卡片' }, { wait: true });
    const messageId = first(await both.fromBot('zhang', GROUP)).id;
    const seen = async (as: string) => first(await both.fromBot(as, GROUP)).card;
    const tap = () =>
      both.emulator.people.tap({ as: 'zhang', conversation: GROUP, messageId, key: 'ok' }, { wait: true });
    return { ...both, seen, tap };
  };
  const update = (more: object = {}) => ({
    response_type: 'update_template_card',
    template_card: { ...card, replace_text: '已确认' },
    ...more,
  });

  test('a click is sent once, nested under the event name, and its answer changes the card for all', async () => {
    const { bot, tap, seen } = await withCard();
    bot.on('aibot', () => ({ sealed: update() }));
    await tap();
    const got = read(bot.at('aibot')[1]);
    expect(got).toMatchObject({
      msgtype: 'event',
      create_time: Date.UTC(2023, 11, 29, 2) / 1000,
      chatid: 'wr1',
      event: {
        eventtype: 'template_card_event',
        template_card_event: {
          card_type: 'button_interaction',
          event_key: 'ok',
          task_id: 'bot-1',
          selected_items: { selected_item: [] },
        },
      },
    });
    expect(at(got, 'response_url')).toBeTypeOf('string');
    expect((await seen('zhang'))?.buttons).toMatchObject([{ text: '已确认', enabled: false }]);
    expect((await seen('li'))?.replacedText).toBe('已确认');
  });

  test('remarks are on the message as well as in the wire log', async () => {
    const { emulator, bot, tap, fromBot, lastWire } = await withCard();
    const long = { ...card, main_title: { title: '长'.repeat(27) } };
    bot.on('aibot', () => ({ sealed: update({ template_card: long }) }));
    await tap();
    expect(lastWire().warnings).toHaveLength(1);
    expect(first(await fromBot('zhang', GROUP)).warnings).toEqual(lastWire().warnings);
    bot.on('aibot', () => ({ sealed: { msgtype: 'template_card', template_card: { ...long, task_id: 'bot-2' } } }));
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '再来' }, { wait: true });
    expect(lastWire().warnings).toHaveLength(1);
    expect(first(await fromBot('zhang', DIRECT)).warnings).toEqual(lastWire().warnings);
  });

  test('userids limit the update in a group', async () => {
    const { bot, tap, seen } = await withCard();
    bot.on('aibot', () => ({ sealed: update({ userids: ['ZhangSan'] }) }));
    await tap();
    expect((await seen('zhang'))?.replacedText).toBe('已确认');
    expect((await seen('li'))?.replacedText).toBeUndefined();
  });

  test('another task_id, a stream or silence leave the card as it is; failures are not repeated', async () => {
    const { emulator, bot, tap, seen, lastWire } = await withCard();
    emulator.settings.wecomAibot.retries = 3;
    bot.on('aibot', () => ({ sealed: update({ template_card: { ...card, task_id: 'other' } }) }));
    await tap();
    expect(lastWire().error).toMatch(/task_id must be "bot-1"/);
    bot.on('aibot', () => ({ sealed: stream('x') }));
    await tap();
    expect(lastWire().error).toMatch(/update_template_card/);
    bot.on('aibot', () => ({ status: 500 }));
    const before = bot.at('aibot').length;
    await tap();
    expect(bot.at('aibot')).toHaveLength(before + 1);
    expect((await seen('zhang'))?.replacedText).toBeUndefined();
  });

  test('a task_id is used once', async () => {
    const { emulator, bot, lastWire } = await withCard();
    bot.on('aibot', () => ({ sealed: { msgtype: 'template_card', template_card: card } }));
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '再来' }, { wait: true });
    expect(lastWire().error).toMatch(/42014/);
  });
});

describe('response_url', () => {
  const ask = async (conversation: string, text = '问题') => {
    const both = await startBoth();
    await both.emulator.people.say({ as: 'zhang', conversation, text }, { wait: true });
    const responseUrl = new URL(String(at(read(both.bot.at('aibot')[0]), 'response_url')));
    const answer = async (body: unknown) =>
      (await both.send('POST', responseUrl.pathname + responseUrl.search, body)).json.errcode;
    return { ...both, answer };
  };
  const markdown = { msgtype: 'markdown', markdown: { content: '# 结果' } };

  test('takes one markdown message', async () => {
    const { answer, fromBot } = await ask(DIRECT);
    expect(await answer(markdown)).toBe(0);
    expect(await answer(markdown)).toBe(60140);
    const [message] = await fromBot('zhang', DIRECT);
    expect(message).toMatchObject({ kind: 'markdown', markdown: '# 结果' });
    expect(message?.quote).toBeUndefined();
  });

  test('lives an hour', async () => {
    const { emulator, answer } = await ask(DIRECT);
    await emulator.clock.advance(3_600_001, { jump: true });
    expect(await answer(markdown)).toBe(60140);
  });

  test('cannot update a card, and takes neither text nor stream', async () => {
    const { answer } = await ask(DIRECT);
    expect(await answer({ response_type: 'update_template_card', template_card: card })).toBe(40008);
    expect(await answer(stream('x'))).toBe(40008);
    expect(await answer({ msgtype: 'markdown', markdown: { content: 'x'.repeat(20_481) } })).toBe(45002);
    expect(await answer({ msgtype: 'template_card', template_card: {} })).toBe(42031);
    expect(await answer(markdown)).toBe(0);
  });

  test('in groups it quotes; a card comes after an empty quoting message', async () => {
    const { answer, fromBot } = await ask(GROUP, '要卡片');
    expect(await answer({ msgtype: 'template_card', template_card: card })).toBe(0);
    const [quoting, message] = await fromBot('li', GROUP);
    expect(quoting).toMatchObject({ text: '', quote: '@科企通助手 要卡片' });
    expect(message?.card?.title).toBe('请选择');
  });
});
