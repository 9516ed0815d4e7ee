import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import type { Card } from '../core/card.ts';
import type { InboundEvent, Reach, Sender } from '../core/event.ts';
import { newId } from '../core/ids.ts';
import type { Reader } from '../core/mailing.ts';
import { priorities } from '../core/priority.ts';
import type { Tx } from './transact.ts';

/** One text for many, all of one platform and no more than one call takes (mailingSizes). */
export interface Mail {
  /** Known already: nothing is written. */
  key: string;
  /** The job's; made here where nobody has to know it before. */
  id?: string;
  card: Card;
  /** For the audit. */
  purpose: string;
  readers: readonly Reader[];
  /** Before this it does not go out. */
  dueAt: Date;
  /** Whose turn it takes, where several wait. */
  fairKey?: string;
}

/** Of each mail that was written, by its key, the job's id: not there is what was known, or what no channel reaches. */
export type MailJobs = ReadonlyMap<string, string>;

/** A row of a mail to a thousand is some 100 KB. */
const rowsAtOnce = 100;

/** Puts mail among the durable jobs, in as few statements as it takes. */
export function createMails(reach: (to: Sender) => Reach | null) {
  return async (tx: Tx, mails: readonly Mail[], now: Date): Promise<MailJobs> => {
    const rows = mails.flatMap((mail) => rowOf(mail, reach, now));
    const made = new Map<string, string>();
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      const values = Prisma.join(rows.slice(from, from + rowsAtOnce));
      const inserted = await tx.$queryRaw<{ id: string; key: string }[]>(Prisma.sql`
        INSERT INTO "Job" ("id", "key", "channel", "state", "event", "dueAt", "owner", "recordedAt", "priority", "fairKey")
        VALUES ${values} ON CONFLICT ("key") DO NOTHING RETURNING "id", "key"`);
      for (const { id, key } of inserted) made.set(key, id);
    }
    return made;
  };
}

function rowOf(mail: Mail, reach: (to: Sender) => Reach | null, now: Date): Prisma.Sql[] {
  const { key, id = newId(), card, purpose, readers, dueAt, fairKey = '' } = mail;
  const way = readers[0] && reach(readers[0].to);
  if (!way) return [];
  const happening = { kind: 'mail' as const, card, purpose, readers: [...readers], decidedAt: now.toISOString() };
  const event: InboundEvent = {
    channel: way.channel,
    key,
    sender: null,
    place: 'direct',
    happening,
    // Of nobody alone: each call of the plan names its readers.
    handle: {},
  };
  const row = Prisma.sql`(${id}, ${key}, ${way.channel}, 'waiting', ${JSON.stringify(event)}, ${dueAt}, '', ${now},
    ${priorities.mail}, ${fairKey})`;
  return [row];
}
