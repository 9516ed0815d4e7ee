import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import { isTest, type Mailed, type MailingBook, type Reader } from '../../core/mailing.ts';
import { type CalendarDate, dateOf } from '../../domain/calendar.ts';
import { tellAt } from '../../domain/deadlines/ladder.ts';
import { answerKinds, type DropReason, endsLadder } from '../../domain/deadlines/reminders.ts';
import type { StoreDeps } from '../store-deps.ts';
import { type Tx, transact } from '../transact.ts';
import { isThere } from '../visible-rows.ts';
import { promiseNextWay } from './next-way.ts';
import { readPolicy } from './policies.ts';

interface StandingRow {
  id: string;
  /** Whose message says it; null: its own. */
  carrierId: string | null;
  /** Whether the account's person, whoever that is by now, speaks for the enterprise. */
  speaks: unknown;
  /** Of the deadline, if it is about one. */
  deadlineState: string | null;
  /** Its day is another since this was promised, and those concerned are told so. */
  changed: unknown;
  answer: string | null;
  /** Of a month's report, if it is about one: handed in, or exempt. */
  reported: unknown;
  /** Whether the person does not want this kind. */
  optedOut: unknown;
  occasion: string;
  sendOn: string;
}

/** The book of promises as mail jobs keep it. */
export function createMailingBook(deps: Pick<StoreDeps, 'client' | 'sql' | 'enqueue' | 'wake'>): MailingBook {
  const { client } = deps;
  return {
    async notBefore(readers, now) {
      if (readers.every(isTest)) return null;
      const at = tellAt(now, await readPolicy(deps));
      return at > now ? at : null;
    },

    begin: (jobId, readers, now) =>
      transact(client, async (tx) => {
        const open = await standing(tx, readers);
        const dropped = new Map<DropReason, string[]>();
        const going = new Set<string>();
        // A message that says several things goes as long as one of them stands.
        const carrying = new Set<string>();
        for (const row of open) {
          const why = whyNot(row, dateOf(now));
          if (why !== null) dropped.set(why, [...(dropped.get(why) ?? []), row.id]);
          else {
            going.add(row.id);
            carrying.add(row.carrierId ?? row.id);
          }
        }
        const state = { in: ['PLANNED', 'SENDING'] };
        const sending = { state: 'SENDING', sentAt: now, jobId };
        await tx.reminder.updateMany({ where: { id: { in: [...going] }, state }, data: sending });
        for (const [why, ids] of dropped) {
          await tx.reminder.updateMany({ where: { id: { in: ids }, state }, data: { state: 'DROPPED', why } });
        }
        return readers.filter((reader) => carrying.has(reader.reminderId) || isTest(reader));
      }),

    async settle(jobId, mailed, now) {
      const isMore = await transact(client, async (tx) => {
        await accept(tx, mailed, now);
        for (const why of new Set(mailed.refused.map((one) => one.why))) {
          const ids = mailed.refused.filter((one) => one.why === why).map(({ reader }) => reader.reminderId);
          await tx.reminder.updateMany({
            where: { ...said(ids), state: { in: ['PLANNED', 'SENDING'] } },
            data: { state: 'FAILED', why },
          });
        }
        if (mailed.refused.length === 0) return false;
        return promiseNextWay(tx, deps, {
          jobId,
          failed: mailed.refused.map(({ reader }) => reader.reminderId),
          now,
        });
      });
      if (isMore) deps.wake();
    },
  };
}

/** Promises, and those that their messages say too. */
function said(ids: Iterable<string>) {
  const those = { in: [...ids] };
  return { OR: [{ id: those }, { carrierId: those }] };
}

async function accept(tx: Tx, { accepted, readKey }: Mailed, now: Date): Promise<void> {
  if (accepted.length === 0) return;
  await tx.reminder.updateMany({
    where: { ...said(accepted.map(({ reminderId }) => reminderId)), state: { in: ['PLANNED', 'SENDING'] } },
    data: { state: 'ACCEPTED', why: null, acceptedAt: now, readKey },
  });
}

/** How the promises that are still open stand now. */
async function standing(tx: Tx, readers: readonly Reader[]): Promise<StandingRow[]> {
  const ids = readers.filter((reader) => !isTest(reader)).map(({ reminderId }) => reminderId);
  if (ids.length === 0) return [];
  return tx.$queryRaw<StandingRow[]>(Prisma.sql`
    SELECT r."id", r."carrierId", r."occasion", r."sendOn", d."state" AS "deadlineState", (
        SELECT a."kind" FROM "DeadlineAnswer" a WHERE a."subject" = r."subject" AND a."enterpriseId" = r."enterpriseId"
        ORDER BY a."seq" DESC LIMIT 1
      ) AS "answer", CASE WHEN EXISTS (
        SELECT 1 FROM "Account" c JOIN "Binding" b ON b."personId" = c."personId"
        WHERE c."platform" = r."platform" AND c."corpId" = r."corpId" AND c."userId" = r."userId"
          AND b."enterpriseId" = r."enterpriseId" AND b."endedAt" IS NULL AND ${isThere('b')}
      ) THEN 1 ELSE 0 END AS "speaks", CASE WHEN EXISTS (
        SELECT 1 FROM "MonthlyReport" m
        WHERE m."enterpriseId" = r."enterpriseId" AND r."subject" = 'report:' || m."period"
          AND (m."state" IN ('SUBMITTED', 'APPROVED') OR m."exemptReason" IS NOT NULL)
      ) THEN 1 ELSE 0 END AS "reported", CASE WHEN EXISTS (
        SELECT 1 FROM "ReminderOptOut" o
        WHERE o."personId" = r."personId"
          AND o."kind" = CASE WHEN r."subject" LIKE 'certificate:%' THEN 'CERTIFICATE' ELSE d."kind" END
      ) THEN 1 ELSE 0 END AS "optedOut", CASE WHEN EXISTS (
        SELECT 1 FROM "DeadlineChange" c
        WHERE c."deadlineId" = d."id" AND c."kind" = 'CHANGE' AND c."announceAt" IS NOT NULL
          AND c."recordedAt" > r."plannedAt"
      ) THEN 1 ELSE 0 END AS "changed"
    FROM "Reminder" r LEFT JOIN "Deadline" d ON r."subject" = 'deadline:' || d."id"
    WHERE (r."id" IN (${Prisma.join(ids)}) OR r."carrierId" IN (${Prisma.join(ids)}))
      AND r."state" IN ('PLANNED', 'SENDING')`);
}

function whyNot(row: StandingRow, today: CalendarDate): DropReason | null {
  const { speaks, deadlineState, changed, answer, reported, optedOut, occasion, sendOn } = row;
  if (Number(speaks) !== 1) return 'not-theirs';
  if (Number(optedOut) === 1) return 'opted-out';
  if (deadlineState === 'WITHDRAWN' && occasion !== 'WITHDRAWN') return 'withdrawn';
  // The round that promised it may have read the day just before it was changed, and kept the promise just after.
  if (Number(changed) === 1) return 'withdrawn';
  if (occasion !== 'LADDER') return null;
  // Yesterday's days left are wrong today: today's round says it anew.
  if (sendOn < today) return 'too-late';
  const isAnswered = answerKinds.some((kind) => kind === answer && endsLadder.has(kind));
  return isAnswered || Number(reported) === 1 ? 'settled' : null;
}
