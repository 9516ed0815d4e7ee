import { openKeyOf } from '../../domain/funds/claim-rules.ts';
import { spendingsOf, stillHolding } from '../../domain/funds/keys.ts';
import { formatWan } from '../../domain/money.ts';
import { projectOf } from '../../domain/reports/asked.ts';
import { lastDayOf } from '../../domain/reports/period.ts';
import type { ReportRecord } from '../../domain/reports/record.ts';
import type { SpendingOff } from '../../domain/reports/reports.ts';
import { toEntries } from '../funds/rows.ts';
import type { Tx } from '../transact.ts';

/**
 * Which spendings of a report the fund ledger has otherwise: entered, or reported there before and waiting. The report does
 * not change them (`feedFunds`), so people have to. A report has two decimals of 万元: what rounds to the same is the same.
 */
export async function readSpendingsOff(
  tx: Pick<Tx, 'fundProject' | 'fundClaim' | 'fundEntry' | 'import' | 'person'>,
  { enterprise, period, values }: Pick<ReportRecord, 'enterprise' | 'period' | 'values'>,
): Promise<SpendingOff[]> {
  const reported = new Map(
    values.flatMap(({ key, month }) => {
      const number = projectOf(key);
      return number === null || month === null ? [] : [[number, month] as const];
    }),
  );
  if (reported.size === 0) return [];
  const projects = await tx.fundProject.findMany({
    where: { number: { in: [...reported.keys()] }, enterpriseId: enterprise.id },
    select: { id: true, number: true, name: true },
    orderBy: { number: 'asc' },
  });
  const ids = projects.map(({ id }) => id);
  const spending = { type: 'SPEND' as const, effectiveOn: lastDayOf(period), period };
  const openKeys = ids.map((id) => openKeyOf(id, spending));
  const [rows, claims] = await Promise.all([
    tx.fundEntry.findMany({ where: { projectId: { in: ids } }, orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }] }),
    tx.fundClaim.findMany({ where: { openKey: { in: openKeys } }, select: { id: true, projectId: true, fen: true } }),
  ]);
  const entries = await toEntries(tx, rows);
  return projects.flatMap(({ id, number, name }): SpendingOff[] => {
    const own = entries.filter(({ projectId }) => projectId === id);
    const entered = stillHolding(spendingsOf(own, period), own);
    const claim = entered ? null : (claims.find(({ projectId }) => projectId === id) ?? null);
    const ledger = entered?.fen ?? claim?.fen ?? null;
    const month = reported.get(number) ?? 0n;
    if (ledger === null || formatWan(ledger) === formatWan(month)) return [];
    return [{ project: number, name, reported: month, ledger, claimId: claim?.id ?? null }];
  });
}
