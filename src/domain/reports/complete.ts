import type { AskedIndicator } from './asked.ts';
import type { Cell, Cells } from './cell.ts';
import { fundSpentKey } from './indicators.ts';
import { monthOfPeriod, type Period } from './period.ts';

/**
 * Works out what follows from what was typed: of a flow the cumulative figure from the month's, or the month's from the
 * cumulative one, both by 累计(m) = 累计(m−1) + 本月(m). Where last month's is not known nothing follows and it stays open.
 * @param base what was reported for the month before, whatever its year
 */
export function complete(
  period: Period,
  asked: readonly Pick<AskedIndicator, 'key' | 'kind'>[],
  cells: Cells,
  base: Cells | null,
): Cells {
  const completed = new Map<string, Cell>();
  for (const { key, kind } of asked) {
    const cell = cells.get(key);
    if (!cell) continue;
    completed.set(key, kind === 'STOCK' ? { month: cell.month, total: null } : flow(cell, baseOf(period, key, base)));
  }
  return completed;
}

/**
 * The cumulative figure of the months before in this year; null: not known. A project that was not asked about last month
 * is a new one: its spending begins now.
 */
export function baseOf(period: Period, key: string, previous: Cells | null): bigint | null {
  if (monthOfPeriod(period) === 1) return 0n;
  const isNewProject = previous !== null && key.startsWith(`${fundSpentKey}:`) && !previous.has(key);
  return isNewProject ? 0n : (previous?.get(key)?.total ?? null);
}

function flow({ month, total }: Cell, base: bigint | null): Cell {
  if (base === null || (month !== null && total !== null)) return { month, total };
  if (month !== null) return { month, total: base + month };
  return { month: total === null ? null : total - base, total };
}
