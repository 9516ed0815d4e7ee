import type { Uploads } from '../domain/uploads.ts';
import type { Client } from './database.ts';

/** Files that came by a page, by whose they are. */
export function createUploads(client: Client): Uploads {
  return {
    async find(personId, id) {
      const file = await client.attachment.findFirst({ where: { id, personId }, select: { recordedAt: true } });
      const checked = await client.import.findFirst({ where: { attachmentId: id, personId }, select: { id: true } });
      if (!file && !checked) return null;
      return { importId: checked?.id ?? null, since: file?.recordedAt ?? new Date(0) };
    },
    read: (personId, id) =>
      client.attachment.findFirst({ where: { id, personId }, select: { name: true, bytes: true } }),
    async drop(personId, id) {
      await client.attachment.deleteMany({ where: { id, personId } });
    },
  };
}
