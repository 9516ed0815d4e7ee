import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import { coverEvent } from '../cover-event.ts';
import type { Client } from '../database.ts';
import type { Statement } from '../sql.ts';

/** Why a job that was open in a backup failed. */
const restored = 'restored';

/**
 * What was on its way when the backup was written has been sent since, as far as anybody knows: sent again, contacts would
 * get last week's reminders. So it is closed within the commit that restores it.
 */
export function closeOpenJobs(now: Date): Statement {
  return Prisma.sql`
    UPDATE "Job" SET "state" = 'failed', "lastError" = ${restored}, "finishedAt" = ${now}
    WHERE "state" IN ('waiting', 'running')`;
}

/** The same for `psql`, which takes no values. */
export function closeOpenJobsScript(now: Date): string {
  return `
    UPDATE "Job" SET "state" = 'failed', "lastError" = '${restored}', "finishedAt" = '${now.toISOString()}'
    WHERE "state" IN ('waiting', 'running');`;
}

/** Covers the secrets said in the jobs that were closed at that time, as with every job that fails. @returns how many jobs */
export async function coverClosed(client: Client, now: Date): Promise<number> {
  const closed = await client.job.findMany({
    where: { state: 'failed', lastError: restored, finishedAt: now },
    select: { id: true },
  });
  for (const { id } of closed) await coverEvent(client, id);
  return closed.length;
}
