import { useState } from 'preact/hooks';
import type { Block } from '../drawn.ts';
import { CardForm, type Typed } from './form.tsx';
import { inline, Link, Markdown, safeUrl, words } from './markdown.tsx';
import { openedLink } from './opening.ts';
import { isMoving, say, tap } from './store.ts';
import type { ButtonView, CardView, MessageView, SelectView } from './types.ts';

type Chosen = Record<string, string[]>;

/** A card as its app draws it; buttons and dropdowns work. */
export function Card({ message, card }: { message: MessageView; card: CardView }) {
  // Choices made here until they are sent; then the emulator tells what the card shows.
  const [chosen, choose] = useState<Chosen>({});
  const [busy, setBusy] = useState<string>();
  // Of each form; kept here, so that it outlives a form that moves within the card or is replaced.
  const [typed, type] = useState<Record<string, Typed>>({});
  const press = async (button: ButtonView) => {
    const command = dtmdText(button.url);
    if (command !== undefined) {
      await say(command, true);
      return;
    }
    setBusy(button.key);
    await tap(message, button.key, { selected: chosen });
    choose({});
    setBusy(undefined);
  };
  const submit = async (key: string, values: Typed) => {
    setBusy(key);
    await tap(message, key, { form: values });
    setBusy(undefined);
  };
  const header = card.platform === 'dingtalk' && card.blocks[0]?.kind === 'header' ? card.blocks[0].text : undefined;
  const blocks = header === undefined ? card.blocks : card.blocks.slice(1);
  return (
    <article class={`card card-${card.platform}`} data-testid="card" aria-label={card.title || '卡片'}>
      {header === undefined ? null : <h3 class="card-header">{inline(header)}</h3>}
      <div class="card-body">
        {blocks.map((block) =>
          block.kind === 'form' ? (
            <CardForm
              form={block.form}
              typed={typed[block.form.key] ?? {}}
              type={(values) => type({ ...typed, [block.form.key]: values })}
              isBusy={busy === block.form.key}
              isHeld={busy !== undefined || isMoving()}
              submit={(values) => void submit(block.form.key, values)}
            />
          ) : (
            <BlockView block={block} chosen={chosen} choose={choose} busy={busy} press={press} />
          ),
        )}
        {card.url && card.type !== 'textcard' ? (
          <p class="card-more">
            <Link url={card.url}>查看详情</Link>
          </p>
        ) : null}
      </div>
      {card.menu.length > 0 ? (
        <div class="card-menu">
          <ButtonRow buttons={card.menu} direction="row" busy={busy} press={press} />
        </div>
      ) : null}
    </article>
  );
}

/** dtmd://dingtalkclient/sendMessage?content=… makes the clicker say a text (消息发送与接收类型). */
function dtmdText(url: string | undefined): string | undefined {
  if (!url?.startsWith('dtmd://dingtalkclient/sendMessage')) return undefined;
  return new URL(url).searchParams.get('content') ?? undefined;
}

interface BlockProps {
  block: Exclude<Block, { kind: 'form' }>;
  chosen: Chosen;
  choose: (chosen: Chosen) => void;
  busy: string | undefined;
  press: (button: ButtonView) => void;
}

function BlockView({ block, chosen, choose, busy, press }: BlockProps) {
  switch (block.kind) {
    case 'source':
      return <p class={`source tint-${block.color}`}>{block.text}</p>;
    case 'header':
    case 'title':
      return <h3 class="card-title">{inline(block.text)}</h3>;
    case 'desc':
      return <p class="card-desc">{inline(block.text)}</p>;
    case 'text':
      return <p class="card-text">{inline(block.text)}</p>;
    case 'markdown':
      return <Markdown text={block.text} />;
    case 'emphasis':
      return (
        <p class="emphasis">
          <strong>{block.title}</strong>
          <span>{words(block.desc)}</span>
        </p>
      );
    case 'quote':
      return (
        <blockquote class="card-quote">
          {block.title ? <strong>{block.title}</strong> : null}
          <span>{block.url ? <Link url={block.url}>{words(block.text)}</Link> : words(block.text)}</span>
        </blockquote>
      );
    case 'image':
      return <Picture url={block.url} />;
    case 'imageText':
      return (
        <div class="image-text">
          <Picture url={block.imageUrl} />
          <p>
            <strong>{block.url ? <Link url={block.url}>{block.title}</Link> : block.title}</strong>
            <span>{words(block.desc)}</span>
          </p>
        </div>
      );
    case 'vertical':
      return (
        <p class="vertical">
          <strong>{block.title}</strong>
          <span>{words(block.desc)}</span>
        </p>
      );
    case 'row':
      return (
        <dl class="row">
          <dt>{block.label}</dt>
          <dd>{block.url ? <Link url={block.url}>{words(block.value)}</Link> : inline(block.value)}</dd>
        </dl>
      );
    case 'divider':
      return <hr />;
    case 'link':
      return <p class="card-link">{block.url ? <Link url={block.url}>{block.text}</Link> : block.text}</p>;
    case 'select':
      return <Question select={block.select} chosen={chosen} choose={choose} />;
    case 'buttons':
      return <ButtonRow buttons={block.buttons} direction={block.direction} busy={busy} press={press} />;
    case 'unknown':
      return <p class="unknown">模拟器不绘制组件「{block.name}」</p>;
  }
}

/** A picture that cannot be had (the vendors' own servers, no network) leaves a frame in its place. */
function Picture({ url }: { url: string }) {
  const [isMissing, setMissing] = useState(safeUrl(url) === undefined);
  if (isMissing) return <span class="picture-frame">图片</span>;
  return <img class="picture" src={url} alt="" loading="lazy" onError={() => setMissing(true)} />;
}

function Question({
  select,
  chosen,
  choose,
}: {
  select: SelectView;
  chosen: Chosen;
  choose: (chosen: Chosen) => void;
}) {
  const now = chosen[select.key] ?? select.selected;
  const pick = (ids: string[]) => choose({ ...chosen, [select.key]: ids });
  if (select.shape === 'dropdown') {
    return (
      <label class="question">
        <span>{select.title}</span>
        <select
          disabled={!select.enabled}
          value={now[0] ?? ''}
          onChange={(event) => pick([event.currentTarget.value])}
          data-testid="card-select"
        >
          {select.options.map((option) => (
            <option value={option.id}>{option.text}</option>
          ))}
        </select>
      </label>
    );
  }
  return (
    <fieldset class="question" disabled={!select.enabled}>
      <legend>{select.title || (select.multiple ? '可多选' : '单选')}</legend>
      {select.options.map((option) => (
        <label class="option">
          <input
            type={select.multiple ? 'checkbox' : 'radio'}
            checked={now.includes(option.id)}
            onChange={() => pick(toggle(now, option.id, select.multiple))}
          />
          <span>{option.text}</span>
        </label>
      ))}
    </fieldset>
  );
}

function toggle(now: string[], id: string, multiple: boolean): string[] {
  if (!multiple) return [id];
  return now.includes(id) ? now.filter((one) => one !== id) : [...now, id];
}

interface ButtonRowProps {
  buttons: readonly ButtonView[];
  direction: 'row' | 'column';
  busy: string | undefined;
  press: (button: ButtonView) => void;
}

function ButtonRow({ buttons, direction, busy, press }: ButtonRowProps) {
  return (
    <div class={`buttons buttons-${direction}`}>
      {buttons.map((button) => {
        const look = `card-button button-${button.style ?? 'plain'}`;
        const url = dtmdText(button.url) === undefined ? safeUrl(button.url) : undefined;
        if (url) {
          return (
            <a class={look} href={openedLink(url)} target="_blank" rel="noopener noreferrer" data-testid="card-button">
              {button.text}
            </a>
          );
        }
        return (
          <button
            type="button"
            class={look}
            disabled={!button.enabled || busy !== undefined || isMoving()}
            aria-busy={busy === button.key}
            onClick={() => press(button)}
            data-testid="card-button"
            data-key={button.key}
          >
            {button.text}
          </button>
        );
      })}
    </div>
  );
}
