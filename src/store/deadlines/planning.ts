import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import { grouped } from '../../core/grouped.ts';
import { newId } from '../../core/ids.ts';
import { mailingSizes, type Reader } from '../../core/mailing.ts';
import type { MailedReminder, Mailing, PlannedReminder, Promises } from '../../domain/deadlines/promises.ts';
import type { DropReason, ReminderState } from '../../domain/deadlines/reminders.ts';
import type { Mail } from '../mails.ts';
import type { StoreDeps } from '../store-deps.ts';
import { type Tx, transact } from '../transact.ts';

/** Promises of one statement: 14 values each, of which SQLite takes 32 766. */
const promisesAtOnce = 1_000;

/** Promises and, in the same commit, the jobs that make them good. */
export function createPlanning(deps: StoreDeps): Pick<Promises, 'plan' | 'leaveOut'> {
  return {
    async plan(mailings, { from, spreadMs, cardsAtMost, now }) {
      const parts = mailings.flatMap((mailing) => cut(mailing, cardsAtMost));
      let planned = 0;
      for (const [n, part] of parts.entries()) {
        const dueAt = new Date(from.getTime() + Math.floor((spreadMs * n) / parts.length));
        planned += await transact(deps.client, (tx) => keep(tx, deps, part, { dueAt, now }));
      }
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

async function keep(
  tx: Tx,
  { enqueue }: Pick<StoreDeps, 'enqueue'>,
  { card, purpose, readers: promises }: Mailing,
  { dueAt, now }: { dueAt: Date; now: Date },
): Promise<number> {
  const readers = await insert(tx, promises, now);
  const [first] = readers;
  if (!first) return 0;
  const mail: Mail = { key: `["mail","${first.reminderId}"]`, card, purpose, readers, dueAt };
  await enqueue.mails(tx, [mail], now);
  return readers.length;
}

/** @returns those that are new: what was promised before is on its way, or out */
async function insert(tx: Tx, promises: readonly MailedReminder[], now: Date): Promise<Reader[]> {
  const rows = promises.flatMap(({ also = [], ...own }) => {
    const id = newId();
    return [{ id, carrierId: null, ...own }, ...also.map((one) => ({ id: newId(), carrierId: id, ...one }))];
  });
  const kept = new Set(await insertRows(tx, rows, { state: 'PLANNED', why: null, now }));
  return rows.flatMap(({ id, carrierId, to }) => (carrierId === null && kept.has(id) ? [{ reminderId: id, to }] : []));
}

async function insertRows(
  tx: Pick<Tx, '$queryRaw'>,
  promises: readonly (PlannedReminder & { id: string; carrierId: string | null })[],
  { state, why, now }: { state: ReminderState; why: DropReason | null; now: Date },
): Promise<string[]> {
  const kept: string[] = [];
  for (const part of inParts(promises, promisesAtOnce)) {
    const rows = part.map(
      ({ id, subject, enterpriseId, personId, occasion, sendOn, leads, step, to, carrierId }) => Prisma.sql`(${id},
        ${subject}, ${enterpriseId}, ${personId}, ${occasion}, ${sendOn}, ${leads.join(',')}, ${step}, ${to.platform},
        ${to.corpId}, ${to.userId}, ${state}, ${why}, ${carrierId}, ${now})`,
    );
    const inserted = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
      INSERT INTO "Reminder" ("id", "subject", "enterpriseId", "personId", "occasion", "sendOn", "leads", "step",
        "platform", "corpId", "userId", "state", "why", "carrierId", "plannedAt")
      VALUES ${Prisma.join(rows)} ON CONFLICT DO NOTHING RETURNING "id"`);
    for (const { id } of inserted) kept.push(id);
  }
  return kept;
}

function inParts<T>(rows: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < rows.length; from += size) parts.push(rows.slice(from, from + size));
  return parts;
}
