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
  /** What stands in one conversation, with the receipt of each. */
  within(conversation: string): readonly { key: string; message: Message }[];
}

export function createSentMessages(clock: Clock): SentMessages {
  const sent = new Map<string, Sent>();
  // A person looks at one conversation: a year of all the others is not searched for it.
  const byConversation = new Map<string, { key: string; message: Message }[]>();
  return {
    register(messages) {
      const key = nanoid(32);
      sent.set(key, { at: clock.now(), messages });
      for (const message of messages) {
        const before = byConversation.get(message.conversation);
        if (before) before.push({ key, message });
        else byConversation.set(message.conversation, [{ key, message }]);
      }
      return key;
    },
    find: (key) => sent.get(key),
    within: (conversation) => byConversation.get(conversation) ?? [],
  };
}
