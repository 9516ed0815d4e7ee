import type { AuditFact, Doer } from '../core/audit.ts';
import type { Keys } from '../core/sealed.ts';
import { auditRows } from './audit-rows.ts';
import type { Client } from './database.ts';
import { type Closing, closeCards } from './live-cards.ts';
import type { Enqueue, Notice, Work } from './notices.ts';
import type { Sql } from './sql.ts';
import { type Tx, transact } from './transact.ts';

/** What the stores that change something are made of. */
export interface StoreDeps {
  client: Client;
  sql: Sql;
  keys: Keys;
  enqueue: Enqueue;
  /** Called after a commit that left work to do. */
  wake(): void;
}

/** What goes into the same commit as a change. */
export interface Alongside {
  audit: readonly AuditFact[];
  notices?: readonly Notice[];
  works?: readonly Work[];
  /** What it settles: the cards about that which were sent before say so from now on, where they stand. */
  closes?: readonly Closing[];
}

/**
 * One change: `work` makes it and says what is recorded and told with it, all in one transaction. Null says that nothing
 * was changed (somebody else was faster, or it was done already): then nothing is recorded either.
 */
export async function change<T>(
  { client, keys, enqueue, wake }: Pick<StoreDeps, 'client' | 'keys' | 'enqueue' | 'wake'>,
  doer: Doer,
  work: (tx: Tx) => Promise<{ result: T; alongside: Alongside | null }>,
): Promise<T> {
  const { result, hasWork } = await transact(client, async (tx) => {
    const { result, alongside } = await work(tx);
    if (!alongside) return { result, hasWork: false };
    const { audit, notices = [], works = [], closes = [] } = alongside;
    if (audit.length > 0) await tx.auditEntry.createMany({ data: auditRows(doer, audit, keys.audit) });
    const of = { requestId: doer.requestId, now: doer.at };
    await enqueue.notices(tx, notices, of);
    await enqueue.works(tx, works, of);
    await closeCards(tx, closes, { ...of, card: doer.card });
    return { result, hasWork: notices.length + works.length + closes.length > 0 };
  });
  if (hasWork) wake();
  return result;
}
