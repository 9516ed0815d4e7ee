import { charLength } from '../api.ts';
import type { TemplateCard } from './card-schema.ts';

type Limits = { app: number; aibot: number };
type Lines = { field: string; text: string | undefined; limit: Limits }[];

/**
 * Advised lengths (建议不超过) of 发送应用消息 (90236) and 模板卡片类型 (101032), in characters: longer texts are accepted
 * and may be cut on a screen. A remark, never an error.
 */
export function advice(card: TemplateCard, variant: 'app' | 'aibot'): string[] {
  const isChoice = card.card_type === 'vote_interaction' || card.card_type === 'multiple_interaction';
  const lines: Lines = [
    line('source.desc', card.source?.desc, 20, 13),
    line('main_title.title', card.main_title?.title, card.card_type === 'vote_interaction' ? 16 : 36, 26),
    line('main_title.desc', card.main_title?.desc, isChoice ? 160 : 44, 30),
    line('emphasis_content.title', card.emphasis_content?.title, 14, 10),
    line('emphasis_content.desc', card.emphasis_content?.desc, 22, 15),
    line('sub_title_text', card.sub_title_text, 160, 112),
    ...each(card.horizontal_content_list, 'horizontal_content_list', (row) => [
      line('keyname', row.keyname, 5, 5),
      line('value', row.value, 30, 26),
    ]),
    ...each(card.vertical_content_list, 'vertical_content_list', (one) => [
      line('title', one.title, 38, 26),
      line('desc', one.desc, 160, 112),
    ]),
    ...each(card.jump_list, 'jump_list', (jump) => [line('title', jump.title, 18, 13)]),
    ...each(card.button_list, 'button_list', (button) => [line('text', button.text, 10, 10)]),
    ...each(card.button_selection?.option_list, 'button_selection.option_list', (option) => [
      line('text', option.text, 16, 10),
    ]),
    ...each(card.checkbox?.option_list, 'checkbox.option_list', (option) => [line('text', option.text, 17, 11)]),
    ...each(card.select_list, 'select_list', (select) => [
      line('title', select.title, 13, 13),
      ...each(select.option_list, 'option_list', (option) => [line('text', option.text, 16, 10)]),
    ]),
    line('submit_button.text', card.submit_button?.text, 10, 10),
  ];
  const tooLong = lines.flatMap(({ field, text, limit }) => {
    const length = charLength(text ?? '');
    return length > limit[variant]
      ? [`template_card.${field}: ${length} characters, advised are at most ${limit[variant]}`]
      : [];
  });
  const both =
    card.emphasis_content && card.quote_area ? ['emphasis_content and quote_area should not be combined'] : [];
  return [...tooLong, ...both];
}

function line(field: string, text: string | undefined, app: number, aibot: number): Lines[number] {
  return { field, text, limit: { app, aibot } };
}

function each<Item>(items: readonly Item[] | undefined, field: string, lines: (item: Item) => Lines): Lines {
  return (items ?? []).flatMap((item, index) =>
    lines(item).map((one) => ({ ...one, field: `${field}[${index}].${one.field}` })),
  );
}
