import { nanoid } from 'nanoid';
import type { Clock } from './clock.ts';
import type { Directory } from './directory.ts';
import type { Drawn } from './drawn.ts';
import type { DeliveryView, MessageView } from './message-view.ts';

/** A message as its owner keeps it: how it looks is asked for each viewer at each reading. */
export interface Message {
  readonly seq: number;
  readonly id: string;
  readonly conversation: string;
  readonly from: 'person' | 'bot';
  readonly personId?: string;
  /** Who it says it is from, when that is not the bot of the conversation. */
  readonly sender?: string;
  readonly at: number;
  kind: string;
  draw: (viewer: string) => Drawn;
  /** Missing = everybody in the conversation. */
  visibleTo?: ReadonlySet<string>;
  updatedSeq?: number;
  recalled?: boolean;
  warnings: string[];
  delivery?: DeliveryView;
  notices: Map<string, string>;
}

interface NewMessage {
  conversation: string;
  from: 'person' | 'bot';
  personId?: string;
  sender?: string;
  kind: string;
  draw: Message['draw'] | Drawn;
  visibleTo?: ReadonlySet<string>;
  warnings?: string[];
  delivery?: DeliveryView;
  id?: string;
}

export interface MessageQuery {
  as: string;
  conversation?: string | undefined;
  after?: number;
}

export interface Mailbox {
  post(message: NewMessage): Message;
  /** Says that the message changed (its owner has already changed it). */
  touch(message: Message): void;
  get(id: string): Message | undefined;
  view(message: Message, viewer: string): MessageView;
  list(query: MessageQuery): MessageView[];
  /** The same, but waits for the first one; empty after the time or when the signal aborts. */
  wait(query: MessageQuery, waitMs: number, signal: AbortSignal): Promise<MessageView[]>;
  latest(): number;
  clear(): void;
  onClear(listener: () => void): () => void;
  onNews(listener: (message: Message, news: 'message' | 'update') => void): () => void;
}

/** Everything that was ever shown to anybody, in one numbered sequence. */
export function createMailbox(options: { clock: Clock; directory: Directory }): Mailbox {
  const { clock, directory } = options;
  // In the order of their seq.
  const messages = new Map<string, Message>();
  let last = 0;
  const listeners = new Set<(message: Message, news: 'message' | 'update') => void>();
  const cleared = new Set<() => void>();
  const tell = (message: Message, news: 'message' | 'update') => {
    for (const listener of [...listeners]) listener(message, news);
  };
  const visible = (message: Message, viewer: string) =>
    directory.conversation(message.conversation).members.includes(viewer) && (message.visibleTo?.has(viewer) ?? true);

  /** Whoever has left the organisation sees nothing new in its groups. */
  const presentIn = (id: string) => {
    const { members, platform } = directory.conversation(id);
    const present = members.filter((member) => directory.absences.of(platform, member) !== 'organisation');
    return present.length < members.length ? new Set(present) : undefined;
  };

  const view = (message: Message, viewer: string): MessageView => {
    const { draw, visibleTo, notices, sender, ...rest } = message;
    const notice = notices.get(viewer);
    const conversation = directory.conversation(message.conversation);
    const drawn = message.recalled ? { text: '此消息已撤回' } : draw(viewer);
    return {
      ...rest,
      ...drawn,
      name:
        message.personId === undefined
          ? (sender ?? botName(directory, conversation.channel))
          : directory.person(message.personId).name,
      ...(notice === undefined ? {} : { notice }),
    };
  };
  const list = ({ as, conversation, after = 0 }: MessageQuery) =>
    [...messages.values()]
      .filter(
        (message) =>
          (conversation === undefined || message.conversation === conversation) &&
          Math.max(message.seq, message.updatedSeq ?? 0) > after &&
          visible(message, as),
      )
      .map((message) => view(message, as));

  return {
    post(fresh) {
      last += 1;
      const { draw, id = nanoid(12), warnings = [], visibleTo = presentIn(fresh.conversation), ...rest } = fresh;
      const message: Message = {
        ...rest,
        ...(visibleTo ? { visibleTo } : {}),
        seq: last,
        id,
        at: clock.now(),
        draw: typeof draw === 'function' ? draw : () => draw,
        warnings: [...warnings],
        notices: new Map(),
      };
      messages.set(id, message);
      tell(message, 'message');
      return message;
    },
    touch(message) {
      if (messages.get(message.id) !== message) return;
      last += 1;
      message.updatedSeq = last;
      tell(message, 'update');
    },
    get: (id) => messages.get(id),
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
