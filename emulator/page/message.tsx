import { Card } from './card.tsx';
import { File } from './file.tsx';
import { Link, Markdown, PlainText } from './markdown.tsx';
import { FilePicture, Picture } from './picture.tsx';
import { showWire } from './store.ts';
import type { Conversation, MessageView } from './types.ts';
import { reasonText, remarkText } from './wording.ts';

/** The round sign of a person or the bot: the family name, or how the bot's name begins. */
export function Avatar({ name, bot }: { name: string; bot: boolean }) {
  return (
    <span class={bot ? 'avatar avatar-bot' : 'avatar'} aria-hidden="true">
      {[...name][0]}
    </span>
  );
}

/** One message with its sender, its state and what hangs on it. */
export function Message({
  message,
  mine,
  conversation,
}: {
  message: MessageView;
  mine: boolean;
  conversation: Conversation;
}) {
  if (message.recalled) {
    return (
      <li class="recalled" data-testid="message" data-from={message.from}>
        <span data-testid="message-text">「{message.name}」撤回了一条消息</span>
      </li>
    );
  }
  const showName = conversation.kind === 'group' && !mine;
  return (
    <li
      class={`message ${mine ? 'mine' : 'theirs'}`}
      data-testid="message"
      data-id={message.id}
      data-from={message.from}
    >
      <Avatar name={message.name} bot={message.from === 'bot'} />
      <div class="message-main">
        {showName ? <p class="sender">{message.name}</p> : <p class="sr-only">{message.name}：</p>}
        <Content message={message} />
        <Delivery message={message} />
        {message.notice ? (
          <p class="notice" role="status">
            {message.notice}
          </p>
        ) : null}
        {message.warnings.length > 0 ? (
          <details class="warnings">
            <summary>平台提示 {message.warnings.length} 条</summary>
            <ul>
              {message.warnings.map((warning) => (
                <li>{remarkText(warning)}</li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
    </li>
  );
}

// What a picture is called on WeCom, and what people send on DingTalk.
const PICTURES = ['image', 'picture'];

function Content({ message }: { message: MessageView }) {
  if (message.card) {
    return (
      <div data-testid="message-text">
        <Card message={message} card={message.card} />
      </div>
    );
  }
  if (message.file && PICTURES.includes(message.kind)) {
    return (
      <div class="bubble bubble-picture" data-testid="message-text">
        <FilePicture file={message.file} instead={<File file={message.file} />} />
      </div>
    );
  }
  if (message.file) {
    return (
      <div class="bubble" data-testid="message-text">
        <File file={message.file} />
      </div>
    );
  }
  if (message.pictureUrl !== undefined) {
    const url = message.pictureUrl;
    return (
      <div class="bubble bubble-picture" data-testid="message-text">
        <Picture source={{ url }} instead={<Link url={url}>图片无法显示，打开它的地址</Link>} />
      </div>
    );
  }
  return (
    <div class="bubble" data-testid="message-text">
      {message.quote ? <blockquote class="quoted">{message.quote}</blockquote> : null}
      {message.markdown === undefined ? (
        <PlainText text={message.text} typed={message.from === 'person'} />
      ) : (
        <Markdown text={message.markdown} />
      )}
      {message.pictures ? (
        <div class="pictures">
          {message.pictures.map((file) => (
            <FilePicture key={file.id} file={file} instead={<File file={file} />} />
          ))}
        </div>
      ) : null}
      {message.mentions ? <p class="mentions">提醒了 {message.mentions.map((one) => `@${one}`).join(' ')}</p> : null}
      {message.streaming ? <p class="streaming">正在输入…</p> : null}
    </div>
  );
}

const STATES: Record<string, string> = {
  pending: '正在发送…',
  held: '排队中：同一人最多三个提问同时进行',
  failed: '对方未响应',
  'not-sent': '未推送给机器人',
};

function Delivery({ message }: { message: MessageView }) {
  const { delivery } = message;
  if (!delivery) return null;
  const wire = delivery.attempts.at(-1)?.wire;
  const label = STATES[delivery.state];
  const count = delivery.attempts.length > 1 ? `（推送 ${delivery.attempts.length} 次）` : '';
  if (!label && !count) return null;
  const reason = delivery.state === 'failed' || delivery.state === 'not-sent' ? delivery.reason : undefined;
  return (
    <p class={`delivery delivery-${delivery.state}`} role={delivery.state === 'failed' ? 'alert' : undefined}>
      {label}
      {count}
      {reason ? <span class="reason">：{reasonText(reason)}</span> : null}
      {wire === undefined ? null : (
        <button type="button" class="link" onClick={() => showWire(wire)}>
          看报文
        </button>
      )}
    </p>
  );
}
