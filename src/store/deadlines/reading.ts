import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import { grouped } from '../../core/grouped.ts';
import { inParts } from '../../core/in-parts.ts';
import { dateOf } from '../../domain/calendar.ts';
import { deadlineSubject, type Subject } from '../../domain/deadlines/deadline.ts';
import type { Deadlines } from '../../domain/deadlines/deadlines.ts';
import type { Promises } from '../../domain/deadlines/promises.ts';
import { reminderStates } from '../../domain/deadlines/reminders.ts';
import { addDays } from '../../domain/workday.ts';
import { personsNow } from '../persons-now.ts';
import type { StoreDeps } from '../store-deps.ts';
import { thoseThere } from '../visible-rows.ts';
import { contactWays } from './contact-ways.ts';
import { enterpriseName, toChange, toDeadline, toLeads, toReminder } from './rows.ts';

type ReadsOfDeadlines = Pick<
  Deadlines,
  'list' | 'find' | 'findById' | 'changes' | 'remindersOf' | 'remindersAbout' | 'countDay'
>;
type ReadsOfPromises = Pick<
  Promises,
  | 'contacts'
  | 'optedOut'
  | 'announcementsDue'
  | 'toldOf'
  | 'dropPlanned'
  | 'carriedOver'
  | 'dropCarriedOver'
  | 'countFailed'
  | 'unread'
  | 'markRead'
>;

/** What did not leave is made good for so many days: within them every ladder has another step, or is over. */
const carriedDays = 7;
/** No call takes longer. */
const onItsWayMs = 10 * 60_000;
/** A statement on SQLite names no more than a thousand. */
const idsAtOnce = 500;
/** An announcement that nobody could make for so long is not news any more. */
const announceLateMs = 7 * 24 * 60 * 60_000;

export function createDeadlineReads({ client }: Pick<StoreDeps, 'client'>): ReadsOfDeadlines {
  const there = async (rows: Parameters<typeof toDeadline>[0][]) => (await thoseThere(client, rows)).map(toDeadline);
  const one = async (where: { number: number } | { id: string }) => {
    const row = await client.deadline.findUnique({ where });
    return row ? ((await there([row]))[0] ?? null) : null;
  };
  return {
    async list({ from, withWithdrawn = false }) {
      const rows = await client.deadline.findMany({
        where: {
          ...(from === undefined ? {} : { enterpriseDue: { gte: from } }),
          ...(withWithdrawn ? {} : { state: 'ACTIVE' }),
        },
        orderBy: [{ enterpriseDue: 'asc' }, { number: 'asc' }],
      });
      return there(rows);
    },
    find: (number) => one({ number }),
    findById: (id) => one({ id }),
    async changes(deadlineId) {
      const rows = await client.deadlineChange.findMany({ where: { deadlineId }, orderBy: { version: 'asc' } });
      const persons = await personsNow(
        client,
        rows.map(({ recordedById }) => recordedById),
      );
      return rows.map((row) => toChange(persons, row));
    },
    async remindersOf(enterpriseId, most) {
      const rows = await client.reminder.findMany({
        where: { enterpriseId },
        orderBy: [{ sendOn: 'desc' }, { plannedAt: 'desc' }, { id: 'desc' }],
        take: most,
        include: enterpriseName,
      });
      return rows.map(toReminder);
    },
    async remindersAbout(subject) {
      const rows = await client.reminder.findMany({
        where: { subject },
        orderBy: [{ sendOn: 'desc' }, { enterpriseId: 'asc' }, { id: 'asc' }],
        include: enterpriseName,
      });
      return rows.map(toReminder);
    },
    async countDay(day) {
      const rows = await client.$queryRaw<{ subject: string; state: string; count: unknown; enterprises: unknown }[]>(
        Prisma.sql`
          SELECT "subject", "state", COUNT(*) AS "count", COUNT(DISTINCT "enterpriseId") AS "enterprises"
          FROM "Reminder" WHERE "sendOn" = ${day} GROUP BY "subject", "state" ORDER BY "subject", "state"`,
      );
      return rows.flatMap(({ subject, state, count, enterprises }) => {
        const known = reminderStates.find((one) => one === state);
        const counted = { count: Number(count), enterprises: Number(enterprises) };
        return known ? [{ subject: subject as Subject, state: known, ...counted }] : [];
      });
    },
  };
}

export function createPromiseReads({
  client,
  sql,
  enqueue,
}: Pick<StoreDeps, 'client' | 'sql' | 'enqueue'>): ReadsOfPromises {
  /** The changes of these deadlines of which those concerned are told, the oldest first, and whether anybody was. */
  async function announcedChanges(deadlineIds: readonly string[]) {
    const rows = await client.deadlineChange.findMany({
      where: { deadlineId: { in: [...new Set(deadlineIds)] }, announceAt: { not: null } },
      orderBy: { version: 'asc' },
    });
    const told = await client.reminder.groupBy({
      by: ['subject', 'version'],
      where: {
        subject: { in: [...new Set(rows.map(({ deadlineId }) => deadlineSubject(deadlineId)))] },
        state: { in: ['ACCEPTED', 'SENDING'] },
      },
      _max: { plannedAt: true },
    });
    const known = new Set(told.map(({ subject, version }) => `${subject} ${version}`));
    const lastReminded = new Map(
      told.flatMap(({ subject, version, _max }) =>
        version === 0 && _max.plannedAt ? [[subject, _max.plannedAt] as const] : [],
      ),
    );
    return rows.flatMap(({ announceAt, ...row }) => {
      if (announceAt === null) return [];
      const subject = deadlineSubject(row.deadlineId);
      const reminded = lastReminded.get(subject);
      // A reminder behind it says what it was changed to.
      const isTold = known.has(`${subject} ${row.version}`) || (reminded !== undefined && reminded > row.recordedAt);
      return [{ ...row, announceAt, isTold }];
    });
  }

  return {
    contacts: (enterpriseIds) => contactWays(client, enterpriseIds, enqueue.reaches),
    async optedOut(kind) {
      const rows = await client.reminderOptOut.findMany({ where: { kind }, select: { personId: true } });
      return new Set(rows.map(({ personId }) => personId));
    },
    async announcementsDue(now) {
      // Asked at every ring: mostly there are none, and one statement says so.
      const due = await sql.query<{ id: string }>(Prisma.sql`
        SELECT c."id" FROM "DeadlineChange" c
        WHERE c."announceAt" <= ${now} AND c."announceAt" > ${new Date(now.getTime() - announceLateMs)}
          AND NOT EXISTS (SELECT 1 FROM "Slot" s WHERE s."key" = 'ANNOUNCE ' || c."id" AND s."state" <> 'OPEN')`);
      if (due.length === 0) return [];
      const rows = await client.deadlineChange.findMany({
        where: { id: { in: due.map(({ id }) => id) } },
        orderBy: [{ announceAt: 'asc' }, { id: 'asc' }],
        include: { deadline: true },
      });
      const persons = await personsNow(
        client,
        rows.map(({ recordedById }) => recordedById),
      );
      const announced = grouped(
        await announcedChanges(rows.map(({ deadlineId }) => deadlineId)),
        ({ deadlineId }) => deadlineId,
      );
      return rows.map((row) => {
        const all = announced.get(row.deadlineId) ?? [];
        const earlier = all.filter(({ version }) => version < row.version);
        const isKnown = ({ isTold, announceAt }: (typeof all)[number]) =>
          isTold || announceAt.getTime() <= now.getTime() - announceLateMs;
        const untold = [...earlier.slice(earlier.findLastIndex(isKnown) + 1), row];
        return {
          id: row.id,
          changes: untold.map((one) => toChange(persons, one)),
          deadline: toDeadline(row.deadline),
          isNewest: all.at(-1)?.version === row.version,
        };
      });
    },
    async toldOf(subject) {
      // What is on its way is as good as told.
      const rows = await client.reminder.findMany({
        where: { subject, state: { in: ['ACCEPTED', 'SENDING'] } },
        select: { enterpriseId: true, occasion: true },
        orderBy: [{ sentAt: 'asc' }, { version: 'asc' }],
      });
      const last = new Map(rows.map(({ enterpriseId, occasion }) => [enterpriseId, occasion]));
      return [...last].flatMap(([enterpriseId, occasion]) => (occasion === 'RELEASED' ? [] : [enterpriseId]));
    },
    async dropPlanned(subject, enterpriseIds, version) {
      for (const some of inParts(enterpriseIds, idsAtOnce)) {
        await client.reminder.updateMany({
          where: { subject, enterpriseId: { in: some }, state: 'PLANNED', version: { lt: version } },
          data: { state: 'DROPPED', why: 'not-concerned' },
        });
      }
    },
    async carriedOver(today) {
      const rows = await client.$queryRaw<{ subject: string; enterpriseId: string; leads: string }[]>(Prisma.sql`
        SELECT r."subject", r."enterpriseId", r."leads" FROM "Reminder" r
        WHERE r."occasion" = 'LADDER' AND r."sendOn" < ${today} AND r."sendOn" >= ${addDays(today, -carriedDays)}
          AND (r."state" = 'PLANNED' OR (r."state" = 'DROPPED' AND r."why" = 'too-late')
            OR (r."state" = 'FAILED' AND r."why" = 'given-up'))
          AND NOT EXISTS (
            SELECT 1 FROM "Reminder" l WHERE l."subject" = r."subject" AND l."enterpriseId" = r."enterpriseId"
              AND (l."sendOn" > r."sendOn" OR (l."sendOn" = r."sendOn" AND l."state" IN ('SENDING', 'ACCEPTED'))))
        ORDER BY r."sendOn"`);
      return rows.map(({ subject, enterpriseId, leads }) => ({
        subject: subject as Subject,
        enterpriseId,
        leads: toLeads(leads),
      }));
    },
    async dropCarriedOver(today, now) {
      // What was tried in vain is dropped too, but not what was on its way a moment ago.
      const onItsWay = { gt: new Date(now.getTime() - onItsWayMs) };
      await client.reminder.updateMany({
        where: {
          ...{ occasion: 'LADDER', sendOn: { lt: today } },
          OR: [{ state: 'PLANNED' }, { state: 'SENDING', NOT: { sentAt: onItsWay } }],
        },
        data: { state: 'DROPPED', why: 'too-late' },
      });
    },
    countFailed: (since) => client.reminder.count({ where: { state: 'FAILED', sendOn: { gte: dateOf(since) } } }),
    async unread(since) {
      const rows = await client.reminder.findMany({
        where: { acceptedAt: { gte: since }, readKey: { not: null }, readAt: null },
        select: { readKey: true, platform: true, corpId: true },
        distinct: ['readKey'],
      });
      return rows.flatMap(({ readKey, platform, corpId }) =>
        readKey === null
          ? []
          : [{ readKey, platform: platform === 'wecom' ? ('wecom' as const) : ('dingtalk' as const), corpId }],
      );
    },
    async markRead(readKey, userIds, at) {
      const { count } = await client.reminder.updateMany({
        where: { readKey, userId: { in: [...userIds] }, readAt: null },
        data: { readAt: at },
      });
      return count;
    },
  };
}
