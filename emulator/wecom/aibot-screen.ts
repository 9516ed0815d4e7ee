import type { Conversation } from '../directory.ts';
import type { Mailbox } from '../mailbox.ts';
import type { StreamReply } from './aibot-reply.ts';
import type { TemplateCard } from './card-schema.ts';
import type { SentCards } from './sent-cards.ts';

/** Puts the AI bot's streams and cards on people's screens. */
export interface AibotScreen {
  showCard(conversation: Conversation, card: TemplateCard): void;
  /** A stream's content replaces the former content (被动回复消息 101031). */
  showStream(conversation: Conversation, stream: StreamReply): { replace(next: StreamReply): void };
}

export function createAibotScreen(mailbox: Mailbox, cards: SentCards): AibotScreen {
  return {
    showCard(conversation, card) {
      if (card.task_id !== undefined) cards.reserve(card.task_id);
      const record = cards.create(card, conversation.members);
      const draw = cards.drawFor(record);
      record.messages.push(mailbox.post({ conversation: conversation.id, from: 'bot', kind: 'card', draw }));
    },
    showStream(conversation, stream) {
      let current = stream;
      const message = mailbox.post({
        conversation: conversation.id,
        from: 'bot',
        kind: 'stream',
        draw: () => {
          const content = current.content + '[图片]'.repeat(current.images);
          return { text: content, markdown: content, ...(current.finish ? {} : { streaming: true }) };
        },
      });
      return {
        replace(next) {
          current = next;
          mailbox.touch(message);
        },
      };
    },
  };
}
