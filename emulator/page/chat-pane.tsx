import { useLayoutEffect, useRef } from 'preact/hooks';
import { Composer } from './composer.tsx';
import { Message } from './message.tsx';
import { PlatformBadge } from './people-pane.tsx';
import { now, showTab } from './store.ts';
import { shortTime } from './time.ts';
import type { Conversation, MessageView } from './types.ts';
import type { View } from './view.ts';

const GAP_MS = 5 * 60_000;
const CHANNELS = {
  'wecom-app': '应用',
  'wecom-aibot': '智能机器人',
  'wecom-chat': '仅推送',
  'dingtalk-robot': '机器人',
};

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
  const lastTop = useRef(0);
  const last = messages.at(-1);
  const state = `${view.as} ${conversation.id} ${last?.id} ${last?.updatedSeq} ${last?.delivery?.state}`;
  useLayoutEffect(() => {
    atEnd.current = true;
    lastTop.current = 0;
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
        // A picture that has come meanwhile leaves the end farther down, but only a reader moves up.
        if (scrollHeight - scrollTop - clientHeight < 80) atEnd.current = true;
        else if (scrollTop < lastTop.current) atEnd.current = false;
        lastTop.current = scrollTop;
      }}
      // A picture grows when it comes; load events do not bubble.
      onLoadCapture={() => {
        if (atEnd.current && log.current) log.current.scrollTop = log.current.scrollHeight;
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
