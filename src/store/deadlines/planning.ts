import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import { grouped } from '../../core/grouped.ts';
import { newId } from '../../core/ids.ts';
import { inParts } from '../../core/in-parts.ts';
import { mailingSizes, type Reader } from '../../core/mailing.ts';
import type { MailedReminder, Mailing, PlannedReminder, Promises } from '../../domain/deadlines/promises.ts';
import type { DropReason, ReminderState } from '../../domain/deadlines/reminders.ts';
import type { Mail } from '../mails.ts';
import type { StoreDeps } from '../store-deps.ts';
import { type Tx, transact } from '../transact.ts';

/** Promises of one statement: 16 values each, of which SQLite takes 32 766. */
const promisesAtOnce = 1_000;

/** Promises and, in the same commit, the jobs that make them good. */
export function createPlanning(deps: StoreDeps): Pick<Promises, 'plan' | 'leaveOut'> {
  return {
    async plan(mailings, { from, spreadMs, cardsAtMost, now }) {
      let cards = cardsAtMost;
      const parts = mailings.flatMap((mailing) => {
        const made = cut(mailing, cards);
        // What is spent on the cards of one is not there for those of the next.
        cards -= made.filter(({ readers }) => readers.length === 1 && readers[0]?.to.platform === 'dingtalk').length;
        return made;
      });
      const due = parts.map((part, n) => ({
        ...part,
        dueAt: new Date(from.getTime() + Math.floor((spreadMs * n) / parts.length)),
      }));
      let planned = 0;
      for (const some of inCommits(due)) planned += await transact(deps.client, (tx) => keep(tx, deps, some, now));
      if (planned > 0) deps.wake();
      return planned;
    },
    async leaveOut(readers, now) {
      const rows = readers.map((one) => ({ ...one, id: newId(), carrierId: null }));
      await insertRows(deps.client, rows, { state: 'DROPPED', why: 'quota', now });
    },
  };
}

/** By what one call of a platform takes: those of one platform and organisation, so many at once. */
function cut({ card, purpose, readers }: Mailing, cardsAtMost: number): Mailing[] {
  const ways = grouped(readers, ({ to }) => `${to.platform} ${to.corpId}`);
  return [...ways.values()].flatMap((those) => {
    const platform = those[0]?.to.platform ?? 'wecom';
    const size = platform === 'dingtalk' && those.length <= cardsAtMost ? 1 : mailingSizes[platform];
    return inParts(those, Math.min(size, promisesAtOnce)).map((part) => ({ card, purpose, readers: part }));
  });
}

/** So many at once that each commit is short, and there are few of them: hundreds would take most of the time. */
function inCommits<T extends Mailing>(parts: readonly T[]): T[][] {
  const commits: T[][] = [];
  let [last, promises]: [T[], number] = [[], promisesAtOnce];
  for (const part of parts) {
    promises += part.readers.length;
    if (promises > promisesAtOnce) {
      [last, promises] = [[], part.readers.length];
      commits.push(last);
    }
    last.push(part);
  }
  return commits;
}

/** @returns how many are new: what was promised before is on its way, or out */
async function keep(
  tx: Tx,
  { enqueue }: Pick<StoreDeps, 'enqueue'>,
  parts: readonly (Mailing & { dueAt: Date })[],
  now: Date,
): Promise<number> {
  const drafts = parts.map(({ readers, ...part }) => ({ ...part, rows: readers.flatMap(rowsOf) }));
  const rows = drafts.flatMap((draft) => draft.rows);
  const kept = new Set(await insertRows(tx, rows, { state: 'PLANNED', why: null, now }));
  const mails = drafts.flatMap(({ rows, card, purpose, dueAt }): Mail[] => {
    const readers = rows.flatMap(({ id, carrierId, to }): Reader[] =>
      carrierId === null && kept.has(id) ? [{ reminderId: id, to }] : [],
    );
    const [first] = readers;
    return first ? [{ key: `["mail","${first.reminderId}"]`, card, purpose, readers, dueAt }] : [];
  });
  await enqueue.mails(tx, mails, now);
  return mails.reduce((sum, { readers }) => sum + readers.length, 0);
}

/** A promise, and those that its message says too. */
function rowsOf({ also = [], ...own }: MailedReminder) {
  const id = newId();
  return [{ id, carrierId: null, ...own }, ...also.map((one) => ({ id: newId(), carrierId: id, ...one }))];
}

async function insertRows(
  tx: Pick<Tx, '$queryRaw'>,
  promises: readonly (PlannedReminder & { id: string; carrierId: string | null })[],
  { state, why, now }: { state: ReminderState; why: DropReason | null; now: Date },
): Promise<string[]> {
  const kept: string[] = [];
  for (const part of inParts(promises, promisesAtOnce)) {
    const rows = part.map(
      ({
        id,
        subject,
        enterpriseId,
        personId,
        occasion,
        version = 0,
        sendOn,
        leads,
        step,
        to,
        carrierId,
      }) => Prisma.sql`(${id},
        ${subject}, ${enterpriseId}, ${personId}, ${occasion}, ${sendOn}, ${leads.join(',')}, ${step}, ${to.platform},
        ${to.corpId}, ${to.userId}, ${state}, ${why}, ${carrierId}, ${version}, ${now})`,
    );
    const inserted = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
      INSERT INTO "Reminder" ("id", "subject", "enterpriseId", "personId", "occasion", "sendOn", "leads", "step",
        "platform", "corpId", "userId", "state", "why", "carrierId", "version", "plannedAt")
      VALUES ${Prisma.join(rows)} ON CONFLICT DO NOTHING RETURNING "id"`);
    for (const { id } of inserted) kept.push(id);
  }
  return kept;
}
