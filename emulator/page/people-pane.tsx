import { Avatar } from './message.tsx';
import { actAs, conversationsOf, now, open, unreadIn } from './store.ts';
import { listTime } from './time.ts';
import type { Conversation } from './types.ts';
import type { View } from './view.ts';

const PLATFORMS = { wecom: '企业微信', dingtalk: '钉钉' };

export function PlatformBadge({ platform }: { platform: Conversation['platform'] }) {
  return <span class={`badge badge-${platform}`}>{PLATFORMS[platform]}</span>;
}

/** Who I am, and the conversations this person has. */
export function PeoplePane({ view }: { view: View }) {
  const people = view.world?.people ?? [];
  const mine = conversationsOf(view.as);
  return (
    <nav class="pane people" aria-label="身份与会话">
      <section class="who" aria-labelledby="who-title">
        <h2 id="who-title">我是谁</h2>
        <fieldset class="persons" aria-labelledby="who-title">
          {people.map((person) => (
            <button
              type="button"
              aria-pressed={person.id === view.as}
              class="person"
              onClick={() => actAs(person.id)}
              data-testid={`person-${person.id}`}
            >
              <Avatar name={person.name} bot={false} />
              <span class="person-text">
                <strong>{person.title ?? person.name}</strong>
                {person.title ? <span>{person.name}</span> : null}
                {absencesOf(view, person.id).map((text) => (
                  <span class="absent">{text}</span>
                ))}
              </span>
              {person.id === view.as ? <span class="me">当前</span> : null}
            </button>
          ))}
        </fieldset>
      </section>
      {(['wecom', 'dingtalk'] as const).map((platform) => (
        <Section view={view} platform={platform} conversations={mine.filter((one) => one.platform === platform)} />
      ))}
      {mine.length === 0 ? <p class="hint">这个人没有会话。</p> : null}
    </nav>
  );
}

/** What a person has left, e.g. after they quit. */
function absencesOf(view: View, id: string): string[] {
  const mine = (view.world?.absences ?? []).filter((one) => one.id === id);
  return mine.map(({ platform, absence }) =>
    absence === 'organisation' ? `已离开${PLATFORMS[platform]}组织` : `已移出${PLATFORMS[platform]}应用`,
  );
}

interface SectionProps {
  view: View;
  platform: Conversation['platform'];
  conversations: readonly Conversation[];
}

function Section({ view, platform, conversations }: SectionProps) {
  if (conversations.length === 0) return null;
  return (
    <section class={`platform on-${platform}`} aria-label={PLATFORMS[platform]}>
      <h2>
        <PlatformBadge platform={platform} />
      </h2>
      <ul class="conversations">
        {conversations.map((conversation) => (
          <Row view={view} conversation={conversation} key={conversation.id} />
        ))}
      </ul>
    </section>
  );
}

/** One line of a message, without the signs of its markdown. */
function previewOf(text: string): string {
  return text
    .replace(/[#*`>|]|<[^>]+>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const KINDS = { 'wecom-app': '应用', 'wecom-aibot': '智能机器人', 'wecom-chat': '群', 'dingtalk-robot': '机器人' };

function Row({ view, conversation }: { view: View; conversation: Conversation }) {
  const last = view.messages.filter((message) => message.conversation === conversation.id).at(-1);
  const unread = unreadIn(conversation.id);
  const preview = previewOf(last?.text ?? '');
  const label = conversation.kind === 'group' ? '群聊' : KINDS[conversation.channel];
  return (
    <li>
      <button
        type="button"
        class="conversation"
        aria-current={conversation.id === view.conversation ? 'true' : undefined}
        onClick={() => open(conversation.id)}
        data-testid={`conversation-${conversation.id}`}
      >
        <span class={`conversation-sign sign-${conversation.platform}`} aria-hidden="true">
          {conversation.kind === 'group' ? '群' : [...conversation.title][0]}
        </span>
        <span class="conversation-text">
          <span class="conversation-name">
            <strong title={conversation.title} data-may-clip="">
              {conversation.title}
            </strong>
            <span class="kind">{label}</span>
            {last ? <time>{listTime(last.at, now())}</time> : null}
          </span>
          <span class="preview" title={preview || '暂无消息'} data-may-clip="">
            {preview || '暂无消息'}
          </span>
        </span>
        {unread > 0 ? (
          <span class="unread">
            {unread > 99 ? '99+' : unread}
            <span class="sr-only">条未读</span>
          </span>
        ) : null}
      </button>
    </li>
  );
}
