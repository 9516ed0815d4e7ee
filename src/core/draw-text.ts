import type { Block, Card } from './card.ts';

/**
 * Characters that a chat client could take for markup (markdown, links, mentions). People's names and what they typed
 * are printed with their full-width twins instead: no platform documents an escape that all clients honour.
 */
const twins: Record<string, string> = {
  '*': '＊',
  _: '＿',
  '`': '｀',
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '#': '＃',
  '|': '｜',
  '\\': '＼',
  '~': '～',
};

function harmless(text: string): string {
  return text.replace(/[*_`[\]<>#|\\~]/gu, (character) => twins[character] ?? character);
}

export interface DrawOptions {
  /** Whether the card's buttons are drawn beside the text; else what to type instead is printed. */
  buttons: boolean;
  /** Whether the title is drawn above the text by other means. */
  title?: boolean;
}

/** Every card as plain text, for where a card cannot go. No fact is dropped. */
export function drawPlain(card: Card, drawn: DrawOptions = { buttons: false }): string {
  return draw(card, drawn, {
    title: (text) => text,
    heading: (text) => `【${text}】`,
    field: (label, value) => `${label}：${value}`,
    join: '\n',
    apart: '\n\n',
  });
}

/** The same in the markdown that both platforms understand: bold, lists, quotes. */
export function drawMarkdown(card: Card, drawn: DrawOptions = { buttons: false }): string {
  return draw(card, drawn, {
    title: (text) => `**${text}**`,
    heading: (text) => `**${text}**`,
    field: (label, value) => `- ${label}：${value}`,
    join: '\n\n',
    apart: '\n\n',
  });
}

interface Style {
  title(text: string): string;
  heading(text: string): string;
  field(label: string, value: string): string;
  /** Between a heading and what stands under it. */
  join: string;
  /** Between paragraphs. */
  apart: string;
}

function draw(card: Card, drawn: DrawOptions, style: Style): string {
  const title = drawn.title ? [] : [style.title(harmless(card.title))];
  const paragraphs = [...title, ...card.blocks.map((block) => drawBlock(block, style))];
  if (!drawn.buttons && card.insteadOfButtons) paragraphs.push(harmless(card.insteadOfButtons));
  if (card.offer) paragraphs.push(harmless(card.offer.sentence));
  if (card.footer) paragraphs.push(harmless(card.footer));
  return paragraphs.join(style.apart);
}

function drawBlock(block: Block, style: Style): string {
  if (block.kind === 'text') return harmless(block.text);
  const heading = block.heading === undefined ? [] : [style.heading(harmless(block.heading))];
  const lines =
    block.kind === 'fields'
      ? block.fields.map(({ label, value }) => style.field(harmless(label), harmless(value)))
      : block.items.map((item, index) => `${(block.start ?? 1) + index}. ${harmless(item)}`);
  return [...heading, lines.join('\n')].join(style.join);
}
