import type { EnterpriseRef } from '../../core/actor.ts';
import type { Doer } from '../../core/audit.ts';
import { baseOf } from './complete.ts';
import type { DraftEntry, EnteredBy, ReportRecord } from './record.ts';
import { type ReportView, type Viewed, viewReport } from './view.ts';

/**
 * 零报告: every flow is nothing this month, stocks stay as they are known, and the one reason answers whatever the checks
 * ask. What was typed of flows before is put aside.
 */
export function asZero(
  { record, version }: ReportView,
  given: Omit<Viewed, 'record'> & { enterprise: EnterpriseRef; reason: string; doer: Doer },
): ReportView {
  const { enterprise, reason, doer, ...viewed } = given;
  const { period, asked, past } = viewed;
  const entered: EnteredBy = {
    by: { personId: doer.personId ?? '', name: null },
    at: doer.at,
    via: doer.channel,
    onBehalf: false,
  };
  const said = new Set([...(record?.draft ?? []), ...(record?.values ?? [])].map(({ key }) => key));
  const nothing = asked
    // What is optional and was never reported is no part of the report; whatever was typed or handed in becomes nothing.
    .filter(({ kind, key, isRequired }) => kind === 'FLOW' && (isRequired || past.previous?.has(key) || said.has(key)))
    .map(({ key }): DraftEntry => {
      // In January, and where last month's is known, the cumulative figure stays what it was; else it is what was typed.
      const typed = record?.draft.find((entry) => entry.key === key)?.total ?? null;
      const total = baseOf(period, key, past.previous) ?? typed;
      return { key, month: 0n, total, seq: version, replaced: null, ...entered };
    });
  const keys = new Set(nothing.map(({ key }) => key));
  const kept = record?.draft.filter(({ key }) => !keys.has(key)) ?? [];
  const zeroed: ReportRecord = { ...(record ?? blank(enterprise, period)), draft: [...kept, ...nothing] };
  const open = viewReport({ ...viewed, record: zeroed });
  const draftReasons = open.unexplained.map(({ id, basis }) => ({
    findingId: id,
    basis,
    code: 'OTHER' as const,
    text: reason,
  }));
  const view = viewReport({
    ...viewed,
    record: { ...zeroed, draftReasons: [...zeroed.draftReasons, ...draftReasons] },
  });
  // Of a report that was not begun there is still none.
  return { ...view, record, version };
}

function blank(enterprise: EnterpriseRef, period: string): ReportRecord {
  return {
    id: '',
    enterprise,
    period,
    state: 'DRAFT',
    version: 0,
    exempt: null,
    returned: null,
    inquiry: null,
    submission: null,
    values: [],
    reasons: [],
    draft: [],
    draftReasons: [],
  };
}
