// What a person sees, platform-neutral: the page draws it, tests read it.

import { type FormView, readForm } from './form-view.ts';

export interface ButtonView {
  /** What `POST /emulator/tap` takes; unique within the card. */
  key: string;
  text: string;
  enabled: boolean;
  style?: 'primary' | 'danger' | 'plain';
  /** A link button: opening it sends no callback. */
  url?: string;
}

export interface SelectView {
  key: string;
  title: string;
  options: { id: string; text: string }[];
  selected: string[];
  multiple: boolean;
  /** A dropdown, or a list of boxes to tick. */
  shape: 'dropdown' | 'list';
  enabled: boolean;
}

/** One drawn part, top to bottom. */
export type Block =
  | { kind: 'source'; text: string; iconUrl?: string; color: 'grey' | 'black' | 'red' | 'green' }
  | { kind: 'header'; text: string }
  | { kind: 'title'; text: string }
  | { kind: 'desc'; text: string }
  | { kind: 'emphasis'; title: string; desc: string }
  | { kind: 'quote'; title: string; text: string; url?: string }
  | { kind: 'text'; text: string }
  | { kind: 'markdown'; text: string }
  | { kind: 'image'; url: string; ratio?: number }
  | { kind: 'imageText'; title: string; desc: string; imageUrl: string; url?: string }
  | { kind: 'vertical'; title: string; desc: string }
  | { kind: 'row'; label: string; value: string; url?: string }
  | { kind: 'divider' }
  | { kind: 'link'; text: string; url?: string }
  | { kind: 'select'; select: SelectView }
  | { kind: 'form'; form: FormView }
  | { kind: 'buttons'; direction: 'row' | 'column'; buttons: ButtonView[] }
  | { kind: 'unknown'; name: string };

/** A card as one person sees it now. */
export interface CardView {
  platform: 'wecom' | 'dingtalk';
  /** WeCom card_type, `textcard`, `news`, `actionCard` …, or `interactive` for a DingTalk template card. */
  type: string;
  title: string;
  description: string;
  rows: { label: string; value: string }[];
  buttons: ButtonView[];
  selects: SelectView[];
  /** DingTalk: what is filled in and submitted within the card. */
  forms: FormView[];
  /** Entries of the menu in the corner; tapped like buttons. */
  menu: ButtonView[];
  /** The grey text that took the place of the buttons. */
  replacedText?: string;
  /** Where a tap on the card body leads. */
  url?: string;
  blocks: Block[];
}

export interface FileView {
  id: string;
  name: string;
  size: number;
  /** Of a picture, read from its content. */
  type?: string;
}

export interface Drawn {
  /** Plain reading of everything shown. */
  text: string;
  /** Set when the text is markdown and drawn so. */
  markdown?: string;
  card?: CardView;
  /** A file to download at /emulator/files/<id>. */
  file?: FileView;
  /** Pictures that stand below the text, downloaded like files. */
  pictures?: FileView[];
  /** The address of a picture that lies elsewhere. */
  pictureUrl?: string;
  /** More of it is still to come. */
  streaming?: boolean;
  /** The message this one quotes. */
  quote?: string;
  /** Names that are really mentioned. */
  mentions?: string[];
}

/** Completes a card from its blocks: the flat lists tests like, and nothing the blocks do not show. */
export function cardFrom(options: {
  platform: CardView['platform'];
  type: string;
  blocks: Block[];
  menu?: ButtonView[];
  replacedText?: string | undefined;
  url?: string | undefined;
}): CardView {
  const { blocks } = options;
  const texts = (kinds: Block['kind'][]) =>
    blocks.flatMap((block) => (kinds.includes(block.kind) && 'text' in block && block.text ? [block.text] : []));
  return {
    platform: options.platform,
    type: options.type,
    title: texts(['header', 'title'])[0] ?? '',
    description: texts(['desc', 'text', 'markdown']).join('\n'),
    rows: blocks.flatMap((block) => (block.kind === 'row' ? [{ label: block.label, value: block.value }] : [])),
    buttons: blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : [])),
    selects: blocks.flatMap((block) => (block.kind === 'select' ? [block.select] : [])),
    forms: blocks.flatMap((block) => (block.kind === 'form' ? [block.form] : [])),
    menu: options.menu ?? [],
    ...(options.replacedText === undefined ? {} : { replacedText: options.replacedText }),
    ...(options.url === undefined ? {} : { url: options.url }),
    blocks,
  };
}

/** Reads a card out from top to bottom. */
export function readCard(card: CardView): string {
  return card.blocks.flatMap(readBlock).filter(Boolean).join('\n');
}

function readBlock(block: Block): string[] {
  switch (block.kind) {
    case 'source':
    case 'header':
    case 'title':
    case 'desc':
    case 'text':
    case 'markdown':
    case 'link':
      return [block.text];
    case 'emphasis':
    case 'vertical':
    case 'imageText':
      return [block.title, block.desc];
    case 'quote':
      return [block.title, block.text];
    case 'row':
      return [`${block.label}：${block.value}`];
    case 'select':
      return [readSelect(block.select)];
    case 'form':
      return readForm(block.form);
    case 'buttons':
      return [block.buttons.map((button) => `[${button.text}]`).join(' ')];
    case 'unknown':
      return [`〔${block.name}〕`];
    case 'image':
    case 'divider':
      return [];
  }
}

function readSelect(select: SelectView): string {
  if (select.shape === 'list') {
    const lines = select.options.map((one) => `${select.selected.includes(one.id) ? '☑' : '☐'} ${one.text}`);
    return [select.title, ...lines].filter(Boolean).join('\n');
  }
  const chosen = select.options.find((one) => select.selected.includes(one.id));
  return `${select.title}：${chosen?.text ?? ''}`;
}
