import { z } from 'zod';
import type { Log } from '../../core/log.ts';
import type { WecomClient } from './client.ts';

/** Remembers what an id of the AI bot stands for; the answer never changes. */
export interface UserIdMemory {
  find(openUserId: string): Promise<string | null>;
  remember(openUserId: string, userId: string): Promise<void>;
}

export interface UserIds {
  /** The plain user id, lower case, of an id that may be encrypted. */
  resolve(id: string): Promise<string>;
}

const AnswerSchema = z.object({
  userid_list: z.array(z.object({ open_userid: z.string(), userid: z.string() })).default([]),
  invalid_open_userid_list: z.array(z.string()).default([]),
});

/** As many as a bureau and its enterprises have, and a bound for anything else. */
const keptAtMost = 10_000;

/**
 * The AI bot reports plain user ids only if a super administrator made it, else encrypted ones (企业微信 智能机器人接收消息
 * 100719). The app converts them; an id that is plain already comes back as invalid (101521).
 */
export function createUserIds(options: { client: WecomClient; memory: UserIdMemory; log: Log }): UserIds {
  const { client, memory, log } = options;
  const known = new Map<string, string>();

  async function convert(id: string): Promise<string | null> {
    try {
      const answer = await client.call('batch/openuserid_to_userid', { open_userid_list: [id] });
      const { userid_list: converted, invalid_open_userid_list: plain } = AnswerSchema.parse(answer);
      const userId = converted.find(({ open_userid }) => open_userid === id)?.userid;
      return userId ?? (plain.includes(id) ? id : null);
    } catch (error) {
      log.warn({ err: error }, 'could not convert an AI bot user id');
      return null;
    }
  }

  return {
    async resolve(id) {
      const remembered = known.get(id) ?? (await memory.find(id));
      const userId = remembered ?? (await convert(id));
      // Not converted: taken as it is, this once. An encrypted id is nobody's account, so it opens nothing.
      if (userId === null) return id.toLowerCase();
      const plain = userId.toLowerCase();
      if (remembered === null) await memory.remember(id, plain);
      if (known.size >= keptAtMost) known.clear();
      known.set(id, plain);
      return plain;
    },
  };
}
