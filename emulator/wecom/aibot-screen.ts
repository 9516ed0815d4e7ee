import type { Conversation } from '../directory.ts';
import { type Files, keepFile } from '../files.ts';
import type { Mailbox } from '../mailbox.ts';
import type { CardReply, StreamReply } from './aibot-reply.ts';
import type { SentCards } from './sent-cards.ts';

export interface ShownStream {
  /** A stream's content replaces the former content (被动回复消息 101031). */
  replace(next: StreamReply): void;
  /** Nothing more comes: the last content stays. */
  end(warning: string): void;
}

/** Puts the AI bot's streams and cards on people's screens, with the remarks about them. */
export interface AibotScreen {
  showCard(conversation: Conversation, reply: CardReply): void;
  showStream(conversation: Conversation, stream: StreamReply): ShownStream;
}

export function createAibotScreen(
  { mailbox, files }: { mailbox: Mailbox; files: Files },
  cards: SentCards,
): AibotScreen {
  return {
    showCard(conversation, { card, warnings }) {
      if (card.task_id !== undefined) cards.reserve(card.task_id);
      const record = cards.create(card, conversation.members);
      const draw = cards.drawFor(record);
      cards.attach(record, mailbox.post({ conversation: conversation.id, from: 'bot', kind: 'card', draw, warnings }));
    },
    showStream(conversation, stream) {
      const keep = ({ images }: StreamReply) => images.map((image) => keepFile(files, image));
      let current = stream;
      let pictures = keep(stream);
      let isOver = false;
      const message = mailbox.post({
        conversation: conversation.id,
        from: 'bot',
        kind: 'stream',
        draw: () => {
          const { content, finish } = current;
          return {
            text: content + '[图片]'.repeat(pictures.length),
            markdown: content,
            ...(pictures.length > 0 ? { pictures } : {}),
            ...(finish || isOver ? {} : { streaming: true }),
          };
        },
        warnings: stream.warnings,
      });
      const warn = (warnings: readonly string[]) => {
        // Every refresh brings the whole text again, and with it the same remark.
        message.warnings = [...new Set([...message.warnings, ...warnings])];
        mailbox.touch(message);
      };
      return {
        replace(next) {
          current = next;
          pictures = keep(next);
          warn(next.warnings);
        },
        end(warning) {
          isOver = true;
          warn([warning]);
        },
      };
    },
  };
}
