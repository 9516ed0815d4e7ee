import { opaqueId } from '../crypto.ts';
import type { Conversation } from '../directory.ts';

/** The id a conversation has in callbacks and events; of a group it is the openConversationId of the send calls (digest, identifiers). */
export function conversationIdOf({ kind, key }: Conversation): string {
  return kind === 'group' ? key : `cid${opaqueId('direct', key).slice(0, 22)}==`;
}
