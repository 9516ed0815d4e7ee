import type { Conversation } from './directory.ts';

/** What one send says; a thousand receivers share it. */
export interface DeliveredContent {
  kind: string;
  /** The beginning of its plain reading. */
  text: string;
}

/** One message of a bot to one receiver: enough to count by, without what it looks like. */
export interface DeliveryRow {
  seq: number;
  /** Virtual time. */
  at: number;
  platform: Conversation['platform'];
  channel: Conversation['channel'];
  conversation: string;
  /** Absent for a message to a group. */
  person?: string;
  /** Absent when it was dropped. */
  messageId?: string;
  /** Number of the content in `contents`. */
  content: number;
  /** Above a limit of the platform, which answered as if it had been sent. */
  dropped?: true;
}

export interface DeliveryQuery {
  after?: number;
  limit?: number;
  platform?: Conversation['platform'] | undefined;
  person?: string | undefined;
  conversation?: string | undefined;
  dropped?: boolean | undefined;
}

export interface DeliveryPage {
  deliveries: DeliveryRow[];
  contents: Record<string, DeliveredContent>;
  /** The seq to go on after: of the last one looked at. */
  next: number;
  latest: number;
}

interface Delivered {
  at: number;
  conversation: Conversation;
  person?: string | undefined;
  messageId?: string | undefined;
  /** What is drawn, the same one for all receivers of one send. */
  look: object;
  kind: string;
  text(): string;
}

/** The list of what bots sent, which tests and benches read. */
export interface Deliveries {
  add(delivered: Delivered): void;
  page(query?: DeliveryQuery): DeliveryPage;
  clear(): void;
}

interface Kept {
  seq: number;
  at: number;
  conversation: Conversation;
  person: string | undefined;
  messageId: string | undefined;
  content: number;
}

const TEXT_LENGTH = 200;
export const MAX_DELIVERIES = 20_000;

export function createDeliveries(): Deliveries {
  // Without gaps, so that a seq tells where it stands.
  let rows: Kept[] = [];
  let contents: DeliveredContent[] = [];
  let numbers = new WeakMap<object, number>();
  let last = 0;
  // Numbers go on after a reset, so that a reader's position stays one.
  let firstContent = 0;
  const contentOf = ({ look, kind, text }: Delivered) => {
    const known = numbers.get(look);
    if (known !== undefined) return known;
    // Copied: a slice would keep the whole text alive.
    contents.push({ kind, text: [...text().slice(0, TEXT_LENGTH * 2)].slice(0, TEXT_LENGTH).join('') });
    const number = firstContent + contents.length;
    numbers.set(look, number);
    return number;
  };
  const fits = ({ conversation, person, messageId }: Kept, query: DeliveryQuery) =>
    (query.platform === undefined || conversation.platform === query.platform) &&
    (query.person === undefined || person === query.person) &&
    (query.conversation === undefined || conversation.id === query.conversation) &&
    (query.dropped === undefined || (messageId === undefined) === query.dropped);

  return {
    add(delivered) {
      const { at, conversation, person, messageId } = delivered;
      last += 1;
      rows.push({ seq: last, at, conversation, person, messageId, content: contentOf(delivered) });
    },
    page(query = {}) {
      const { after = 0, limit = MAX_DELIVERIES } = query;
      const found: Kept[] = [];
      let next = Math.max(after, last - rows.length);
      while (next < last && found.length < limit) {
        const row = rows[next - last + rows.length];
        if (row && fits(row, query)) found.push(row);
        next += 1;
      }
      const named = [...new Set(found.map(({ content }) => content))];
      return {
        deliveries: found.map(rowOf),
        contents: Object.fromEntries(
          named.flatMap((number) => {
            const content = contents[number - firstContent - 1];
            return content ? [[String(number), content]] : [];
          }),
        ),
        next,
        latest: last,
      };
    },
    clear() {
      firstContent += contents.length;
      rows = [];
      contents = [];
      numbers = new WeakMap();
    },
  };
}

function rowOf({ seq, at, conversation: { id, platform, channel }, person, messageId, content }: Kept): DeliveryRow {
  return {
    seq,
    at,
    platform,
    channel,
    conversation: id,
    ...(person === undefined ? {} : { person }),
    ...(messageId === undefined ? { dropped: true } : { messageId }),
    content,
  };
}
