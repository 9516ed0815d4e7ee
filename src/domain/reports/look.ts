import type { EnterpriseRef } from '../../core/actor.ts';
import type { CalendarDate } from '../calendar.ts';
import { type AskedIndicator, askedOf, type ReporterFacts } from './asked.ts';
import { type IndicatorSet, setFor } from './indicators.ts';
import type { Period } from './period.ts';
import type { Past, ReportRecord } from './record.ts';
import type { Reports } from './reports.ts';
import { type ReportView, viewReport } from './view.ts';
import type { PeriodOpening } from './window.ts';

/** One enterprise's report of a period as it stands, with what it is asked and compared with. */
export interface ReportLook {
  enterprise: EnterpriseRef;
  set: IndicatorSet;
  asked: readonly AskedIndicator[];
  facts: ReporterFacts;
  past: Past;
  openings: readonly PeriodOpening[];
  view: ReportView;
}

type Reads = Pick<Reports, 'sets' | 'find' | 'past' | 'facts' | 'openings'>;

/**
 * Reads a report and everything it is shown with. @param known the record, where a change has just handed it back
 */
export async function lookAtReport(
  reports: Reads,
  of: { enterprise: EnterpriseRef; period: Period; today: CalendarDate },
  known?: ReportRecord | null,
): Promise<ReportLook> {
  const { enterprise, period, today } = of;
  const [sets, record, past, facts, openings] = await Promise.all([
    reports.sets(),
    known === undefined ? reports.find(enterprise, period) : known,
    reports.past(enterprise.id, period),
    reports.facts(enterprise, period),
    reports.openings(period, enterprise.id),
  ]);
  const set = setFor(sets, period);
  const asked = askedOf(set, facts);
  const view = viewReport({ period, record, asked, facts, past, openings, today });
  return { enterprise, set, asked, facts, past, openings, view };
}

/**
 * The same report after a change that was just made: what it is asked and compared with has been read a moment ago, and
 * who hands in is held to it anew in any case.
 */
export function lookAgain(seen: ReportLook, record: ReportRecord | null, today: CalendarDate): ReportLook {
  const { asked, facts, past, openings } = seen;
  const { period } = seen.view;
  return { ...seen, view: viewReport({ period, record, asked, facts, past, openings, today }) };
}
