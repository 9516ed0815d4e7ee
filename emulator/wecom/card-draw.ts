import { type Block, type ButtonView, type CardView, cardFrom, type SelectView } from '../drawn.ts';
import { hasButtons } from './card-rules.ts';
import type { TemplateCard } from './card-schema.ts';

/** A card as one person has it: what was sent, what they chose, and what took the place of the buttons. */
export interface CardFace {
  card: TemplateCard;
  /** Choices by question_key; missing = as the card presets them. */
  chosen: Record<string, string[]>;
  /** button.replace_name or update_button: greys the buttons with this text. */
  replaceName?: string;
}

const COLORS = ['grey', 'black', 'red', 'green'] as const;
// 90236 numbers the button styles 1..4 without saying how they look; these looks are a guess.
const STYLES = { 1: 'primary', 2: 'plain', 3: 'danger', 4: 'plain' } as const;

/** Draws a template card as the app does, top to bottom. */
export function drawCard(face: CardFace): CardView {
  const { card } = face;
  const replacedText = face.replaceName ?? card.replace_text;
  return cardFrom({
    platform: 'wecom',
    type: card.card_type ?? '',
    blocks: [...head(card), ...body(card), ...inputs(face, replacedText)],
    menu: (card.action_menu?.action_list ?? []).map((action) => ({
      key: action.key ?? '',
      text: action.text ?? '',
      enabled: true,
    })),
    replacedText,
    url: card.card_action?.type === 1 ? card.card_action.url : undefined,
  });
}

/** The questions of a card with the choices now made; also what a submit sends. */
export function questionsOf(face: CardFace): SelectView[] {
  const { card } = face;
  const enabled = face.replaceName === undefined && card.replace_text === undefined;
  const dropdown = (one: NonNullable<TemplateCard['select_list']>[number]): SelectView => {
    const options = optionsOf(one.option_list);
    // A missing or unknown selected_id shows the first option (90236).
    const preset = options.find((option) => option.id === one.selected_id) ?? options[0];
    const key = one.question_key ?? '';
    return {
      key,
      title: one.title ?? '',
      options,
      selected: face.chosen[key] ?? (preset ? [preset.id] : []),
      multiple: false,
      shape: 'dropdown',
      enabled: enabled && one.disable !== true,
    };
  };
  const list = card.checkbox;
  const key = list?.question_key ?? '';
  return [
    ...(card.card_type === 'button_interaction' && card.button_selection ? [dropdown(card.button_selection)] : []),
    ...(card.card_type === 'multiple_interaction' ? (card.select_list ?? []).map(dropdown) : []),
    ...(card.card_type === 'vote_interaction' && list
      ? [
          {
            key,
            title: '',
            options: optionsOf(list.option_list),
            selected:
              face.chosen[key] ??
              (list.option_list ?? []).flatMap((option) => (option.is_checked ? [option.id ?? ''] : [])),
            multiple: list.mode === 1,
            shape: 'list' as const,
            enabled: enabled && list.disable !== true,
          },
        ]
      : []),
  ];
}

function optionsOf(list: { id?: string | undefined; text?: string | undefined }[] | undefined) {
  return (list ?? []).map((option) => ({ id: option.id ?? '', text: option.text ?? '' }));
}

function head(card: TemplateCard): Block[] {
  const { source, main_title: title } = card;
  return [
    ...(source?.desc || source?.icon_url
      ? [
          {
            kind: 'source' as const,
            text: source.desc ?? '',
            color: COLORS[source.desc_color ?? 0] ?? 'grey',
            ...(source.icon_url ? { iconUrl: source.icon_url } : {}),
          },
        ]
      : []),
    ...(title?.title ? [{ kind: 'title' as const, text: title.title }] : []),
    ...(title?.desc ? [{ kind: 'desc' as const, text: title.desc }] : []),
  ];
}

function body(card: TemplateCard): Block[] {
  const type = card.card_type ?? '';
  const isNotice = type === 'text_notice' || type === 'news_notice';
  const blocks: Block[] = [];
  const { card_image: image, image_text_area: area, emphasis_content: emphasis, quote_area: quote } = card;
  if (type === 'news_notice' && image?.url) {
    blocks.push({ kind: 'image', url: image.url, ...(image.aspect_ratio ? { ratio: image.aspect_ratio } : {}) });
  }
  if (type === 'news_notice' && area?.image_url) {
    const texts = { title: area.title ?? '', desc: area.desc ?? '', imageUrl: area.image_url };
    blocks.push({ kind: 'imageText', ...texts, ...(area.url ? { url: area.url } : {}) });
  }
  if (type === 'text_notice' && emphasis) {
    blocks.push({ kind: 'emphasis', title: emphasis.title ?? '', desc: emphasis.desc ?? '' });
  }
  if ((isNotice || type === 'button_interaction') && quote) {
    const texts = { title: quote.title ?? '', text: quote.quote_text ?? '' };
    blocks.push({ kind: 'quote', ...texts, ...(quote.type === 1 && quote.url ? { url: quote.url } : {}) });
  }
  if ((type === 'text_notice' || type === 'button_interaction') && card.sub_title_text) {
    blocks.push({ kind: 'text', text: card.sub_title_text });
  }
  for (const one of type === 'news_notice' ? (card.vertical_content_list ?? []) : []) {
    blocks.push({ kind: 'vertical', title: one.title ?? '', desc: one.desc ?? '' });
  }
  for (const row of isNotice || type === 'button_interaction' ? (card.horizontal_content_list ?? []) : []) {
    const link = (row.type === 1 || row.type === 2) && row.url ? { url: row.url } : {};
    blocks.push({ kind: 'row', label: row.keyname ?? '', value: row.value ?? '', ...link });
  }
  for (const jump of isNotice ? (card.jump_list ?? []) : []) {
    blocks.push({ kind: 'link', text: jump.title ?? '', ...(jump.type === 1 && jump.url ? { url: jump.url } : {}) });
  }
  return blocks;
}

function inputs(face: CardFace, replacedText: string | undefined): Block[] {
  const { card } = face;
  const buttons = replacedText === undefined ? liveButtons(card) : greyButton(card, replacedText);
  return [
    ...questionsOf(face).map((select) => ({ kind: 'select' as const, select })),
    ...(buttons.length > 0 ? [{ kind: 'buttons' as const, direction: 'row' as const, buttons }] : []),
  ];
}

function liveButtons(card: TemplateCard): ButtonView[] {
  if (card.card_type === 'button_interaction') {
    return (card.button_list ?? []).map((button, index) => ({
      key: button.type === 1 ? `link-${index + 1}` : (button.key ?? ''),
      text: button.text ?? '',
      enabled: true,
      style: STYLES[(button.style ?? 1) as keyof typeof STYLES] ?? 'primary',
      ...(button.type === 1 && button.url ? { url: button.url } : {}),
    }));
  }
  if (card.card_type !== 'vote_interaction' && card.card_type !== 'multiple_interaction') return [];
  const submit = card.submit_button;
  return submit ? [{ key: submit.key ?? '', text: submit.text || '提交', enabled: true, style: 'primary' }] : [];
}

function greyButton(card: TemplateCard, text: string): ButtonView[] {
  return hasButtons(card.card_type ?? '') ? [{ key: 'replaced', text, enabled: false, style: 'plain' }] : [];
}
