import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import type { Card } from '../../core/card.ts';
import { grouped } from '../../core/grouped.ts';
import { newId } from '../../core/ids.ts';
import { inParts } from '../../core/in-parts.ts';
import { mailingSizes, type Reader } from '../../core/mailing.ts';
import { cardSubject } from '../../domain/deadlines/deadline.ts';
import type { MailedReminder, Mailing, PlannedReminder } from '../../domain/deadlines/promises.ts';
import type { DropReason, ReminderState } from '../../domain/deadlines/reminders.ts';
import type { Mail } from '../mails.ts';
import type { StoreDeps } from '../store-deps.ts';
import type { Tx } from '../transact.ts';

/** Promises of one statement: 16 values each, of which SQLite takes 32 766. */
export const promisesAtOnce = 1_000;

/** By what one call of a platform takes: those of one platform and organisation, so many at once. */
export function cut({ card, purpose, readers }: Mailing, cardsAtMost = 0): Mailing[] {
  const ways = grouped(readers, ({ to }) => `${to.platform} ${to.corpId}`);
  return [...ways.values()].flatMap((those) => {
    const platform = those[0]?.to.platform ?? 'wecom';
    const size = platform === 'dingtalk' && those.length <= cardsAtMost ? 1 : mailingSizes[platform];
    return inParts(those, Math.min(size, promisesAtOnce)).map((part) => ({
      card: size === 1 ? aboutOne(card, part[0]) : card,
      purpose,
      readers: part,
    }));
  });
}

/** A card to one reader is closed when their enterprise has answered elsewhere. */
function aboutOne(card: Card, reader: MailedReminder | undefined): Card {
  if (!reader || card.subject !== undefined || card.buttons === undefined) return card;
  return { ...card, subject: cardSubject(reader.subject, reader.enterpriseId) };
}

/**
 * Keeps promises and, with them, the jobs that make them good: each mailing is one call.
 * @returns how many are new: what was promised before is on its way, or out
 */
export async function keep(
  tx: Tx,
  { enqueue }: Pick<StoreDeps, 'enqueue'>,
  parts: readonly (Mailing & { dueAt: Date })[],
  now: Date,
): Promise<number> {
  const drafts = parts.map(({ readers, ...part }) => ({ ...part, messages: readers.map(rowsOf) }));
  const rows = drafts.flatMap(({ messages }) => messages.flat());
  const kept = new Set(await insertPromises(tx, rows, { state: 'PLANNED', why: null, now }));
  for (const message of drafts.flatMap(({ messages }) => messages)) await carryAnew(tx, message, kept);
  const mails = drafts.flatMap(({ messages, card, purpose, dueAt }): Mail[] => {
    const readers = messages.flatMap((message): Reader[] => {
      const first = message.find(({ id }) => kept.has(id));
      return first ? [{ reminderId: first.id, to: first.to }] : [];
    });
    const [first] = readers;
    return first ? [{ key: `["mail","${first.reminderId}"]`, card, purpose, readers, dueAt }] : [];
  });
  await enqueue.mails(tx, mails, now);
  return mails.reduce((sum, { readers }) => sum + readers.length, 0);
}

/** Where what was to carry the others was promised before, the first of those that are new carries them. */
async function carryAnew(tx: Tx, message: ReturnType<typeof rowsOf>, kept: ReadonlySet<string>): Promise<void> {
  const [first, ...others] = message.filter(({ id }) => kept.has(id));
  if (!first || first.carrierId === null) return;
  await tx.reminder.update({ where: { id: first.id }, data: { carrierId: null } });
  const ids = others.map(({ id }) => id);
  if (ids.length > 0) await tx.reminder.updateMany({ where: { id: { in: ids } }, data: { carrierId: first.id } });
}

/** A promise, and those that its message says too. */
function rowsOf({ also = [], ...own }: MailedReminder) {
  const id = newId();
  return [{ id, carrierId: null, ...own }, ...also.map((one) => ({ id: newId(), carrierId: id, ...one }))];
}

export async function insertPromises(
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
