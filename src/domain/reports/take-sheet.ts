import type { Actor, EnterpriseRef } from '../../core/actor.ts';
import type { AuditFact, Doer } from '../../core/audit.ts';
import { type CalendarDate, dateOf } from '../calendar.ts';
import type { Ledger } from '../ledger.ts';
import { type Cell, isSameCell } from './cell.ts';
import type { Indicator } from './indicators.ts';
import { lookAtReport, type ReportLook } from './look.ts';
import { type Overwritten, overwrittenIn } from './overwritten.ts';
import { formatPeriod, type Period } from './period.ts';
import { type DraftEntry, reportRead } from './record.ts';
import type { NewEntry, Reports } from './reports.ts';
import { isNamed, type ReportGrid, type ReportSheet, readReportSheet } from './sheet.ts';
import { type CellProblem, readSheetFigures, type SheetFigures } from './sheet-figures.ts';
import type { ReportView } from './view.ts';
import { whyClosed } from './window.ts';

/** What came of one month of a sheet. */
export interface ReadMonth {
  period: Period;
  /** How many figures the sheet has for it. */
  read: number;
  /** How many of them were new or other than before. */
  changed: number;
  /** What others have typed since the sheet was made, and what the sheet says: theirs was left. */
  conflicts: readonly { label: string; theirs: DraftEntry; yours: Cell; unit: Pick<Indicator, 'unit'> }[];
  /** What stood there and is another now. */
  overwritten: readonly Overwritten[];
  view: ReportView;
}

/** A sheet is taken, or refused as a whole with its reasons. */
export type TakenSheet =
  | { is: 'refused'; reasons: readonly string[]; audit: readonly AuditFact[] }
  | {
      is: 'taken';
      enterprise: EnterpriseRef;
      months: readonly ReadMonth[];
      problems: readonly CellProblem[];
      notes: readonly string[];
      /** The months are shown as they stand. */
      audit: readonly AuditFact[];
    };

interface Taking {
  reports: Reports;
  doer: Doer;
  actor: Actor;
  today: CalendarDate;
}

/**
 * Takes the figures of a filled-in sheet as drafts, each month to be looked at and confirmed: the same for a file from a
 * chat and from the page. @throws UserError if it is no such sheet
 */
export async function takeSheet(
  {
    reports,
    ledger,
    doer,
    actor,
    now,
  }: { reports: Reports; ledger: Pick<Ledger, 'findEnterprises'>; doer: Doer; actor: Actor; now: Date },
  grid: ReportGrid,
): Promise<TakenSheet> {
  const ctx: Taking = { reports, doer, actor, today: dateOf(now) };
  const sheet = readReportSheet(grid);
  const enterprise = actor.enterprises.find(({ name }) => isNamed(sheet, name));
  if (!enterprise) {
    const { enterprises } = await ledger.findEnterprises(sheet.enterprise);
    const other = enterprises.find(({ name }) => isNamed(sheet, name)) ?? null;
    return { is: 'refused', reasons: [notTheirs(sheet, actor.enterprises)], audit: [deniedOf(other)] };
  }
  const looks = new Map<Period, ReportLook>();
  for (const period of new Set(sheet.columns.map((column) => column.period))) {
    looks.set(period, await lookAtReport(reports, { enterprise, period, today: ctx.today }));
  }
  const figures = readSheetFigures(sheet, new Map([...looks].map(([period, { asked }]) => [period, asked])));
  const reasons = whyRefused(figures, looks, ctx.today);
  if (reasons.length > 0) return { is: 'refused', reasons, audit: [] };
  const months: ReadMonth[] = [];
  for (const { period, entries } of figures.months.toSorted((a, b) => (a.period < b.period ? -1 : 1))) {
    const look = looks.get(period);
    if (look) months.push(await keep(ctx, { look, entries, seen: sheet.versions.get(period) ?? null }));
  }
  const { problems, notes } = figures;
  const audit = months.map(({ view: { period, record } }) => reportRead({ enterprise, period, record }));
  return { is: 'taken', enterprise, months, problems, notes, audit };
}

/** A sheet of an enterprise that is none of theirs; null: of none that is registered. */
function deniedOf(other: EnterpriseRef | null): AuditFact {
  return {
    action: 'report.fill',
    result: 'denied',
    objectType: 'enterprise',
    ...(other ? { objectId: other.id, enterpriseId: other.id } : {}),
  };
}

function notTheirs({ enterprise }: ReportSheet, own: readonly EnterpriseRef[]): string {
  const names = own
    .map(({ name }) => `“${name}”`)
    .slice(0, 5)
    .join('、');
  return `表中的企业全称为“${enterprise.slice(0, 50)}”，不是您绑定的企业${names}。请核对后重新发送，或发送“/月报 模板”重新获取表格。`;
}

/** A month that takes nothing makes the whole of a sheet doubtful: it may be an old one. Its column may be there empty. */
function whyRefused({ months }: SheetFigures, looks: ReadonlyMap<Period, ReportLook>, today: string): string[] {
  return months.flatMap(({ period, entries }) => {
    const look = looks.get(period);
    if (!look || entries.length === 0) return [];
    const why = whyClosed(period, today, look.openings);
    if (why !== null) return [`${why}请删除该月份列后重新发送。`];
    return look.view.record?.exempt ? [`${formatPeriod(period)}已免报，无需填报，请删除该月份列后重新发送。`] : [];
  });
}

/** Keeps the figures of one month as drafts. */
async function keep(
  ctx: Taking,
  { look, entries, seen }: { look: ReportLook; entries: readonly NewEntry[]; seen: number | null },
): Promise<ReadMonth> {
  const { enterprise, view } = look;
  const { period } = view;
  const rows = new Map(view.rows.map((row) => [row.indicator.key, row]));
  const drafts = new Map(view.record?.draft.map((entry) => [entry.key, entry]));
  const standsOf = (key: string) => drafts.get(key) ?? view.record?.values.find((value) => value.key === key);
  // 沿用 that came back as it was written into the sheet was confirmed by nobody.
  const said = entries
    .filter(({ key, month, total }) => {
      const row = rows.get(key);
      return !(row?.origin === 'carried' && total === null && month === row.month);
    })
    .map((entry) => ({ key: entry.key, ...beside(entry, standsOf(entry.key)) }));
  // Who sends the same sheet again after putting something right overwrites what they sent before, not what others did.
  const isOthers = (entry: NewEntry) => {
    const theirs = drafts.get(entry.key);
    const isNewer = seen !== null && theirs !== undefined && theirs.seq > seen;
    return isNewer && theirs.by.personId !== ctx.actor.personId && !isSameCell(theirs, entry);
  };
  const before = said.filter(isOthers);
  const taken = said.filter((entry) => !before.includes(entry) && !isSameCell(standsOf(entry.key), entry));
  const filling = { enterprise, period, entries: taken, seen: view.version, onBehalf: false };
  const filled = taken.length === 0 ? null : await ctx.reports.fill(ctx.doer, filling);
  const conflicts = [
    ...before.flatMap(({ key, month, total }) => {
      const theirs = drafts.get(key);
      return theirs ? [{ key, theirs, yours: { month, total } }] : [];
    }),
    ...(filled?.conflicts ?? []),
  ];
  const kept = taken.filter(({ key }) => !filled?.conflicts.some((one) => one.key === key));
  const after = filled
    ? await lookAtReport(ctx.reports, { enterprise, period, today: ctx.today }, filled.record)
    : look;
  return {
    period,
    read: entries.length,
    changed: kept.length,
    conflicts: conflicts.flatMap(({ key, theirs, yours }) => {
      const indicator = rows.get(key)?.indicator;
      return indicator ? [{ label: indicator.label, theirs, yours, unit: indicator }] : [];
    }),
    overwritten: overwrittenIn(view, kept, seen),
    view: after.view,
  };
}

/** A cell that is empty takes nothing away; but a sum that somebody typed before does not go with another figure. */
function beside({ month, total }: Cell, stands: Cell | undefined): Cell {
  return {
    month: month ?? (total === stands?.total ? stands.month : null),
    total: total ?? (month === stands?.month ? stands.total : null),
  };
}
