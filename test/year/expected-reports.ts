import { minusMonths, nthWorkdayAfter, workdayBack, workdayOn } from './days.ts';
import { reachable, readersOf } from './expected-readers.ts';
import type { Message, MessageKind } from './message.ts';
import type { Day, Moment, Script } from './script.ts';

/** Days of the month on which who owes is reminded, beside the last. */
const reminderDays = ['05', '08'];

/** The days on which a month is spoken of (domain.md D3). */
function daysOfMonth(period: string) {
  const month = nextMonth(period);
  const opens = workdayOn(`${month}-01`);
  const closes = workdayOn(`${month}-10`);
  const between = reminderDays.map((day) => workdayBack(`${month}-${day}`)).filter((day) => day > opens);
  return {
    opens,
    reminders: new Set(between),
    closes,
    late: nthWorkdayAfter(closes, 1),
    phone: nthWorkdayAfter(closes, 3),
  };
}

const nextMonth = (period: string): string => minusMonths(`${period}-01`, -1).slice(0, 7);

/** What contacts and staff read of one month. */
export function expectedOfMonth(script: Script, period: string): Message[] {
  const { opens, reminders, closes, late, phone } = daysOfMonth(period);
  const byFirm = new Map<string, { at: Moment; is: string }[]>();
  for (const one of script.reports) {
    if (one.period === period) byFirm.set(one.firm, [...(byFirm.get(one.firm) ?? []), one]);
  }
  const owes = (firm: string, before: Moment): boolean => {
    const last = (byFirm.get(firm) ?? [])
      .filter(({ at }) => at < before)
      .sort((a, b) => (a.at < b.at ? -1 : 1))
      .at(-1);
    return last === undefined || last.is === 'returned';
  };

  function remind(day: Day, withBackup: boolean): Message[] {
    const at = `${day}T09:00`;
    return script.firms
      .filter(({ id }) => owes(id, at))
      .flatMap((firm) => readersOf(script, firm, { withBackup, kind: null, at }))
      .map((to) => ({ day, to, kind: 'month', about: period }));
  }
  const opened = script.firms
    .filter(({ id }) => owes(id, `${opens}T09:00`))
    .flatMap(({ contacts }) => contacts.filter(({ person }) => reachable(script).has(person)))
    .map(({ person }): Message => ({ day: opens, to: person, kind: 'month-open', about: period }));
  const toStaff = (kind: MessageKind, day: Day) =>
    script.staff.map((to): Message => ({ day, to, kind, about: period }));
  return [
    ...opened,
    ...script.groups.map((to): Message => ({ day: opens, to, kind: 'group-month-open', about: period })),
    ...[...reminders].filter((day) => day < closes).flatMap((day) => remind(day, false)),
    ...remind(closes, true),
    ...remind(late, true),
    ...toStaff('late-list', late),
    ...toStaff('phone-list', phone),
  ];
}
