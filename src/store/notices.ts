import type { Card } from '../core/card.ts';
import type { InboundEvent, Reach, Sender } from '../core/event.ts';
import { newId } from '../core/ids.ts';
import type { Permission } from '../domain/permissions.ts';
import { accountKey } from './account-key.ts';
import type { Tx } from './transact.ts';

/** Something to tell somebody who did not ask just now. It commits with what it tells of and is then durable work. */
export interface Notice {
  to: Sender;
  card: Card;
  attachmentId?: string;
  /** For the audit, e.g. `binding.result`. */
  purpose: string;
  /** What the reader must still be allowed to do when it arrives: set for what is told to staff. */
  needs?: Permission | undefined;
  /** For which enterprise the reader must still speak when it arrives: set for what is told to its contacts. */
  enterpriseId?: string | undefined;
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
  /** @param requestId the job or request it comes of: decided again after a crash, it tells nobody twice */
  notices(tx: Tx, notices: readonly Notice[], of: { requestId: string; now: Date }): Promise<void>;
  works(tx: Tx, works: readonly Work[], of: { requestId: string; now: Date }): Promise<void>;
}

/** Puts messages and work among the durable jobs. Whoever nobody can reach is left out. */
export function createEnqueue(reach: ReachOf): Enqueue {
  async function insert(
    tx: Tx,
    jobs: readonly { key: string; to: Sender; happening: InboundEvent['happening'] }[],
    now: Date,
  ): Promise<void> {
    for (const { key, to, happening } of jobs) {
      const way = reach(to);
      if (!way) continue;
      const event: InboundEvent = { ...way, key, sender: to, place: 'direct', happening };
      await tx.$executeRaw`
        INSERT INTO "Job" ("id", "key", "channel", "state", "event", "dueAt", "owner", "recordedAt")
        VALUES (${newId()}, ${key}, ${way.channel}, 'waiting', ${JSON.stringify(event)}, ${now}, '', ${now})
        ON CONFLICT ("key") DO NOTHING`;
    }
  }

  return {
    async notices(tx, notices, { requestId, now }) {
      const jobs = [];
      for (const [n, { to, card, purpose, ...notice }] of notices.entries()) {
        const { needs = null, enterpriseId = null, attachmentId = null } = notice;
        const account = await tx.account.findUnique({ where: accountKey(to), select: { personId: true } });
        jobs.push({
          key: keyOf('notice', requestId, purpose, n),
          to,
          happening: {
            kind: 'deliver' as const,
            card,
            purpose,
            attachmentId,
            needs,
            enterpriseId,
            personId: account?.personId ?? null,
            decidedAt: now.toISOString(),
          },
        });
      }
      await insert(tx, jobs, now);
    },
    works: (tx, works, { requestId, now }) =>
      insert(
        tx,
        works.map(({ to, work, args }, n) => ({
          key: keyOf('work', requestId, work, n),
          to,
          happening: { kind: 'work', work, args },
        })),
        now,
      ),
  };
}

function keyOf(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}
