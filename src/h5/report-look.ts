import type { StaffLook } from '../../cards/report-one.ts';
import type { EnterpriseRef } from '../core/actor.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import { lookAtReport } from '../domain/reports/look.ts';
import type { Period } from '../domain/reports/period.ts';
import type { Reports } from '../domain/reports/reports.ts';
import { viewReport } from '../domain/reports/view.ts';

/** A report as staff look at it: what is in force, without what the enterprise has typed since, and what happened to it. */
export async function lookWhole(
  reports: Reports,
  of: { enterprise: EnterpriseRef; period: Period; today: CalendarDate },
): Promise<StaffLook> {
  const record = await reports.find(of.enterprise, of.period);
  const [look, versions, steps] = await Promise.all([
    lookAtReport(reports, of, record),
    record ? reports.submissions(record.id) : [],
    record ? reports.steps(record.id) : [],
  ]);
  const { asked, facts, past, openings } = look;
  const inForce = record?.submission
    ? viewReport({
        ...{ period: of.period, today: of.today, asked, facts, past, openings },
        record: { ...record, draft: [], draftReasons: [] },
      })
    : look.view;
  return { ...look, inForce, versions, steps };
}
