import { type InboundEvent, platformOf, type Sender } from '../core/event.ts';
import type { DeadLetter, DeadLetters } from '../domain/dead-letters.ts';
import type { Client } from './database.ts';
import { toJob } from './job-rows.ts';
import { lookBackMs } from './record-audit.ts';

const errorCharactersAtMost = 200;

export function createDeadLetters(client: Client): DeadLetters {
  const failed = { state: 'failed' };
  return {
    async list(limit) {
      const rows = await client.job.findMany({ where: failed, orderBy: { finishedAt: 'desc' }, take: limit });
      return rows.map((row): DeadLetter => {
        const job = toJob(row);
        const { id, lastError, finishedAt: failedAt, attempts } = row;
        const error = (lastError ?? '').slice(0, errorCharactersAtMost);
        const message = job && messageOf(job.event);
        return { id, message, what: job ? describe(job.event) : `${row.channel} 无法读取`, error, failedAt, attempts };
      });
    },

    count: () => client.job.count({ where: failed }),

    async retry(id, now) {
      const row = await client.job.findFirst({ where: { id, ...failed } });
      const job = row && toJob(row);
      if (!job) return false;
      const { kind } = job.event.happening;
      const isOld = now.getTime() - job.recordedAt.getTime() >= lookBackMs;
      // What somebody asked for may have been done before its answer got lost, which is known for so long only.
      if ((kind === 'text' || kind === 'tap') && isOld) return false;
      // What it promised and did not keep is promised again; what is over by now is dropped when its turn comes.
      await client.reminder.updateMany({
        where: { jobId: id, state: 'FAILED', why: { in: ['given-up', 'refused'] } },
        data: { state: 'PLANNED', why: null },
      });
      const { count } = await client.job.updateMany({
        where: { id, ...failed },
        // One try: so that what has been done by it is looked for.
        data: { state: 'waiting', plan: null, sent: 0, attempts: 1, lastError: null, finishedAt: null, dueAt: now },
      });
      return count === 1;
    },
  };
}

function messageOf({ channel, happening }: InboundEvent): DeadLetter['message'] {
  if (happening.kind !== 'deliver' && happening.kind !== 'mail') return null;
  const people = happening.kind === 'mail' ? happening.readers.length : 1;
  return { title: happening.card.title, platform: platformOf(channel), people };
}

function describe({ channel, happening, sender }: InboundEvent): string {
  const parts: string[] = [channel, happening.kind];
  if (happening.kind === 'deliver' || happening.kind === 'mail') parts.push(happening.purpose);
  if (happening.kind === 'work') parts.push(happening.work);
  if (happening.kind === 'mail') parts.push(`${happening.readers.length} 人`);
  if (sender) parts.push(masked(sender));
  return parts.join(' ');
}

/** Enough for somebody who knows the id, and too little for anybody else. */
function masked({ userId }: Sender): string {
  return `${userId.slice(0, 2)}***`;
}
