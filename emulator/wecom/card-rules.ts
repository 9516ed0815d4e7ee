import { byteLength, charLength } from '../api.ts';
import { advice } from './card-advice.ts';
import { type CardPart, parseCard, type TemplateCard } from './card-schema.ts';

export interface CardContext {
  /** The app (message/send) or the AI bot; they differ in a few fields and in the advised lengths. */
  variant: 'app' | 'aibot';
  /** An update needs no task_id and no submit button (更新模版卡片消息 94888). */
  purpose: 'send' | 'update';
  hasUser(userId: string): boolean;
}

export type CardCheck = { ok: true; card: TemplateCard; warnings: string[] } | { ok: false; code: number; why: string };

/** The first broken rule, as 全局错误码 (90313) numbers it. */
class CardError extends Error {
  override readonly name = 'CardError';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

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
  const { card } = parsed;
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
      ...idle.map((name) => `template_card.${name}: not offered in ${type}, not shown`),
      ...advice(card, context.variant),
    ];
    return { ok: true, card, warnings };
  } catch (error) {
    if (error instanceof CardError) return { ok: false, code: error.code, why: error.message };
    throw error;
  }
}

/** Whether a click on the card sends an event, so that it needs a callback address and gets a response_code. */
export function isInteractive(card: TemplateCard): boolean {
  return (
    ['button_interaction', 'vote_interaction', 'multiple_interaction'].includes(card.card_type ?? '') ||
    card.action_menu !== undefined
  );
}

function need(condition: boolean, code: number, what: string): asserts condition {
  if (!condition) throw new CardError(code, `template_card.${what} missing or invalid`);
}

function checkJump(
  link: { type?: number | undefined; url?: string | undefined; appid?: string | undefined } | undefined,
  where: string,
) {
  if (link?.type === 1) need(!!link.url, 42028, `${where}.url`);
  if (link?.type === 2) need(!!link.appid, 42030, `${where}.appid`);
}

function checkCommon(card: TemplateCard, { purpose }: CardContext, type: string) {
  const titled = !!card.main_title?.title || (type === 'text_notice' && !!card.sub_title_text);
  need(titled, 42033, 'main_title.title');
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
    const actions = menu.action_list ?? [];
    need(actions.length >= 1 && actions.length <= 3, 40058, 'action_menu.action_list length');
    for (const action of actions) need(!!action.text && isKey(action.key), 40058, 'action_menu.action_list');
    need(isUnique(actions.map((action) => action.key)), 42051, 'action_menu.action_list.key');
  }
  if (purpose === 'send' && isInteractive(card)) need(!!card.task_id, 42014, 'task_id');
  if (purpose === 'send' && card.task_id !== undefined) {
    need(TASK_ID.test(card.task_id) && byteLength(card.task_id) <= 128, 42014, 'task_id');
  }
  if (card.feedback?.id !== undefined) need(byteLength(card.feedback.id) <= 256, 40058, 'feedback.id');
}

function checkLists(card: TemplateCard, { variant, hasUser }: CardContext) {
  const rows = card.horizontal_content_list ?? [];
  need(rows.length <= 6, 42035, 'horizontal_content_list length');
  for (const row of rows) {
    need(!!row.keyname, 42027, 'horizontal_content_list.keyname');
    if (row.type === 1) need(!!row.url, 42028, 'horizontal_content_list.url');
    if (row.type === 2) need(variant === 'app' && !!row.media_id, 42029, 'horizontal_content_list.media_id');
    if (row.type === 3) need(!!row.userid && hasUser(row.userid), 42050, 'horizontal_content_list.userid');
  }
  const vertical = card.vertical_content_list ?? [];
  need(vertical.length <= 4, 42036, 'vertical_content_list length');
  for (const one of vertical) need(!!one.title, 42033, 'vertical_content_list.title');
  const jumps = card.jump_list ?? [];
  need(jumps.length <= 3, 42042, 'jump_list length');
  for (const jump of jumps) {
    need(!!jump.title, 42033, 'jump_list.title');
    checkJump(jump, 'jump_list');
    if (jump.type === 3) {
      const asked = variant === 'aibot' && !!jump.question && byteLength(jump.question) <= 200;
      need(asked, 40058, 'jump_list.question');
    }
  }
}

function checkInputs(card: TemplateCard, { variant, purpose }: CardContext, type: string) {
  if (type === 'button_interaction') {
    const buttons = card.button_list ?? [];
    need(buttons.length > 0, 42038, 'button_list');
    need(buttons.length <= 6, 40058, 'button_list length');
    for (const button of buttons) {
      need(!!button.text, 42038, 'button_list.text');
      const isLink = variant === 'app' && button.type === 1;
      if (isLink) need(!!button.url, 42028, 'button_list.url');
      else need(isKey(button.key), 42039, 'button_list.key');
      need([1, 2, 3, 4].includes(button.style ?? 1), 40058, 'button_list.style');
    }
    const keys = buttons.filter((button) => !(variant === 'app' && button.type === 1)).map((button) => button.key);
    need(isUnique(keys), 42039, 'button_list.key');
    if (card.button_selection) checkQuestion(card.button_selection, 10);
  }
  if (type === 'vote_interaction') {
    need(card.checkbox !== undefined, 42043, 'checkbox.question_key');
    need([0, 1].includes(card.checkbox.mode ?? 0), 40058, 'checkbox.mode');
    checkQuestion(card.checkbox, 20);
  }
  if (type === 'multiple_interaction') {
    const selects = card.select_list ?? [];
    need(selects.length >= 1 && selects.length <= 3, 42047, 'select_list length');
    for (const select of selects) checkQuestion(select, 10);
    need(isUnique(selects.map((select) => select.question_key)), 42043, 'select_list.question_key');
  }
  const submits = type === 'vote_interaction' || type === 'multiple_interaction';
  if (submits && (purpose === 'send' || card.submit_button)) {
    need(!!card.submit_button?.text, 42049, 'submit_button.text');
    need(isKey(card.submit_button.key), 42046, 'submit_button.key');
  }
}

function checkQuestion(
  question: {
    question_key?: string | undefined;
    option_list?: { id?: string | undefined; text?: string | undefined }[] | undefined;
  },
  most: number,
) {
  need(isKey(question.question_key), 42043, 'question_key');
  const options = question.option_list ?? [];
  need(options.length >= 1 && options.length <= most, 42037, 'option_list length');
  for (const option of options) {
    need(!!option.id && byteLength(option.id) <= 128, 42040, 'option_list.id');
    need(!!option.text && charLength(option.text) > 0, 42041, 'option_list.text');
  }
  need(isUnique(options.map((option) => option.id)), 42040, 'option_list.id');
}

function isKey(key: string | undefined): key is string {
  return !!key && byteLength(key) <= 1024;
}

function isUnique(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}
