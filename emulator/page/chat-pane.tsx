import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isKeyboardAtHand } from './input-focus.ts';
import { Message } from './message.tsx';
import { PlatformBadge } from './people-pane.tsx';
import { isMoving, now, say, showTab, type View } from './store.ts';
import { shortTime } from './time.ts';
import type { Conversation, MessageView } from './types.ts';

/** A second click on an example within this time is the end of a double click. */
const DOUBLE_CLICK_MS = 700;
const GAP_MS = 5 * 60_000;
const CHANNELS = { 'wecom-app': '应用', 'wecom-aibot': '智能机器人', 'dingtalk-robot': '机器人' };

export function ChatPane({ view }: { view: View }) {
  const conversation = view.world?.conversations.find((one) => one.id === view.conversation);
  const messages = view.messages.filter((message) => message.conversation === conversation?.id);
  if (!conversation) {
    return (
      <section class="pane chat empty" aria-label="聊天">
        <p>从左边选一个会话</p>
      </section>
    );
  }
  const people = conversation.members.length + 1;
  return (
    <section class={`pane chat on-${conversation.platform}`} aria-label={`与${conversation.title}的聊天`}>
      <header class="chat-header">
        <button type="button" class="back" aria-label="返回会话列表" onClick={() => showTab('list')}>
          ‹
        </button>
        <div class="chat-title">
          <h2>
            {conversation.title}
            {conversation.kind === 'group' ? `（${people}）` : ''}
          </h2>
          <p>
            <PlatformBadge platform={conversation.platform} /> {CHANNELS[conversation.channel]} ·{' '}
            {conversation.kind === 'group' ? '群聊' : '单聊'}
          </p>
        </div>
      </header>
      <Log view={view} conversation={conversation} messages={messages} />
      <Composer key={`${view.as} ${conversation.id}`} view={view} conversation={conversation} />
    </section>
  );
}

function Log({
  view,
  conversation,
  messages,
}: {
  view: View;
  conversation: Conversation;
  messages: readonly MessageView[];
}) {
  const log = useRef<HTMLDivElement>(null);
  // Whether the reader was at the end before something new came; someone who reads up is not pulled down.
  const atEnd = useRef(true);
  const last = messages.at(-1);
  const state = `${view.as} ${conversation.id} ${last?.id} ${last?.updatedSeq} ${last?.delivery?.state}`;
  useEffect(() => {
    atEnd.current = true;
  }, [view.as, conversation.id]);
  useLayoutEffect(() => {
    const element = log.current;
    if (element && (atEnd.current || last?.personId === view.as)) element.scrollTop = element.scrollHeight;
  }, [state, view.tab]);
  return (
    <div
      class="log"
      ref={log}
      role="log"
      aria-live="polite"
      aria-label="消息"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard.
      tabIndex={0}
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
        atEnd.current = scrollHeight - scrollTop - clientHeight < 80;
      }}
    >
      {messages.length === 0 ? <p class="log-empty">还没有消息。发一句试试。</p> : null}
      <ol>
        {messages.flatMap((message, index) => {
          const before = messages[index - 1];
          const separated = !before || message.at - before.at > GAP_MS;
          return [
            separated ? (
              <li class="time" key={`t-${message.id}`}>
                <time>{shortTime(message.at, now())}</time>
              </li>
            ) : null,
            <Message
              key={message.id}
              message={message}
              mine={message.personId === view.as}
              conversation={conversation}
            />,
          ];
        })}
      </ol>
    </div>
  );
}

// Whether no conversation has been shown yet.
let isFirst = true;

function Composer({ view, conversation }: { view: View; conversation: Conversation }) {
  const [text, setText] = useState('');
  const [mention, setMention] = useState(true);
  const input = useRef<HTMLTextAreaElement>(null);
  const clickedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    // Only as the page opens: whoever walks through the conversations by keyboard is not carried off.
    if (isFirst && isKeyboardAtHand()) input.current?.focus();
    isFirst = false;
  }, []);
  const isHeld = view.clock?.movingTo !== undefined;
  const isGroup = conversation.kind === 'group';
  const examples = (view.world?.examples ?? []).filter(
    (one) =>
      (one.personId === undefined || one.personId === view.as) &&
      (one.channel === undefined || one.channel === conversation.channel),
  );
  const send = async (words: string) => {
    if (words.trim() === '' || isMoving()) return;
    setText('');
    if (!(await say(words, !isGroup || mention))) setText(words);
  };
  const sendExample = async (words: string) => {
    const at = performance.now();
    if (at - clickedAt.current < DOUBLE_CLICK_MS) return;
    clickedAt.current = at;
    await say(words, !isGroup || mention);
    if (isKeyboardAtHand()) input.current?.focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send(text).then(() => input.current?.focus());
      }}
    >
      {examples.length > 0 ? (
        <fieldset class="examples" aria-label="示例">
          {examples.map((example) => (
            <button
              type="button"
              class="chip"
              data-testid="example"
              disabled={isMoving()}
              onClick={() => void sendExample(example.text)}
            >
              {example.text}
            </button>
          ))}
        </fieldset>
      ) : null}
      {isGroup ? (
        <label class="mention-toggle">
          <input
            type="checkbox"
            checked={mention}
            onChange={(event) => setMention(event.currentTarget.checked)}
            data-testid="mention"
          />
          <span>@{botName(view, conversation)}（不@则机器人收不到）</span>
        </label>
      ) : null}
      {isHeld && text !== '' ? (
        <p class="hold" role="status">
          时间正在走，停下后再发送。
        </p>
      ) : null}
      <div class="composer-row">
        <textarea
          ref={input}
          rows={1}
          value={text}
          aria-label="输入消息，按回车发送"
          placeholder={isHeld ? '时间正在走，停下后再发送' : '输入消息，按回车发送'}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            // A return that ends an input method's composition is no sending.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            void send(text);
          }}
          data-testid="input"
        />
        <button type="submit" class="send" disabled={text.trim() === '' || isMoving()} data-testid="send">
          发送
        </button>
      </div>
    </form>
  );
}

function botName(view: View, conversation: Conversation): string {
  const direct = view.world?.conversations.find((one) => one.kind === 'direct' && one.channel === conversation.channel);
  return direct?.title ?? '机器人';
}
