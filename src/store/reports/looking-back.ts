import type { EnterpriseRef } from '../../core/actor.ts';
import type { Ledger } from '../../domain/ledger.ts';
import { isIndustry, type ReporterFacts } from '../../domain/reports/asked.ts';
import type { Cell } from '../../domain/reports/cell.ts';
import { addPeriods, lastDayOf, type Period, yearOfPeriod } from '../../domain/reports/period.ts';
import type { Past, ReportRecord } from '../../domain/reports/record.ts';
import type { PeriodOpening } from '../../domain/reports/window.ts';
import { isInForce, standingsAt } from '../../domain/standing.ts';
import { sumsOfProjects } from '../funds/sums.ts';
import type { StoreDeps } from '../store-deps.ts';
import type { Tx } from '../transact.ts';

/** What the checks compare with: the figures in force of the month before, of a year ago and of last December. */
export async function readPast(
  tx: Pick<Tx, 'monthlyReport' | 'reportValue'>,
  enterpriseId: string,
  period: Period,
): Promise<Past> {
  const before = {
    previous: addPeriods(period, -1),
    lastYear: addPeriods(period, -12),
    december: `${yearOfPeriod(period) - 1}-12`,
  };
  const reports = await tx.monthlyReport.findMany({
    where: { enterpriseId, period: { in: Object.values(before) }, submissionId: { not: null } },
    select: { period: true, submissionId: true },
  });
  const ids = reports.flatMap(({ submissionId }) => submissionId ?? []);
  const values = ids.length === 0 ? [] : await tx.reportValue.findMany({ where: { submissionId: { in: ids } } });
  const cellsOf = (wanted: Period): Map<string, Cell> | null => {
    const id = reports.find((one) => one.period === wanted)?.submissionId ?? null;
    if (id === null) return null;
    const own = values.filter(({ submissionId }) => submissionId === id);
    return new Map(own.map(({ key, month, total }) => [key, { month, total }]));
  };
  return {
    previous: cellsOf(before.previous),
    lastYear: cellsOf(before.lastYear),
    lastYearRevenue: cellsOf(before.december)?.get('revenue')?.total ?? null,
  };
}

/**
 * Which sums of the next month, if it was handed in already, do not follow any more from what was handed in now. They are
 * never changed by the program: the enterprise corrects them.
 */
export async function readNextOff(
  tx: Pick<Tx, 'monthlyReport' | 'reportSubmission'>,
  { enterprise, period, values }: Pick<ReportRecord, 'enterprise' | 'period' | 'values'>,
): Promise<string[]> {
  const next = addPeriods(period, 1);
  if (yearOfPeriod(next) !== yearOfPeriod(period)) return [];
  const key = { enterpriseId: enterprise.id, period: next };
  const row = await tx.monthlyReport.findUnique({
    where: { enterpriseId_period: key },
    select: { submissionId: true },
  });
  if (!row || row.submissionId === null) return [];
  const submitted = await tx.reportSubmission.findUnique({
    where: { id: row.submissionId },
    include: { values: true },
  });
  const totals = new Map(values.flatMap(({ key, total }) => (total === null ? [] : [[key, total] as const])));
  return (submitted?.values ?? []).flatMap(({ key, month, total }) => {
    const before = totals.get(key);
    const follows = before === undefined || month === null || total === null || before + month === total;
    return follows ? [] : [key];
  });
}

/** What an enterprise is as at the end of a period. */
export async function readFacts(
  { client, sql }: Pick<StoreDeps, 'client' | 'sql'>,
  ledger: Ledger,
  enterprise: EnterpriseRef,
  period: Period,
): Promise<ReporterFacts> {
  const on = lastDayOf(period);
  const [row, history, projects] = await Promise.all([
    client.enterprise.findUnique({ where: { id: enterprise.id }, select: { industry: true, operatingState: true } }),
    ledger.historyOf(enterprise),
    sumsOfProjects(sql, { enterpriseId: enterprise.id }, { on }),
  ]);
  const held = new Set(
    standingsAt(history, on)
      .filter(isInForce)
      .map(({ type }) => type),
  );
  return {
    isHnte: held.has('HNTE'),
    isTechSme: held.has('TECH_SME'),
    isIndustry: isIndustry(row?.industry ?? null),
    operatingState: row?.operatingState ?? 'NORMAL',
    projects: projects
      .filter(({ project }) => project.batch.trackSpending)
      .map(({ project: { number, name }, sums: { received } }) => ({ number, name, received })),
  };
}

/** 重新开放 of a period for everybody, and for one enterprise. */
export async function readOpenings(
  tx: Pick<Tx, 'periodOpening'>,
  period: Period,
  enterpriseId: string | null,
): Promise<PeriodOpening[]> {
  const rows = await tx.periodOpening.findMany({
    where: { period, OR: [{ enterpriseId: null }, ...(enterpriseId === null ? [] : [{ enterpriseId }])] },
    orderBy: { recordedAt: 'asc' },
  });
  return rows.map(({ enterpriseId, until, reason }) => ({ period, enterpriseId, until, reason }));
}
