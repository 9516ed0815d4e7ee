import { describe, expect, test } from 'vitest';
import { checkCard } from '../../emulator/wecom/card-rules.ts';
import { buttons, type Card, menu, multiple, newsNotice, notice, option, vote } from './fixtures/template-cards.ts';

const list = (length: number, item: unknown) => Array.from({ length }, () => item);
const select = (question_key: string, options: unknown[] = [option('a')]) => ({ question_key, option_list: options });

const checkbox = vote.checkbox as Card;

const title = { title: '标题', desc: '说明' };
const app = { variant: 'app', purpose: 'send', hasUser: (id: string) => id === 'ZhangSan' } as const;

describe('the five types pass without remarks', () => {
  test.each([notice, newsNotice, buttons, vote, multiple])('$card_type', (card) => {
    expect(checkCard(card, app)).toEqual({ ok: true, card, warnings: [] });
    expect(checkCard(card, { ...app, variant: 'aibot' })).toMatchObject({ ok: true, warnings: [] });
  });
});

const broken: [code: number, name: string, card: Card][] = [
  [42027, 'a row without keyname', { ...notice, horizontal_content_list: [{ value: 'x' }] }],
  [42028, 'card_action without url', { ...notice, card_action: { type: 1 } }],
  [42028, 'a link row without url', { ...notice, horizontal_content_list: [{ keyname: 'k', type: 1 }] }],
  [42028, 'a jump without url', { ...notice, jump_list: [{ type: 1, title: 't' }] }],
  [42028, 'a quote without url', { ...notice, quote_area: { type: 1 } }],
  [42028, 'a link button without url', { ...buttons, button_list: [{ text: 't', type: 1 }] }],
  [42029, 'an attachment row without media_id', { ...notice, horizontal_content_list: [{ keyname: 'k', type: 2 }] }],
  [42030, 'card_action without appid', { ...notice, card_action: { type: 2 } }],
  [42031, 'an unknown type', { ...notice, card_type: 'form' }],
  [42031, 'no type', { main_title: title }],
  [42033, 'no title', { ...notice, main_title: { desc: 'x' } }],
  [42033, 'a vertical item without title', { ...newsNotice, vertical_content_list: [{ desc: 'x' }] }],
  [42033, 'a jump without title', { ...notice, jump_list: [{ type: 0 }] }],
  [42035, 'seven rows', { ...notice, horizontal_content_list: list(7, { keyname: 'k' }) }],
  [42036, 'five vertical items', { ...newsNotice, vertical_content_list: list(5, { title: 't' }) }],
  [42037, 'no options', { ...multiple, select_list: [select('q', [])] }],
  [42037, 'eleven options', { ...multiple, select_list: [select('q', list(11, option('a')))] }],
  [42037, '21 votes', { ...vote, checkbox: { question_key: 'q', option_list: list(21, option('a')) } }],
  [42038, 'no buttons', { ...buttons, button_list: [] }],
  [42038, 'a button without text', { ...buttons, button_list: [{ key: 'k' }] }],
  [42039, 'a button without key', { ...buttons, button_list: [{ text: 't' }] }],
  [42039, 'a button key of 1025 bytes', { ...buttons, button_list: [{ text: 't', key: 'k'.repeat(1025) }] }],
  [42039, 'two buttons with one key', { ...buttons, button_list: list(2, { text: 't', key: 'k' }) }],
  [42040, 'an option without id', { ...multiple, select_list: [select('q', [{ text: 't' }])] }],
  [42040, 'two options with one id', { ...multiple, select_list: [select('q', [option('a'), option('a')])] }],
  [42041, 'an option without text', { ...multiple, select_list: [select('q', [{ id: 'a' }])] }],
  [42042, 'four jumps', { ...notice, jump_list: list(4, { title: 't' }) }],
  [42043, 'no question_key', { ...vote, checkbox: { option_list: [option('a')] } }],
  [42043, 'no checkbox', { ...vote, checkbox: undefined }],
  [42043, 'two questions with one key', { ...multiple, select_list: [select('q'), select('q')] }],
  [42044, 'no picture', { ...newsNotice, card_image: undefined }],
  [42045, 'no card_action', { ...notice, card_action: undefined }],
  [42045, 'card_action of type 0', { ...notice, card_action: { type: 0 } }],
  [42046, 'a submit button without key', { ...vote, submit_button: { text: '提交' } }],
  [42047, 'four questions', { ...multiple, select_list: ['a', 'b', 'c', 'd'].map((key) => select(key)) }],
  [42047, 'no questions', { ...multiple, select_list: undefined }],
  [42049, 'a submit button without text', { ...multiple, submit_button: { key: 'go' } }],
  [42049, 'no submit button', { ...multiple, submit_button: undefined }],
  [42050, 'a member row without userid', { ...notice, horizontal_content_list: [{ keyname: 'k', type: 3 }] }],
  [
    42050,
    'a member row with a stranger',
    { ...notice, horizontal_content_list: [{ keyname: 'k', type: 3, userid: 'x' }] },
  ],
  [42051, 'two menu entries with one key', { ...notice, task_id: 't', ...menu('a', 'a') }],
  [42014, 'no task_id', { ...buttons, task_id: undefined }],
  [42014, 'a menu without task_id', { ...notice, ...menu('a') }],
  [42014, 'a task_id with other characters', { ...buttons, task_id: '任务1' }],
  [42014, 'a task_id of 129 bytes', { ...buttons, task_id: 'x'.repeat(129) }],
  [
    40058,
    'seven buttons',
    { ...buttons, button_list: ['1', '2', '3', '4', '5', '6', '7'].map((key) => ({ text: key, key })) },
  ],
  [40058, 'a style of 5', { ...buttons, button_list: [{ text: 't', key: 'k', style: 5 }] }],
  [40058, 'four menu entries', { ...notice, task_id: 't', ...menu('a', 'b', 'c', 'd') }],
  [40058, 'a flat picture', { ...newsNotice, card_image: { url: 'https://e.com/a.png', aspect_ratio: 3 } }],
  [42051, 'a menu entry with the key of a button', { ...buttons, ...menu('ok') }],
  [40058, 'a quote of type 3', { ...notice, quote_area: { type: 3 } }],
  [40058, 'a jump of type 4', { ...notice, jump_list: [{ type: 4, title: 't' }] }],
  [40058, 'a row of type 4', { ...notice, horizontal_content_list: [{ keyname: 'k', type: 4 }] }],
  [40058, 'a button of type 2', { ...buttons, button_list: [{ text: 't', key: 'k', type: 2 }] }],
  [40058, 'an image text of type 3', { ...newsNotice, image_text_area: { type: 3, image_url: 'https://e.com/a.png' } }],
  [40058, 'a colour of 4', { ...notice, source: { desc: 'x', desc_color: 4 } }],
  [40058, 'a number where a text belongs', { ...notice, main_title: { title: 7 } }],
];
test.each(broken)('%i for %s', (code, _name, card) => {
  const check = checkCard(card, app);
  expect(check.ok ? 'accepted' : check.code).toBe(code);
});

describe('what differs', () => {
  test('an update needs neither task_id nor submit button', () => {
    const update = { ...app, purpose: 'update' } as const;
    expect(
      checkCard({ ...multiple, task_id: undefined, submit_button: undefined, replace_text: '已提交' }, update).ok,
    ).toBe(true);
  });

  test('replace_text and disable do nothing on a fresh card, and count on an update', () => {
    const [select0] = [{ ...select('q1'), disable: true }];
    const cards: [Card, string][] = [
      [{ ...buttons, replace_text: '已提交' }, 'replace_text'],
      [{ ...buttons, button_selection: { ...select('q'), disable: true } }, 'button_selection.disable'],
      [{ ...multiple, select_list: [select0] }, 'select_list[0].disable'],
      [{ ...vote, checkbox: { ...checkbox, disable: true } }, 'checkbox.disable'],
    ];
    for (const [card, field] of cards) {
      for (const variant of ['app', 'aibot'] as const) {
        const fresh = checkCard(card, { ...app, variant });
        expect(fresh).toMatchObject({
          ok: true,
          warnings: [`template_card.${field}: only counts on an update, ignored`],
        });
        expect(JSON.stringify(fresh.ok ? fresh.card : '')).not.toMatch(/replace_text|disable/);
      }
      const update = checkCard(card, { ...app, purpose: 'update' });
      expect(update).toEqual({ ok: true, card, warnings: [] });
    }
  });

  test('the AI bot has neither type nor url on buttons', () => {
    const bot = { ...app, variant: 'aibot' } as const;
    const check = checkCard({ ...buttons, button_list: [{ text: 't', key: 'k', type: 0, url: 'https://e.com' }] }, bot);
    expect(check).toMatchObject({
      ok: true,
      card: { button_list: [{ text: 't', key: 'k' }] },
      warnings: [
        'template_card.button_list[0].type: not offered by the AI bot, ignored',
        'template_card.button_list[0].url: not offered by the AI bot, ignored',
      ],
    });
    expect(check.ok && check.card.button_list?.[0]).not.toHaveProperty('url');
  });

  test('desc_color of a vote and feedback are ignored for the app only', () => {
    const card = { ...vote, source: { desc: '局', desc_color: 2 }, feedback: { id: 'f' } };
    expect(checkCard(card, app)).toMatchObject({
      ok: true,
      card: { source: { desc: '局' } },
      warnings: [
        'template_card.feedback: not offered for an app, ignored',
        'template_card.source.desc_color: not offered in vote_interaction of an app, ignored',
      ],
    });
    expect(checkCard(card, { ...app, variant: 'aibot' })).toMatchObject({ ok: true, warnings: [] });
  });

  test('a menu needs desc and a vote needs is_checked on one side only', () => {
    const bot = { ...app, variant: 'aibot' } as const;
    const bare = { ...notice, task_id: 't', action_menu: { action_list: [{ text: '项', key: 'a' }] } };
    expect(checkCard(bare, app).ok).toBe(true);
    expect(checkCard(bare, bot)).toMatchObject({ ok: false, code: 40058 });
    const unchecked = { ...vote, checkbox: { ...checkbox, option_list: [option('a')] } };
    expect(checkCard(unchecked, app)).toMatchObject({ ok: false, code: 40058 });
    expect(checkCard(unchecked, bot).ok).toBe(true);
  });

  test("an attachment row is the app's only", () => {
    const card = { ...notice, horizontal_content_list: [{ keyname: 'k', type: 2, media_id: 'm' }] };
    expect(checkCard(card, { ...app, attachment: () => 'https://e.com/a.pdf' }).ok).toBe(true);
    expect(checkCard(card, { ...app, variant: 'aibot' })).toMatchObject({ ok: false, code: 40058 });
  });

  test('the AI bot has questions to the bot and no link buttons', () => {
    const bot = { ...app, variant: 'aibot' } as const;
    const asking = { ...notice, jump_list: [{ type: 3, title: '问', question: '怎么报?' }] };
    expect(checkCard(asking, bot).ok).toBe(true);
    expect(checkCard(asking, app)).toMatchObject({ ok: false, code: 40058 });
    expect(checkCard({ ...buttons, button_list: [{ text: 't', type: 1, url: 'https://e.com' }] }, bot)).toMatchObject({
      code: 42039,
    });
  });

  test('advised lengths, unknown and idle fields are remarks', () => {
    const long = {
      ...notice,
      main_title: { title: '长'.repeat(37) },
      horizontal_content_list: [{ keyname: '六个字的名称', value: '值' }],
      button_list: [],
      sub_title: 'x',
    };
    expect(checkCard(long, app)).toMatchObject({
      ok: true,
      warnings: [
        'template_card.sub_title: unknown field, ignored by the platform',
        'template_card.button_list: not offered in text_notice, not shown',
        'template_card.main_title.title: 37 characters, advised are at most 36',
        'template_card.horizontal_content_list[0].keyname: 6 characters, advised are at most 5',
      ],
    });
    const bot = checkCard({ ...notice, main_title: { title: '长'.repeat(27) } }, { ...app, variant: 'aibot' });
    expect(bot).toMatchObject({
      ok: true,
      warnings: ['template_card.main_title.title: 27 characters, advised are at most 26'],
    });
  });
});
