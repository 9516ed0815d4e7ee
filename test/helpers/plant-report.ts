import type { EnterpriseRef } from '../../src/core/actor.ts';
import { dateOf } from '../../src/domain/calendar.ts';
import type { AskedIndicator } from '../../src/domain/reports/asked.ts';
import type { Cell } from '../../src/domain/reports/cell.ts';
import { lookAtReport } from '../../src/domain/reports/look.ts';
import { addPeriods, monthOfPeriod, type Period } from '../../src/domain/reports/period.ts';
import type { ReportRecord } from '../../src/domain/reports/record.ts';
import type { NewEntry, Reports } from '../../src/domain/reports/reports.ts';
import type { Database } from '../../src/store/database.ts';
import { createReports } from '../../src/store/reports/reports.ts';
import { wan } from './report-rows.ts';
import { storeDeps, testDoer } from './stores.ts';

/** 万元 or a count; of the month, or with the cumulative figure. */
type Figure = number | { month: number; total: number };

export interface PlantedReport {
  /** Full name */
  enterprise: string;
  period: Period;
  /** By key; what is not given of what the enterprise is asked is as usual. */
  figures?: Readonly<Record<string, Figure>>;
  /** When; else on day 5 of the next month, 09:59. */
  at?: Date;
  /** Name of who does it; else the first who speaks for the enterprise. */
  by?: string;
  /** Said of a late one. */
  reason?: string;
  /** What is said to soft findings, in words; else 情况属实. All are answered. */
  explanation?: string;
  /** False: it stays a draft. */
  isHandedIn?: boolean;
}

/** What a healthy small firm reports in a month. */
const usual: Readonly<Record<string, number>> = {
  ...{ revenue: 320, hiTechRevenue: 260, outputValue: 330, rndExpense: 18.5, totalProfit: 12, taxPaid: 9 },
  ...{ staff: 46, techStaff: 12, inventionApplied: 0, inventionGranted: 0 },
};

export const reportsOf = (database: Pick<Database, 'client' | 'sql'>): Reports => createReports(storeDeps(database));

/** The enterprise of the demo by its full name. */
export async function enterpriseNamed({ client }: Pick<Database, 'client'>, name: string): Promise<EnterpriseRef> {
  const { enterpriseId } = await client.enterpriseName.findFirstOrThrow({ where: { kind: 'FULL', text: name } });
  return { id: enterpriseId, name };
}

/** The person of the demo by their name. */
export async function personNamed({ client }: Pick<Database, 'client'>, name: string): Promise<string> {
  return (await client.person.findFirstOrThrow({ where: { name } })).id;
}

/**
 * Reports a month as an enterprise does in the chat, through the store: with its rules, versions and findings, as if
 * everything had been typed and explained.
 */
export async function plantReport(
  database: Pick<Database, 'client' | 'sql'>,
  planted: PlantedReport,
): Promise<ReportRecord> {
  const { period, figures = {}, explanation, isHandedIn = true } = planted;
  const reports = reportsOf(database);
  const enterprise = await enterpriseNamed(database, planted.enterprise);
  const personId = await (planted.by ? personNamed(database, planted.by) : speakerOf(database, enterprise.id));
  const at = planted.at ?? new Date(`${addPeriods(period, 1)}-05T01:59:00Z`);
  const doer = () => testDoer(at, { personId, role: 'contact' });
  const of = { enterprise, period, today: dateOf(at) };

  const { asked, past } = await lookAtReport(reports, of);
  const entries = asked.flatMap((one) => entryOf(one, figures[one.key], monthsIn(period, past.previous?.get(one.key))));
  const { record: draft } = await reports.fill(doer(), { enterprise, period, entries, seen: null, onBehalf: false });
  if (!isHandedIn) return draft;

  const { unexplained } = (await lookAtReport(reports, of, draft)).view;
  const said = explanation ? { code: 'OTHER' as const, text: explanation } : { code: 'AS_IS' as const, text: null };
  const reasons = unexplained.map(({ id, basis }) => ({ findingId: id, basis, ...said }));
  await reports.explain(doer(), { reportId: draft.id, reasons });

  const { view } = await lookAtReport(reports, of);
  const handed = await reports.submit(doer(), {
    ...{ enterprise, period, version: view.version, kind: 'REPORT', onBehalf: false, tell: () => [] },
    reason: planted.reason ?? null,
  });
  if (handed.is === 'submitted') return handed.record;
  const why = handed.is === 'refused' ? handed.view.findings.map(({ text }) => text).join('\n') : handed.is;
  throw new Error(`the report of ${enterprise.name} for ${period} was not taken: ${why}`);
}

/** As if nothing had been reported for a month, or ever: the demo's placeholders have reported a year. */
export async function clearReports({ client }: Pick<Database, 'client'>, month?: Period): Promise<void> {
  const period = month ?? { gte: '' };
  const ofReport = { report: { period } };
  await client.reportValue.deleteMany({ where: { submission: ofReport } });
  await client.reportSubmission.deleteMany({ where: ofReport });
  await client.reportEntry.deleteMany({ where: ofReport });
  await client.reportStep.deleteMany({ where: ofReport });
  await client.monthlyReport.deleteMany({ where: { period } });
  await client.periodOpening.deleteMany({ where: { period } });
  await client.fundClaim.deleteMany({ where: { period, note: { endsWith: '月报填报' } } });
}

/** How many months a sum that must be said is of: where the months before are not known they were like this one. */
function monthsIn(period: Period, previous: Cell | undefined): number | null {
  const month = monthOfPeriod(period);
  return previous === undefined && month > 1 ? month : null;
}

function entryOf(
  { key, unit, kind, isRequired }: AskedIndicator,
  given: Figure | undefined,
  months: number | null,
): NewEntry[] {
  const figure = given ?? usual[key] ?? (isRequired ? 0 : null);
  if (figure === null) return [];
  const inUnits = (value: number) => (unit === 'WAN' ? wan(value) : BigInt(value));
  if (typeof figure !== 'number') return [{ key, month: inUnits(figure.month), total: inUnits(figure.total) }];
  const month = inUnits(figure);
  return [{ key, month, total: kind === 'STOCK' || months === null ? null : month * BigInt(months) }];
}

async function speakerOf({ client }: Pick<Database, 'client'>, enterpriseId: string): Promise<string> {
  const { personId } = await client.binding.findFirstOrThrow({
    where: { enterpriseId, endedAt: null },
    orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
  });
  return personId;
}
