import type { Outgoing } from '../../cards/reminders.ts';
import { mailingSizes } from '../../src/core/mailing.ts';
import type { CalendarDate } from '../../src/domain/calendar.ts';
import { addDays } from '../../src/domain/workday.ts';
import type { Due } from './due.ts';
import { dueReminders } from './due-reminders.ts';
import { cardsAtMost } from './plan-mailings.ts';
import type { Round } from './round.ts';

/** What the ladders make due on a day, if the days before it are gone through: what `/提醒 明天` shows. */
export async function dueOn(round: Pick<Round, 'stores' | 'bureau' | 'pages'>, day: CalendarDate): Promise<Outgoing[]> {
  const { due } = await dueReminders(round, { after: addDays(day, -1), on: day });
  return due.map(costOf);
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
