import type { CardContext } from './card-rules.ts';
import type { TemplateCard } from './card-schema.ts';

/**
 * Takes out of a card what the platform knows but does not heed here, with a remark each: a card that was drawn with it
 * would look right in the emulator and wrong on a phone.
 */
export function withoutIgnored(
  sent: TemplateCard,
  { variant, purpose }: Pick<CardContext, 'variant' | 'purpose'>,
): { card: TemplateCard; warnings: string[] } {
  const card = structuredClone(sent);
  const warnings: string[] = [];
  const drop = <Field extends string>(
    owner: { [Name in Field]?: unknown } | undefined,
    field: Field,
    where: string,
    why: string,
  ) => {
    if (owner?.[field] === undefined) return;
    delete owner[field];
    warnings.push(`template_card.${where}${field}: ${why}, ignored`);
  };

  if (purpose === 'send') {
    // 更新模版卡片消息 (94888) adds these four; 90236 and 101032 do not list them for a fresh card.
    const why = 'only counts on an update';
    drop(card, 'replace_text', '', why);
    drop(card.button_selection, 'disable', 'button_selection.', why);
    drop(card.checkbox, 'disable', 'checkbox.', why);
    for (const [index, select] of (card.select_list ?? []).entries()) {
      drop(select, 'disable', `select_list[${index}].`, why);
    }
  }
  if (variant === 'aibot') {
    // 101032: a button of the AI bot has text, style and key only.
    for (const [index, button] of (card.button_list ?? []).entries()) {
      for (const field of ['type', 'url'] as const) {
        drop(button, field, `button_list[${index}].`, 'not offered by the AI bot');
      }
    }
  } else {
    drop(card, 'feedback', '', 'not offered for an app');
    const type = card.card_type;
    if (type === 'vote_interaction' || type === 'multiple_interaction') {
      drop(card.source, 'desc_color', 'source.', `not offered in ${type} of an app`);
    }
  }
  return { card, warnings };
}
