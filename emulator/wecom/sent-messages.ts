import { nanoid } from 'nanoid';
import { jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import type { Message } from '../mailbox.ts';
import { accept, refuse } from './errors.ts';
import type { WecomHandler } from './tokens.ts';

const RECALL_MS = 24 * 3600_000;

/** What the app sent, by msgid. */
export interface SentMessages {
  add(messages: Message[], owner: string): string;
  /** 撤回应用消息 (94867). */
  recall: WecomHandler;
}

export function createSentMessages({ clock, mailbox }: Deps): SentMessages {
  const sent = new Map<string, { at: number; messages: Message[]; owner: string }>();
  return {
    add(messages, owner) {
      const msgid = `wcm_${nanoid(30)}`;
      sent.set(msgid, { at: clock.now(), messages, owner });
      return msgid;
    },
    recall(call, _match, { corpId }) {
      const msgid = jsonObject(call.body)?.msgid;
      if (typeof msgid !== 'string' || msgid === '') return refuse(40063, 'msgid missing');
      const found = sent.get(msgid);
      // 全局错误码 40058 names a recall by another app than the sender's; an unknown msgid is answered alike.
      if (found?.owner !== corpId) return refuse(40058, 'msgid was not sent by this app');
      if (clock.now() - found.at > RECALL_MS) return refuse(42052, 'msgid expired');
      for (const message of found.messages) {
        message.recalled = true;
        mailbox.touch(message);
      }
      return accept();
    },
  };
}
