import type { EnterpriseRef } from '../core/actor.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import { addPeriods, type Period, periodsBetween } from '../domain/reports/period.ts';
import type { Submission } from '../domain/reports/record.ts';
import type { ReportedMonth, Reports } from '../domain/reports/reports.ts';
import { type ReportStatus, statusOf } from '../domain/reports/status.ts';
import { opennessOf } from '../domain/reports/window.ts';

/** One month of an enterprise's history. */
export interface HistoryMonth {
  period: Period;
  status: ReportStatus;
  submission: Submission | null;
  values: ReportedMonth['values'];
}

export const monthsAtMost = 24;

/** The months before, the latest first: from the first that was begun on, and those that can still be handed in. */
export async function ownHistory(
  reports: Pick<Reports, 'reported' | 'find'>,
  enterprise: EnterpriseRef,
  { to, today }: { to: Period; today: CalendarDate },
): Promise<HistoryMonth[]> {
  const from = addPeriods(to, 1 - monthsAtMost);
  const reported = await reports.reported({ from, to, enterpriseId: enterprise.id });
  const byPeriod = new Map(reported.map((one) => [one.period, one]));
  const months = await Promise.all(
    periodsBetween(from, to).map(async (period) => {
      const found = byPeriod.get(period);
      if (found) {
        const { state, submission, values } = found;
        const status = statusOf({ state, submission, exempt: null }, period, today);
        return { period, status, submission, values, isBegun: true };
      }
      const record = await reports.find(enterprise, period);
      const status = statusOf(record, period, today);
      return { period, status, submission: null, values: [], isBegun: record !== null };
    }),
  );
  const first = months.findIndex(({ isBegun }) => isBegun);
  return months
    .filter(({ period }, n) => (first >= 0 && n >= first) || opennessOf(period, today, []) !== 'closed')
    .map(({ isBegun: _isBegun, ...month }) => month)
    .reverse();
}
