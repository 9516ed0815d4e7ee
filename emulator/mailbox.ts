import { nanoid } from 'nanoid';
import type { Clock } from './clock.ts';
import type { Deliveries } from './deliveries.ts';
import type { Conversation, Directory } from './directory.ts';
import type { Message, NewMessage } from './message.ts';
import type { MessageView } from './message-view.ts';

export type { Message } from './message.ts';

export interface MessageQuery {
  as: string;
  conversation?: string | undefined;
  after?: number;
}

export interface Mailbox {
  post(message: NewMessage): Message;
  /** A message of a bot that is above a limit: one of its receivers, or the only one, does not get it. */
  drop(message: NewMessage, personId: string): void;
  /** Says that the message changed (its owner has already changed it). */
  touch(message: Message): void;
  get(id: string): Message | undefined;
  isSeenBy(message: Message, viewer: string): boolean;
  /** A passing remark to one viewer, or its end. */
  remark(message: Message, viewer: string, notice: string | undefined): void;
  view(message: Message, viewer: string): MessageView;
  list(query: MessageQuery): MessageView[];
  /** The same, but waits for the first one; empty after the time or when the signal aborts. */
  wait(query: MessageQuery, waitMs: number, signal: AbortSignal): Promise<MessageView[]>;
  latest(): number;
  clear(): void;
  onClear(listener: () => void): () => void;
  onNews(listener: (message: Message, news: 'message' | 'update') => void): () => void;
}

const NONE: readonly string[] = [];

/** Everything that was ever shown to anybody, in one numbered sequence. */
export function createMailbox(options: { clock: Clock; directory: Directory; deliveries: Deliveries }): Mailbox {
  const { clock, directory, deliveries } = options;
  const messages = new Map<string, Message>();
  // Each in the order of its seq.
  const byConversation = new Map<string, Message[]>();
  let last = 0;
  const listeners = new Set<(message: Message, news: 'message' | 'update') => void>();
  const cleared = new Set<() => void>();
  const tell = (message: Message, news: 'message' | 'update') => {
    for (const listener of [...listeners]) listener(message, news);
  };
  const isSeenBy = (message: Message, viewer: string) =>
    directory.conversation(message.conversation).members.includes(viewer) && (message.visibleTo?.has(viewer) ?? true);

  /** Whoever has left the organisation sees nothing new in its groups. */
  const presentIn = ({ members, platform }: Conversation) => {
    const present = members.filter((member) => directory.absences.of(platform, member) !== 'organisation');
    return present.length < members.length ? new Set(present) : undefined;
  };
  const record = (fresh: NewMessage, conversation: Conversation, more: { person?: string; messageId?: string }) => {
    const { draw, kind, visibleTo } = fresh;
    const [viewer = ''] = visibleTo ?? conversation.members;
    deliveries.add({
      at: clock.now(),
      conversation,
      ...(conversation.kind === 'direct' ? { person: conversation.members[0] } : {}),
      ...more,
      look: draw,
      kind,
      text: () => (typeof draw === 'function' ? draw(more.person ?? viewer) : draw).text,
    });
  };

  const view = (message: Message, viewer: string): MessageView => {
    const { draw, visibleTo, notices, sender, ...rest } = message;
    const notice = notices?.get(viewer);
    const conversation = directory.conversation(message.conversation);
    const drawn = message.recalled ? { text: '此消息已撤回' } : draw(viewer);
    return {
      ...rest,
      warnings: [...message.warnings],
      ...drawn,
      name:
        message.personId === undefined
          ? (sender ?? botName(directory, conversation.channel))
          : directory.person(message.personId).name,
      ...(notice === undefined ? {} : { notice }),
    };
  };
  const list = ({ as, conversation, after = 0 }: MessageQuery) => {
    const asked = conversation === undefined ? directory.conversationsWith(as).map(({ id }) => id) : [conversation];
    return asked
      .flatMap((id) =>
        (byConversation.get(id) ?? []).filter(
          (message) => Math.max(message.seq, message.updatedSeq ?? 0) > after && isSeenBy(message, as),
        ),
      )
      .sort((a, b) => a.seq - b.seq)
      .map((message) => view(message, as));
  };

  return {
    post(fresh) {
      last += 1;
      const conversation = directory.conversation(fresh.conversation);
      const { draw, id = nanoid(12), warnings = NONE, visibleTo = presentIn(conversation), ...rest } = fresh;
      const message: Message = {
        ...rest,
        ...(visibleTo ? { visibleTo } : {}),
        seq: last,
        id,
        at: clock.now(),
        draw: typeof draw === 'function' ? draw : () => draw,
        warnings,
      };
      messages.set(id, message);
      const before = byConversation.get(conversation.id);
      if (before) before.push(message);
      else byConversation.set(conversation.id, [message]);
      if (fresh.from === 'bot') record(fresh, conversation, { messageId: id });
      tell(message, 'message');
      return message;
    },
    drop: (fresh, person) => record(fresh, directory.conversation(fresh.conversation), { person }),
    touch(message) {
      if (messages.get(message.id) !== message) return;
      last += 1;
      message.updatedSeq = last;
      tell(message, 'update');
    },
    get: (id) => messages.get(id),
    isSeenBy,
    remark(message, viewer, notice) {
      if (notice === undefined) message.notices?.delete(viewer);
      else {
        message.notices ??= new Map();
        message.notices.set(viewer, notice);
      }
    },
    view,
    list,
    wait(query, waitMs, signal) {
      const found = list(query);
      if (found.length > 0 || waitMs <= 0 || signal.aborted) return Promise.resolve(found);
      return new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          listeners.delete(look);
          signal.removeEventListener('abort', finish);
          resolve(list(query));
        };
        const look = () => {
          if (list(query).length > 0) finish();
        };
        const timer = setTimeout(finish, waitMs);
        listeners.add(look);
        signal.addEventListener('abort', finish, { once: true });
      });
    },
    latest: () => last,
    clear() {
      messages.clear();
      byConversation.clear();
      deliveries.clear();
      for (const listener of [...cleared]) listener();
    },
    onClear(listener) {
      cleared.add(listener);
      return () => cleared.delete(listener);
    },
    onNews(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function botName(directory: Directory, channel: string): string {
  const { wecom, dingtalk } = directory.world;
  if (channel === 'wecom-app' || channel === 'wecom-chat') return wecom?.app?.name ?? '';
  if (channel === 'wecom-aibot') return wecom?.aibot?.name ?? '';
  return dingtalk?.robotName ?? '';
}
