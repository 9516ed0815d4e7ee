import { type Button, type Card, type Offer, packTap } from '../../core/card.ts';
import { drawPlain, linkAddress } from '../../core/draw-text.ts';

/** Advised lengths in characters (企业微信 发送应用消息 90236, 智能机器人模板卡片类型 101032): what is longer is cut on the screen. */
export interface CardLimits {
  title: number;
  description: number;
  subTitle: number;
  rowLabel: number;
  rowValue: number;
}
export const appCardLimits: CardLimits = { title: 36, description: 44, subTitle: 160, rowLabel: 5, rowValue: 30 };
export const aibotCardLimits: CardLimits = { title: 26, description: 30, subTitle: 112, rowLabel: 5, rowValue: 26 };
const rowsAtMost = 6;

interface Row {
  keyname: string;
  value: string;
  /** 1: opens `url` (企业微信 模板卡片类型, horizontal_content_list). */
  type?: 1;
  url?: string;
}

/**
 * A card with buttons as button_interaction, and what did not fit on it, to be sent as text before it.
 * @param options.anchors how that text has its link (DrawOptions)
 */
export function drawButtonCard(
  card: Card,
  options: { limits: CardLimits; taskId: string; anchors?: boolean },
): { templateCard: object; before: string | null } {
  const { limits, taskId, anchors = false } = options;
  const buttons = pressable(card).map(drawButton);
  const subTitle = [
    ...card.blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])),
    // Nothing can be typed into a card here, so a form is always said in words.
    ...(card.insteadOfForm ? [card.insteadOfForm] : []),
    ...(card.footer ? [card.footer] : []),
  ].join('\n');
  const rows = [...card.blocks.flatMap(drawRows), ...drawLinkRow(card)];
  const fits =
    length(card.title) <= limits.title &&
    length(subTitle) <= limits.subTitle &&
    rows.length <= rowsAtMost &&
    // There is no place for what stands above rows.
    card.blocks.every((block) => block.kind === 'text' || block.heading === undefined) &&
    rows.every((row) => isShort(row, limits));
  if (!fits) {
    const templateCard = buttonCard(taskId, drawBrief(card, limits), buttons);
    return { templateCard, before: drawPlain(card, { buttons: true, anchors }) };
  }
  const content = {
    main_title: { title: card.title },
    ...(subTitle === '' ? {} : { sub_title_text: subTitle }),
    ...(rows.length > 0 ? { horizontal_content_list: rows } : {}),
  };
  return { templateCard: buttonCard(taskId, content, buttons), before: null };
}

/** What stands beside the buttons where the whole is said before: as much of the brief as fits, or where to look. */
function drawBrief(card: Card, limits: CardLimits): object {
  const { brief } = card;
  const desc = '内容见上一条消息';
  if (!brief || length(brief.title) > limits.title) return { main_title: { title: '请在下方选择', desc } };
  const link = drawLinkRow(card).filter((row) => isShort(row, limits));
  const fields = drawRows({ kind: 'fields', fields: brief.fields }).filter((row) => isShort(row, limits));
  const rows = [...fields.slice(0, rowsAtMost - link.length), ...link];
  return {
    main_title: { title: brief.title, desc },
    ...(rows.length > 0 ? { horizontal_content_list: rows } : {}),
  };
}

/** The courtesy button under an answer. */
export function drawOfferCard({ title, detail, button }: Offer, taskId: string): object {
  return buttonCard(taskId, { main_title: { title, desc: detail } }, [drawButton(button)]);
}

/** What a used card of the AI bot becomes: its state, what was chosen, and one grey button. */
export function drawUsedCard({ state, said = '' }: { state: string; said?: string }, taskId: string): object {
  const button = { text: state, style: 1, key: 'used' };
  // The answer itself says what it is about; where the choice is too long for the line nothing is lost without it.
  const desc = said !== '' && length(said) <= aibotCardLimits.description ? { desc: said } : {};
  return { ...buttonCard(taskId, { main_title: { title: state, ...desc } }, [button]), replace_text: state };
}

function buttonCard(taskId: string, content: object, buttons: readonly object[]): object {
  return { card_type: 'button_interaction', task_id: taskId, ...content, button_list: buttons };
}

/** What a key can carry back (企业微信 发送应用消息 90236): a sentence that is longer is typed instead. */
const keyBytesAtMost = 1024;

export function pressable({ buttons = [] }: Card): readonly Button[] {
  return buttons.filter(({ tap }) => Buffer.byteLength(packTap(tap)) <= keyBytesAtMost);
}

function drawButton({ text, tap }: Button): object {
  return { text, style: 1, key: packTap(tap) };
}

function drawRows(block: Card['blocks'][number]): Row[] {
  if (block.kind === 'list') {
    return block.items.map((value, index) => ({ keyname: String((block.start ?? 1) + index), value }));
  }
  if (block.kind === 'fields') return block.fields.map(({ label, value }) => ({ keyname: label, value }));
  return [];
}

/** A button card has no list of links; a row that opens a page is the one way on both kinds of card. */
function drawLinkRow({ link }: Card): Row[] {
  return link ? [{ type: 1, keyname: '打开', value: link.text, url: linkAddress(link.url) }] : [];
}

function isShort({ keyname, value }: Row, limits: CardLimits): boolean {
  return length(keyname) <= limits.rowLabel && length(value) <= limits.rowValue;
}

function length(text: string): number {
  return [...text].length;
}
