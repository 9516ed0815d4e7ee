import type { EnterpriseRef } from '../../src/core/actor.ts';
import { dateOf } from '../../src/domain/calendar.ts';
import { type AskedIndicator, askedOf } from '../../src/domain/reports/asked.ts';
import { baseOf } from '../../src/domain/reports/complete.ts';
import type { GivenReason } from '../../src/domain/reports/finding.ts';
import { setFor } from '../../src/domain/reports/indicators.ts';
import { lookAtReport } from '../../src/domain/reports/look.ts';
import { addPeriods, type Period } from '../../src/domain/reports/period.ts';
import type { ReportRecord, SubmissionKind } from '../../src/domain/reports/record.ts';
import type { NewEntry, Reports } from '../../src/domain/reports/reports.ts';
import type { Client, Database } from '../../src/store/database.ts';
import { createReports } from '../../src/store/reports/reports.ts';
import { storeDeps, testDoer } from './stores.ts';

/** 万元 or a count; of the month, or with the cumulative figure. */
type Figure = number | { month: number; total: number };

export interface PlantedReport {
  /** Full name */
  enterprise: string;
  period: Period;
  /** By key; what else the enterprise must report gets a usual figure. A key with null is left out. */
  figures?: Readonly<Record<string, Figure | null>>;
  /** When; else on day 6 of the next month, 10:00. */
  at?: Date;
  /** The person who does it; else the first who speaks for the enterprise. */
  personId?: string;
  via?: 'wecom-app' | 'dingtalk-robot' | 'h5';
  kind?: Exclude<SubmissionKind, 'CORRECTION'>;
  /** Said of a late one, a correction or a zero report. */
  reason?: string;
  /** What is said to soft findings; all are answered. */
  explanation?: string;
  /** False: it stays a draft. */
  isHandedIn?: boolean;
}

/** What an enterprise reports in a usual month. */
const usual: Readonly<Record<string, number>> = {
  revenue: 320,
  hiTechRevenue: 210,
  outputValue: 330,
  rndExpense: 18.5,
  totalProfit: 27,
  taxPaid: 9.8,
  staff: 46,
  techStaff: 15,
};

/**
 * Hands in reports as enterprises do, through the store: with its rules, versions and findings, as if everything had been
 * typed and explained. One after the other in the order given. @returns the records as they stand
 */
export async function plantReports(
  database: Pick<Database, 'client' | 'sql'>,
  planted: PlantedReport | readonly PlantedReport[],
): Promise<ReportRecord[]> {
  const reports = createReports(storeDeps(database));
  const records: ReportRecord[] = [];
  for (const one of [planted].flat()) records.push(await plant(database.client, reports, one));
  return records;
}

/** Makes room for them where the demo has reports of its own. */
export async function clearReports(client: Client): Promise<void> {
  await client.reportEntry.deleteMany();
  await client.reportStep.deleteMany();
  await client.reportValue.deleteMany();
  await client.reportSubmission.deleteMany();
  await client.monthlyReport.deleteMany();
  await client.periodOpening.deleteMany();
}

async function plant(client: Client, reports: Reports, one: PlantedReport): Promise<ReportRecord> {
  const { period, figures = {}, via = 'wecom-app', kind = 'REPORT', isHandedIn = true } = one;
  const enterprise = await enterpriseOf(client, one.enterprise);
  const personId = one.personId ?? (await speakerOf(client, enterprise.id));
  const at = one.at ?? new Date(`${addPeriods(period, 1)}-06T02:00:00Z`);
  const doer = () => testDoer(at, { personId, role: 'contact', channel: via });
  const of = { enterprise, period, today: dateOf(at) };
  const facts = await reports.facts(enterprise, period);
  const asked = askedOf(setFor(await reports.sets(), period), facts);
  const { previous } = await reports.past(enterprise.id, period);
  if (kind === 'REPORT') {
    const entries = asked.flatMap((indicator) => entryOf(indicator, figures, baseOf(period, indicator.key, previous)));
    await reports.fill(doer(), { enterprise, period, entries, seen: null, onBehalf: false });
  }
  let look = await lookAtReport(reports, of);
  const { record, unexplained } = look.view;
  if (record && unexplained.length > 0 && isHandedIn) {
    const reasons = unexplained.map(
      ({ id, basis }): GivenReason => ({ findingId: id, basis, code: 'OTHER', text: one.explanation ?? '经核对无误' }),
    );
    await reports.explain(doer(), { reportId: record.id, reasons });
    look = await lookAtReport(reports, of);
  }
  if (!isHandedIn) {
    if (!look.view.record) throw new Error('nothing was typed');
    return look.view.record;
  }
  const { version, openness, isCorrection } = look.view;
  const needsReason = kind === 'ZERO' || openness === 'late' || isCorrection;
  const made = await reports.submit(doer(), {
    ...{ enterprise, period, version, kind },
    reason: one.reason ?? (needsReason ? '财务结账较晚' : null),
    onBehalf: false,
    tell: () => [],
  });
  if (made.is === 'submitted') return made.record;
  const why = made.is === 'refused' ? made.view.findings.map(({ text }) => text).join('\n') : made.is;
  throw new Error(`${enterprise.name} ${period} could not be planted: ${why}`);
}

function entryOf(
  { key, unit, kind, isRequired }: AskedIndicator,
  figures: NonNullable<PlantedReport['figures']>,
  base: bigint | null,
): NewEntry[] {
  const given = key in figures ? figures[key] : isRequired ? (usual[key] ?? 0) : null;
  if (given == null) return [];
  const inUnits = (value: number) => (unit === 'WAN' ? BigInt(Math.round(value * 100)) * 10_000n : BigInt(value));
  const month = inUnits(typeof given === 'number' ? given : given.month);
  if (kind === 'STOCK') return [{ key, month, total: null }];
  // Where nothing is known of the months before they brought nothing.
  if (typeof given === 'number') return [{ key, month, total: base === null ? month : null }];
  return [{ key, month, total: inUnits(given.total) }];
}

export async function enterpriseOf(client: Client, name: string): Promise<EnterpriseRef> {
  const { enterpriseId } = await client.enterpriseName.findFirstOrThrow({ where: { kind: 'FULL', text: name } });
  return { id: enterpriseId, name };
}

async function speakerOf(client: Client, enterpriseId: string): Promise<string | null> {
  const binding = await client.binding.findFirst({
    where: { enterpriseId, endedAt: null },
    orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
  });
  return binding?.personId ?? null;
}
