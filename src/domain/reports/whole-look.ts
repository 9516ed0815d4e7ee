import type { EnterpriseRef } from '../../core/actor.ts';
import type { CalendarDate } from '../calendar.ts';
import { lookAtReport, type ReportLook } from './look.ts';
import type { Period } from './period.ts';
import type { ReportRecord, ReportStep, Submission, SubmittedValue } from './record.ts';
import type { Reports } from './reports.ts';
import { type ReportView, viewReport } from './view.ts';

/** A report with everything that is shown of it to staff. `inForce`: what was handed in, without what was typed since. */
export interface StaffLook extends ReportLook {
  inForce: ReportView;
  /** Every handing in with its figures, the oldest first */
  versions: readonly (Submission & { values: readonly SubmittedValue[] })[];
  steps: readonly ReportStep[];
}

/** A report as staff look at it. @param known the record, as it was just read or as a change has handed it back */
export async function lookWhole(
  reports: Reports,
  of: { enterprise: EnterpriseRef; period: Period; today: CalendarDate },
  known?: ReportRecord | null,
): Promise<StaffLook> {
  const record = known === undefined ? await reports.find(of.enterprise, of.period) : known;
  const [look, versions, steps] = await Promise.all([
    lookAtReport(reports, of, record),
    record ? reports.submissions(record.id) : [],
    record ? reports.steps(record.id) : [],
  ]);
  return { ...look, inForce: inForceOf(look, of.today), versions, steps };
}

/** What is decided about is what was handed in. */
function inForceOf({ view, asked, facts, past, openings }: ReportLook, today: CalendarDate): ReportView {
  const { record, period } = view;
  const hasTyped = record?.submission != null && (record.draft.length > 0 || record.draftReasons.length > 0);
  if (!hasTyped) return view;
  return viewReport({
    period,
    asked,
    facts,
    past,
    openings,
    today,
    record: { ...record, draft: [], draftReasons: [] },
  });
}
