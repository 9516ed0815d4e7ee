import type { Outgoing } from '../../cards/reminders.ts';
import { reportName } from '../../cards/report-parts.ts';
import { grouped } from '../../src/core/grouped.ts';
import { mailingSizes } from '../../src/core/mailing.ts';
import { type CalendarDate, instantOf } from '../../src/domain/calendar.ts';
import { reportsSubject } from '../../src/domain/deadlines/deadline.ts';
import { unreachableOf } from '../../src/domain/deadlines/readers.ts';
import { lastPeriod } from '../../src/domain/reports/period.ts';
import { addDays } from '../../src/domain/workday.ts';
import { announcedOn } from './announce.ts';
import type { Due } from './due.ts';
import { dueReminders } from './due-reminders.ts';
import { cardsAtMost } from './plan-mailings.ts';
import { reportsDue } from './remind-reports.ts';
import type { Round } from './round.ts';

/**
 * What goes out by itself on a day, if the days before it are gone through: the steps of the ladders, of deadlines and of
 * monthly reports, and what waits to be told of changes. It is what `/提醒 明天` shows.
 */
export async function dueOn(round: Pick<Round, 'stores' | 'bureau' | 'pages'>, day: CalendarDate): Promise<Outgoing[]> {
  const span = { after: addDays(day, -1), on: day };
  const policy = await round.stores.deadlines.policy();
  const { due } = await dueReminders(round, span);
  const announced = await announcedOn(round, day);
  const reports = await reportsDue(round, { period: lastPeriod(instantOf(day, policy.sendAt)), span, policy });
  const costs = [...announced, ...due, ...(await ofReports(round, reports))].map(costOf);
  // Certificates are one each: of a kind they are one line.
  return [...grouped(costs, ({ title }) => title).values()].map(summed);
}

function summed(rows: readonly Outgoing[]): Outgoing {
  const sum = (of: (row: Outgoing) => number) => rows.reduce((all, row) => all + of(row), 0);
  return {
    title: rows[0]?.title ?? '',
    enterprises: sum(({ enterprises }) => enterprises),
    unreachable: sum(({ unreachable }) => unreachable),
    wecom: sum(({ wecom }) => wecom),
    dingtalk: sum(({ dingtalk }) => dingtalk),
    dingtalkCalls: sum(({ dingtalkCalls }) => dingtalkCalls),
  };
}

/** Who owes a month's report, as one row. */
async function ofReports(
  { stores }: Pick<Round, 'stores'>,
  { period, rows, mailings }: Awaited<ReturnType<typeof reportsDue>>,
): Promise<Due[]> {
  if (mailings.length === 0) return [];
  const enterprises = rows.map(({ enterprise }) => enterprise);
  const contacts = await stores.promises.contacts(enterprises.map(({ id }) => id));
  return [
    {
      ...{ subject: reportsSubject(period), title: `${reportName(period)}催报` },
      // A duty that nobody may unsubscribe.
      ...{ enterprises, mailings, unreachable: unreachableOf(enterprises, contacts, new Set()) },
    },
  ];
}

function costOf({ title, enterprises, unreachable, mailings }: Due): Outgoing {
  const readers = mailings.map((one) => ({
    wecom: one.readers.filter(({ to }) => to.platform === 'wecom').length,
    dingtalk: one.readers.filter(({ to }) => to.platform === 'dingtalk').length,
  }));
  const sum = (of: (one: (typeof readers)[number]) => number) => readers.reduce((all, one) => all + of(one), 0);
  return {
    title,
    enterprises: enterprises.length,
    unreachable: unreachable.length,
    wecom: sum(({ wecom }) => wecom),
    dingtalk: sum(({ dingtalk }) => dingtalk),
    dingtalkCalls: sum(({ dingtalk }) =>
      dingtalk <= cardsAtMost ? dingtalk : Math.ceil(dingtalk / mailingSizes.dingtalk),
    ),
  };
}
