import type { EnterpriseRef } from '../../core/actor.ts';
import { dateOf } from '../calendar.ts';
import type { AskedIndicator } from './asked.ts';
import type { Cell } from './cell.ts';
import { baseOf } from './complete.ts';
import { lookAtReport, type ReportLook } from './look.ts';
import { addPeriods, formatPeriod, lastPeriod, type Period } from './period.ts';
import type { Reports } from './reports.ts';
import { isOwed } from './status.ts';

/** What stands in the sheet beside figures, and is looked for when it comes back. */
export const templateSheet = '月报';
export const templateWords = {
  indicator: '指标',
  unit: '单位',
  note: '口径',
  enterprise: '企业全称',
  version: '表格版本（请勿改动）',
  total: '累计',
} as const;
/** Stands where a month does not ask for the figure of its row. */
export const notAsked = '—';

/** One month that takes figures. */
export interface TemplateMonth {
  period: Period;
  isLate: boolean;
  /** What the report counted when the sheet was made: what others typed later is not overwritten by it. */
  version: number;
  asked: readonly AskedIndicator[];
  /** What is known: typed, handed in or carried over. Of cumulative figures those that do not follow from the month's. */
  known: ReadonlyMap<string, Cell>;
  /**
   * Of which the cumulative figure is asked as well: last month's is not there, so that this one's does not follow. Empty
   * while that is so of none that must be reported: a column that nearly nobody needs would only stand between the months.
   */
  totals: ReadonlySet<string>;
}

export interface ReportTemplate {
  enterprise: EnterpriseRef;
  /** The earliest first: in this order they can be handed in. */
  months: readonly TemplateMonth[];
}

/** Months before the last one that staff may have opened again. */
const monthsBack = 12;

/** The sheet of an enterprise: every month in which there is something for it to do. */
export async function templateFor(
  reports: Pick<Reports, 'sets' | 'find' | 'past' | 'facts' | 'openings'>,
  { enterprise, now }: { enterprise: EnterpriseRef; now: Date },
): Promise<ReportTemplate> {
  const today = dateOf(now);
  const last = lastPeriod(now);
  const months: TemplateMonth[] = [];
  for (let back = monthsBack; back >= 0; back--) {
    const period = addPeriods(last, -back);
    const look = await lookIfTaken(reports, { enterprise, period, today });
    if (look) months.push(monthOf(look, period, months.at(-1)?.period === addPeriods(period, -1)));
  }
  return { enterprise, months };
}

async function lookIfTaken(
  reports: Parameters<typeof templateFor>[0],
  of: Parameters<typeof lookAtReport>[1],
): Promise<ReportLook | null> {
  const look = await lookAtReport(reports, of);
  const { openness, record, status } = look.view;
  if (record?.exempt) return null;
  // After the window only what is owed, or what staff opened again: the rest is handed in and would only be in the way.
  const isWanted = openness === 'open' || (openness === 'late' && (isOwed(status) || look.openings.length > 0));
  return isWanted ? look : null;
}

/** @param followsAnother the month before is in the sheet as well: once that is handed in, the sums follow */
function monthOf({ asked, past, view }: ReportLook, period: Period, followsAnother: boolean): TemplateMonth {
  const known = view.rows.flatMap(({ indicator: { key, kind }, month, total, origin }) => {
    const base = kind === 'FLOW' ? baseOf(period, key, past.previous) : null;
    // One that follows from the month's would contradict it as soon as that is changed.
    const follows = kind === 'STOCK' || (base !== null && month !== null && base + month === total);
    return origin === 'none' ? [] : [[key, { month, total: follows ? null : total }] as const];
  });
  const typed = new Set(known.flatMap(([key, { total }]) => (total === null ? [] : key)));
  const open = asked.filter(
    ({ key, kind }) => kind === 'FLOW' && !followsAnother && baseOf(period, key, past.previous) === null,
  );
  const isAsked = typed.size > 0 || open.some(({ isRequired }) => isRequired);
  return {
    period,
    isLate: view.openness === 'late',
    version: view.version,
    asked,
    known: new Map(known),
    totals: new Set(isAsked ? [...typed, ...open.map(({ key }) => key)] : []),
  };
}

/** All indicators of the months, in the order of the form; of one that was renamed the latest name. */
export function templateRows({ months }: Pick<ReportTemplate, 'months'>): AskedIndicator[] {
  const rows = new Map<string, AskedIndicator>();
  for (const { asked } of months.toReversed()) {
    for (const indicator of asked) if (!rows.has(indicator.key)) rows.set(indicator.key, indicator);
  }
  return [...rows.values()];
}

/** The heading of a month's column: `2026年9月`, `2026年9月累计`. */
export function monthHeader(period: Period, of: 'MONTH' | 'TOTAL'): string {
  return `${formatPeriod(period)}${of === 'TOTAL' ? templateWords.total : ''}`;
}
