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
