import type { Card } from '../core/card.ts';
import type { InboundEvent, Reach, Sender } from '../core/event.ts';
import { newId } from '../core/ids.ts';
import type { Tx } from './transact.ts';

/** Something to tell somebody who did not ask just now. It commits with what it tells of and is then durable work. */
export interface Notice {
  to: Sender;
  card: Card;
  attachmentId?: string;
  /** For the audit, e.g. `binding.result`. */
  purpose: string;
}

/** Long work on somebody's behalf, who is told when it is done. */
export interface Work {
  to: Sender;
  work: string;
  args: Record<string, unknown>;
}

/** How a platform identity is reached; null if no channel does. */
export type ReachOf = (to: Sender) => Reach | null;

export interface Enqueue {
  notices(tx: Tx, notices: readonly Notice[], now: Date): Promise<void>;
  works(tx: Tx, works: readonly Work[], now: Date): Promise<void>;
}

/** Puts messages and work among the durable jobs. Whoever nobody can reach is left out. */
export function createEnqueue(reach: ReachOf): Enqueue {
  async function insert(tx: Tx, prefix: string, jobs: readonly (Happening & { to: Sender })[], now: Date) {
    const data = jobs.flatMap(({ to, happening }) => {
      const way = reach(to);
      if (!way) return [];
      const id = newId();
      const key = JSON.stringify([prefix, id]);
      const event: InboundEvent = { ...way, key, sender: to, place: 'direct', happening };
      return [
        {
          id,
          key,
          channel: way.channel,
          state: 'waiting',
          event: JSON.stringify(event),
          dueAt: now,
          owner: '',
          recordedAt: now,
        },
      ];
    });
    if (data.length > 0) await tx.job.createMany({ data });
  }

  return {
    notices: (tx, notices, now) =>
      insert(
        tx,
        'notice',
        notices.map(({ to, card, purpose, attachmentId = null }) => ({
          to,
          happening: { kind: 'deliver', card, purpose, attachmentId },
        })),
        now,
      ),
    works: (tx, works, now) =>
      insert(
        tx,
        'work',
        works.map(({ to, work, args }) => ({ to, happening: { kind: 'work', work, args } })),
        now,
      ),
  };
}

type Happening = Pick<InboundEvent, 'happening'>;
