import type { UserIdMemory } from '../platforms/wecom/user-ids.ts';
import type { Client } from './database.ts';

/** Keeps what the AI bot's user ids stand for. */
export function createUserIdMemory(client: Client, now: () => Date): UserIdMemory {
  return {
    async find(openUserId) {
      return (await client.wecomUserId.findUnique({ where: { openUserId } }))?.userId ?? null;
    },
    async remember(openUserId, userId) {
      await client.$executeRaw`
        INSERT INTO "WecomUserId" ("openUserId", "userId", "recordedAt") VALUES (${openUserId}, ${userId}, ${now()})
        ON CONFLICT DO NOTHING`;
    },
  };
}
