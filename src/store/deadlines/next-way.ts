import { z } from 'zod';
import { CardSchema } from '../../core/card.ts';
import { grouped } from '../../core/grouped.ts';
import type { ContactWay, MailedReminder, PlannedReminder } from '../../domain/deadlines/promises.ts';
import type { StoreDeps } from '../store-deps.ts';
import type { Tx } from '../transact.ts';
import { contactWays } from './contact-ways.ts';
import { cut, keep } from './keeping.ts';
import { type ReminderRow as Row, toPlanned } from './rows.ts';

/** As much of a mail job as the next way says again. */
const MailSchema = z.object({ happening: z.object({ card: CardSchema, purpose: z.string() }) });

/**
 * Who was not reached is told by the next way: their other account, then the backup contact, each once. Whom neither is there
 * for stays FAILED and stands in the officer's list for the telephone. A call may have refused a thousand: that takes as many
 * statements as one.
 * @returns whether there is anything to send
 */
export async function promiseNextWay(
  tx: Tx,
  { enqueue }: Pick<StoreDeps, 'enqueue'>,
  { jobId, failed, now }: { jobId: string; failed: readonly string[]; now: Date },
): Promise<boolean> {
  const rows = await tx.reminder.findMany({ where: { id: { in: [...failed] }, state: 'FAILED' } });
  const job = rows.length > 0 ? await tx.job.findUnique({ where: { id: jobId }, select: { event: true } }) : null;
  const said = job && MailSchema.safeParse(JSON.parse(job.event)).data?.happening;
  if (!said) return false;
  const contacts = await contactWays(tx, [...new Set(rows.map(({ enterpriseId }) => enterpriseId))], enqueue.reaches);
  const tried = grouped(await toldOfTheSame(tx, rows), occasionOf);
  const carried = grouped(
    await tx.reminder.findMany({ where: { carrierId: { in: rows.map(({ id }) => id) }, state: 'FAILED' } }),
    ({ carrierId }) => carrierId,
  );
  const readers = rows.flatMap((row): MailedReminder[] => {
    const next = nextOf(toPlanned(row), contacts.get(row.enterpriseId) ?? [], tried.get(occasionOf(row)) ?? []);
    if (!next) return [];
    const by = (one: Row): PlannedReminder => ({ ...toPlanned(one), ...next });
    // What the same message promised of other subjects goes with it.
    return [{ ...by(row), also: (carried.get(row.id) ?? []).map(by) }];
  });
  const parts = cut({ ...said, readers }).map((part) => ({ ...part, dueAt: now }));
  return (await keep(tx, { enqueue }, parts, now)) > 0;
}

/** What is told once to each way: the promises of one occasion to one enterprise. */
const occasionOf = ({ subject, enterpriseId, sendOn, occasion, version }: Row) =>
  `${subject} ${enterpriseId} ${sendOn} ${occasion} ${version}`;

/** Of these enterprises everything of the same subjects and days: more than was asked for, but by one statement. */
function toldOfTheSame(tx: Tx, rows: readonly Row[]): Promise<Row[]> {
  const each = <Key extends keyof Row>(key: Key) => ({ in: [...new Set(rows.map((row) => row[key]))] });
  return tx.reminder.findMany({
    where: { enterpriseId: each('enterpriseId'), subject: each('subject'), sendOn: each('sendOn') },
  });
}

/** The person's own other account, else the backup contact's first, that was not tried. */
function nextOf(
  { personId: told, step }: PlannedReminder,
  ways: readonly ContactWay[],
  tried: readonly Row[],
): Pick<PlannedReminder, 'personId' | 'to' | 'step'> | null {
  const own = ways.filter(({ personId }) => personId === told);
  const backup = ways.filter(({ rank, personId }) => rank === 'BACKUP' && personId !== told);
  const next = [...own, ...backup]
    .flatMap(({ personId, accounts }) => accounts.map((to) => ({ personId, to })))
    .find(({ personId, to }) => !tried.some((one) => one.personId === personId && one.platform === to.platform));
  if (!next) return null;
  return { ...next, step: next.personId === told ? step : 'BACKUP' };
}
