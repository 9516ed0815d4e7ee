import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import {
  aibotCardLimits,
  appCardLimits,
  drawButtonCard,
  drawUsedCard,
} from '../../../src/platforms/wecom/template-card.ts';

const card: Card = {
  title: '资质',
  blocks: [],
  buttons: [{ text: '第1家', tap: { say: '资质', answer: 'here' } }],
  confidential: false,
};
const titled = (length: number): Card => ({ ...card, title: '一'.repeat(length) });
const reading = (length: number): Card => ({ ...card, blocks: [{ kind: 'text', text: '一'.repeat(length) }] });
const listing = (length: number): Card => ({ ...card, blocks: [{ kind: 'list', items: ['一'.repeat(length)] }] });

describe.each([
  ['the app', appCardLimits, { title: 36, text: 160, row: 30 }],
  ['the AI bot', aibotCardLimits, { title: 26, text: 112, row: 26 }],
])('a card of %s', (_name, limits, most) => {
  const textBefore = (drawn: Card) => drawButtonCard(drawn, { limits, taskId: 't' }).before;

  it.each([
    ['title', most.title, titled],
    ['text', most.text, reading],
    ['row', most.row, listing],
  ])('holds a %s of %i characters; what is longer is said in a text before it', (_part, length, cardOf) => {
    expect(textBefore(cardOf(length))).toBeNull();
    expect(textBefore(cardOf(length + 1))).toContain('一'.repeat(length + 1));
  });
});

it('a used card of the AI bot says what was chosen in at most 30 characters', () => {
  const said = '一'.repeat(30);
  expect(drawUsedCard({ state: '已选择', said }, 't')).toMatchObject({ main_title: { desc: said } });
  const longer = drawUsedCard({ state: '已选择', said: `${said}一` }, 't');
  expect(JSON.stringify(longer)).not.toContain('一');
});

describe('a card too small for all', () => {
  const limits = appCardLimits;
  const brief = { title: '示例企业01 2023年11月', fields: [{ label: '营收', value: '320万元' }] };
  const large: Card = { ...card, blocks: [{ kind: 'text', text: '一'.repeat(200) }], brief };
  const draw = (drawn: Card) =>
    drawButtonCard(drawn, { limits, taskId: 't' }) as { templateCard: Record<string, unknown>; before: string };
  const desc = '内容见上一条消息';

  it('has in brief what it is about, and the way to the page', () => {
    const { templateCard, before } = draw({ ...large, link: { text: '去填报', url: 'https://bot.example/h5/r' } });
    expect(templateCard).toMatchObject({
      main_title: { title: brief.title, desc },
      horizontal_content_list: [
        { keyname: '营收', value: '320万元' },
        { type: 1, keyname: '打开', value: '去填报', url: 'https://bot.example/h5/r' },
      ],
      button_list: [{ text: '第1家' }],
    });
    expect(before).toContain('一'.repeat(200));
  });

  it('leaves out of the brief what has no room, and the brief where its title has none', () => {
    const fields = [
      { label: '营业收入合计', value: '1' },
      { label: '说明', value: '一'.repeat(31) },
      ...Array.from({ length: 9 }, (_, n) => ({ label: `第${n}`, value: '1' })),
    ];
    const { templateCard } = draw({ ...large, brief: { ...brief, fields } });
    const rows = templateCard.horizontal_content_list as { keyname: string }[];
    expect(rows.map(({ keyname }) => keyname)).toEqual(['第0', '第1', '第2', '第3', '第4', '第5']);
    const pointing = { main_title: { title: '请在下方选择', desc } };
    expect(draw({ ...large, brief: { ...brief, title: '一'.repeat(37) } }).templateCard).toMatchObject(pointing);
    const { brief: _, ...without } = large;
    expect(draw(without).templateCard).toMatchObject(pointing);
  });

  it('is not needed where the whole fits: then the brief is not shown', () => {
    const { templateCard, before } = draw({ ...card, brief });
    expect(before).toBeNull();
    expect(JSON.stringify(templateCard)).not.toContain('320万元');
  });
});

it('a form is said in words, beside the buttons or before them', () => {
  const form = { tap: { say: '/填报', answer: 'here' as const }, submit: '提交', fields: [] };
  const filling: Card = { ...card, form, insteadOfForm: '请发送：营收320万。' };
  expect(drawButtonCard(filling, { limits: appCardLimits, taskId: 't' })).toMatchObject({
    templateCard: { sub_title_text: '请发送：营收320万。' },
    before: null,
  });
  expect(
    drawButtonCard({ ...filling, title: '一'.repeat(40) }, { limits: appCardLimits, taskId: 't' }).before,
  ).toContain('请发送：营收320万。');
});
