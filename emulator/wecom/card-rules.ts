import { byteLength } from '../api.ts';
import { advice } from './card-advice.ts';
import { CardError, isKey, isUnique, need, needOneOf } from './card-error.ts';
import { withoutIgnored } from './card-ignored.ts';
import { checkInputs } from './card-inputs.ts';
import { type CardPart, parseCard, type TemplateCard } from './card-schema.ts';

export interface CardContext {
  /** The app (message/send) or the AI bot; they differ in a few fields and in the advised lengths. */
  variant: 'app' | 'aibot';
  /** Whose advised lengths count, if not the variant's: a group webhook has the app's parts and the AI bot's lengths. */
  lengths?: 'app' | 'aibot';
  /** An update needs no task_id and no submit button (更新模版卡片消息 94888). */
  purpose: 'send' | 'update';
  hasUser(userId: string): boolean;
  /** The address of an attachment; the AI bot's cards have none. */
  attachment?(mediaId: string): string | undefined;
}

export type CardCheck = { ok: true; card: TemplateCard; warnings: string[] } | { ok: false; code: number; why: string };

const TASK_ID = /^[0-9A-Za-z_\-@]+$/;

const PARTS: Record<string, readonly CardPart[]> = {
  text_notice: [
    'emphasis_content',
    'quote_area',
    'sub_title_text',
    'horizontal_content_list',
    'jump_list',
    'action_menu',
  ],
  news_notice: [
    'quote_area',
    'card_image',
    'image_text_area',
    'vertical_content_list',
    'horizontal_content_list',
    'jump_list',
    'action_menu',
  ],
  button_interaction: [
    'quote_area',
    'sub_title_text',
    'horizontal_content_list',
    'button_selection',
    'button_list',
    'action_menu',
  ],
  vote_interaction: ['checkbox', 'submit_button'],
  multiple_interaction: ['select_list', 'submit_button'],
};
const EVERYWHERE: readonly CardPart[] = ['card_type', 'task_id', 'source', 'main_title', 'replace_text', 'feedback'];
const WITH_CARD_ACTION = ['text_notice', 'news_notice', 'button_interaction'];

/** Checks a card as the platform does: refuses with the code of the rule, or accepts with remarks. */
export function checkCard(input: unknown, context: CardContext): CardCheck {
  const parsed = parseCard(input);
  if (!parsed.ok) return { ok: false, code: 40058, why: `Warning: wrong json format. ${parsed.why}` };
  const { card, warnings: ignored } = withoutIgnored(parsed.card, context);
  try {
    const type = card.card_type ?? '';
    const parts = PARTS[type];
    need(parts !== undefined, 42031, 'card_type');
    checkCommon(card, context, type);
    checkLists(card, context);
    checkInputs(card, context, type);
    const offered = new Set([
      ...EVERYWHERE,
      ...(parts ?? []),
      ...(WITH_CARD_ACTION.includes(type) ? ['card_action'] : []),
    ]);
    const idle = Object.keys(card).filter((part) => !offered.has(part));
    const warnings = [
      ...parsed.unknown.map((name) => `template_card.${name}: unknown field, ignored by the platform`),
      ...ignored,
      ...idle.map((name) => `template_card.${name}: not offered in ${type}, not shown`),
      ...advice(card, context.lengths ?? context.variant),
    ];
    return { ok: true, card, warnings };
  } catch (error) {
    if (error instanceof CardError) return { ok: false, code: error.code, why: error.message };
    throw error;
  }
}

/** Whether a card of this type has buttons that can be greyed (更新模版卡片消息 94888, 被动回复消息格式 90241). */
export function hasButtons(type: string): boolean {
  return ['button_interaction', 'vote_interaction', 'multiple_interaction'].includes(type);
}

/** Whether a click on the card sends an event, so that it needs a callback address and gets a response_code. */
export function isInteractive(card: TemplateCard): boolean {
  return hasButtons(card.card_type ?? '') || card.action_menu !== undefined;
}

function checkJump(
  link: { type?: number | undefined; url?: string | undefined; appid?: string | undefined } | undefined,
  where: string,
  offered = [0, 1, 2],
) {
  needOneOf(link?.type, offered, `${where}.type`);
  if (link?.type === 1) need(!!link.url, 42028, `${where}.url`);
  if (link?.type === 2) need(!!link.appid, 42030, `${where}.appid`);
}

function checkCommon(card: TemplateCard, { variant, purpose }: CardContext, type: string) {
  const titled = !!card.main_title?.title || (type === 'text_notice' && !!card.sub_title_text);
  need(titled, 42033, 'main_title.title');
  needOneOf(card.source?.desc_color, [0, 1, 2, 3], 'source.desc_color');
  if (type === 'text_notice' || type === 'news_notice') {
    need([1, 2].includes(card.card_action?.type ?? 0), 42045, 'card_action');
  }
  if (card.card_action) need([0, 1, 2].includes(card.card_action.type ?? 0), 42045, 'card_action.type');
  checkJump(card.card_action, 'card_action');
  checkJump(card.quote_area, 'quote_area');
  checkJump(card.image_text_area, 'image_text_area');
  if (type === 'news_notice') {
    need(!!card.card_image?.url || !!card.image_text_area?.image_url, 42044, 'card_image.url');
  }
  const ratio = card.card_image?.aspect_ratio;
  // The samples use both ends of the open interval the text gives, so the ends are allowed.
  if (ratio !== undefined) need(ratio >= 1.3 && ratio <= 2.25, 40058, 'card_image.aspect_ratio');
  const menu = card.action_menu;
  if (menu) {
    // 101032 marks desc as required, 90236 as optional.
    if (variant === 'aibot') need(!!menu.desc, 40058, 'action_menu.desc');
    const actions = menu.action_list ?? [];
    need(actions.length >= 1 && actions.length <= 3, 40058, 'action_menu.action_list length');
    for (const action of actions) need(!!action.text && isKey(action.key), 40058, 'action_menu.action_list');
    need(isUnique(actions.map((action) => action.key)), 42051, 'action_menu.action_list.key');
  }
  // A guess for template cards: 90313 explains 42014 as a bad task_id of the older task card.
  if (purpose === 'send' && isInteractive(card)) need(!!card.task_id, 42014, 'task_id');
  if (purpose === 'send' && card.task_id !== undefined) {
    need(TASK_ID.test(card.task_id) && byteLength(card.task_id) <= 128, 42014, 'task_id');
  }
  if (card.feedback?.id !== undefined) need(byteLength(card.feedback.id) <= 256, 40058, 'feedback.id');
}

function checkLists(card: TemplateCard, { variant, hasUser, attachment }: CardContext) {
  const rows = card.horizontal_content_list ?? [];
  need(rows.length <= 6, 42035, 'horizontal_content_list length');
  for (const row of rows) {
    need(!!row.keyname, 42027, 'horizontal_content_list.keyname');
    // An attachment row is the app's and the group webhook's only.
    needOneOf(row.type, variant === 'app' ? [0, 1, 2, 3] : [0, 1, 3], 'horizontal_content_list.type');
    if (row.type === 1) need(!!row.url, 42028, 'horizontal_content_list.url');
    if (row.type === 2) {
      need(!!row.media_id, 42029, 'horizontal_content_list.media_id');
      const address = attachment?.(row.media_id);
      need(address !== undefined, 40007, 'horizontal_content_list.media_id');
      // The card is a copy of what was sent; from here on it knows where its attachment is.
      row.url = address;
    }
    if (row.type === 3) need(!!row.userid && hasUser(row.userid), 42050, 'horizontal_content_list.userid');
  }
  const vertical = card.vertical_content_list ?? [];
  need(vertical.length <= 4, 42036, 'vertical_content_list length');
  for (const one of vertical) need(!!one.title, 42033, 'vertical_content_list.title');
  const jumps = card.jump_list ?? [];
  need(jumps.length <= 3, 42042, 'jump_list length');
  for (const jump of jumps) {
    need(!!jump.title, 42033, 'jump_list.title');
    checkJump(jump, 'jump_list', variant === 'aibot' ? [0, 1, 2, 3] : [0, 1, 2]);
    if (jump.type === 3) {
      need(!!jump.question && byteLength(jump.question) <= 200, 40058, 'jump_list.question');
    }
  }
}
