import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { PlatformError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { isWithin } from '../elapsed.ts';
import type { WecomClient } from './client.ts';

/** Remembers what an id of the AI bot was converted to; that never changes. */
export interface UserIdMemory {
  find(openUserId: string): Promise<string | null>;
  remember(openUserId: string, userId: string): Promise<void>;
}

export interface UserIds {
  /** The plain user id, lower case, of an id that may be encrypted. @throws PlatformError if that cannot be known now */
  resolve(id: string): Promise<string>;
}

const AnswerSchema = z.object({
  userid_list: z.array(z.object({ open_userid: z.string(), userid: z.string() })).nullish(),
  invalid_open_userid_list: z.array(z.string()).nullish(),
});

/** Invalid are ids that are plain already, and those of people whom the app may not see: that can change. */
const invalidMs = 60 * 60_000;
/** As many as a bureau and its enterprises have, and a bound for anything else. */
const keptAtMost = 10_000;

/**
 * The AI bot reports plain user ids only if a super administrator made it, else encrypted ones (企业微信 智能机器人接收消息
 * 100719). The app converts them; an id that is plain already comes back as invalid (101521).
 */
export function createUserIds(options: {
  client: Pick<WecomClient, 'call'>;
  memory: UserIdMemory;
  clock: Clock;
  log: Log;
}): UserIds {
  const { client, memory, clock, log } = options;
  /** `invalidSince`: not converted, and so not for ever. */
  const known = new Map<string, { userId: string; invalidSince?: Date }>();

  function keep(id: string, one: { userId: string; invalidSince?: Date }): string {
    if (known.size >= keptAtMost) known.clear();
    known.set(id, one);
    return one.userId;
  }

  /** What the platform says an id stands for; null if it may not say so to us. */
  async function ask(id: string): Promise<z.infer<typeof AnswerSchema> | null> {
    try {
      const answer = await client.call('batch/openuserid_to_userid', { open_userid_list: [id] });
      const parsed = AnswerSchema.safeParse(answer);
      if (parsed.success) return parsed.data;
      throw new PlatformError('openuserid_to_userid: unexpected answer', { code: 'shape', retryable: true });
    } catch (error) {
      // Somebody who is bound must not be told that they are not because the platform was busy.
      if (!(error instanceof PlatformError) || error.retryable) throw error;
      log.warn({ err: error }, 'could not convert an AI bot user id');
      return null;
    }
  }

  return {
    async resolve(id) {
      const one = known.get(id);
      if (one && (!one.invalidSince || isWithin(clock.now(), one.invalidSince, invalidMs))) return one.userId;
      const remembered = await memory.find(id);
      if (remembered !== null) return keep(id, { userId: remembered });
      const answer = await ask(id);
      const userId = answer?.userid_list?.find(({ open_userid }) => open_userid === id)?.userid.toLowerCase();
      if (userId !== undefined) {
        await memory.remember(id, userId);
        return keep(id, { userId });
      }
      // Not converted: taken as it is. An encrypted id is nobody's account, so it opens nothing.
      const asItIs = id.toLowerCase();
      const isInvalid = answer?.invalid_open_userid_list?.includes(id) ?? false;
      return isInvalid ? keep(id, { userId: asItIs, invalidSince: clock.now() }) : asItIs;
    },
  };
}
