import type { Client } from './database.ts';

/** Whose a file is; null if it is gone. */
export function createOwnerOf(client: Client): (id: string) => Promise<string | null> {
  return async (id) =>
    (await client.attachment.findUnique({ where: { id }, select: { personId: true } }))?.personId ?? null;
}
