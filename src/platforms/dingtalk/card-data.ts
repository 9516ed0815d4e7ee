import { type Card, packTap } from '../../core/card.ts';
import { drawMarkdown, drawPlain } from '../../core/draw-text.ts';
import { byteLength, splitText } from '../split-text.ts';
import { formParams, noForm } from './form.ts';

/** The documented size of one value (钉钉 API 卡片数据的填写说明). */
const valueBytesAtMost = 1024;
/** The template (cards/dingtalk) has so many text fields, one under the other. */
const contentFields = 4;

/** The template's public variables: strings only, lists as JSON text. */
export type CardParams = Record<string, string>;

/**
 * A card as the template's variables; null if it is too long for them.
 * @param ref the job's id
 */
export function cardParams(card: Card, ref: string): CardParams | null {
  const form = card.form ? formParams(card.form, ref) : null;
  if (!form && !card.buttons) return null;
  const { params, left } = form ?? { params: noForm, left: [] };
  const isWhole = form !== null && left.length === 0;
  const said = left.length > 0 ? { ...card, insteadOfForm: sayLeft(left, card) } : card;
  const content = contentParams(drawMarkdown(said, { buttons: true, title: true, form: isWhole }));
  const buttons = JSON.stringify((card.buttons ?? []).map(({ text, tap }) => ({ text, tap: packTap(tap) })));
  if (content === null || byteLength(buttons) > valueBytesAtMost) return null;
  return { title: card.title, ...content, ...params, buttons, status: '', lastMessage: card.title };
}

function sayLeft(labels: readonly string[], { insteadOfForm = '' }: Card): string {
  return `表单容纳不下，以下各项未列入：${labels.join('、')}。${insteadOfForm}`;
}

/** The same for where others would see what one fills in: how to do it by typing is said instead. */
export function withoutForm({ form: _, ...card }: Card): Card {
  return card;
}

/** What a tapped card is from now on. */
interface UsedCard {
  params: CardParams;
  /** False if the answer is too long for it. */
  complete: boolean;
  /** The next choice or form; used up, with the answer in it; or what it was, to be corrected. */
  becomes: 'next' | 'used' | 'itself';
}

/** A card that has been used: its answer and a state, or the next choice or form if the answer is one. */
export function usedCardParams(
  card: Card | undefined,
  { state, ref, formStays }: { state: string; ref: string; formStays?: boolean | undefined },
): UsedCard {
  if (card && formStays) return besideForm(card);
  const next = card && (card.buttons || card.form) ? cardParams(card, ref) : null;
  if (next) return { params: next, complete: true, becomes: 'next' };
  const content = card && contentParams(drawMarkdown(card, { buttons: false, title: true }));
  const answer = card && content ? { title: card.title, ...content } : {};
  const params = { ...answer, ...noForm, buttons: '[]', status: state };
  return { params, complete: content !== null, becomes: 'used' };
}

/** What is wrong stands below the form, which the client keeps with everything that was typed. */
function besideForm(card: Card): UsedCard {
  const words = drawPlain(card);
  const complete = byteLength(words) <= valueBytesAtMost;
  return { params: { status: complete ? words : card.title }, complete, becomes: 'itself' };
}

function contentParams(markdown: string): CardParams | null {
  const parts = splitText(markdown, (part) => byteLength(part) <= valueBytesAtMost);
  if (parts.length > contentFields) return null;
  return Object.fromEntries(
    Array.from({ length: contentFields }, (_, index) => [`content${index + 1}`, parts[index] ?? '']),
  );
}
