import type { CalendarEntry } from '../documents/calendar-feed.ts';
import { type CalendarDate, dateOf } from '../domain/calendar.ts';
import { isRunning } from '../domain/deadlines/certificates.ts';
import { concernedBy } from '../domain/deadlines/concerned.ts';
import { type Deadline, type DeadlineChange, deadlineNo } from '../domain/deadlines/deadline.ts';
import type { EnterpriseFacts } from '../domain/deadlines/deadlines.ts';
import { deadlineTitle, expected, formatDueTime } from '../domain/deadlines/due-text.ts';
import { typeFacts } from '../domain/qualification.ts';
import { addDays } from '../domain/workday.ts';

/** What is withdrawn stays in a calendar for so long, marked so: one that has not looked for a while learns of it. */
const withdrawnDays = 90;
/** What is over stays for so long. */
const pastDays = 365;

/** A deadline with the changes that made it what it is. */
export interface DatedDeadline {
  deadline: Deadline;
  changes: readonly DeadlineChange[];
}

/** Whether a calendar may show a deadline on a day: of others nobody need know how they came to be. */
export function isShown(deadline: Deadline, facts: readonly EnterpriseFacts[], on: CalendarDate): boolean {
  const { audience, year, isWithdrawn, enterpriseDue } = deadline;
  const isRecent = isWithdrawn || enterpriseDue.on >= addDays(on, -pastDays);
  return isRecent && concernedBy(audience, facts, { year, on }).length > 0;
}

/** What concerns these enterprises: deadlines that are to be shown, once each, and the last days of their certificates. */
export function calendarEntries(of: {
  deadlines: readonly DatedDeadline[];
  facts: readonly EnterpriseFacts[];
  on: CalendarDate;
  page(number: number): string;
  ownPage: string;
}): CalendarEntry[] {
  const { deadlines, facts, on, page, ownPage } = of;
  const isNamed = facts.length > 1;
  const entries = deadlines.flatMap(({ deadline, changes }): CalendarEntry[] => {
    const { id, number, year, audience, enterpriseDue, officialDue, basis, version, isWithdrawn } = deadline;
    const changedAt = changes.at(-1)?.recordedAt ?? null;
    if (isWithdrawn && (changedAt === null || dateOf(changedAt) < addDays(on, -withdrawnDays))) return [];
    const concerned = concernedBy(audience, facts, { year, on });
    const said = [
      `${deadlineNo(number)}，材料到开发区：${formatDueTime(enterpriseDue)}${expected(basis)}`,
      ...(officialDue ? [`推荐上报：${formatDueTime(officialDue)}${expected(basis)}`] : []),
      ...(isNamed ? [`涉及企业：${concerned.map(({ name }) => name).join('、')}`] : []),
    ];
    return [
      {
        ...{ uid: `deadline-${id}`, sequence: version, summary: `${deadlineTitle(deadline)}${expected(basis)}` },
        ...{ description: said.join('\n'), due: enterpriseDue, url: page(number), isCancelled: isWithdrawn },
        changedAt: changedAt ?? new Date(`${deadline.ladderFrom}T00:00:00+08:00`),
      },
    ];
  });
  const certificates = facts.flatMap(({ enterprise, history }) =>
    history.qualifications.flatMap((fact): CalendarEntry[] => {
      if (!isRunning(fact, on)) return [];
      const label = typeFacts[fact.type].label;
      const recorded = fact.transitions.map(({ recordedAt }) => recordedAt.getTime());
      return [
        {
          ...{ uid: `certificate-${fact.id}`, sequence: 0, url: ownPage, isCancelled: false },
          summary: `${label}证书到期${isNamed ? `：${enterprise.name}` : ''}`,
          description: `证书有效期的最后一天。${fact.certNo === null ? '' : `证书编号：${fact.certNo}`}`,
          due: { on: fact.validTo, at: '24:00' },
          changedAt: new Date(Math.max(0, ...recorded)),
        },
      ];
    }),
  );
  return [...entries, ...certificates];
}
