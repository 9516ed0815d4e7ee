import { timeOf } from '../../src/domain/calendar.ts';
import { isQuiet } from '../../src/domain/deadlines/ladder.ts';
import type { Daily } from './daily.ts';
import type { Round } from './round.ts';

/** DingTalk tells who read a message for so long (钉钉 批量查询人与机器人会话机器人消息是否已读). */
const toldForMs = 24 * 60 * 60_000;
/** From this part of the month's calls on they are kept for messages: each question is a call for up to twenty readers. */
const asksUpTo = 0.5;

/** Asks who of yesterday's readers has read, shortly before the platform forgets it; staff see it in `/提醒 记录`. */
export const reading: Daily = {
  kind: 'READING',
  isTime: (policy, now) => timeOf(now) >= policy.digestAt && !isQuiet(now, policy),
  run: async (round, { now }) => ({ planned: await askWhoRead(round, now) }),
};

/** @returns how many are known to have read now */
export async function askWhoRead({ stores, whoRead, log }: Round, now: Date): Promise<number> {
  const calls = await stores.monthlyCalls();
  if (calls === null || calls.made >= calls.limit * asksUpTo) return 0;
  let read = 0;
  for (const { readKey } of await stores.promises.unread(new Date(now.getTime() - toldForMs))) {
    try {
      const userIds = await whoRead(readKey);
      if (userIds && userIds.length > 0) read += await stores.promises.markRead(readKey, userIds, now);
    } catch (error) {
      // Whether it was read is a courtesy: the rest of the morning does not wait for it.
      log.warn({ err: error }, 'could not ask who read');
      return read;
    }
  }
  return read;
}
