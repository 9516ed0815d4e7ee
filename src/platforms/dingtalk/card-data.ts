import { type Card, packTap } from '../../core/card.ts';
import { drawMarkdown } from '../../core/draw-text.ts';
import { byteLength, splitText } from '../split-text.ts';

/** The documented size of one value (钉钉 API 卡片数据的填写说明). */
const valueBytesAtMost = 1024;
/** The template (cards/dingtalk) has so many text fields, one under the other. */
const contentFields = 4;

/** The template's public variables: strings only, lists as JSON text. */
export type CardParams = Record<string, string>;

/** A card as the template's variables; null if it is too long for them. */
export function cardParams(card: Card): CardParams | null {
  const content = contentParams(drawMarkdown(card, { buttons: true, title: true }));
  const buttons = JSON.stringify((card.buttons ?? []).map(({ text, tap }) => ({ text, tap: packTap(tap) })));
  if (content === null || byteLength(buttons) > valueBytesAtMost) return null;
  return { title: card.title, ...content, buttons, status: '', lastMessage: card.title };
}

/**
 * A card that has been used: its answer and a state, or the next choice if the answer is one. `complete` is false if the
 * answer is too long for it.
 */
export function usedCardParams(card: Card | undefined, state: string): { params: CardParams; complete: boolean } {
  const next = card?.buttons && cardParams(card);
  if (next) return { params: next, complete: true };
  const content = card && contentParams(drawMarkdown(card, { buttons: false, title: true }));
  const answer = card && content ? { title: card.title, ...content } : {};
  return { params: { ...answer, buttons: '[]', status: state }, complete: content !== null };
}

function contentParams(markdown: string): CardParams | null {
  const parts = splitText(markdown, (part) => byteLength(part) <= valueBytesAtMost);
  if (parts.length > contentFields) return null;
  return Object.fromEntries(
    Array.from({ length: contentFields }, (_, index) => [`content${index + 1}`, parts[index] ?? '']),
  );
}
