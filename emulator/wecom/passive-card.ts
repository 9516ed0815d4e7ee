import { isRecord } from '../api.ts';

/** A card update as it stands in a passive reply: a grey text, or a whole card in the field names of message/send. */
export type CardUpdate = { replaceName: string } | { card: Record<string, unknown> };

// 被动回复消息格式 (90241) repeats siblings instead of wrapping lists.
const LISTS = new Set([
  'horizontal_content_list',
  'vertical_content_list',
  'jump_list',
  'action_list',
  'button_list',
  'select_list',
  'option_list',
]);
const NUMBERS = new Set(['type', 'style', 'mode', 'desc_color', 'aspect_ratio']);
const FLAGS = new Set(['disable', 'is_checked']);

/** Reads `update_button` and `update_template_card`. */
export function readCardUpdate(root: Record<string, unknown>): CardUpdate | { error: string } {
  if (root.MsgType === 'update_button') {
    const button = root.Button;
    const name = isRecord(button) ? button.ReplaceName : undefined;
    return typeof name === 'string' && name !== '' ? { replaceName: name } : { error: 'Button/ReplaceName is missing' };
  }
  const card = root.TemplateCard;
  return isRecord(card) ? { card: withApiNames(card) } : { error: 'TemplateCard is missing' };
}

function withApiNames(node: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(node).map(([tag, value]) => {
      const name = apiName(tag);
      if (LISTS.has(name)) return [name, (Array.isArray(value) ? value : [value]).map((one) => apiValue(name, one))];
      return [name, apiValue(name, value)];
    }),
  );
}

// Names the two spellings do not derive from each other.
const RENAMED: Record<string, string> = {
  check_box: 'checkbox',
  key_name: 'keyname',
  app_id: 'appid',
  page_path: 'pagepath',
  user_id: 'userid',
};

function apiName(tag: string): string {
  const name = tag.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
  return RENAMED[name] ?? name;
}

function apiValue(name: string, value: unknown): unknown {
  if (isRecord(value)) return withApiNames(value);
  if (NUMBERS.has(name)) return Number(value);
  if (FLAGS.has(name)) return value === 'true' || value === '1';
  return value;
}
