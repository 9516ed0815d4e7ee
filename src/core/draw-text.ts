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

const twin = (character: string) => twins[character] ?? character;
const inMarkdown = (text: string) => text.replace(/[*_`[\]<>#|\\~]/gu, twin);
/** Plain text knows one markup, the anchor. Masked names keep their asterisk. */
const inPlain = (text: string) => text.replace(/[<>]/gu, twin);

/**
 * A page's address as it may stand in a text, a link or a card: what could end it there is percent-encoded, which a
 * server reads as the same (RFC 3986).
 */
export function linkAddress(url: string): string {
  return url.replace(/[\s"'()<>[\]`{}|\\^*]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}

export interface DrawOptions {
  /** Whether the card's buttons are drawn beside the text; else what to type instead is printed. */
  buttons: boolean;
  /** Whether the card's whole form is drawn beside the text; else how to do it by typing is printed. */
  form?: boolean;
  /** Whether the title is drawn above the text by other means. */
  title?: boolean;
  /** Whether plain text may have `<a href>` (企业微信 发送应用消息 90236); else a page's bare address is printed. */
  anchors?: boolean;
}

/** Every card as plain text, for where a card cannot go. No fact is dropped. */
export function drawPlain(card: Card, drawn: DrawOptions = { buttons: false }): string {
  return draw(card, drawn, {
    harmless: inPlain,
    title: (text) => text,
    heading: (text) => `【${text}】`,
    field: (label, value) => `${label}：${value}`,
    link: (text, url) => (drawn.anchors ? `<a href="${url}">${text}</a>` : `${text}：${url}`),
    join: '\n',
    apart: '\n\n',
  });
}

/** The same in the markdown that both platforms understand: bold, lists, quotes. */
export function drawMarkdown(card: Card, drawn: DrawOptions = { buttons: false }): string {
  return draw(card, drawn, {
    harmless: inMarkdown,
    title: (text) => `**${text}**`,
    heading: (text) => `**${text}**`,
    field: (label, value) => `- ${label}：${value}`,
    link: (text, url) => `[${text}](${url})`,
    join: '\n\n',
    apart: '\n\n',
  });
}

interface Style {
  /** What was typed or stored, without markup of its own. */
  harmless(text: string): string;
  title(text: string): string;
  heading(text: string): string;
  field(label: string, value: string): string;
  link(text: string, url: string): string;
  /** Between a heading and what stands under it. */
  join: string;
  /** Between paragraphs. */
  apart: string;
}

function draw(card: Card, drawn: DrawOptions, style: Style): string {
  const { harmless } = style;
  const title = drawn.title ? [] : [style.title(harmless(card.title))];
  const paragraphs = [...title, ...card.blocks.map((block) => drawBlock(block, style))];
  if (card.link) paragraphs.push(style.link(harmless(card.link.text), linkAddress(card.link.url)));
  if (!drawn.form && card.insteadOfForm) paragraphs.push(harmless(card.insteadOfForm));
  if (!drawn.buttons && card.insteadOfButtons) paragraphs.push(harmless(card.insteadOfButtons));
  if (card.offer) paragraphs.push(harmless(card.offer.sentence));
  if (card.footer) paragraphs.push(harmless(card.footer));
  return paragraphs.join(style.apart);
}

function drawBlock(block: Block, style: Style): string {
  const { harmless } = style;
  if (block.kind === 'text') return harmless(block.text);
  const heading = block.heading === undefined ? [] : [style.heading(harmless(block.heading))];
  const lines =
    block.kind === 'fields'
      ? block.fields.map(({ label, value }) => style.field(harmless(label), harmless(value)))
      : block.items.map((item, index) => `${(block.start ?? 1) + index}. ${harmless(item)}`);
  return [...heading, lines.join('\n')].join(style.join);
}
