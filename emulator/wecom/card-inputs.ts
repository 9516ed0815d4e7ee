import { byteLength, charLength } from '../api.ts';
import { isKey, isUnique, need, needOneOf } from './card-error.ts';
import type { CardContext } from './card-rules.ts';
import type { TemplateCard } from './card-schema.ts';

/** What a person can press or choose: buttons, dropdowns, the vote list, the submit button. */
export function checkInputs(card: TemplateCard, context: CardContext, type: string): void {
  const { variant, purpose } = context;
  if (type === 'button_interaction') checkButtons(card, context);
  if (type === 'vote_interaction') {
    need(card.checkbox !== undefined, 42043, 'checkbox.question_key');
    needOneOf(card.checkbox.mode, [0, 1], 'checkbox.mode');
    checkQuestion(card.checkbox, 20);
    // 90236 marks is_checked as required, 101032 as optional.
    const isPreset = (option: { is_checked?: boolean | undefined }) => option.is_checked !== undefined;
    if (variant === 'app') {
      need((card.checkbox.option_list ?? []).every(isPreset), 40058, 'checkbox.option_list.is_checked');
    }
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

function checkButtons(card: TemplateCard, { variant }: CardContext) {
  const buttons = card.button_list ?? [];
  need(buttons.length > 0, 42038, 'button_list');
  need(buttons.length <= 6, 40058, 'button_list length');
  const isLink = (button: { type?: number | undefined }) => variant === 'app' && button.type === 1;
  for (const button of buttons) {
    need(!!button.text, 42038, 'button_list.text');
    needOneOf(button.type, [0, 1], 'button_list.type');
    if (isLink(button)) need(!!button.url, 42028, 'button_list.url');
    else need(isKey(button.key), 42039, 'button_list.key');
    needOneOf(button.style, [1, 2, 3, 4], 'button_list.style');
  }
  const keys = buttons.filter((button) => !isLink(button)).map((button) => button.key);
  need(isUnique(keys), 42039, 'button_list.key');
  const menuKeys = (card.action_menu?.action_list ?? []).map((action) => action.key);
  need(isUnique([...keys, ...menuKeys]), 42051, 'button_list.key and action_menu.action_list.key');
  if (card.button_selection) checkQuestion(card.button_selection, 10);
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
