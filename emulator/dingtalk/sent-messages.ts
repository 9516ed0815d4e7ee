import { nanoid } from 'nanoid';
import type { Clock } from '../clock.ts';
import type { Message } from '../mailbox.ts';

export interface Sent {
  at: number;
  messages: Message[];
}

/** What the robot has sent, by processQueryKey; a card's carrierId is the same thing (digest, identifiers). */
export interface SentMessages {
  register(messages: Message[]): string;
  find(key: string): Sent | undefined;
  all(): [key: string, sent: Sent][];
}

export function createSentMessages(clock: Clock): SentMessages {
  const sent = new Map<string, Sent>();
  return {
    register(messages) {
      const key = nanoid(32);
      sent.set(key, { at: clock.now(), messages });
      return key;
    },
    find: (key) => sent.get(key),
    all: () => [...sent],
  };
}
