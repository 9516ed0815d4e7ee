import { newId } from '../core/ids.ts';
import type { Database } from './database.ts';

/** As much as a message and what follows from it take: the last page of a disk is no room. */
const bytes = 32 * 1024;

/**
 * Whether the database takes what is written: there is room, nobody holds it for long, and it is not read-only. What is
 * written is a job that is done, which is deleted at once, or else with all that are over.
 */
export async function canWrite({ client }: Pick<Database, 'client'>, now: Date): Promise<boolean> {
  const id = newId();
  const instants = { dueAt: now, recordedAt: now, finishedAt: now };
  const row = { id, key: `can-write ${id}`, channel: 'none', state: 'done', event: ' '.repeat(bytes), owner: '' };
  await client.job.create({ data: { ...row, ...instants }, select: { id: true } });
  await client.job.delete({ where: { id }, select: { id: true } });
  return true;
}
