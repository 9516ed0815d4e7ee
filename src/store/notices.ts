import { accountText } from '../core/account-text.ts';
import type { Card } from '../core/card.ts';
import type { InboundEvent, Reach, Sender } from '../core/event.ts';
import { newId } from '../core/ids.ts';
import { priorities } from '../core/priority.ts';
import type { Permission } from '../domain/permissions.ts';
import { accountKey } from './account-key.ts';
import { createMails, type Mail, type MailJobs } from './mails.ts';
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
  /** Whether any channel gets there: an account of a platform that is no longer set up stays in the ledger. */
  reaches(to: Sender): boolean;
  /** @param requestId the job or request it comes of: decided again after a crash, it tells nobody twice */
  notices(tx: Tx, notices: readonly Notice[], of: { requestId: string; now: Date }): Promise<void>;
  works(tx: Tx, works: readonly Work[], of: { requestId: string; now: Date }): Promise<void>;
  /** Messages of which a person gets one for an occasion, whoever tells it and however often. */
  once(
    tx: Tx,
    notices: readonly Notice[],
    of: { occasion: string; toldById: string | null; now: Date },
  ): Promise<{ sent: number; before: number }>;
  /** One text for many, from nobody; each mail is a job. */
  mails(tx: Tx, mails: readonly Mail[], now: Date): Promise<MailJobs>;
}

/** Puts messages and work among the durable jobs. Whoever nobody can reach is left out. */
export function createEnqueue(reach: ReachOf): Enqueue {
  async function insert(
    tx: Tx,
    jobs: readonly { key: string; to: Sender; happening: InboundEvent['happening'] }[],
    now: Date,
    { failedAgain = false } = {},
  ): Promise<{ sent: number; before: number }> {
    const count = { sent: 0, before: 0 };
    for (const { key, to, happening } of jobs) {
      const way = reach(to);
      if (!way) continue;
      const event: InboundEvent = { ...way, key, sender: to, place: 'direct', happening };
      const { priority, fairKey } = turnOf(event, to);
      let inserted = await tx.$executeRaw`
        INSERT INTO "Job" ("id", "key", "channel", "state", "event", "dueAt", "owner", "recordedAt", "priority", "fairKey")
        VALUES (${newId()}, ${key}, ${way.channel}, 'waiting', ${JSON.stringify(event)}, ${now}, '', ${now}, ${priority},
          ${fairKey})
        ON CONFLICT ("key") DO NOTHING`;
      if (inserted === 0 && failedAgain) {
        const anew = { event: JSON.stringify(event), channel: way.channel, dueAt: now, recordedAt: now };
        const begun = {
          state: 'waiting',
          owner: '',
          plan: null,
          sent: 0,
          attempts: 0,
          lastError: null,
          finishedAt: null,
        };
        inserted = (await tx.job.updateMany({ where: { key, state: 'failed' }, data: { ...anew, ...begun } })).count;
      }
      count[inserted > 0 ? 'sent' : 'before'] += 1;
    }
    return count;
  }

  /** The jobs that bring these, each under the key that `keyFor` gives it. */
  async function deliveries(
    tx: Tx,
    notices: readonly Notice[],
    { now, toldById = null }: { now: Date; toldById?: string | null },
    keyFor: (notice: Notice, n: number, personId: string | null) => string,
  ) {
    const jobs = [];
    for (const [n, notice] of notices.entries()) {
      const { to, card, purpose, needs = null, enterpriseId = null, attachmentId = null } = notice;
      const account = await tx.account.findUnique({ where: accountKey(to), select: { personId: true } });
      const personId = account?.personId ?? null;
      const decidedAt = now.toISOString();
      const happening = {
        kind: 'deliver' as const,
        card,
        purpose,
        attachmentId,
        needs,
        enterpriseId,
        personId,
        ...(toldById === null ? {} : { toldById }),
        decidedAt,
      };
      jobs.push({ key: keyFor(notice, n, personId), to, happening });
    }
    return jobs;
  }

  return {
    reaches: (to) => reach(to) !== null,
    async notices(tx, notices, { requestId, now }) {
      const keyFor = ({ purpose }: Notice, n: number) => keyOf('notice', requestId, purpose, n);
      await insert(tx, await deliveries(tx, notices, { now }, keyFor), now);
    },
    async once(tx, notices, { occasion, toldById, now }) {
      const keyFor = ({ to, purpose, enterpriseId = '' }: Notice, _: number, personId: string | null) =>
        keyOf('once', occasion, purpose, enterpriseId, personId ?? `${to.platform} ${to.corpId} ${to.userId}`);
      // What never arrived was not told.
      return insert(tx, await deliveries(tx, notices, { now, toldById }, keyFor), now, { failedAgain: true });
    },
    async works(tx, works, { requestId, now }) {
      await insert(
        tx,
        works.map(({ to, work, args }, n) => ({
          key: keyOf('work', requestId, work, n),
          to,
          happening: { kind: 'work' as const, work, args },
        })),
        now,
      );
    },
    mails: createMails(reach),
  };
}

/** Long work somebody waits for; of what is only told, the enterprises take turns, and those of the bureau. */
function turnOf({ happening }: InboundEvent, to: Sender): { priority: number; fairKey: string } {
  if (happening.kind !== 'deliver') return { priority: priorities.answer, fairKey: accountText(to) };
  return { priority: priorities.notice, fairKey: happening.enterpriseId ?? accountText(to) };
}

/** With what the keys of an occasion's messages begin. */
export function onceKeysOf(occasion: string): string {
  return `${keyOf('once', occasion).slice(0, -1)},`;
}

function keyOf(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}
