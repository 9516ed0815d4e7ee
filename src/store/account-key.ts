import type { Sender } from '../core/event.ts';

/** An identity as the database finds its account. */
export function accountKey({ platform, corpId, userId }: Sender) {
  return { platform_corpId_userId: { platform, corpId, userId } };
}
