import { z } from 'zod';
import { CardSchema } from '../../core/card.ts';
import { SenderSchema } from '../../core/event.ts';
import { grouped } from '../../core/grouped.ts';
import { newId } from '../../core/ids.ts';
import { inParts } from '../../core/in-parts.ts';
import { mailingSizes } from '../../core/mailing.ts';
import type { Enqueue } from '../notices.ts';
import type { Tx } from '../transact.ts';
import { contactWays } from './contact-ways.ts';

/** As much of a mail job as the next way says again. */
const MailSchema = z.object({ happening: z.object({ card: CardSchema, purpose: z.string() }) });

/**
 * Who was not reached is told by the next way: their other account, then the backup contact, each once. Whom neither is there
 * for stays FAILED and stands in the officer's list for the telephone.
 * @returns whether there is anything to send
 */
export async function promiseNextWay(
  tx: Tx,
  enqueue: Pick<Enqueue, 'mails'>,
  { jobId, failed, now }: { jobId: string; failed: readonly string[]; now: Date },
): Promise<boolean> {
  const rows = await tx.reminder.findMany({ where: { id: { in: [...failed] } } });
  const job = rows.length > 0 ? await tx.job.findUnique({ where: { id: jobId }, select: { event: true } }) : null;
  const said = job && MailSchema.safeParse(JSON.parse(job.event)).data?.happening;
  if (!said) return false;
  const contacts = await contactWays(tx, [...new Set(rows.map(({ enterpriseId }) => enterpriseId))]);
  const readers = [];
  for (const row of rows) {
    const { subject, enterpriseId, sendOn, occasion, version } = row;
    const tried = await tx.reminder.findMany({ where: { subject, enterpriseId, sendOn, occasion, version } });
    const isTried = (personId: string, platform: string) =>
      tried.some((one) => one.personId === personId && one.platform === platform);
    const ways = contacts.get(enterpriseId) ?? [];
    const own = ways.filter(({ personId }) => personId === row.personId);
    const backup = ways.filter(({ rank, personId }) => rank === 'BACKUP' && personId !== row.personId);
    const next = [...own, ...backup]
      .flatMap(({ personId, accounts }) => accounts.map((to) => ({ personId, to })))
      .find(({ personId, to }) => !isTried(personId, to.platform));
    if (!next) continue;
    const { personId, to } = next;
    const id = newId();
    const step = personId === row.personId ? row.step : 'BACKUP';
    const { leads } = row;
    await tx.reminder.create({
      data: {
        id,
        subject,
        enterpriseId,
        personId,
        occasion,
        version,
        sendOn,
        leads,
        step,
        ...to,
        state: 'PLANNED',
        plannedAt: now,
      },
    });
    readers.push({ reminderId: id, to: SenderSchema.parse(to) });
  }
  for (const [platform, those] of grouped(readers, ({ to }) => to.platform)) {
    for (const part of inParts(those, mailingSizes[platform])) {
      const key = `["mail","${part[0]?.reminderId ?? ''}"]`;
      await enqueue.mails(tx, [{ key, ...said, readers: part, dueAt: now }], now);
    }
  }
  return readers.length > 0;
}
