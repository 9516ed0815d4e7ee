import type { EnterpriseRef } from '../../src/core/actor.ts';
import { dateOf } from '../../src/domain/calendar.ts';
import type { Cell } from '../../src/domain/reports/cell.ts';
import { lookAtReport } from '../../src/domain/reports/look.ts';
import { addPeriods, monthOfPeriod, type Period } from '../../src/domain/reports/period.ts';
import type { ReportRecord } from '../../src/domain/reports/record.ts';
import type { Reports } from '../../src/domain/reports/reports.ts';
import type { Database } from '../../src/store/database.ts';
import { createReports } from '../../src/store/reports/reports.ts';
import { storeDeps, testDoer } from './stores.ts';

/** What a healthy small firm reports, 万元 in 分: 320 of revenue, 46 people. */
export const usual: Readonly<Record<string, bigint>> = {
  revenue: 320_000_000n,
  hiTechRevenue: 260_000_000n,
  rndExpense: 18_500_000n,
  totalProfit: 12_000_000n,
  taxPaid: 9_000_000n,
  staff: 46n,
  techStaff: 12n,
  inventionApplied: 0n,
  inventionGranted: 0n,
};

export const reportsOf = (database: Pick<Database, 'client' | 'sql'>): Reports => createReports(storeDeps(database));

export async function enterpriseNamed({ client }: Pick<Database, 'client'>, name: string): Promise<EnterpriseRef> {
  const { enterpriseId } = await client.enterpriseName.findFirstOrThrow({ where: { text: name } });
  return { id: enterpriseId, name };
}

/** The person of the demo by their name. */
export async function personNamed({ client }: Pick<Database, 'client'>, name: string): Promise<string> {
  return (await client.person.findFirstOrThrow({ where: { name } })).id;
}

/**
 * Hands in a report as a chat would, on the fifth of the next month. Figures beside the usual ones by key; where the months
 * before are not known the year's sum is that of as many such months.
 */
export async function plantReport(
  database: Pick<Database, 'client' | 'sql'>,
  of: { enterprise: EnterpriseRef; period: Period; by: string; figures?: Readonly<Record<string, bigint>> },
): Promise<ReportRecord> {
  const { enterprise, period, by, figures = {} } = of;
  const reports = reportsOf(database);
  const at = new Date(`${addPeriods(period, 1)}-05T01:59:00Z`);
  const doer = testDoer(at, {
    personId: by,
    role: 'contact',
    channel: 'wecom-app',
  });
  const today = dateOf(at);
  const { asked, past } = await lookAtReport(reports, { enterprise, period, today });
  const all: Readonly<Record<string, bigint>> = { ...usual, ...figures };
  const entries = asked.flatMap(({ key, kind, isRequired }): (Cell & { key: string })[] => {
    const month = all[key] ?? (isRequired ? 0n : null);
    if (month === null) return [];
    const isKnown = past.previous?.get(key) !== undefined || monthOfPeriod(period) === 1;
    const total = kind === 'STOCK' || isKnown ? null : month * BigInt(monthOfPeriod(period));
    return [{ key, month, total }];
  });
  const { record } = await reports.fill(doer, { enterprise, period, entries, seen: null, onBehalf: false });
  const { view } = await lookAtReport(reports, { enterprise, period, today }, record);
  await reports.explain(doer, {
    reportId: record.id,
    reasons: view.unexplained.map(({ id, basis }) => ({ findingId: id, basis, code: 'AS_IS', text: null })),
  });
  const now = await reports.find(enterprise, period);
  const handed = await reports.submit(doer, {
    ...{
      enterprise,
      period,
      version: now?.version ?? 0,
      kind: 'REPORT',
      reason: null,
      onBehalf: false,
      tell: () => [],
    },
  });
  if (handed.is !== 'submitted') {
    const why = handed.is === 'refused' ? handed.view.findings.map(({ text }) => text).join('\n') : handed.is;
    throw new Error(`the report of ${enterprise.name} for ${period} was not taken: ${why}`);
  }
  return handed.record;
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
  await client.fundClaim.deleteMany({ where: { period, note: { endsWith: '月报填报' } } });
}
