import { addMonths, type CalendarDate, formatDate } from '../calendar.ts';
import { addDays, sameOrNextWorkday } from '../workday.ts';
import { addPeriods, firstDayOf, formatPeriod, type Period } from './period.ts';

/** When a period is reported (domain.md D3). Days in Asia/Shanghai, the last one until 24:00. */
export interface ReportWindow {
  /** Day 1 of the next month: from here on reports are taken. */
  opensOn: CalendarDate;
  /** Day 10 of the next month or, if that is a day off, the next workday. */
  closesOn: CalendarDate;
  /** When the opening is told: day 1 or the next workday. */
  noticeOn: CalendarDate;
  /** Until here 补报 and 更正 are taken without a reopening: the last day of the next period's window. */
  lateUntil: CalendarDate;
}

/** Of the next month; where it is a day off, the next workday is the last. */
export const lastDayOfWindow = 10;

function closeOf(period: Period): CalendarDate {
  return sameOrNextWorkday(addDays(addMonths(firstDayOf(period), 1), lastDayOfWindow - 1));
}

export function windowOf(period: Period): ReportWindow {
  const opensOn = addMonths(firstDayOf(period), 1);
  return {
    opensOn,
    closesOn: closeOf(period),
    noticeOn: sameOrNextWorkday(opensOn),
    lateUntil: closeOf(addPeriods(period, 1)),
  };
}

/** A period that staff opened again, for everybody or for one enterprise. */
export interface PeriodOpening {
  period: Period;
  /** null: for all */
  enterpriseId: string | null;
  until: CalendarDate;
  reason: string;
}

/** open: within the window. late: 补报. closed: over, staff would have to open it again. future: the month is not over. */
export type Openness = 'future' | 'open' | 'late' | 'closed';

/** The last day on which anything is taken for a period. `openings`: those of it that are for everybody or for this enterprise. */
export function lastDayFor(period: Period, openings: readonly Pick<PeriodOpening, 'until'>[]): CalendarDate {
  return openings.reduce((last, { until }) => (until > last ? until : last), windowOf(period).lateUntil);
}

/** V6. `openings`: those of this period that are for everybody or for this enterprise. */
export function opennessOf(period: Period, today: CalendarDate, openings: readonly PeriodOpening[]): Openness {
  const { opensOn, closesOn } = windowOf(period);
  if (today < opensOn) return 'future';
  if (today <= closesOn) return 'open';
  return today <= lastDayFor(period, openings) ? 'late' : 'closed';
}

/** Why nothing is taken for a period; null: it is. In January the year is what people get wrong. */
export function whyClosed(period: Period, today: CalendarDate, openings: readonly PeriodOpening[]): string | null {
  const { opensOn } = windowOf(period);
  switch (opennessOf(period, today, openings)) {
    case 'open':
    case 'late':
      return null;
    case 'closed':
      return `${formatPeriod(period)}月报的填报期已结束，补报或更正请联系开发区科技局重新开放。`;
    case 'future': {
      const lastYear = addPeriods(period, -12);
      const meant = ['open', 'late'].includes(opennessOf(lastYear, today, openings));
      const hint = meant ? `如指${formatPeriod(lastYear)}，请写明年份后重新发送。` : '';
      return `${formatPeriod(period)}尚未结束，月报自${formatDate(opensOn)}起填报。${hint}`;
    }
  }
}
