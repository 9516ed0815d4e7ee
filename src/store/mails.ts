import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import type { Card } from '../core/card.ts';
import type { InboundEvent } from '../core/event.ts';
import { newId } from '../core/ids.ts';
import type { Reader } from '../core/mailing.ts';
import type { ReachOf } from './notices.ts';
import type { Tx } from './transact.ts';

/** One text to many, as one job: readers of one platform and organisation, as many as one call takes. */
export interface Mail {
  /** Recognises it: what is there already is left as it is. */
  key: string;
  card: Card;
  /** For the audit, e.g. `deadline.reminder`. */
  purpose: string;
  readers: readonly Reader[];
  dueAt: Date;
}

/** Mass mail goes after everything that somebody waits for. */
const mailPriority = 2;

/** Puts mail among the durable jobs. Whom no channel reaches stays a promise that was not kept, and staff see it. */
export async function insertMails(tx: Tx, reach: ReachOf, mails: readonly Mail[], now: Date): Promise<void> {
  for (const { key, card, purpose, readers, dueAt } of mails) {
    const [first] = readers;
    const way = first && reach(first.to);
    if (!way) continue;
    const happening = { kind: 'mail' as const, card, purpose, readers: [...readers], decidedAt: now.toISOString() };
    const event: InboundEvent = { ...way, key, sender: null, place: 'direct', happening };
    await tx.$executeRaw(Prisma.sql`
      INSERT INTO "Job" ("id", "key", "channel", "state", "event", "dueAt", "owner", "recordedAt", "priority")
      VALUES (${newId()}, ${key}, ${way.channel}, 'waiting', ${JSON.stringify(event)}, ${dueAt}, '', ${now}, ${mailPriority})
      ON CONFLICT ("key") DO NOTHING`);
  }
}
