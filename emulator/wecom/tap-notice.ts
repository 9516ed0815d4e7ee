import type { Mailbox, Message } from '../mailbox.ts';
import type { DeliveryView } from '../message-view.ts';

/** What the client tells the one who pressed while their click is under way: a word when it failed, nothing otherwise. */
export function tapNotice(mailbox: Mailbox, message: Message, personId: string, view: DeliveryView): () => void {
  return () => {
    const isLost = view.state === 'failed' || view.state === 'not-sent';
    mailbox.remark(message, personId, isLost ? '操作失败：对方未响应' : undefined);
    mailbox.touch(message);
  };
}
