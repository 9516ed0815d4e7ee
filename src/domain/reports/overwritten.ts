import { type Cell, spokenFigure } from './cell.ts';
import type { Indicator } from './indicators.ts';
import type { NewEntry } from './reports.ts';
import type { ReportView } from './view.ts';

/** A figure of a report that a sheet has put another in the place of. */
export interface Overwritten {
  label: string;
  unit: Pick<Indicator, 'unit'>;
  /** What stood there; a sum that only followed from its month is nobody's figure. */
  before: Cell;
  after: Cell;
  /** Typed after the sheet was made: who filled it in may not have known of it. */
  isNewer: boolean;
}

/** @param view before they were taken. @param seen the report's version that the sheet was made from; null: not known */
export function overwrittenIn(
  { rows, record }: ReportView,
  taken: readonly NewEntry[],
  seen: number | null,
): Overwritten[] {
  return taken.flatMap(({ key, month, total }) => {
    const row = rows.find(({ indicator }) => indicator.key === key);
    const draft = record?.draft.find((entry) => entry.key === key);
    const stood = draft ?? record?.values.find((value) => value.key === key);
    if (!row || !stood) return [];
    const { indicator, isComputed } = row;
    const before = { month: stood.month, total: isComputed ? null : stood.total };
    const after = { month, total };
    // What is only added to what stood there overwrites nothing.
    if (changeText({ unit: indicator, before, after }) === '') return [];
    const isNewer = seen !== null && draft !== undefined && draft.seq > seen;
    return [{ label: indicator.label, unit: indicator, before, after, isNewer }];
  });
}

/** `320万元→300万元，累计3000万元→按本月数计算`: only what stood there and has changed */
export function changeText({ unit, before, after }: Pick<Overwritten, 'unit' | 'before' | 'after'>): string {
  const change = (from: bigint | null, to: bigint | null, otherwise: string) =>
    from === null || from === to
      ? []
      : [`${spokenFigure(unit, from)}→${to === null ? otherwise : spokenFigure(unit, to)}`];
  return [
    ...change(before.month, after.month, '按累计数计算'),
    ...change(before.total, after.total, '按本月数计算').map((text) => `累计${text}`),
  ].join('，');
}
