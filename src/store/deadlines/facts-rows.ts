import { grouped } from '../../core/grouped.ts';
import type { DutyFact } from '../../domain/applications.ts';
import type { EnterpriseFacts } from '../../domain/deadlines/deadlines.ts';
import type { QualificationHistory } from '../../domain/ledger.ts';

export interface EnterpriseRow {
  id: string;
  name: string;
  industry: string | null;
  operatingState: string;
}

/** Each enterprise with its part of the history, in the order of the rows. */
export function toFacts(
  rows: readonly EnterpriseRow[],
  history: QualificationHistory,
  dutiesOf: (enterpriseId: string) => readonly DutyFact[],
): EnterpriseFacts[] {
  const qualificationsOf = grouped(history.qualifications, ({ enterprise }) => enterprise.id);
  const applicationsOf = grouped(history.applications, ({ enterprise }) => enterprise.id);
  return rows.map(({ id, name, industry, operatingState }) => ({
    enterprise: { id, name },
    industry,
    operatingState,
    history: { qualifications: qualificationsOf.get(id) ?? [], applications: applicationsOf.get(id) ?? [] },
    duties: dutiesOf(id),
  }));
}
