import type { CalendarDate } from '../calendar.ts';
import type { AskedIndicator, ReporterFacts } from './asked.ts';
import type { Cell } from './cell.ts';
import { check } from './checks.ts';
import { baseOf, complete } from './complete.ts';
import type { Finding, GivenReason, SoftFinding } from './finding.ts';
import type { Period } from './period.ts';
import { cellsOf, type EnteredBy, type Past, type ReportRecord } from './record.ts';
import { type ReportStatus, statusOf } from './status.ts';
import { type Openness, opennessOf, type PeriodOpening } from './window.ts';

/**
 * Where a figure comes from. entered: typed and not handed in yet. submitted: as it was handed in. carried: a stock of last
 * month that nobody confirmed. none: nothing there.
 */
export type Origin = 'entered' | 'submitted' | 'carried' | 'none';

/** One line of the table. */
export interface ViewRow extends Cell {
  indicator: AskedIndicator;
  origin: Origin;
  entered: EnteredBy | null;
  /** Of what is not handed in yet: what it will be instead of, typed before or handed in. */
  replaced: (Cell & EnteredBy) | null;
  /** The cumulative figure was computed, not typed. */
  isComputed: boolean;
  /** Last month's figure. */
  last: bigint | null;
}

/** A report as people are shown it, with everything that was found. */
export interface ReportView {
  period: Period;
  status: ReportStatus;
  openness: Openness;
  /** null: nothing was begun */
  record: ReportRecord | null;
  /** 0: nothing was begun */
  version: number;
  rows: readonly ViewRow[];
  findings: readonly Finding[];
  /** Soft findings whose figures nobody has given a reason for. */
  unexplained: readonly SoftFinding[];
  /** The reasons that hold. */
  reasons: readonly GivenReason[];
  /** Whether something was typed since it was handed in. */
  hasChanges: boolean;
  /** Whether what is handed in now is a 更正. */
  isCorrection: boolean;
}

export interface Viewed {
  period: Period;
  record: ReportRecord | null;
  asked: readonly AskedIndicator[];
  facts: ReporterFacts;
  past: Past;
  openings: readonly PeriodOpening[];
  today: CalendarDate;
}

/** Puts together what was typed, what was handed in and what is carried over, and checks it. */
export function viewReport({ period, record, asked, facts, past, openings, today }: Viewed): ReportView {
  const drafts = new Map(record?.draft.map((entry) => [entry.key, entry]));
  const submitted = new Map(record?.values.map((value) => [value.key, value]));
  const found = new Map(
    asked.map((indicator) => {
      const { key } = indicator;
      return [key, drafts.get(key) ?? submitted.get(key) ?? carriedOf(indicator, past)] as const;
    }),
  );
  const given = [...found].flatMap(([key, one]) => (one ? [{ key, month: one.month, total: one.total }] : []));
  const cells = complete(period, asked, cellsOf(given), past.previous);
  const isCorrection = needsCorrection(record, period, today, openings);
  const mode = isCorrection ? ('correction' as const) : ('report' as const);
  const findings = check({ period, asked, cells, given: cellsOf(given), facts, ...past, mode });
  const reasons = [...(record?.reasons ?? []), ...(record?.draftReasons ?? [])];
  const soft = findings.filter((one) => one.severity === 'soft');
  const holds = (one: SoftFinding, { findingId, basis }: GivenReason) => findingId === one.id && basis === one.basis;
  return {
    period,
    status: statusOf(record, period, today),
    openness: opennessOf(period, today, openings),
    record,
    version: record?.version ?? 0,
    rows: asked.map((indicator) => {
      const { key } = indicator;
      const one = found.get(key);
      const entered = drafts.get(key) ?? submitted.get(key) ?? null;
      const cell = cells.get(key) ?? { month: null, total: null };
      const isCarried = one !== undefined && (!entered || (!drafts.has(key) && submitted.get(key)?.isCarried === true));
      const origin = isCarried ? 'carried' : drafts.has(key) ? 'entered' : entered ? 'submitted' : 'none';
      // What was handed in holds its sum; where that follows from the month it was nobody's word.
      const base = baseOf(period, key, past.previous);
      const follows = one !== undefined && base !== null && one.month !== null && one.total === base + one.month;
      const replaced = drafts.get(key)?.replaced ?? (drafts.has(key) ? (submitted.get(key) ?? null) : null);
      const isComputed = cell.total !== null && (one?.total === null || (origin === 'submitted' && follows));
      const last = past.previous?.get(key)?.month ?? null;
      return { indicator, ...cell, origin, entered, replaced, isComputed, last };
    }),
    findings,
    unexplained: soft.filter((one) => !reasons.some((reason) => holds(one, reason))),
    reasons: soft.flatMap((one) => reasons.findLast((reason) => holds(one, reason)) ?? []),
    hasChanges: (record?.draft.length ?? 0) > 0,
    isCorrection,
  };
}

/** 沿用: of a stock, what there was last month. A flow is asked anew each month. */
function carriedOf({ key, kind }: AskedIndicator, { previous }: Past): Cell | undefined {
  if (kind !== 'STOCK') return undefined;
  const month = previous?.get(key)?.month ?? null;
  return month === null ? undefined : { month, total: null };
}

/** After approval, or after the window where something was handed in, a change is a 更正; unless staff asked for it. */
function needsCorrection(
  record: ReportRecord | null,
  period: Period,
  today: CalendarDate,
  openings: readonly PeriodOpening[],
): boolean {
  if (!record?.submission) return false;
  // What staff handed back is put right, not corrected; a 更正 that they handed back stays one.
  if (record.state === 'RETURNED') return record.submission.kind === 'CORRECTION';
  return record.state === 'APPROVED' || opennessOf(period, today, openings) !== 'open';
}

/**
 * What handing in has to give a reason for, beside what the checks ask; null: nothing. Late is who hands in late, not who
 * puts right what was handed back: that has days of its own (domain.md D3).
 */
export function saysWhy({ isCorrection, openness, record }: ReportView): 'correction' | 'late' | null {
  if (isCorrection) return 'correction';
  return openness === 'late' && !record?.submission ? 'late' : null;
}

/** Whether it can be handed in as it stands. */
export function isReady({ findings, unexplained }: ReportView): boolean {
  return unexplained.length === 0 && findings.every(({ severity }) => severity === 'soft');
}
