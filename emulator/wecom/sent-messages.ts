import { nanoid } from 'nanoid';
import { type ApiHandler, jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import type { Message } from '../mailbox.ts';
import { accept, refuse } from './errors.ts';

const RECALL_MS = 24 * 3600_000;

/** What the app sent, by msgid. */
export interface SentMessages {
  add(messages: Message[]): string;
  /** 撤回应用消息 (94867). */
  recall: ApiHandler;
}

export function createSentMessages({ clock, mailbox }: Deps): SentMessages {
  const sent = new Map<string, { at: number; messages: Message[] }>();
  return {
    add(messages) {
      const msgid = `wcm_${nanoid(30)}`;
      sent.set(msgid, { at: clock.now(), messages });
      return msgid;
    },
    recall(call) {
      const msgid = jsonObject(call.body)?.msgid;
      if (typeof msgid !== 'string' || msgid === '') return refuse(40063, 'msgid missing');
      const found = sent.get(msgid);
      // 全局错误码 40058 names a recall by another app than the sender's; an unknown msgid is answered alike.
      if (!found) return refuse(40058, 'msgid was not sent by this app');
      if (clock.now() - found.at > RECALL_MS) return refuse(42052, 'msgid expired');
      for (const message of found.messages) {
        message.recalled = true;
        mailbox.touch(message);
      }
      return accept();
    },
  };
}
